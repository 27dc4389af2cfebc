import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNotNull,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { castTo, evaluateOnce, float64, ifThen, int64, lambda, literalInteger, string } from "../build.js";

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type UnaryArgs = { readonly arg: Sql };
type TypedSql = readonly [value: Sql, dtype: DType];
type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (operator: string, precedence: number) =>
  ({ left, right }: BinaryArgs): Sql =>
    infix(left, operator, right, precedence);

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
  return infix(needsCast ? castTo(left, dtype) : left, "*", right, Precedence.multiply);
}

const nullIfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));

/** Divides. `/` of two NUMBERs returns a NUMBER with few digits, so one operand is cast to FLOAT. */
function quotient({ left, right }: BinaryArgs, context: Context): Sql {
  const hasFloat = isFloat(context.dtype("left")) || isFloat(context.dtype("right"));
  return infix(hasFloat ? left : castTo(left, float64), "/", nullIfZero(right), Precedence.multiply);
}
/** Floor division: subtracts the remainder, which has the sign of the divisor, so that the division is exact. */
const floorQuotient = (left: TypedSql, right: TypedSql, dtype: DType): Sql =>
  evaluateOnce([left, right], dtype, ([l = left[0], r = right[0]]) => {
    const remainder = call("MOD", infix(call("MOD", l, r), "+", r, Precedence.add), r);
    return castTo(infix(infix(l, "-", remainder, Precedence.add), "/", r, Precedence.multiply), dtype);
  });
function floorDivide({ left, right }: BinaryArgs, context: Context): Sql {
  const { dtype } = context.node;
  if (isFloat(dtype)) return call("FLOOR", quotient({ left, right }, context));
  return floorQuotient([left, context.dtype("left")], [nullIfZero(right), context.dtype("right")], dtype);
}

const unaryCall =
  (name: string) =>
  ({ arg }: UnaryArgs): Sql =>
    call(name, arg);
/** A function that raises an error outside its domain; returns NULL there, as on all engines. */
const withinDomain =
  (name: string, isInDomain: (arg: Sql) => Sql) =>
  ({ arg }: UnaryArgs, context: Context): Sql =>
    evaluateOnce([[arg, context.dtype("arg")]], float64, ([x = arg]) => ifThen(isInDomain(x), call(name, x)));
/** A trigonometric function, which returns NULL for infinity. */
const trigonometric =
  (name: string) =>
  (args: UnaryArgs, context: Context): Sql =>
    isFloat(context.dtype("arg")) ? withinDomain(name, isFiniteAngle)(args, context) : unaryCall(name)(args);
const isFiniteAngle = (arg: Sql): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.otherOperator)} NOT IN (${floatConstant("Infinity")}, ${floatConstant("-Infinity")})`;
const isPositive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
const isInUnitInterval = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} BETWEEN -1 AND 1`;
const logarithm =
  (base: number) =>
  ({ arg }: UnaryArgs, context: Context): Sql =>
    evaluateOnce([[arg, context.dtype("arg")]], float64, ([x = arg]) =>
      ifThen(isPositive(x), call("LOG", intLiteral(base), x)),
    );

/** Rounds to an integer. Integers stay exact; a float with more than 38 digits raises an error. */
const roundToInteger =
  (name: string) =>
  ({ arg }: UnaryArgs, context: Context): Sql => {
    const argType = context.dtype("arg");
    if (isInteger(argType)) return arg;
    return castTo(call(name, arg), context.node.dtype);
  };
const bitwise =
  (name: string) =>
  ({ left, right }: BinaryArgs): Sql =>
    call(name, left, right);
function powerOfTwo(count: Sql): Sql {
  const constant = literalInteger(count);
  if (constant !== null && constant >= 0 && constant <= 52) return intLiteral(2 ** constant);
  const power = castTo(call("POWER", intLiteral(2), count), int64);
  const error = castTo(
    infix(stringLiteral("a negative number of bits to move: "), "||", castTo(count, string), Precedence.otherOperator),
    int64,
  );
  return caseWhen([[compare(count, "<", intLiteral(0)), error]], power);
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
  const nextPower = infix(power, "*", intLiteral(base), Precedence.multiply);
  const digit = infix(infix(modulo(nextPower), "-", modulo(power), Precedence.add), "/", power, Precedence.multiply);
  const digitText = call(
    "SUBSTR",
    stringLiteral("0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base)),
    infix(digit, "+", intLiteral(1), Precedence.add),
    intLiteral(1),
  );
  const digits = call("TRANSFORM", call("ARRAY_CONSTRUCT", ...powers), lambda("power", "INT", digitText));
  const joined = call("LTRIM", call("ARRAY_TO_STRING", digits, stringLiteral("")), stringLiteral("0"));
  return caseWhen([
    [compare(arg, "<", intLiteral(0)), infix(stringLiteral("-"), "||", joined, Precedence.otherOperator)],
    [compare(arg, "=", intLiteral(0)), stringLiteral("0")],
    [compare(arg, ">", intLiteral(0)), joined],
  ]);
}

const FLOAT64: DType = { kind: "float64", nullable: false };
const floatConstant = (value: string): Sql => ({ kind: "literal", value, dtype: FLOAT64, fixed: true });
const falseUnlessNull = (arg: Sql): Sql => ifThen(isNotNull(arg), sql`FALSE`);

export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: product,
  Divide: quotient,
  FloorDivide: floorDivide,
  Modulus: ({ left, right }) => infix(left, "%", nullIfZero(right), Precedence.multiply),
  Power: ({ left, right }) => call("POWER", left, right),
  Negate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,
  Abs: ({ arg }) => call("ABS", arg),
  Sign: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? castTo(call("SIGN", arg), int64) : call("SIGN", arg)),
  Ceil: roundToInteger("CEIL"),
  Floor: roundToInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const argType = context.dtype("arg");
    const rounded = digits === 0 ? call("ROUND", arg) : call("ROUND", arg, intLiteral(digits));
    if (isInteger(argType)) return digits === 0 ? arg : castTo(digits > 0 ? arg : rounded, float64);
    return isFloat(argType) && digits !== 0 ? rounded : castTo(rounded, context.node.dtype);
  },
  Sqrt: withinDomain("SQRT", (arg) => compare(arg, ">=", intLiteral(0))),
  Exp: unaryCall("EXP"),
  Ln: withinDomain("LN", isPositive),
  Log2: logarithm(2),
  Log10: logarithm(10),
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
  Sin: trigonometric("SIN"),
  Cos: trigonometric("COS"),
  Tan: trigonometric("TAN"),
  Cot: withinDomain("COT", (arg) => sql`${compare(arg, "<>", intLiteral(0))} AND ${isFiniteAngle(arg)}`),
  Asin: withinDomain("ASIN", isInUnitInterval),
  Acos: withinDomain("ACOS", isInUnitInterval),
  Atan: unaryCall("ATAN"),
  Atan2: ({ left, right }) => call("ATAN2", left, right),
  Sinh: unaryCall("SINH"),
  Cosh: unaryCall("COSH"),
  Tanh: unaryCall("TANH"),
  Degrees: unaryCall("DEGREES"),
  Radians: unaryCall("RADIANS"),
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
    isFloat(dtype("arg")) ? compare(arg, "=", floatConstant("NaN")) : falseUnlessNull(arg),
  IsInf: ({ arg }, { dtype }) =>
    isFloat(dtype("arg"))
      ? withPrecedence(
          Precedence.comparison,
        )`${operand(arg, Precedence.otherOperator)} IN (${floatConstant("Infinity")}, ${floatConstant("-Infinity")})`
      : falseUnlessNull(arg),
  BitwiseAnd: bitwise("BITAND"),
  BitwiseOr: bitwise("BITOR"),
  BitwiseXor: bitwise("BITXOR"),
  BitwiseNot: ({ arg }) => call("BITNOT", arg),
  // BITSHIFTLEFT drops bits beyond the 128th; a product raises an error if it has too many digits.
  ShiftLeft: ({ left, right }) => infix(left, "*", powerOfTwo(right), Precedence.multiply),
  ShiftRight: ({ left, right }, { dtype }) => floorQuotient([left, dtype("left")], [powerOfTwo(right), int64], int64),
  ConvertBase: ({ arg, base = 10 }, context) =>
    base === 10
      ? castTo(arg, string)
      : evaluateOnce([[arg, context.dtype("arg")]], string, ([n = arg]) => toBase(n, base)),
  // UNIFORM includes both bounds; the largest result is less than 1.
  Random: () => withPrecedence(Precedence.multiply)`UNIFORM(0, 9007199254740991, RANDOM()) / 9007199254740992::FLOAT`,
} satisfies Partial<Rules>;
