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

/** The node of an operand for values of `dtype` inside of `container`; `role` is element, key or value. */
export function nestedOperandNode(operand: unknown, dtype: DType, container: Value, role: string): Value {
  const node = operandNode(operand, dtype);
  if (commonDType(node.dtype, dtype)) return node;
  throw dtypeMismatch(
    node,
    container,
    `is not ${role === "element" ? "an" : "a"} ${role} of`,
    "Cast one of them with .cast(dtype)",
  );
}

/** The node of an operand for the elements of an array. */
export const elementNode = (operand: unknown, arrayValue: Value): Value =>
  nestedOperandNode(operand, elementOf(arrayValue.dtype), arrayValue, "element");

/** The nodes of an array and of operands that are combined with it. */
export const listNodes = (arrayValue: Value, operands: readonly unknown[]): readonly Value[] => [
  arrayValue,
  ...operands.map((o) => listNode(o, arrayValue)),
];

/** The node of an array operand; a JavaScript array takes the dtype of `arrayValue`. */
export function listNode(operand: unknown, arrayValue: Value): Value {
  const node = arrayLiteral(operand, elementOf(arrayValue.dtype)) ?? operandNode(operand, arrayValue.dtype);
  if (commonDType(node.dtype, arrayValue.dtype)) return node;
  throw dtypeMismatch(
    node,
    arrayValue,
    "cannot be combined with",
    "Cast the elements of one with .map((x) => x.cast(dtype))",
  );
}

function arrayLiteral(operand: unknown, element: DType): Value | undefined {
  if (!Array.isArray(operand) || element.kind === "null") return undefined;
  const hasNull = operand.some((v) => v === null || v === undefined);
  return literal(operand, notNull(array(withNull(element, hasNull))));
}

const dtypeMismatch = (node: Value, container: Value, verb: string, hint: string): AvocetError =>
  new AvocetError("invalid-argument", `${printDType(node.dtype)} ${verb} ${printDType(container.dtype)}`, {
    hint: `${hint} to the dtype of the other.`,
    detail: formatValue(container),
  });
