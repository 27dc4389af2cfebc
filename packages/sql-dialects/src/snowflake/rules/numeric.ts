import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core";
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
import { Precedence } from "../../sql/expr.js";
import { castTo, constant, float64, int64, lambda, once, string, when } from "../build.js";

type Two = { readonly left: Sql; readonly right: Sql };
type One = { readonly arg: Sql };
type Typed = readonly [value: Sql, dtype: DType];
type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (sign: string, level: number) =>
  ({ left, right }: Two): Sql =>
    infix(left, sign, right, level);

/** A NUMBER's product has at most 12 digits after the point, or as many as an operand has: one with as many as the whole has keeps them all. */
function product({ left, right }: Two, context: Context): Sql {
  const { dtype } = context.node;
  const scaleOf = (arg: string): number => {
    const own = context.dtype(arg);
    return isDecimal(own) ? own.scale : 0;
  };
  const most = Math.max(scaleOf("left"), scaleOf("right"), 12);
  const exact = isDecimal(dtype) && dtype.scale > most;
  return infix(exact ? castTo(left, dtype) : left, "*", right, Precedence.multiply);
}

const nullOfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));

/** `/` of two NUMBERs is a NUMBER of few digits, so one of them is made a FLOAT. */
function quotient({ left, right }: Two, context: Context): Sql {
  const known = isFloat(context.dtype("left")) || isFloat(context.dtype("right"));
  return infix(known ? left : castTo(left, float64), "/", nullOfZero(right), Precedence.multiply);
}
/** What is left after taking away the remainder, which has the sign of the divisor here, divides exactly. */
const floored = (left: Typed, right: Typed, dtype: DType): Sql =>
  once([left, right], dtype, ([l = left[0], r = right[0]]) => {
    const rest = call("MOD", infix(call("MOD", l, r), "+", r, Precedence.add), r);
    return castTo(infix(infix(l, "-", rest, Precedence.add), "/", r, Precedence.multiply), dtype);
  });
function floorDivide({ left, right }: Two, context: Context): Sql {
  const { dtype } = context.node;
  if (isFloat(dtype)) return call("FLOOR", quotient({ left, right }, context));
  return floored([left, context.dtype("left")], [nullOfZero(right), context.dtype("right")], dtype);
}

const floatCall =
  (name: string) =>
  ({ arg }: One): Sql =>
    call(name, arg);
/** A function that is an error outside of its domain gives NULL there, as everywhere. */
const within =
  (name: string, inside: (arg: Sql) => Sql) =>
  ({ arg }: One, context: Context): Sql =>
    once([[arg, context.dtype("arg")]], float64, ([x = arg]) => when(inside(x), call(name, x)));
/** A function of angles, which infinity is none of. */
const ofAngle =
  (name: string) =>
  (a: One, context: Context): Sql =>
    isFloat(context.dtype("arg")) ? within(name, isAngle)(a, context) : floatCall(name)(a);
const isAngle = (arg: Sql): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.other)} NOT IN (${float("Infinity")}, ${float("-Infinity")})`;
const positive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
const unit = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.other)} BETWEEN -1 AND 1`;
const logarithm =
  (base: number) =>
  ({ arg }: One, context: Context): Sql =>
    once([[arg, context.dtype("arg")]], float64, ([x = arg]) => when(positive(x), call("LOG", intLiteral(base), x)));

/** Whole numbers stay exact: a float of more than 38 digits is an error. */
const whole =
  (name: string) =>
  ({ arg }: One, context: Context): Sql => {
    const own = context.dtype("arg");
    if (isInteger(own)) return arg;
    return castTo(call(name, arg), context.node.dtype);
  };
const bits =
  (name: string) =>
  ({ left, right }: Two): Sql =>
    call(name, left, right);
function power2(n: Sql): Sql {
  const exact = constant(n);
  if (exact !== null && exact >= 0 && exact <= 52) return intLiteral(2 ** exact);
  const power = castTo(call("POWER", intLiteral(2), n), int64);
  const negative = castTo(
    infix(stringLiteral("a negative number of bits to move: "), "||", castTo(n, string), Precedence.other),
    int64,
  );
  return caseWhen([[compare(n, "<", intLiteral(0)), negative]], power);
}

/** The digits by the powers of the base: what is left of the next power, less what is left of this one, is the digit times this one. */
function inBase(arg: Sql, base: number): Sql {
  const powers: Sql[] = [];
  for (let power = 1n; power < 2n ** 64n; power *= BigInt(base))
    powers.unshift({ kind: "literal", value: String(power), dtype: int64, fixed: true });
  const [magnitude, power] = [call("ABS", arg), sql`"power"`];
  const rest = (of: Sql): Sql => call("MOD", magnitude, of);
  const next = infix(power, "*", intLiteral(base), Precedence.multiply);
  const digit = infix(infix(rest(next), "-", rest(power), Precedence.add), "/", power, Precedence.multiply);
  const shown = call(
    "SUBSTR",
    stringLiteral("0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base)),
    infix(digit, "+", intLiteral(1), Precedence.add),
    intLiteral(1),
  );
  const digits = call("TRANSFORM", call("ARRAY_CONSTRUCT", ...powers), lambda("power", "INT", shown));
  const joined = call("LTRIM", call("ARRAY_TO_STRING", digits, stringLiteral("")), stringLiteral("0"));
  return caseWhen([
    [compare(arg, "<", intLiteral(0)), infix(stringLiteral("-"), "||", joined, Precedence.other)],
    [compare(arg, "=", intLiteral(0)), stringLiteral("0")],
    [compare(arg, ">", intLiteral(0)), joined],
  ]);
}

const INFINITE: DType = { kind: "float64", nullable: false };
const float = (value: string): Sql => ({ kind: "literal", value, dtype: INFINITE, fixed: true });
const knownFalse = (arg: Sql): Sql => when(isNotNull(arg), sql`FALSE`);

export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: product,
  Divide: quotient,
  FloorDivide: floorDivide,
  Modulus: ({ left, right }) => infix(left, "%", nullOfZero(right), Precedence.multiply),
  Power: ({ left, right }) => call("POWER", left, right),
  Negate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,
  Abs: ({ arg }) => call("ABS", arg),
  Sign: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? castTo(call("SIGN", arg), int64) : call("SIGN", arg)),
  Ceil: whole("CEIL"),
  Floor: whole("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const own = context.dtype("arg");
    const rounded = digits === 0 ? call("ROUND", arg) : call("ROUND", arg, intLiteral(digits));
    if (isInteger(own)) return digits === 0 ? arg : castTo(digits > 0 ? arg : rounded, float64);
    return isFloat(own) && digits !== 0 ? rounded : castTo(rounded, context.node.dtype);
  },
  Sqrt: within("SQRT", (arg) => compare(arg, ">=", intLiteral(0))),
  Exp: floatCall("EXP"),
  Ln: within("LN", positive),
  Log2: logarithm(2),
  Log10: logarithm(10),
  Log: ({ arg, base }, context) =>
    once(
      [
        [arg, context.dtype("arg")],
        [base, context.dtype("base")],
      ],
      float64,
      ([x = arg, b = base]) =>
        when(sql`${positive(x)} AND ${positive(b)} AND ${compare(b, "<>", intLiteral(1))}`, call("LOG", b, x)),
    ),
  Sin: ofAngle("SIN"),
  Cos: ofAngle("COS"),
  Tan: ofAngle("TAN"),
  Cot: within("COT", (arg) => sql`${compare(arg, "<>", intLiteral(0))} AND ${isAngle(arg)}`),
  Asin: within("ASIN", unit),
  Acos: within("ACOS", unit),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }) => call("ATAN2", left, right),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: floatCall("DEGREES"),
  Radians: floatCall("RADIANS"),
  Clip: ({ arg, lower, upper }, { dtype, node }) => {
    const free = [...(lower ? ["lower"] : []), ...(upper ? ["upper"] : [])].some((bound) => dtype(bound).nullable);
    const suffix = free ? "_IGNORE_NULLS" : "";
    const above = lower ? call(`GREATEST${suffix}`, arg, lower) : arg;
    const held = upper ? call(`LEAST${suffix}`, above, upper) : above;
    const others = [...(lower ? [dtype("lower")] : []), ...(upper ? [dtype("upper")] : [])];
    const own = others.every((other) => other.kind === dtype("arg").kind) ? held : castTo(held, node.dtype);
    return free && dtype("arg").nullable ? when(isNotNull(arg), own) : own;
  },
  // NaN equals itself in Snowflake.
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? compare(arg, "=", float("NaN")) : knownFalse(arg)),
  IsInf: ({ arg }, { dtype }) =>
    isFloat(dtype("arg"))
      ? withPrecedence(
          Precedence.comparison,
        )`${operand(arg, Precedence.other)} IN (${float("Infinity")}, ${float("-Infinity")})`
      : knownFalse(arg),
  BitwiseAnd: bits("BITAND"),
  BitwiseOr: bits("BITOR"),
  BitwiseXor: bits("BITXOR"),
  BitwiseNot: ({ arg }) => call("BITNOT", arg),
  // Bits beyond the 128th would be dropped: a product is an error where it has too many digits.
  ShiftLeft: ({ left, right }) => infix(left, "*", power2(right), Precedence.multiply),
  ShiftRight: ({ left, right }, { dtype }) => floored([left, dtype("left")], [power2(right), int64], int64),
  ConvertBase: ({ arg, base = 10 }, context) =>
    base === 10 ? castTo(arg, string) : once([[arg, context.dtype("arg")]], string, ([n = arg]) => inBase(n, base)),
  // UNIFORM includes both ends, and the greatest number is less than 1.
  Random: () => withPrecedence(Precedence.multiply)`UNIFORM(0, 9007199254740991, RANDOM()) / 9007199254740992::FLOAT`,
} satisfies Partial<Rules>;
