import type { Argument } from "./value.js";
import type { ValueNode } from "./walk.js";
import { childrenOf, postorder } from "./walk.js";

type Arguments = ReadonlySet<Argument>;
const NONE: Arguments = new Set();

/** For each node below and with `roots`, the parameters of lambdas around it that it uses. */
export function freeArguments(roots: readonly ValueNode[]): ReadonlyMap<ValueNode, Arguments> {
  const free = new Map<ValueNode, Arguments>();
  for (const node of postorder(roots)) free.set(node, node.type === "argument" ? new Set([node]) : below(node, free));
  return free;
}

function below(node: ValueNode, free: ReadonlyMap<ValueNode, Arguments>): Arguments {
  let union = NONE;
  for (const child of childrenOf(node)) {
    const more = free.get(child) ?? NONE;
    if (more.size > 0) union = union.size === 0 ? more : new Set([...union, ...more]);
  }
  return node.type === "lambda" ? new Set([...union].filter((a) => !node.params.includes(a))) : union;
}
