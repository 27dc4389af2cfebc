import type { Relation } from "./relation.js";
import { parentsOf } from "./relation.js";

/** The result of tracing a column: its name in the relation, or the reason why it cannot be resolved. */
export type Origin = { readonly name: string } | { readonly unresolved: "unrelated" | "dropped" | "ambiguous" };

const UNRELATED: Origin = { unresolved: "unrelated" };
const DROPPED: Origin = { unresolved: "dropped" };
const AMBIGUOUS: Origin = { unresolved: "ambiguous" };

/**
 * Finds the column of `relation` that is an unchanged copy of the column `name` of its ancestor. Set operations,
 * self-references, recursions and SQL queries do not pass on the columns of their inputs, so tracing stops there.
 * Iterative, so deep expressions do not overflow the call stack.
 */
export function traceColumn(relation: Relation, ancestor: Relation, name: string): Origin {
  if (relation === ancestor) return relation.schema.has(name) ? { name } : DROPPED;
  const origins = new Map<Relation, Origin>([[ancestor, { name }]]);
  const stack: Relation[] = [relation];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    if (origins.has(node)) {
      stack.pop();
      continue;
    }
    const parents = keepsRows(node) ? parentsOf(node) : [];
    const pending = parents.filter((p) => !origins.has(p));
    if (pending.length > 0) {
      stack.push(...pending);
      continue;
    }
    origins.set(node, originThroughRelation(node, origins));
    stack.pop();
  }
  return origins.get(relation) ?? UNRELATED;
}

const keepsRows = (r: Relation): boolean =>
  r.type !== "setOperation" &&
  !(r.type === "selfReference" && !r.id.startsWith("join")) &&
  r.type !== "recursion" &&
  r.type !== "sql";

function originThroughRelation(node: Relation, origins: ReadonlyMap<Relation, Origin>): Origin {
  if (!keepsRows(node)) return UNRELATED;
  if (node.type === "join") return originThroughJoin(node, origins);
  const [parent] = parentsOf(node);
  const parentOrigin = parent && origins.get(parent);
  if (!parent || !parentOrigin) return UNRELATED;
  if ("unresolved" in parentOrigin) return parentOrigin;
  if (node.type === "selection") return originAmongValues(node.values, parent, parentOrigin.name);
  if (node.type === "aggregation") return originAmongValues(node.by, parent, parentOrigin.name);
  if (node.type === "unnest" && parentOrigin.name === node.name) return DROPPED;
  return node.schema.has(parentOrigin.name) ? parentOrigin : DROPPED;
}

function originAmongValues(
  entries: Iterable<readonly [string, { readonly type: string }]>,
  parent: Relation,
  column: string,
): Origin {
  let origin: Origin = { unresolved: "dropped" };
  for (const [name, value] of entries) {
    const field = value as { type: string; relation?: Relation; name?: string };
    if (field.type !== "field" || field.relation !== parent || field.name !== column) continue;
    if (name === column) return { name };
    if (!("name" in origin)) origin = { name };
  }
  return origin;
}

function originThroughJoin(node: Relation & { type: "join" }, origins: ReadonlyMap<Relation, Origin>): Origin {
  const left = origins.get(node.left) ?? UNRELATED;
  const right = origins.get(node.right) ?? UNRELATED;
  const outputNames: string[] = [];
  for (const [name, column] of node.columns) {
    if ("name" in left && column.left === left.name) outputNames.push(name);
    else if ("name" in right && column.right === right.name) outputNames.push(name);
  }
  const [outputName, second] = outputNames;
  if ("name" in left && "name" in right) {
    const column = outputName === undefined ? undefined : node.columns.get(outputName);
    const sameKey = second === undefined && column?.left === left.name && column.right === right.name;
    return sameKey && outputName !== undefined ? { name: outputName } : AMBIGUOUS;
  }
  const sides: readonly Origin[] = [left, right];
  if (sides.includes(AMBIGUOUS)) return AMBIGUOUS;
  if (outputName !== undefined) return { name: outputName };
  return "name" in left || "name" in right || sides.includes(DROPPED) ? DROPPED : UNRELATED;
}
