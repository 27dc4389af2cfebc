import type { DType } from "../../dtype/dtype.js";
import { decimal, float64, int64 } from "../../dtype/dtype.js";
import { isDecimal } from "../../dtype/kinds.js";
import { additive, multiplicative } from "../../dtype/promote.js";
import { dtypeOfArg, elementwise, impure, integerArg, numberArg, option, optional, value } from "../define.js";
import { integerOption as wholeOption } from "../options.js";
import type { Value } from "../value.js";

const pair = { left: value(numberArg), right: value(numberArg) };
const unary = { arg: value(numberArg) };
const integerPair = { left: value(integerArg), right: value(integerArg) };
const roundedDType = (a: { readonly arg: Value }): DType =>
  isDecimal(a.arg.dtype) ? decimal(a.arg.dtype.precision, 0) : int64;
const negatedDType = (a: { readonly arg: Value }): DType =>
  isDecimal(a.arg.dtype) ? a.arg.dtype : additive(a.arg.dtype, a.arg.dtype);
const floatFunction = () => elementwise(unary, { dtype: float64 });
/** A float function that is NULL outside of its domain, on every engine. */
const partialFunction = () => elementwise(unary, { dtype: float64, nulls: "always" });

export const numericOps = {
  /** Sum. */
  Add: elementwise(pair, { dtype: (a) => additive(a.left.dtype, a.right.dtype), infix: "+" }),
  /** Difference. */
  Subtract: elementwise(pair, { dtype: (a) => additive(a.left.dtype, a.right.dtype), infix: "-" }),
  /** Product. */
  Multiply: elementwise(pair, {
    dtype: (a) => multiplicative(a.left.dtype, a.right.dtype),
    infix: "*",
  }),
  /** Quotient as float64; NULL if the divisor is zero. */
  Divide: elementwise(pair, {
    dtype: float64,
    nulls: "always",
    infix: "/",
  }),
  /** Quotient rounded down; NULL if the divisor is zero. */
  FloorDivide: elementwise(pair, {
    dtype: (a) => {
      const sum = additive(a.left.dtype, a.right.dtype);
      return isDecimal(sum) ? decimal(sum.precision, 0) : sum;
    },
    nulls: "always",
    infix: "//",
  }),
  /** Remainder with the sign of the dividend; NULL if the divisor is zero. */
  Modulus: elementwise(pair, {
    dtype: (a) => additive(a.left.dtype, a.right.dtype),
    nulls: "always",
    infix: "%",
  }),
  /** Left raised to the power of right. */
  Power: elementwise(pair, { dtype: float64, infix: "**" }),
  /** Negation. */
  Negate: elementwise(unary, { dtype: negatedDType }),
  /** Absolute value. */
  Abs: elementwise(unary, { dtype: negatedDType }),
  /** Sign of the number: -1, 0 or 1. */
  Sign: elementwise(unary, { dtype: int64 }),
  /** Smallest integer greater than or equal to the number. */
  Ceil: elementwise(unary, { dtype: roundedDType }),
  /** Largest integer less than or equal to the number. */
  Floor: elementwise(unary, { dtype: roundedDType }),
  /** Number rounded to `digits` decimal places, halves away from zero. */
  Round: elementwise(
    { arg: value(numberArg), digits: option(wholeOption) },
    {
      dtype: (a) => {
        const { dtype } = a.arg;
        const digits = a.digits ?? 0;
        if (isDecimal(dtype)) return decimal(dtype.precision, Math.min(dtype.scale, Math.max(0, digits)));
        return digits === 0 ? int64 : float64;
      },
    },
  ),
  /** Square root; NULL for negative numbers. */
  Sqrt: partialFunction(),
  /** Exponential function: e raised to the power of the number. */
  Exp: floatFunction(),
  /** Natural logarithm; NULL if the number is not positive. */
  Ln: partialFunction(),
  /** Logarithm to base 2; NULL if the number is not positive. */
  Log2: partialFunction(),
  /** Logarithm to base 10; NULL if the number is not positive. */
  Log10: partialFunction(),
  /** Logarithm to a given base; NULL if the number is not positive. */
  Log: elementwise(
    { arg: value(numberArg), base: value(numberArg) },
    {
      dtype: float64,
      nulls: "always",
    },
  ),
  /** Sine of an angle in radians. */
  Sin: floatFunction(),
  /** Cosine of an angle in radians. */
  Cos: floatFunction(),
  /** Tangent of an angle in radians. */
  Tan: floatFunction(),
  /** Cotangent of an angle in radians; NULL at zero. */
  Cot: partialFunction(),
  /** Arc sine in radians; NULL outside -1 to 1. */
  Asin: partialFunction(),
  /** Arc cosine in radians; NULL outside -1 to 1. */
  Acos: partialFunction(),
  /** Arc tangent in radians. */
  Atan: floatFunction(),
  /** Angle in radians of the point (x = right, y = left). */
  Atan2: elementwise(pair, { dtype: float64 }),
  /** Hyperbolic sine. */
  Sinh: floatFunction(),
  /** Hyperbolic cosine. */
  Cosh: floatFunction(),
  /** Hyperbolic tangent. */
  Tanh: floatFunction(),
  /** Radians converted to degrees. */
  Degrees: floatFunction(),
  /** Degrees converted to radians. */
  Radians: floatFunction(),
  /** Number limited to the range from `lower` to `upper`. */
  Clip: elementwise(
    { arg: value(numberArg), lower: optional(numberArg), upper: optional(numberArg) },
    { dtype: dtypeOfArg("arg"), nulls: (a) => a.arg.dtype.nullable },
  ),
  /** Whether the value is NaN. */
  IsNan: elementwise(unary, {
    dtype: { kind: "bool", nullable: true },
  }),
  /** Whether the value is infinite. */
  IsInf: elementwise(unary, { dtype: { kind: "bool", nullable: true } }),
  /** Bitwise AND. */
  BitwiseAnd: elementwise(integerPair, { dtype: int64 }),
  /** Bitwise OR. */
  BitwiseOr: elementwise(integerPair, { dtype: int64 }),
  /** Bitwise exclusive OR. */
  BitwiseXor: elementwise(integerPair, { dtype: int64 }),
  /** Bitwise NOT. */
  BitwiseNot: elementwise({ arg: value(integerArg) }, { dtype: int64 }),
  /** Bits shifted left: the number times a power of two; an error on overflow. */
  ShiftLeft: elementwise(integerPair, {
    dtype: int64,
  }),
  /** Bits shifted right, preserving the sign. */
  ShiftRight: elementwise(integerPair, { dtype: int64 }),
  /** Digits of an integer in a base from 2 to 36, in lower case. */
  ConvertBase: elementwise(
    { arg: value(integerArg), base: option(wholeOption) },
    { dtype: { kind: "string", nullable: true } },
  ),
  /** Random number from 0 (inclusive) to 1 (exclusive), different for each row. */
  Random: impure({}, { dtype: float64 }),
};
