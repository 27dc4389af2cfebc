import type { Join, NamedValues, Relation, SetOperation } from "../ir/relation.js";
import type { ValueNode } from "../ir/walk.js";
import type { Reads } from "./column-reads.js";
import { mergeAllReads, mergeReads, NO_READS, resolveRecursion, withMinimumDerivation } from "./column-reads.js";

/** The source columns of a relation's columns, and those that determine which rows it has. */
export interface RowLineage {
  readonly columns: ReadonlyMap<string, Reads>;
  readonly filtered: Reads;
  /** Source columns of the ordering, which determine the rows once there is a limit. */
  readonly order: Reads;
}
/** Looks up the lineage of nodes that have been visited. */
export interface LineageLookup {
  readonly rows: (relation: Relation) => RowLineage;
  readonly value: (node: ValueNode) => Reads;
  /** The reads of a copied source column. */
  readonly source: (table: string, column: string, recursion?: string) => Reads;
}

const allColumnReads = (rows: RowLineage): Reads => mergeAllReads(rows.columns.values());

export function rowLineage(relation: Relation, lookup: LineageLookup): RowLineage {
  const { rows, value } = lookup;
  const entries = (list: NamedValues): Map<string, Reads> => new Map([...list].map(([name, v]) => [name, value(v)]));
  const sources = (table: string, recursion?: string): RowLineage => ({
    columns: new Map([...relation.schema.keys()].map((name) => [name, lookup.source(table, name, recursion)])),
    filtered: NO_READS,
    order: NO_READS,
  });
  switch (relation.type) {
    case "table":
      return sources(
        [relation.catalog, relation.database, relation.name].filter((segment) => segment !== null).join("."),
      );
    case "memtable":
      return sources(relation.name);
    case "recursiveReference":
      return sources(relation.name, relation.name);
    case "sql": {
      const textLineage = sources("SQL text");
      const read = mergeAllReads(
        [...relation.parents.values()].map((p) => withMinimumDerivation(allColumnReads(rows(p)), "transformed")),
      );
      const filtered = mergeAllReads([read, ...[...relation.parents.values()].map((p) => rows(p).filtered)]);
      return {
        ...textLineage,
        columns: new Map([...textLineage.columns].map(([name, column]) => [name, mergeReads(column, read)])),
        filtered,
      };
    }
    case "selfReference":
    case "alias":
    case "sample":
      return rows(relation.parent);
    case "selection":
      return { ...rows(relation.parent), columns: entries(relation.values) };
    case "filter": {
      const parent = rows(relation.parent);
      return { ...parent, filtered: mergeAllReads([parent.filtered, ...relation.predicates.map(value)]) };
    }
    case "sort": {
      const parent = rows(relation.parent);
      return { ...parent, order: mergeAllReads([...relation.keys.map(value), parent.order]) };
    }
    case "limit": {
      const parent = rows(relation.parent);
      return { ...parent, filtered: mergeReads(parent.filtered, parent.order) };
    }
    case "aggregation": {
      const by = entries(relation.by);
      const filtered = mergeAllReads([rows(relation.parent).filtered, ...by.values()]);
      return { columns: new Map([...by, ...entries(relation.metrics)]), filtered, order: NO_READS };
    }
    case "distinct": {
      const parent = rows(relation.parent);
      return { ...parent, filtered: mergeReads(parent.filtered, allColumnReads(parent)), order: NO_READS };
    }
    case "unnest": {
      const parent = rows(relation.parent);
      const array = value(relation.column);
      const element = withMinimumDerivation(array, "transformed");
      const columns = new Map(parent.columns).set(relation.name, element);
      if (relation.offset !== null) columns.set(relation.offset, element);
      return { columns, filtered: mergeReads(parent.filtered, array), order: NO_READS };
    }
    case "join":
      return joinLineage(relation, lookup);
    case "setOperation":
      return setOperationLineage(relation, lookup);
    case "recursion":
      return recursionLineage(relation.name, rows(relation.base), rows(relation.step), relation.distinct);
  }
}

function joinLineage(relation: Join, { rows, value }: LineageLookup): RowLineage {
  const [left, right] = [rows(relation.left), rows(relation.right)];
  const columns = new Map<string, Reads>();
  for (const [name, column] of relation.columns) {
    const leftReads =
      column.left === null || column.side === "right" ? NO_READS : (left.columns.get(column.left) ?? NO_READS);
    const rightReads =
      column.right === null || column.side === "left" ? NO_READS : (right.columns.get(column.right) ?? NO_READS);
    columns.set(name, mergeReads(leftReads, rightReads));
  }
  const filtered = mergeAllReads([left.filtered, right.filtered, ...relation.predicates.map(value)]);
  return { columns, filtered, order: NO_READS };
}

/**
 * The rows of a union come from all operands; those of INTERSECT and EXCEPT from the first, compared with the others.
 */
function setOperationLineage(relation: SetOperation, { rows }: LineageLookup): RowLineage {
  const operands = relation.operands.map(rows);
  const contributors = relation.kind === "union" ? operands : operands.slice(0, 1);
  const columns = new Map<string, Reads>();
  for (const name of relation.schema.keys())
    columns.set(name, mergeAllReads(contributors.map((o) => o.columns.get(name) ?? NO_READS)));
  const compared = relation.kind !== "union" || relation.distinct;
  const filtered = mergeAllReads([
    ...operands.map((o) => o.filtered),
    ...(compared ? operands.map(allColumnReads) : []),
  ]);
  return { columns, filtered, order: NO_READS };
}

/**
 * A recursion reads what its base and step read; columns of the recursive reference are resolved by fixed-point
 * iteration.
 */
function recursionLineage(name: string, base: RowLineage, step: RowLineage, distinct: boolean): RowLineage {
  const columns = new Map(base.columns);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [column, reads] of step.columns) {
      const previousReads = columns.get(column) ?? NO_READS;
      const nextReads = mergeReads(previousReads, resolveRecursion(reads, name, columns));
      if (nextReads !== previousReads) changed = true;
      columns.set(column, nextReads);
    }
  }
  const rows = mergeReads(base.filtered, resolveRecursion(step.filtered, name, columns));
  return { columns, filtered: distinct ? mergeAllReads([rows, ...columns.values()]) : rows, order: NO_READS };
}
