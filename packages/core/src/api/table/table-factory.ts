import type { QueryEngine } from "../../backend/contract.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Relation } from "../../ir/relation.js";
import type { Table } from "../table.js";

type TableClass = new (relation: Relation, runner: QueryEngine | null, encoding?: ValueEncoding) => Table;
let registeredTableClass: TableClass | undefined;

/** Registers the class `Table`, so that its base classes can create tables without a circular import. */
export function setTableClass(tableClass: TableClass): void {
  registeredTableClass = tableClass;
}
/** Creates a table of a relation whose schema is `S`. */
export function createTable<S extends Schema, Encoding extends ValueEncoding>(
  relation: Relation,
  runner: QueryEngine | null,
  encoding?: Encoding,
): Table<S, Encoding> {
  if (!registeredTableClass) throw new TypeError("Internal error: the class Table is not registered");
  // S describes the relation's schema.
  return new registeredTableClass(relation, runner, encoding) as unknown as Table<S, Encoding>;
}
