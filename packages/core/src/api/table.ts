import type { DefaultModes, ValueModes } from "../backend/values.js";
import type { Schema } from "../dtype/dtype.js";
import type { FromJSONOptions } from "./source/serialized.js";
import { tableFromJSON } from "./source/serialized.js";
import { ExportingTable } from "./table/exporting.js";
import { setTableClass } from "./table/table-factory.js";

export type { TableLike } from "./table/base.js";

/**
 * A lazy table: an expression that says how its rows come to be. Every verb gives a new table; nothing runs until it is asked to, by
 * `execute` and the like.
 */
export class Table<S extends Schema = Schema, out Form extends ValueModes = DefaultModes> extends ExportingTable<
  S,
  Form
> {
  /**
   * The table that JSON describes, as {@link fromJSON} reads it. With a schema its type is known, and another schema is refused.
   * @throws AvocetError `invalid-json` that says where, or `schema-mismatch`
   * @example Table.fromJSON(JSON.stringify(orders.select("status")), { status: string })
   */
  static fromJSON<S extends Schema = Schema>(json: unknown, schema?: S, options: FromJSONOptions = {}): Table<S> {
    return tableFromJSON<S>(json, schema, options);
  }
}

setTableClass(Table);
