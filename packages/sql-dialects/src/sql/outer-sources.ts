import type { Source, Sql } from "./expr.js";
import type { Query, Select } from "./query.js";

const outerSourcesByQuery = new WeakMap<Query, ReadonlySet<Source>>();

/** Returns the sources of enclosing queries that a query refers to; empty if it is uncorrelated. */
export function outerSources(query: Query): ReadonlySet<Source> {
  let sources = outerSourcesByQuery.get(query);
  if (!sources) {
    sources =
      query.kind === "select"
        ? outerSourcesOfSelect(query)
        : query.kind === "set"
          ? union(query.operands.map(outerSources))
          : new Set();
    outerSourcesByQuery.set(query, sources);
  }
  return sources;
}

function outerSourcesOfSelect(select: Select): ReadonlySet<Source> {
  const fromSources = new Set<Source>();
  const used = new Set<Source>();
  for (const item of [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)]) {
    fromSources.add(item.source);
    if (item.item.kind === "subquery") for (const source of outerSources(item.item.query)) used.add(source);
    if (item.item.kind === "function") {
      collectSources(item.item.sql, used);
      if (item.item.offset) fromSources.add(item.item.offset);
    }
  }
  const expressions = [
    ...select.items.map(([, value]) => value),
    ...select.joins.flatMap((j) => [...(j.matchCondition ? [j.matchCondition] : []), ...(j.on ?? [])]),
    ...select.where,
    ...(select.groupBy ?? []),
    ...select.having,
    ...select.qualify,
    ...select.orderBy.map((k) => k.sql),
  ];
  const seen = new Set<Sql>();
  for (const expression of expressions) collectSources(expression, used, seen);
  for (const source of fromSources) used.delete(source);
  return used;
}

function collectSources(root: Sql, into: Set<Source>, seen: Set<Sql> = new Set()): void {
  const stack: Sql[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "column") into.add(node.source);
    else if (node.kind === "query") for (const source of outerSources(node.query)) into.add(source);
    else if (node.kind === "text")
      for (const segment of node.segments) if (typeof segment !== "string") stack.push(segment.sql);
  }
}

/** Returns the sources that subqueries of a SELECT refer to: those of the SELECT itself and of enclosing queries. */
export function sourcesUsedBySubqueries(select: Select, values: readonly Sql[]): ReadonlySet<Source> {
  const sources = new Set<Source>();
  for (const { item } of [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)])
    if (item.kind === "subquery") for (const source of outerSources(item.query)) sources.add(source);
  const seen = new Set<Sql>();
  const stack = [...values];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "query") for (const source of outerSources(node.query)) sources.add(source);
    if (node.kind === "text")
      for (const segment of node.segments) if (typeof segment !== "string") stack.push(segment.sql);
  }
  return sources;
}

const union = (sets: readonly ReadonlySet<Source>[]): ReadonlySet<Source> => new Set(sets.flatMap((s) => [...s]));
