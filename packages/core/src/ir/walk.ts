import { hasTrait, NodeFlag, relationsOf } from "./intern.js";
import { childrenOfOp, withChildren } from "./op.js";
import type { Relation } from "./relation.js";
import { parentsOf, valuesOf } from "./relation.js";
import type { Lambda, SortKey, Value } from "./value.js";
import { lambda, sortKey, subquery, window } from "./value.js";

/** A node of the value graph. */
export type ValueNode = Value | SortKey | Lambda;

/** The values directly below a node. A subquery's relation is not among them. */
export function childrenOf(node: ValueNode): readonly ValueNode[] {
  switch (node.type) {
    case "op":
      return childrenOfOp(node);
    case "window":
      return [
        node.func,
        ...node.partitionBy,
        ...node.orderBy,
        ...(node.frame ? [node.frame.start, node.frame.end].filter((b) => typeof b === "object") : []),
      ];
    case "subquery":
      return node.value ? [node.value] : [];
    case "sortKey":
      return [node.value];
    case "lambda":
      return [...node.params, node.body];
    default:
      return [];
  }
}

/** The same node on other children, given in the order of {@link childrenOf}. */
function rebuild(node: ValueNode, children: readonly ValueNode[], relation?: (r: Relation) => Relation): ValueNode {
  const values = children as readonly Value[]; // a rewrite maps values to values, sort keys to sort keys
  switch (node.type) {
    case "op":
      return withChildren(node, children, relation);
    case "window": {
      const keys = 1 + node.partitionBy.length;
      const bounds = keys + node.orderBy.length;
      const [func] = values;
      if (func?.type !== "op") throw new TypeError("a window is over an operation");
      let next = bounds;
      const bound = (b: NonNullable<typeof node.frame>["start"]) => (typeof b === "object" ? (values[next++] ?? b) : b);
      const frame = node.frame && { unit: node.frame.unit, start: bound(node.frame.start), end: bound(node.frame.end) };
      return window(func, values.slice(1, keys), children.slice(keys, bounds) as readonly SortKey[], frame);
    }
    case "subquery":
      return subquery(node.how, node.relation, values[0] ?? null, node.dtype, relationsOf(node.relation));
    case "sortKey":
      return values[0] ? sortKey(values[0], node.descending, node.nulls) : node;
    case "lambda": {
      const body = values.at(-1);
      return body ? lambda(node.params, body) : node;
    }
    default:
      return node;
  }
}

/**
 * Rewrites a value from the leaves up; each node is visited once, however often it is used. `replace` gets the node with its children
 * already rewritten, and the original. `enter` may give a replacement that is not looked into. Keeps no call stack.
 */
export function rewrite<T extends ValueNode>(
  root: T,
  replace: (node: Value, original: Value) => Value,
  options: { readonly enter?: (node: Value) => Value | undefined; readonly relation?: (r: Relation) => Relation } = {},
): T {
  const done = new Map<ValueNode, ValueNode>();
  const stack: ValueNode[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    if (done.has(node)) {
      stack.pop();
      continue;
    }
    if (node.type !== "sortKey" && node.type !== "lambda") {
      const early = options.enter?.(node);
      if (early) {
        done.set(node, early);
        stack.pop();
        continue;
      }
    }
    const children = childrenOf(node);
    const waiting = children.filter((c) => !done.has(c));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    const rewritten = children.map((c) => done.get(c) ?? c);
    const takesRelation = options.relation !== undefined && node.type === "op" && "table" in node.args;
    const same = !takesRelation && rewritten.every((c, i) => c === children[i]);
    const next = same ? node : rebuild(node, rewritten, options.relation);
    done.set(node, next.type === "sortKey" || next.type === "lambda" ? next : replace(next, node as Value));
    stack.pop();
  }
  return (done.get(root) ?? root) as T; // sort keys stay sort keys, values stay values
}

/** Every node that can be reached from the roots, each once, what is below before what is above it. Keeps no call stack. */
export function belowFirst<T extends object>(roots: readonly T[], below: (node: T) => readonly T[]): T[] {
  const seen = new Set<T>();
  const order: T[] = [];
  const stack: (readonly [T, boolean])[] = roots.toReversed().map((root) => [root, false] as const);
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [node, ready] = top;
    if (ready) {
      order.push(node);
      continue;
    }
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push([node, true]);
    for (const next of below(node).toReversed()) if (!seen.has(next)) stack.push([next, false]);
  }
  return order;
}

/** Every node below and with the roots, each once, children before parents. `enter` may keep the walk out of a node's children. */
export const postorder = (roots: readonly ValueNode[], enter: (node: ValueNode) => boolean = () => true): ValueNode[] =>
  belowFirst(roots, (node) => (enter(node) ? childrenOf(node) : []));

const inputs = new WeakMap<Relation, readonly Relation[]>();
/** The relations that a relation needs, once for each use: its parents, and those of subqueries in its values. */
export function inputsOf(relation: Relation): readonly Relation[] {
  let known = inputs.get(relation);
  if (!known) {
    const values = valuesOf(relation).filter((value) => hasTrait(value, NodeFlag.subquery));
    const nested = postorder(values).flatMap((node) => (node.type === "subquery" ? [node.relation] : []));
    known = nested.length === 0 ? parentsOf(relation) : [...parentsOf(relation), ...nested];
    inputs.set(relation, known);
  }
  return known;
}

/** Every relation that `root` needs and itself, each once, inputs before users. */
export const relationsBelow = (root: Relation): Relation[] => belowFirst([root], inputsOf);
