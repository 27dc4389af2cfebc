import type { Source, Sql } from "./expr.js";
import type { Query, Select } from "./query.js";

const known = new WeakMap<Query, ReadonlySet<Source>>();

/** The sources of queries around that a query refers to; none if it stands on its own. */
export function foreignSources(query: Query): ReadonlySet<Source> {
  let found = known.get(query);
  if (!found) {
    found =
      query.kind === "select"
        ? ofSelect(query)
        : query.kind === "set"
          ? union(query.operands.map(foreignSources))
          : new Set();
    known.set(query, found);
  }
  return found;
}

function ofSelect(select: Select): ReadonlySet<Source> {
  const own = new Set<Source>();
  const used = new Set<Source>();
  for (const item of [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)]) {
    own.add(item.source);
    if (item.item.kind === "subquery") for (const source of foreignSources(item.item.query)) used.add(source);
    if (item.item.kind === "function") {
      collect(item.item.sql, used);
      if (item.item.offset) own.add(item.item.offset);
    }
  }
  const parts = [
    ...select.items.map(([, value]) => value),
    ...select.joins.flatMap((j) => [...(j.match ? [j.match] : []), ...(j.on ?? [])]),
    ...select.where,
    ...(select.groupBy ?? []),
    ...select.having,
    ...select.qualify,
    ...select.orderBy.map((k) => k.sql),
  ];
  const seen = new Set<Sql>();
  for (const part of parts) collect(part, used, seen);
  for (const source of own) used.delete(source);
  return used;
}

function collect(root: Sql, into: Set<Source>, seen: Set<Sql> = new Set()): void {
  const stack: Sql[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "column") into.add(node.source);
    else if (node.kind === "query") for (const source of foreignSources(node.query)) into.add(source);
    else if (node.kind === "text") for (const part of node.parts) if (typeof part !== "string") stack.push(part.sql);
  }
}

/** The sources that queries inside of a SELECT refer to: those around it, and its own. */
export function sourcesOfInner(select: Select, values: readonly Sql[]): ReadonlySet<Source> {
  const found = new Set<Source>();
  for (const { item } of [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)])
    if (item.kind === "subquery") for (const source of foreignSources(item.query)) found.add(source);
  const seen = new Set<Sql>();
  const stack = [...values];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "query") for (const source of foreignSources(node.query)) found.add(source);
    if (node.kind === "text") for (const part of node.parts) if (typeof part !== "string") stack.push(part.sql);
  }
  return found;
}

const union = (sets: readonly ReadonlySet<Source>[]): ReadonlySet<Source> => new Set(sets.flatMap((s) => [...s]));
