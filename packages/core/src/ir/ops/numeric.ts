import type { DType } from "../../dtype/dtype.js";
import { decimal, float64, int64 } from "../../dtype/dtype.js";
import { isDecimal } from "../../dtype/kinds.js";
import { additive, multiplicative } from "../../dtype/promote.js";
import { elementwise, impure, integer, like, number, option, optional, value } from "../define.js";
import { whole as wholeOption } from "../options.js";
import type { Value } from "../value.js";

const pair = { left: value(number), right: value(number) };
const one = { arg: value(number) };
const bits = { left: value(integer), right: value(integer) };
const whole = (a: { readonly arg: Value }): DType =>
  isDecimal(a.arg.dtype) ? decimal(a.arg.dtype.precision, 0) : int64;
const signed = (a: { readonly arg: Value }): DType =>
  isDecimal(a.arg.dtype) ? a.arg.dtype : additive(a.arg.dtype, a.arg.dtype);
const toFloat = (doc: string) => elementwise(doc, one, { dtype: float64 });
/** NULL outside of the function's domain, on every engine. */
const partial = (doc: string) => elementwise(doc, one, { dtype: float64, nulls: "always" });
const trig = (name: string) => toFloat(`The ${name} of an angle in radians.`);

export const numericOps = {
  Add: elementwise("The sum.", pair, { dtype: (a) => additive(a.left.dtype, a.right.dtype), infix: "+" }),
  Subtract: elementwise("The difference.", pair, { dtype: (a) => additive(a.left.dtype, a.right.dtype), infix: "-" }),
  Multiply: elementwise("The product.", pair, {
    dtype: (a) => multiplicative(a.left.dtype, a.right.dtype),
    infix: "*",
  }),
  Divide: elementwise("The quotient as float64; NULL for a divisor of zero.", pair, {
    dtype: float64,
    nulls: "always",
    infix: "/",
  }),
  FloorDivide: elementwise("The quotient rounded down; NULL for a divisor of zero.", pair, {
    dtype: (a) => {
      const sum = additive(a.left.dtype, a.right.dtype);
      return isDecimal(sum) ? decimal(sum.precision, 0) : sum;
    },
    nulls: "always",
    infix: "//",
  }),
  Modulus: elementwise("The remainder with the sign of the dividend; NULL for a divisor of zero.", pair, {
    dtype: (a) => additive(a.left.dtype, a.right.dtype),
    nulls: "always",
    infix: "%",
  }),
  Power: elementwise("The left to the power of the right.", pair, { dtype: float64, infix: "**" }),
  Negate: elementwise("The number with the other sign.", one, { dtype: signed }),
  Abs: elementwise("The number without its sign.", one, { dtype: signed }),
  Sign: elementwise("-1, 0 or 1.", one, { dtype: int64 }),
  Ceil: elementwise("The least whole number that is not smaller.", one, { dtype: whole }),
  Floor: elementwise("The greatest whole number that is not larger.", one, { dtype: whole }),
  Round: elementwise(
    "To a number of digits after the point, halves away from zero.",
    { arg: value(number), digits: option(wholeOption) },
    {
      dtype: (a) => {
        const { dtype } = a.arg;
        const digits = a.digits ?? 0;
        if (isDecimal(dtype)) return decimal(dtype.precision, Math.min(dtype.scale, Math.max(0, digits)));
        return digits === 0 ? int64 : float64;
      },
    },
  ),
  Sqrt: partial("The square root; NULL for a negative number."),
  Exp: toFloat("e to the power of the number."),
  Ln: partial("The natural logarithm; NULL for zero and below."),
  Log2: partial("The logarithm to base 2; NULL for zero and below."),
  Log10: partial("The logarithm to base 10; NULL for zero and below."),
  Log: elementwise(
    "The logarithm to a base; NULL for zero and below.",
    { arg: value(number), base: value(number) },
    {
      dtype: float64,
      nulls: "always",
    },
  ),
  Sin: trig("sine"),
  Cos: trig("cosine"),
  Tan: trig("tangent"),
  Cot: partial("The cotangent of an angle in radians; NULL at zero."),
  Asin: partial("The angle in radians of a sine; NULL outside -1 to 1."),
  Acos: partial("The angle in radians of a cosine; NULL outside -1 to 1."),
  Atan: toFloat("The angle in radians of a tangent."),
  Atan2: elementwise("The angle in radians of the point (right, left).", pair, { dtype: float64 }),
  Sinh: toFloat("The hyperbolic sine."),
  Cosh: toFloat("The hyperbolic cosine."),
  Tanh: toFloat("The hyperbolic tangent."),
  Degrees: toFloat("An angle in radians as degrees."),
  Radians: toFloat("An angle in degrees as radians."),
  Clip: elementwise(
    "The number, held between two bounds.",
    { arg: value(number), lower: optional(number), upper: optional(number) },
    { dtype: like("arg"), nulls: (a) => a.arg.dtype.nullable },
  ),
  IsNan: elementwise("Whether it is not a number (a float that is NaN).", one, {
    dtype: { kind: "bool", nullable: true },
  }),
  IsInf: elementwise("Whether it is infinite.", one, { dtype: { kind: "bool", nullable: true } }),
  BitwiseAnd: elementwise("The bits set in both.", bits, { dtype: int64 }),
  BitwiseOr: elementwise("The bits set in either.", bits, { dtype: int64 }),
  BitwiseXor: elementwise("The bits set in just one.", bits, { dtype: int64 }),
  BitwiseNot: elementwise("All bits flipped.", { arg: value(integer) }, { dtype: int64 }),
  ShiftLeft: elementwise("The bits moved up: the number times a power of two, an error where it overflows.", bits, {
    dtype: int64,
  }),
  ShiftRight: elementwise("The bits moved down, the sign kept.", bits, { dtype: int64 }),
  ConvertBase: elementwise(
    "The digits of a whole number in another base, 2 to 36, in lower case.",
    { arg: value(integer), base: option(wholeOption) },
    { dtype: { kind: "string", nullable: true } },
  ),
  Random: impure("A number from 0 up to 1, another for each row.", {}, { dtype: float64 }),
};
