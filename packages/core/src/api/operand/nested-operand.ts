import type { DType } from "../../dtype/dtype.js";
import { array, notNull, withNull } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { elementOf } from "../../ir/ops/nested.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import { formatValue } from "../../text/format.js";
import { operandNode } from "./operand.js";

/** The node of an operand that is compared or combined with values of `dtype` inside of `whole`: an element, a key, a value. */
export function insideNode(operand: unknown, dtype: DType, whole: Value, what: string): Value {
  const node = operandNode(operand, dtype);
  if (commonDType(node.dtype, dtype)) return node;
  throw unlike(
    node,
    whole,
    `is not ${what === "element" ? "an" : "a"} ${what} of`,
    "Cast one of them with .cast(dtype)",
  );
}

/** The node of an operand that is compared with the elements of `whole`. */
export const elementNode = (operand: unknown, whole: Value): Value =>
  insideNode(operand, elementOf(whole.dtype), whole, "element");

/** The array itself and the nodes of those beside it. */
export const listNodes = (whole: Value, others: readonly unknown[]): readonly Value[] => [
  whole,
  ...others.map((o) => listNode(o, whole)),
];

/** The node of an array beside the arrays of `whole`; a JavaScript array takes their dtype. */
export function listNode(operand: unknown, whole: Value): Value {
  const node = besideArrays(operand, elementOf(whole.dtype)) ?? operandNode(operand, whole.dtype);
  if (commonDType(node.dtype, whole.dtype)) return node;
  throw unlike(node, whole, "cannot be combined with", "Cast the elements of one with .map((x) => x.cast(dtype))");
}

function besideArrays(operand: unknown, element: DType): Value | undefined {
  if (!Array.isArray(operand) || element.kind === "null") return undefined;
  const hasNull = operand.some((v) => v === null || v === undefined);
  return literal(operand, notNull(array(withNull(element, hasNull))));
}

const unlike = (node: Value, whole: Value, verb: string, hint: string): AvocetError =>
  new AvocetError("invalid-argument", `${printDType(node.dtype)} ${verb} ${printDType(whole.dtype)}`, {
    hint: `${hint}, so that both are of one kind.`,
    detail: formatValue(whole),
  });
