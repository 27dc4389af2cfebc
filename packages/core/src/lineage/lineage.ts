import type { Schema } from "../dtype/dtype.js";
import { isRelation, reachableNodes, relationArgs } from "../ir/graph.js";
import { specOf } from "../ir/op.js";
import type { Relation } from "../ir/relation.js";
import type { ValueNode } from "../ir/walk.js";
import { childrenOf } from "../ir/walk.js";
import type { Derivation, Reads, Source } from "./column-reads.js";
import { mergeAllReads, mergeReads, NO_READS, withMinimumDerivation } from "./column-reads.js";
import type { LineageLookup, RowLineage } from "./row-lineage.js";
import { rowLineage } from "./row-lineage.js";

/** A table column that the expression reads; `table` is qualified, as in "shop.orders". */
export interface SourceColumn {
  readonly table: string;
  readonly column: string;
}
/** A source column of a result column, and how it is used. */
export interface ColumnSource extends SourceColumn {
  readonly how: Derivation;
}
/** The lineage of a table: the source columns of its columns and of its rows. */
export interface Lineage<S extends Schema = Schema> {
  /** The source columns of each column. */
  readonly columns: { readonly [K in keyof S & string]: readonly ColumnSource[] };
  /**
   * Columns that determine which rows exist: conditions, join and grouping keys, DISTINCT columns, and sort keys of a
   * limit.
   */
  readonly filteredBy: readonly SourceColumn[];
}

/** Computes the lineage of a relation. */
export function lineageOf<S extends Schema>(root: Relation): Lineage<S> {
  const rows = new Map<Relation, RowLineage>();
  const values = new Map<ValueNode, Reads>();
  const sources = new Map<string, Reads>();
  const lookup: LineageLookup = {
    rows: (relation) => rows.get(relation) ?? EMPTY_ROWS,
    value: (node) => values.get(node) ?? NO_READS,
    source(table, column, recursion) {
      const key = JSON.stringify([table, column, recursion]);
      let reads = sources.get(key);
      if (!reads) {
        reads = new Map([[{ table, column, recursion: recursion ?? null }, "copied"]]);
        sources.set(key, reads);
      }
      return reads;
    },
  };
  for (const node of reachableNodes(root))
    if (isRelation(node)) rows.set(node, rowLineage(node, lookup));
    else values.set(node, valueReads(node, lookup));
  const { columns, filtered } = lookup.rows(root);
  return {
    columns: Object.fromEntries(
      [...columns].map(([name, reads]) => [name, columnSources(reads)]),
    ) as Lineage<S>["columns"], // the relation has the columns of S
    filteredBy: columnSources(filtered).map(({ table, column }) => ({ table, column })),
  };
}
const EMPTY_ROWS: RowLineage = { columns: new Map(), filtered: NO_READS, order: NO_READS };

const columnSources = (reads: Reads): readonly ColumnSource[] =>
  [...reads]
    .filter(([source]: readonly [Source, Derivation]) => source.recursion === null)
    .map(([{ table, column }, how]) => ({ table, column, how }));

/** The source columns that a value reads. */
function valueReads(node: ValueNode, { rows, value }: LineageLookup): Reads {
  const childReads = (): Reads => mergeAllReads(childrenOf(node).map(value));
  switch (node.type) {
    case "field":
      return rows(node.relation).columns.get(node.name) ?? NO_READS;
    case "literal":
    case "param":
    case "argument":
      return NO_READS;
    case "sortKey":
    case "lambda":
      return childReads();
    case "window":
      return mergeReads(value(node.func), withMinimumDerivation(childReads(), "transformed"));
    case "op": {
      const counted = node.op === "CountDistinctStar" ? relationArgs(node).map(rows) : [];
      const read = mergeAllReads([childReads(), ...counted.flatMap((r) => [...r.columns.values()])]);
      return withMinimumDerivation(read, specOf(node.op).role === "aggregate" ? "aggregated" : "transformed");
    }
    case "subquery": {
      const { columns, filtered } = rows(node.relation);
      const tested = withMinimumDerivation(filtered, "transformed");
      if (node.kind === "exists") return tested;
      const inner = mergeReads(mergeAllReads(columns.values()), tested);
      return node.kind === "in" ? withMinimumDerivation(mergeReads(childReads(), inner), "transformed") : inner;
    }
  }
}
