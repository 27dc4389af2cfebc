import type { DType } from "@avocet/core";
import { isDecimal, isFloat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, intLiteral, isNotNull, sql, stringLiteral, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { floatLiteral, literalInteger } from "../../standard/literals.js";
import { mathRules } from "../../standard/math.js";
import { numericRules as standard } from "../../standard/numeric.js";
import type { BinaryArgs } from "../../standard/operators.js";
import {
  dividedBy,
  falseUnlessNull,
  isNegative,
  isPositive,
  minus,
  nullIfZero,
  plus,
  times,
} from "../../standard/operators.js";
import { concat } from "../../standard/strings.js";
import { castTo, evaluateOnce, float64, ifThen, int64, lambda, string } from "../build.js";

type TypedSql = readonly [value: Sql, dtype: DType];
type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

/**
 * Multiplies. The scale of a NUMBER product is at most 12, or the scale of an operand if that is larger: casting an
 * operand to the result type keeps all digits.
 */
function product({ left, right }: BinaryArgs, context: Context): Sql {
  const { dtype } = context.node;
  const scaleOf = (arg: string): number => {
    const argType = context.dtype(arg);
    return isDecimal(argType) ? argType.scale : 0;
  };
  const productScale = Math.max(scaleOf("left"), scaleOf("right"), 12);
  const needsCast = isDecimal(dtype) && dtype.scale > productScale;
  return times(needsCast ? castTo(left, dtype) : left, right);
}

/** Floor division: subtracts the remainder, which has the sign of the divisor, so that the division is exact. */
const floorQuotient = (left: TypedSql, right: TypedSql, dtype: DType): Sql =>
  evaluateOnce([left, right], dtype, ([l = left[0], r = right[0]]) => {
    const remainder = call("MOD", plus(call("MOD", l, r), r), r);
    return castTo(dividedBy(minus(l, remainder), r), dtype);
  });
function floorDivide({ left, right }: BinaryArgs, context: Context): Sql {
  const { dtype } = context.node;
  if (isFloat(dtype)) return call("FLOOR", standard.Divide({ left, right }, context));
  return floorQuotient([left, context.dtype("left")], [nullIfZero(right), context.dtype("right")], dtype);
}

const bitwise =
  (name: string) =>
  ({ left, right }: BinaryArgs): Sql =>
    call(name, left, right);
function powerOfTwo(count: Sql): Sql {
  const constant = literalInteger(count);
  if (constant !== null && constant >= 0 && constant <= 52) return intLiteral(2 ** constant);
  const power = castTo(call("POWER", intLiteral(2), count), int64);
  const error = castTo(concat(stringLiteral("a negative number of bits to move: "), castTo(count, string)), int64);
  return caseWhen([[isNegative(count), error]], power);
}

/**
 * The digits of an integer in a base, 0 removed from the start: (n mod base^(k+1) - n mod base^k) / base^k for each
 * power of the base.
 */
function toBase(arg: Sql, base: number): Sql {
  const powers: Sql[] = [];
  for (let power = 1n; power < 2n ** 64n; power *= BigInt(base))
    powers.unshift({ kind: "literal", value: String(power), dtype: int64, fixed: true });
  const [magnitude, power] = [call("ABS", arg), sql`"power"`];
  const modulo = (divisor: Sql): Sql => call("MOD", magnitude, divisor);
  const digit = dividedBy(minus(modulo(times(power, intLiteral(base))), modulo(power)), power);
  const digitText = call(
    "SUBSTR",
    stringLiteral("0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base)),
    plus(digit, intLiteral(1)),
    intLiteral(1),
  );
  const digits = call("TRANSFORM", call("ARRAY_CONSTRUCT", ...powers), lambda("power", "INT", digitText));
  const joined = call("LTRIM", call("ARRAY_TO_STRING", digits, stringLiteral("")), stringLiteral("0"));
  return caseWhen([
    [isNegative(arg), concat(stringLiteral("-"), joined)],
    [compare(arg, "=", intLiteral(0)), stringLiteral("0")],
    [isPositive(arg), joined],
  ]);
}

/** Rules for numbers that differ from the standard ones. */
export const numericRules = {
  ...mathRules({
    evaluateOnce: (value, dtype, build) => evaluateOnce([[value, dtype]], float64, ([x = value]) => build(x)),
    log2: (arg) => call("LOG", intLiteral(2), arg),
    log10: (arg) => call("LOG", intLiteral(10), arg),
  }),
  Multiply: product,
  FloorDivide: floorDivide,
  Sign: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? castTo(call("SIGN", arg), int64) : call("SIGN", arg)),
  Log: ({ arg, base }, context) =>
    evaluateOnce(
      [
        [arg, context.dtype("arg")],
        [base, context.dtype("base")],
      ],
      float64,
      ([x = arg, b = base]) =>
        ifThen(sql`${isPositive(x)} AND ${isPositive(b)} AND ${compare(b, "<>", intLiteral(1))}`, call("LOG", b, x)),
    ),
  Clip: ({ arg, lower, upper }, { dtype, node }) => {
    const hasNullableBound = [...(lower ? ["lower"] : []), ...(upper ? ["upper"] : [])].some(
      (bound) => dtype(bound).nullable,
    );
    const suffix = hasNullableBound ? "_IGNORE_NULLS" : "";
    const atLeastLower = lower ? call(`GREATEST${suffix}`, arg, lower) : arg;
    const clipped = upper ? call(`LEAST${suffix}`, atLeastLower, upper) : atLeastLower;
    const boundTypes = [...(lower ? [dtype("lower")] : []), ...(upper ? [dtype("upper")] : [])];
    const result = boundTypes.every((boundType) => boundType.kind === dtype("arg").kind)
      ? clipped
      : castTo(clipped, node.dtype);
    return hasNullableBound && dtype("arg").nullable ? ifThen(isNotNull(arg), result) : result;
  },
  // In Snowflake, NaN equals itself.
  IsNan: ({ arg }, { dtype }) =>
    isFloat(dtype("arg")) ? compare(arg, "=", floatLiteral("NaN")) : falseUnlessNull(arg),
  BitwiseAnd: bitwise("BITAND"),
  BitwiseOr: bitwise("BITOR"),
  BitwiseXor: bitwise("BITXOR"),
  BitwiseNot: ({ arg }) => call("BITNOT", arg),
  // BITSHIFTLEFT drops bits beyond the 128th; a product raises an error if it has too many digits.
  ShiftLeft: ({ left, right }) => times(left, powerOfTwo(right)),
  ShiftRight: ({ left, right }, { dtype }) => floorQuotient([left, dtype("left")], [powerOfTwo(right), int64], int64),
  ConvertBase: ({ arg, base = 10 }, context) =>
    base === 10
      ? castTo(arg, string)
      : evaluateOnce([[arg, context.dtype("arg")]], string, ([n = arg]) => toBase(n, base)),
  // UNIFORM includes both bounds; the largest result is less than 1.
  Random: () => withPrecedence(Precedence.multiply)`UNIFORM(0, 9007199254740991, RANDOM()) / 9007199254740992::FLOAT`,
} satisfies Partial<Rules>;
