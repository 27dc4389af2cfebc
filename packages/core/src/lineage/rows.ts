import type { Entries, Join, Relation, SetOperation } from "../ir/relation.js";
import type { ValueNode } from "../ir/walk.js";
import type { Reads } from "./reads.js";
import { merged, mergedAll, NOTHING, raised, resolved } from "./reads.js";

/** What the columns of a relation read, and what decides which rows it has. */
export interface Rows {
  readonly columns: ReadonlyMap<string, Reads>;
  readonly filtered: Reads;
  /** What the order hangs on; it decides about rows as soon as there is a limit. */
  readonly order: Reads;
}
/** What has been found of the nodes below. */
export interface Known {
  readonly rows: (relation: Relation) => Rows;
  readonly value: (node: ValueNode) => Reads;
  /** A column of a source, as it is. */
  readonly source: (table: string, column: string, recursion?: string) => Reads;
}

const all = (rows: Rows): Reads => mergedAll(rows.columns.values());

export function rowsOf(r: Relation, known: Known): Rows {
  const { rows, value } = known;
  const entries = (list: Entries): Map<string, Reads> => new Map([...list].map(([name, v]) => [name, value(v)]));
  const sources = (table: string, recursion?: string): Rows => ({
    columns: new Map([...r.schema.keys()].map((name) => [name, known.source(table, name, recursion)])),
    filtered: NOTHING,
    order: NOTHING,
  });
  switch (r.type) {
    case "table":
      return sources([r.catalog, r.database, r.name].filter((part) => part !== null).join("."));
    case "memtable":
      return sources(r.name);
    case "recursiveReference":
      return sources(r.name, r.name);
    case "sql": {
      const own = sources("SQL text");
      const read = mergedAll([...r.parents.values()].map((p) => raised(all(rows(p)), "transformed")));
      const filtered = mergedAll([read, ...[...r.parents.values()].map((p) => rows(p).filtered)]);
      return { ...own, columns: new Map([...own.columns].map(([name, c]) => [name, merged(c, read)])), filtered };
    }
    case "selfReference":
    case "alias":
    case "sample":
      return rows(r.parent);
    case "selection":
      return { ...rows(r.parent), columns: entries(r.values) };
    case "filter": {
      const parent = rows(r.parent);
      return { ...parent, filtered: mergedAll([parent.filtered, ...r.predicates.map(value)]) };
    }
    case "sort": {
      const parent = rows(r.parent);
      return { ...parent, order: mergedAll([...r.keys.map(value), parent.order]) };
    }
    case "limit": {
      const parent = rows(r.parent);
      return { ...parent, filtered: merged(parent.filtered, parent.order) };
    }
    case "aggregation": {
      const by = entries(r.by);
      const filtered = mergedAll([rows(r.parent).filtered, ...by.values()]);
      return { columns: new Map([...by, ...entries(r.metrics)]), filtered, order: NOTHING };
    }
    case "distinct": {
      const parent = rows(r.parent);
      return { ...parent, filtered: merged(parent.filtered, all(parent)), order: NOTHING };
    }
    case "unnest": {
      const parent = rows(r.parent);
      const array = value(r.column);
      const element = raised(array, "transformed");
      const columns = new Map(parent.columns).set(r.name, element);
      if (r.offset !== null) columns.set(r.offset, element);
      return { columns, filtered: merged(parent.filtered, array), order: NOTHING };
    }
    case "join":
      return joined(r, known);
    case "setOperation":
      return combined(r, known);
    case "recursion":
      return repeated(r.name, rows(r.base), rows(r.step), r.distinct);
  }
}

function joined(r: Join, { rows, value }: Known): Rows {
  const [left, right] = [rows(r.left), rows(r.right)];
  const columns = new Map<string, Reads>();
  for (const [name, c] of r.columns) {
    const l = c.left === null || c.side === "right" ? NOTHING : (left.columns.get(c.left) ?? NOTHING);
    const rt = c.right === null || c.side === "left" ? NOTHING : (right.columns.get(c.right) ?? NOTHING);
    columns.set(name, merged(l, rt));
  }
  const filtered = mergedAll([left.filtered, right.filtered, ...r.predicates.map(value)]);
  return { columns, filtered, order: NOTHING };
}

/** The rows of a union come from all operands, those of the others from the first, held against the rest. */
function combined(r: SetOperation, { rows }: Known): Rows {
  const operands = r.operands.map(rows);
  const givers = r.how === "union" ? operands : operands.slice(0, 1);
  const columns = new Map<string, Reads>();
  for (const name of r.schema.keys()) columns.set(name, mergedAll(givers.map((o) => o.columns.get(name) ?? NOTHING)));
  const compared = r.how !== "union" || r.distinct;
  const filtered = mergedAll([...operands.map((o) => o.filtered), ...(compared ? operands.map(all) : [])]);
  return { columns, filtered, order: NOTHING };
}

/** A recursion reads what its base and its step read; what the step reads of the rounds before is found by going round until nothing is new. */
function repeated(name: string, base: Rows, step: Rows, distinct: boolean): Rows {
  const columns = new Map(base.columns);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [column, reads] of step.columns) {
      const before = columns.get(column) ?? NOTHING;
      const after = merged(before, resolved(reads, name, columns));
      if (after !== before) grew = true;
      columns.set(column, after);
    }
  }
  const rows = merged(base.filtered, resolved(step.filtered, name, columns));
  return { columns, filtered: distinct ? mergedAll([rows, ...columns.values()]) : rows, order: NOTHING };
}
