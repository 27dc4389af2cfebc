import type { CachedRelation, QueryEngine } from "../../backend/contract.js";
import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Relation } from "../../ir/relation.js";
import type { CachedTable } from "../result/cached.js";
import type { Table } from "../table.js";

type TableClass = new (relation: Relation, runner: QueryEngine | null, modes?: ValueModes) => Table;
let Class: TableClass | undefined;

/** Sets the class of tables; its base classes make tables without importing it. */
export function setTableClass(given: TableClass): void {
  Class = given;
}
/** A table of a relation whose schema is `S`. */
export function tableOf<S extends Schema, Form extends ValueModes>(
  relation: Relation,
  runner: QueryEngine | null,
  modes?: Form,
): Table<S, Form> {
  if (!Class) throw new TypeError("the class of tables is not loaded");
  return new Class(relation, runner, modes) as unknown as Table<S, Form>; // the relation's schema is what S was computed from
}

type CachedClass = new (kept: CachedRelation, runner: QueryEngine, modes: ValueModes) => CachedTable;
let Cached: CachedClass | undefined;

/** Sets the class of tables whose rows are kept. */
export function setCachedClass(given: CachedClass): void {
  Cached = given;
}
/** The table of kept rows whose schema is `S`. */
export function cachedOf<S extends Schema, Form extends ValueModes>(
  kept: CachedRelation,
  runner: QueryEngine,
  modes: Form,
): CachedTable<S, Form> {
  if (!Cached) throw new TypeError("the class of cached tables is not loaded");
  return new Cached(kept, runner, modes) as unknown as CachedTable<S, Form>; // the relation's schema is what S was computed from
}
