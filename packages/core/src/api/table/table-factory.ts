import type { CachedRelation, QueryEngine } from "../../backend/contract.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Relation } from "../../ir/relation.js";
import type { CachedTable } from "../result/cached-table.js";
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

type CachedClass = new (cachedRelation: CachedRelation, runner: QueryEngine, encoding: ValueEncoding) => CachedTable;
let registeredCachedClass: CachedClass | undefined;

/** Registers the class `CachedTable`, as {@link setTableClass} does for `Table`. */
export function setCachedClass(cachedClass: CachedClass): void {
  registeredCachedClass = cachedClass;
}
/** Creates the table of a cached relation whose schema is `S`. */
export function createCachedTable<S extends Schema, Encoding extends ValueEncoding>(
  cachedRelation: CachedRelation,
  runner: QueryEngine,
  encoding: Encoding,
): CachedTable<S, Encoding> {
  if (!registeredCachedClass) throw new TypeError("Internal error: the class CachedTable is not registered");
  // S describes the relation's schema.
  return new registeredCachedClass(cachedRelation, runner, encoding) as unknown as CachedTable<S, Encoding>;
}
