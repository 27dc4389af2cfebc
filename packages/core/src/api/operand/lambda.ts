import type { DType, Int64 } from "../../dtype/dtype.js";
import { int64, notNull } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { freeArguments } from "../../ir/free-arguments.js";
import { specOf } from "../../ir/op.js";
import { elementOf } from "../../ir/ops/nested.js";
import type { Argument, Lambda, Value } from "../../ir/value.js";
import { argument, lambda } from "../../ir/value.js";
import type { ValueNode } from "../../ir/walk.js";
import { formatValue } from "../../text/format.js";
import type { Column } from "../column/column.js";
import { columnOf } from "../column/column-factory.js";
import { valueNode } from "../verbs/resolve.js";

/** A callback on the elements of an array and their positions, counted from 0. */
export type ElementCallback<E extends DType, R> = (element: Column<E>, position: Column<Int64<false>>) => R;

const POSITION_DTYPE: Int64<false> = notNull(int64);
/**
 * The nesting depth of the lambda that is being built. It numbers the parameters, so that equal code has equal nodes.
 */
let depth = 0;

/**
 * The lambda of a callback on the elements of an array. It has a parameter for the position only if the callback uses
 * it.
 */
export function lambdaOf<E extends DType>(arrayValue: Value, callback: ElementCallback<E, unknown>): Lambda {
  if (typeof callback !== "function")
    throw new AvocetError("invalid-argument", "Expected a callback such as (x) => x.add(1)");
  const element = argument(`x${depth}`, elementOf(arrayValue.dtype), arrayValue.shape);
  const index = argument(`i${depth}`, POSITION_DTYPE, arrayValue.shape);
  depth += 1;
  let result: unknown;
  try {
    // E is the type of the element's dtype.
    result = callback(columnOf(element, null) as Column<E>, columnOf<Int64<false>>(index, null));
  } finally {
    depth -= 1;
  }
  const body = valueNode(result);
  return lambda(usedArguments(body).has(index) ? [element, index] : [element], body);
}

/**
 * The lambda parameters that a body uses, including those of enclosing lambdas. Refuses aggregates of them over rows.
 */
function usedArguments(body: Value): ReadonlySet<Argument> {
  const free = freeArguments([body]);
  for (const [node, args] of free)
    if (args.size > 0 && aggregatesRows(node))
      throw new AvocetError("invalid-shape", "Cannot aggregate the elements of an array over rows", {
        hint: "Use the methods of arrays, such as .sums(), or unnest to aggregate the elements of all rows.",
        detail: formatValue(node as Value), // not a sort key, which aggregates nothing
      });
  return free.get(body) ?? new Set();
}

const aggregatesRows = (node: ValueNode): boolean =>
  node.type === "window" ||
  (node.type === "op" && (specOf(node.op).role === "aggregate" || specOf(node.op).role === "analytic"));
