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

/** A callback over the elements of an array and their places from 0. */
export type ElementCallback<E extends DType, R> = (element: Column<E>, position: Column<Int64<false>>) => R;

const POSITION_DTYPE: Int64<false> = notNull(int64);
/** How many lambdas are being built around this one: it numbers the parameters, so that equal code gives the same node. */
let depth = 0;

/** The lambda of a callback over the elements of an array; a place that is not used is no parameter. */
export function lambdaOf<E extends DType>(arrayValue: Value, callback: ElementCallback<E, unknown>): Lambda {
  if (typeof callback !== "function")
    throw new AvocetError("invalid-argument", "what is done to each element is a function, such as (x) => x.add(1)");
  const element = argument(`x${depth}`, elementOf(arrayValue.dtype), arrayValue.shape);
  const index = argument(`i${depth}`, POSITION_DTYPE, arrayValue.shape);
  depth += 1;
  let result: unknown;
  try {
    result = callback(columnOf(element, null) as Column<E>, columnOf<Int64<false>>(index, null)); // E is the element's dtype as the compiler knows it
  } finally {
    depth -= 1;
  }
  const body = valueNode(result);
  return lambda(usedArguments(body).has(index) ? [element, index] : [element], body);
}

/** The parameters that the body of a lambda uses, of this lambda and of those around it. Refuses one that is reduced over rows. */
function usedArguments(body: Value): ReadonlySet<Argument> {
  const free = freeArguments([body]);
  for (const [node, args] of free)
    if (args.size > 0 && aggregatesRows(node))
      throw new AvocetError("invalid-shape", "an element of an array has no rows around it to reduce", {
        hint: "To reduce each array, use its own methods, such as .sums() and .maxs(); to reduce the elements of all rows, unnest the array first.",
        detail: formatValue(node as Value), // a sort key reduces nothing
      });
  return free.get(body) ?? new Set();
}

const aggregatesRows = (node: ValueNode): boolean =>
  node.type === "window" ||
  (node.type === "op" && (specOf(node.op).role === "aggregate" || specOf(node.op).role === "analytic"));
