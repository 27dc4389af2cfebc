import type { Runner } from "../../backend/contract.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Relation } from "../../ir/relation.js";
import type { Table } from "../table.js";

type TableClass = new (relation: Relation, runner: Runner | null) => Table;
let Class: TableClass | undefined;

/** Sets the class of tables; its base classes make tables without importing it. */
export function setTableClass(given: TableClass): void {
  Class = given;
}
/** A table of a relation whose schema is `S`. */
export function tableOf<S extends Schema>(relation: Relation, runner: Runner | null): Table<S> {
  if (!Class) throw new TypeError("the class of tables is not loaded");
  return new Class(relation, runner) as unknown as Table<S>; // the relation's schema is what S was computed from
}
