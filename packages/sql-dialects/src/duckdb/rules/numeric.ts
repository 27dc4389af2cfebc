import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  NULL,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { evaluateOnceIfLong } from "./lambda.js";

const int64: DType = { kind: "int64", nullable: true };
const float64: DType = { kind: "float64", nullable: true };

/** Casts an operand to the width of the result, so that int32 + int32 is computed as int64 and does not overflow. */
export function widen(arg: Sql, name: string, context: Context): Sql {
  const [argDtype, result] = [context.dtype(name), context.node.dtype];
  if (argDtype.kind === "null" || argDtype.kind === result.kind) return arg;
  if (arg.kind === "literal" && argDtype.kind !== "float32") return arg;
  if (result.kind === "int64" && isInteger(argDtype)) return context.cast(arg, int64);
  if (result.kind === "float64" && !isInteger(argDtype)) return context.cast(arg, float64);
  return arg;
}
const castFloat = (arg: Sql, name: string, context: Context): Sql =>
  context.dtype(name).kind === "float64" || (arg.kind === "literal" && !isDecimal(context.dtype(name)))
    ? arg
    : context.cast(arg, float64);
type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type UnaryArgs = { readonly arg: Sql };
type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (sign: string, level: number) =>
  (args: BinaryArgs, context: Context): Sql => {
    const [left, right] = [widen(args.left, "left", context), widen(args.right, "right", context)];
    // The sum of two integer literals would be computed in 32 bits.
    const bothLiterals = left.kind === "literal" && right.kind === "literal" && context.node.dtype.kind === "int64";
    return infix(bothLiterals ? context.cast(left, int64) : left, sign, right, level);
  };
const floatCall =
  (name: string) =>
  (args: UnaryArgs, context: Context): Sql =>
    call(name, castFloat(args.arg, "arg", context));
/** Returns NULL outside the domain of a function, where DuckDB raises an error. */
const nullOutsideDomain =
  (name: string, isInDomain: (arg: Sql) => Sql) =>
  (args: UnaryArgs, context: Context): Sql => {
    const arg = castFloat(args.arg, "arg", context);
    return caseWhen([[isInDomain(arg), call(name, arg)]]);
  };
/** A trigonometric function; NULL for infinity. */
const angleCall =
  (name: string) =>
  (args: UnaryArgs, context: Context): Sql =>
    isFloat(context.dtype("arg")) ? nullOutsideDomain(name, isAngle)(args, context) : floatCall(name)(args, context);
const isAngle = (arg: Sql): Sql => sql`NOT ${call("ISINF", arg)}`;
const positive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
const isInUnitRange = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} BETWEEN -1 AND 1`;
const nullIfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));
const bitwise =
  (sign: string) =>
  (args: BinaryArgs, context: Context): Sql =>
    infix(widen(args.left, "left", context), sign, widen(args.right, "right", context), Precedence.otherOperator);

/** Rounds to an integer. Integers stay exact; a float beyond int64 raises an error. */
const toInteger =
  (name: string) =>
  (args: UnaryArgs, context: Context): Sql => {
    const dtype = context.dtype("arg");
    if (isInteger(dtype)) return widen(args.arg, "arg", context);
    return isDecimal(dtype)
      ? context.cast(call(name, args.arg), context.node.dtype)
      : context.cast(call(name, args.arg), int64);
  };

/** The count of a right shift, at most 63. A negative count raises an error; DuckDB would treat it as a large one. */
function shiftCount(count: Sql): Sql {
  const exact = count.kind === "literal" && count.value !== null ? Number(count.value) : null;
  if (exact !== null && exact >= 0) return exact > 63 ? intLiteral(63) : count;
  return evaluateOnceIfLong({ by: count }, ({ by: n }) =>
    caseWhen([
      [sql`${operand(n, Precedence.otherOperator)} BETWEEN 0 AND 63`, n],
      [compare(n, ">", intLiteral(63)), intLiteral(63)],
      [compare(n, "<", intLiteral(0)), call("ERROR", stringLiteral("a number of bits to move is not negative"))],
    ]),
  );
}

/** Rules for numbers. */
export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  // DuckDB's / is float division; its result for a zero divisor depends on a setting.
  Divide: ({ left, right }) => infix(left, "/", nullIfZero(right), Precedence.multiply),
  FloorDivide: ({ left, right }, context) => {
    const { dtype } = context.node;
    if (dtype.kind !== "int64") {
      const floor = call("FLOOR", infix(left, "/", nullIfZero(right), Precedence.multiply));
      return isDecimal(dtype) ? context.cast(floor, dtype) : floor;
    }
    const [dividend, divisor] = [widen(left, "left", context), widen(right, "right", context)];
    // DuckDB's // rounds towards zero; subtract 1 if there is a remainder and the signs differ.
    const roundsUp = sql`${compare(infix(dividend, "%", divisor, Precedence.multiply), "<>", intLiteral(0))} AND (${compare(dividend, "<", intLiteral(0))}) <> (${compare(divisor, "<", intLiteral(0))})`;
    return infix(
      infix(dividend, "//", divisor, Precedence.multiply),
      "-",
      caseWhen([[roundsUp, intLiteral(1)]], intLiteral(0)),
      Precedence.add,
    );
  },
  Modulus: ({ left, right }, context) =>
    infix(widen(left, "left", context), "%", nullIfZero(widen(right, "right", context)), Precedence.multiply),
  Power: ({ left, right }, context) =>
    call("POW", castFloat(left, "left", context), castFloat(right, "right", context)),
  Negate: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`-${operand(widen(arg, "arg", context), Precedence.power)}`,
  Abs: ({ arg }, context) => call("ABS", widen(arg, "arg", context)),
  Sign: ({ arg }, { cast }) => cast(call("SIGN", arg), int64),
  Ceil: toInteger("CEIL"),
  Floor: toInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const argDtype = context.dtype("arg");
    if (isDecimal(argDtype)) return context.cast(call("ROUND", arg, intLiteral(digits)), context.node.dtype);
    if (isInteger(argDtype))
      return context.cast(digits >= 0 ? arg : call("ROUND", arg, intLiteral(digits)), context.node.dtype);
    if (digits === 0) return context.cast(call("ROUND", arg), int64);
    const round = (x: Sql): Sql => call("ROUND", x, intLiteral(digits));
    if (digits > 0) return round(castFloat(arg, "arg", context));
    // For negative digits, DuckDB's ROUND returns 0 for infinity and NaN.
    return evaluateOnceIfLong({ x: castFloat(arg, "arg", context) }, ({ x }) =>
      caseWhen([[call("ISFINITE", x), round(x)]], x),
    );
  },
  Sqrt: nullOutsideDomain("SQRT", (arg) => compare(arg, ">=", intLiteral(0))),
  Exp: floatCall("EXP"),
  Ln: nullOutsideDomain("LN", positive),
  Log2: nullOutsideDomain("LOG2", positive),
  Log10: nullOutsideDomain("LOG10", positive),
  Log: ({ arg, base }, context) => {
    const [value, baseValue] = [castFloat(arg, "arg", context), castFloat(base, "base", context)];
    const isInDomain = sql`${positive(value)} AND ${positive(baseValue)} AND ${compare(baseValue, "<>", intLiteral(1))}`;
    return caseWhen([[isInDomain, infix(call("LN", value), "/", call("LN", baseValue), Precedence.multiply)]]);
  },
  Sin: angleCall("SIN"),
  Cos: angleCall("COS"),
  Tan: angleCall("TAN"),
  Cot: ({ arg }, context) => {
    const x = castFloat(arg, "arg", context);
    return caseWhen([[sql`${compare(x, "<>", intLiteral(0))} AND ${isAngle(x)}`, call("COT", x)]]);
  },
  Asin: nullOutsideDomain("ASIN", isInUnitRange),
  Acos: nullOutsideDomain("ACOS", isInUnitRange),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }, context) =>
    call("ATAN2", castFloat(left, "left", context), castFloat(right, "right", context)),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: floatCall("DEGREES"),
  Radians: floatCall("RADIANS"),
  Clip: ({ arg, lower, upper }, context) => {
    const atLeastLower = lower ? call("GREATEST", arg, lower) : arg;
    const clamped = upper ? call("LEAST", atLeastLower, upper) : atLeastLower;
    return caseWhen([
      [sql`${operand(arg, Precedence.otherOperator)} IS NOT NULL`, context.cast(clamped, context.node.dtype)],
    ]);
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("ISNAN", arg) : notNullFalse(arg)),
  IsInf: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("ISINF", arg) : notNullFalse(arg)),
  BitwiseAnd: bitwise("&"),
  BitwiseOr: bitwise("|"),
  BitwiseXor: ({ left, right }, context) => call("XOR", widen(left, "left", context), widen(right, "right", context)),
  BitwiseNot: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`~${operand(widen(arg, "arg", context), Precedence.power)}`,
  // DuckDB does not shift negative numbers to the left, so multiply by a power of two.
  ShiftLeft: ({ left, right }, context) => {
    const power = infix(
      context.cast(intLiteral(1), int64),
      "<<",
      widen(right, "right", context),
      Precedence.otherOperator,
    );
    return infix(widen(left, "left", context), "*", power, Precedence.multiply);
  },
  ShiftRight: ({ left, right }, context) =>
    infix(widen(left, "left", context), ">>", shiftCount(widen(right, "right", context)), Precedence.otherOperator),
  ConvertBase: ({ arg, base = 10 }) =>
    caseWhen(
      [
        [compare(arg, ">=", intLiteral(0)), sql`LOWER(${call("TO_BASE", arg, intLiteral(base))})`],
        [
          compare(arg, "<", intLiteral(0)),
          sql`'-' || LOWER(${call("TO_BASE", sql`-${operand(arg, Precedence.power)}`, intLiteral(base))})`,
        ],
      ],
      NULL,
    ),
  Random: () => call("RANDOM"),
} satisfies Partial<Rules>;

const notNullFalse = (arg: Sql): Sql =>
  caseWhen([[sql`${operand(arg, Precedence.otherOperator)} IS NOT NULL`, sql`FALSE`]]);
