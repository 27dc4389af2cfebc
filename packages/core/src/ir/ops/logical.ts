import { bool } from "../../dtype/dtype.js";
import { anyArg, boolArg, elementwise, value, values } from "../define.js";
import type { Value } from "../value.js";
import { commonOf } from "./generic.js";

const pair = { left: value(), right: value() };
/** The dtype of a comparison. Throws if the values have no common dtype. */
const comparisonDType = (...operands: readonly Value[]) => {
  commonOf(operands);
  return bool;
};
const pairDType = (a: { readonly left: Value; readonly right: Value }) => comparisonDType(a.left, a.right);
const boolPair = { left: value(boolArg), right: value(boolArg) };

export const logicalOps = {
  /** Whether both are equal; NULL if either is NULL. */
  Equals: elementwise(pair, { dtype: pairDType, infix: "==" }),
  /** Whether they differ; NULL if either is NULL. */
  NotEquals: elementwise(pair, { dtype: pairDType, infix: "!=" }),
  /** Whether left is less than right. */
  Less: elementwise(pair, { dtype: pairDType, infix: "<" }),
  /** Whether left is less than or equal to right. */
  LessEqual: elementwise(pair, { dtype: pairDType, infix: "<=" }),
  /** Whether left is greater than right. */
  Greater: elementwise(pair, { dtype: pairDType, infix: ">" }),
  /** Whether left is greater than or equal to right. */
  GreaterEqual: elementwise(pair, { dtype: pairDType, infix: ">=" }),
  /** Whether both are equal, with NULL equal to NULL. */
  IdenticalTo: elementwise(pair, {
    dtype: pairDType,
    nulls: "never",
    infix: "===",
  }),
  /** Whether the value is between two inclusive bounds. */
  Between: elementwise(
    { arg: value(), lower: value(), upper: value() },
    { dtype: (a) => comparisonDType(a.arg, a.lower, a.upper) },
  ),
  /** Whether the value equals one of the options; false if there are no options. */
  IsIn: elementwise(
    { arg: value(), options: values(anyArg) },
    {
      dtype: (a) => comparisonDType(a.arg, ...a.options),
      nulls: (a) => a.options.length > 0 && [a.arg, ...a.options].some((v) => v.dtype.nullable),
    },
  ),
  /** Whether the value is NULL. */
  IsNull: elementwise({ arg: value() }, { dtype: bool, nulls: "never" }),
  /** Whether the value is not NULL. */
  NotNull: elementwise({ arg: value() }, { dtype: bool, nulls: "never" }),
  /** Logical AND; false if either is false, even if the other is NULL. */
  And: elementwise(boolPair, {
    dtype: bool,
    infix: "&",
  }),
  /** Logical OR; true if either is true, even if the other is NULL. */
  Or: elementwise(boolPair, {
    dtype: bool,
    infix: "|",
  }),
  /** Logical exclusive OR. */
  Xor: elementwise(boolPair, { dtype: bool, infix: "^" }),
  /** Logical NOT. */
  Not: elementwise({ arg: value(boolArg) }, { dtype: bool }),
};
