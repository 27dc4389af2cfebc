import type { Relation } from "./relation.js";
import { parentsOf } from "./relation.js";

/** What became of an ancestor's column: its name here, or why it has none. */
export type Origin = { readonly name: string } | { readonly unresolved: "unrelated" | "dropped" | "ambiguous" };

const UNRELATED: Origin = { unresolved: "unrelated" };
const DROPPED: Origin = { unresolved: "dropped" };
const AMBIGUOUS: Origin = { unresolved: "ambiguous" };

/**
 * The column of `relation` that is the column `name` of its ancestor, unchanged. Walks down to the ancestor and back up without a
 * call stack; a relation that does not keep the ancestor's rows (a set operation, a self-reference) ends the walk.
 */
export function traceColumn(relation: Relation, ancestor: Relation, name: string): Origin {
  if (relation === ancestor) return relation.schema.has(name) ? { name } : DROPPED;
  const found = new Map<Relation, Origin>([[ancestor, { name }]]);
  const stack: Relation[] = [relation];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    if (found.has(node)) {
      stack.pop();
      continue;
    }
    const parents = transparent(node) ? parentsOf(node) : [];
    const waiting = parents.filter((p) => !found.has(p));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    found.set(node, upward(node, found));
    stack.pop();
  }
  return found.get(relation) ?? UNRELATED;
}

const transparent = (r: Relation): boolean =>
  r.type !== "setOperation" &&
  !(r.type === "selfReference" && !r.id.startsWith("join")) &&
  r.type !== "recursion" &&
  r.type !== "sql";

function upward(node: Relation, found: ReadonlyMap<Relation, Origin>): Origin {
  if (!transparent(node)) return UNRELATED;
  if (node.type === "join") return throughJoin(node, found);
  const [parent] = parentsOf(node);
  const below = parent && found.get(parent);
  if (!parent || !below) return UNRELATED;
  if ("unresolved" in below) return below;
  if (node.type === "selection") return renamed(node.values, parent, below.name);
  if (node.type === "aggregation") return renamed(node.by, parent, below.name);
  if (node.type === "unnest" && below.name === node.name) return DROPPED;
  return node.schema.has(below.name) ? below : DROPPED;
}

function renamed(
  entries: Iterable<readonly [string, { readonly type: string }]>,
  parent: Relation,
  wanted: string,
): Origin {
  let found: Origin = { unresolved: "dropped" };
  for (const [name, value] of entries) {
    const f = value as { type: string; relation?: Relation; name?: string };
    if (f.type !== "field" || f.relation !== parent || f.name !== wanted) continue;
    if (name === wanted) return { name };
    if (!("name" in found)) found = { name };
  }
  return found;
}

function throughJoin(node: Relation & { type: "join" }, found: ReadonlyMap<Relation, Origin>): Origin {
  const left = found.get(node.left) ?? UNRELATED;
  const right = found.get(node.right) ?? UNRELATED;
  const kept: string[] = [];
  for (const [name, column] of node.columns) {
    if ("name" in left && column.left === left.name) kept.push(name);
    else if ("name" in right && column.right === right.name) kept.push(name);
  }
  const [only, second] = kept;
  if ("name" in left && "name" in right) {
    const column = only === undefined ? undefined : node.columns.get(only);
    const sameKey = second === undefined && column?.left === left.name && column.right === right.name;
    return sameKey && only !== undefined ? { name: only } : AMBIGUOUS;
  }
  const sides: readonly Origin[] = [left, right];
  if (sides.includes(AMBIGUOUS)) return AMBIGUOUS;
  if (only !== undefined) return { name: only };
  return "name" in left || "name" in right || sides.includes(DROPPED) ? DROPPED : UNRELATED;
}
