import type { DefaultEncoding, ValueEncoding } from "../backend/value-encoding.js";
import type { Schema } from "../dtype/dtype.js";
import { registerColumnClasses } from "./column/column-classes.js";
import { ExportingTable } from "./table/exporting.js";
import { setTableClass } from "./table/table-factory.js";

export type { TableLike } from "./table/base.js";

registerColumnClasses();

/**
 * A lazy table: an expression that describes how its rows are computed. Every verb returns a new table; nothing runs
 * until a method such as `execute` asks for the rows. `S` is the schema, `Encoding` the JavaScript form of result
 * values.
 */
export class Table<
  S extends Schema = Schema,
  out Encoding extends ValueEncoding = DefaultEncoding,
> extends ExportingTable<S, Encoding> {}

setTableClass(Table);
