import type { Argument } from "./value.js";
import type { ValueNode } from "./walk.js";
import { childrenOf, postorder } from "./walk.js";

type Arguments = ReadonlySet<Argument>;
const NO_ARGUMENTS: Arguments = new Set();

/** For the roots and each of their descendants, the parameters of enclosing lambdas that it uses. */
export function freeArguments(roots: readonly ValueNode[]): ReadonlyMap<ValueNode, Arguments> {
  const free = new Map<ValueNode, Arguments>();
  for (const node of postorder(roots))
    free.set(node, node.type === "argument" ? new Set([node]) : freeInChildren(node, free));
  return free;
}

function freeInChildren(node: ValueNode, free: ReadonlyMap<ValueNode, Arguments>): Arguments {
  let union = NO_ARGUMENTS;
  for (const child of childrenOf(node)) {
    const childArguments = free.get(child) ?? NO_ARGUMENTS;
    if (childArguments.size > 0) union = union.size === 0 ? childArguments : new Set([...union, ...childArguments]);
  }
  return node.type === "lambda" ? new Set([...union].filter((a) => !node.params.includes(a))) : union;
}
