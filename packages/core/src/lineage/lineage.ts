import type { Schema } from "../dtype/dtype.js";
import { isRelation, nodesBelow, relationArgs } from "../ir/graph.js";
import { specOf } from "../ir/op.js";
import type { Relation } from "../ir/relation.js";
import type { ValueNode } from "../ir/walk.js";
import { childrenOf } from "../ir/walk.js";
import type { How, Reads, Source } from "./reads.js";
import { merged, mergedAll, NOTHING, raised } from "./reads.js";
import type { Known, Rows } from "./rows.js";
import { rowsOf } from "./rows.js";

/** A column of a table that the expression reads; the table with its database, as "shop.orders". */
export interface SourceColumn {
  readonly table: string;
  readonly column: string;
}
/** A column that another is made from, and how. */
export interface ColumnSource extends SourceColumn {
  readonly how: How;
}
/** Where the columns and the rows of a table come from. */
export interface Lineage<S extends Schema = Schema> {
  /** For each column those that it is made from. */
  readonly columns: { readonly [K in keyof S & string]: readonly ColumnSource[] };
  /** The columns that decide which rows there are: conditions, keys of joins and groups, what is made distinct, the order under a limit. */
  readonly filteredBy: readonly SourceColumn[];
}

/** The lineage of a relation. */
export function lineageOf<S extends Schema>(root: Relation): Lineage<S> {
  const rows = new Map<Relation, Rows>();
  const values = new Map<ValueNode, Reads>();
  const sources = new Map<string, Reads>();
  const known: Known = {
    rows: (relation) => rows.get(relation) ?? EMPTY,
    value: (node) => values.get(node) ?? NOTHING,
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
  for (const node of nodesBelow(root))
    if (isRelation(node)) rows.set(node, rowsOf(node, known));
    else values.set(node, readsOf(node, known));
  const { columns, filtered } = known.rows(root);
  return {
    columns: Object.fromEntries([...columns].map(([name, reads]) => [name, listed(reads)])) as Lineage<S>["columns"], // the relation's columns are those of S
    filteredBy: listed(filtered).map(({ table, column }) => ({ table, column })),
  };
}
const EMPTY: Rows = { columns: new Map(), filtered: NOTHING, order: NOTHING };

const listed = (reads: Reads): readonly ColumnSource[] =>
  [...reads]
    .filter(([source]: readonly [Source, How]) => source.recursion === null)
    .map(([{ table, column }, how]) => ({ table, column, how }));

/** What a value reads. */
function readsOf(node: ValueNode, { rows, value }: Known): Reads {
  const below = (): Reads => mergedAll(childrenOf(node).map(value));
  switch (node.type) {
    case "field":
      return rows(node.relation).columns.get(node.name) ?? NOTHING;
    case "literal":
    case "param":
    case "argument":
      return NOTHING;
    case "sortKey":
    case "lambda":
      return below();
    case "window":
      return merged(value(node.func), raised(below(), "transformed"));
    case "op": {
      const counted = node.op === "CountDistinctStar" ? relationArgs(node).map(rows) : [];
      const read = mergedAll([below(), ...counted.flatMap((r) => [...r.columns.values()])]);
      return raised(read, specOf(node.op).role === "reduction" ? "aggregated" : "transformed");
    }
    case "subquery": {
      const { columns, filtered } = rows(node.relation);
      const tested = raised(filtered, "transformed");
      if (node.how === "exists") return tested;
      const inner = merged(mergedAll(columns.values()), tested);
      return node.how === "in" ? raised(merged(below(), inner), "transformed") : inner;
    }
  }
}
