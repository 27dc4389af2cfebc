import { hasFlag, NodeFlag, relationsOf } from "./intern.js";
import { childrenOfOp, withChildren } from "./op.js";
import type { Relation } from "./relation.js";
import { parentsOf, valuesOf } from "./relation.js";
import type { Lambda, SortKey, Value } from "./value.js";
import { lambda, sortKey, subquery, window } from "./value.js";

/** A node of the value graph. */
export type ValueNode = Value | SortKey | Lambda;

/** The direct children of a node, not including the relation of a subquery. */
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

/** Rebuilds a node with other children, in the order of {@link childrenOf}. */
function rebuild(node: ValueNode, children: readonly ValueNode[], relation?: (r: Relation) => Relation): ValueNode {
  const values = children as readonly Value[]; // a rewrite maps values to values and sort keys to sort keys
  switch (node.type) {
    case "op":
      return withChildren(node, children, relation);
    case "window": {
      const orderByStart = 1 + node.partitionBy.length;
      const boundsStart = orderByStart + node.orderBy.length;
      const [func] = values;
      if (func?.type !== "op") throw new TypeError("Internal error: the function of a window is not an operation");
      let boundIndex = boundsStart;
      const replaceBound = (b: NonNullable<typeof node.frame>["start"]) =>
        typeof b === "object" ? (values[boundIndex++] ?? b) : b;
      const frame = node.frame && {
        unit: node.frame.unit,
        start: replaceBound(node.frame.start),
        end: replaceBound(node.frame.end),
      };
      return window(
        func,
        values.slice(1, orderByStart),
        children.slice(orderByStart, boundsStart) as readonly SortKey[],
        frame,
      );
    }
    case "subquery":
      return subquery(node.kind, node.relation, values[0] ?? null, node.dtype, relationsOf(node.relation));
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
 * Rewrites a value from the leaves to the root, visiting each shared node once. `replace` is called with the node whose
 * children are already rewritten, and with the original. `enter` may return a replacement, whose children are then not
 * visited. Iterative, so deep expressions do not overflow the call stack.
 */
export function rewrite<T extends ValueNode>(
  root: T,
  replace: (node: Value, original: Value) => Value,
  options: { readonly enter?: (node: Value) => Value | undefined; readonly relation?: (r: Relation) => Relation } = {},
): T {
  const results = new Map<ValueNode, ValueNode>();
  const stack: ValueNode[] = [root];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    if (results.has(node)) {
      stack.pop();
      continue;
    }
    if (node.type !== "sortKey" && node.type !== "lambda") {
      const replacement = options.enter?.(node);
      if (replacement) {
        results.set(node, replacement);
        stack.pop();
        continue;
      }
    }
    const children = childrenOf(node);
    const pending = children.filter((c) => !results.has(c));
    if (pending.length > 0) {
      stack.push(...pending);
      continue;
    }
    const newChildren = children.map((c) => results.get(c) ?? c);
    const hasRelationArg = options.relation !== undefined && node.type === "op" && "table" in node.args;
    const isUnchanged = !hasRelationArg && newChildren.every((c, i) => c === children[i]);
    const rebuilt = isUnchanged ? node : rebuild(node, newChildren, options.relation);
    results.set(
      node,
      rebuilt.type === "sortKey" || rebuilt.type === "lambda" ? rebuilt : replace(rebuilt, node as Value),
    );
    stack.pop();
  }
  return (results.get(root) ?? root) as T; // a rewrite maps values to values and sort keys to sort keys
}

/**
 * All nodes reachable from the roots in topological order: each node once, after its dependencies. Iterative, so deep
 * graphs do not overflow the call stack.
 */
export function topologicalOrder<T extends object>(
  roots: readonly T[],
  dependenciesOf: (node: T) => readonly T[],
): T[] {
  const seen = new Set<T>();
  const order: T[] = [];
  const stack: (readonly [T, boolean])[] = roots.toReversed().map((root) => [root, false] as const);
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [node, expanded] = top;
    if (expanded) {
      order.push(node);
      continue;
    }
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push([node, true]);
    for (const dependency of dependenciesOf(node).toReversed())
      if (!seen.has(dependency)) stack.push([dependency, false]);
  }
  return order;
}

/**
 * The roots and all their descendants, each once, children before parents. Children are skipped where `enter` is false.
 */
export const postorder = (roots: readonly ValueNode[], enter: (node: ValueNode) => boolean = () => true): ValueNode[] =>
  topologicalOrder(roots, (node) => (enter(node) ? childrenOf(node) : []));

const inputs = new WeakMap<Relation, readonly Relation[]>();
/** The relations that a relation reads, once per use: its parents and the subqueries in its values. */
export function inputsOf(relation: Relation): readonly Relation[] {
  let cached = inputs.get(relation);
  if (!cached) {
    const values = valuesOf(relation).filter((value) => hasFlag(value, NodeFlag.subquery));
    const subqueryRelations = postorder(values).flatMap((node) => (node.type === "subquery" ? [node.relation] : []));
    cached = subqueryRelations.length === 0 ? parentsOf(relation) : [...parentsOf(relation), ...subqueryRelations];
    inputs.set(relation, cached);
  }
  return cached;
}

/** `root` and every relation that it reads directly or indirectly, each once, inputs before readers. */
export const reachableRelations = (root: Relation): Relation[] => topologicalOrder([root], inputsOf);
