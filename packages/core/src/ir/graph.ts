import { specOf } from "./op.js";
import type { Relation } from "./relation.js";
import { parentsOf, valuesOf } from "./relation.js";
import type { Op } from "./value.js";
import type { ValueNode } from "./walk.js";
import { childrenOf, topologicalOrder } from "./walk.js";

/** Any node of the expression graph. */
export type Node = Relation | ValueNode;

export const isRelation = (node: Node): node is Relation => "schema" in node;

/** The relations among the arguments of an operation. */
export function relationArgs(node: Op): readonly Relation[] {
  const relations: Relation[] = [];
  // An argument of this kind holds a relation.
  for (const [name, spec] of Object.entries(specOf(node.op).args))
    if (spec.kind === "relation" && node.args[name] !== undefined) relations.push(node.args[name] as Relation);
  return relations;
}

/** The nodes that a node refers to directly: its children, and the relations that it reads or takes columns from. */
export function referencesOf(node: Node): readonly Node[] {
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

/** `root` and every node that it refers to directly or indirectly, each once, referenced nodes first. */
export const reachableNodes = (root: Node): Node[] => topologicalOrder([root], referencesOf);
