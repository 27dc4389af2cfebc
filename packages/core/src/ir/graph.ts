import { specOf } from "./op.js";
import type { Relation } from "./relation.js";
import { parentsOf, valuesOf } from "./relation.js";
import type { Op } from "./value.js";
import type { ValueNode } from "./walk.js";
import { belowFirst, childrenOf } from "./walk.js";

/** Any node of the expression graph. */
export type Node = Relation | ValueNode;

export const isRelation = (node: Node): node is Relation => "schema" in node;

/** The relations among the arguments of an operation. */
export function relationArgs(node: Op): readonly Relation[] {
  const found: Relation[] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args))
    if (spec.kind === "relation" && node.args[name] !== undefined) found.push(node.args[name] as Relation); // as the catalogue says
  return found;
}

/** The nodes that a node refers to: its values, and the relations that it reads or whose columns it is made of. */
export function refsOf(node: Node): readonly Node[] {
  if (isRelation(node)) return [...parentsOf(node), ...valuesOf(node)];
  switch (node.type) {
    case "field":
      return [node.relation];
    case "subquery":
      return [node.relation, ...childrenOf(node)];
    case "op":
      return [...relationArgs(node), ...childrenOf(node)];
    default:
      return childrenOf(node);
  }
}

/** Every node that `root` refers to, near or far, and itself: each once, what is referred to before what refers to it. */
export const nodesBelow = (root: Node): Node[] => belowFirst([root], refsOf);
