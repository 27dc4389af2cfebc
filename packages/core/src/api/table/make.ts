import type { CachedRelation, Runner } from "../../backend/contract.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Relation } from "../../ir/relation.js";
import type { CachedTable } from "../cached.js";
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

type CachedClass = new (kept: CachedRelation, runner: Runner) => CachedTable;
let Cached: CachedClass | undefined;

/** Sets the class of tables whose rows are kept. */
export function setCachedClass(given: CachedClass): void {
  Cached = given;
}
/** The table of kept rows whose schema is `S`. */
export function cachedOf<S extends Schema>(kept: CachedRelation, runner: Runner): CachedTable<S> {
  if (!Cached) throw new TypeError("the class of cached tables is not loaded");
  return new Cached(kept, runner) as unknown as CachedTable<S>; // the relation's schema is what S was computed from
}
