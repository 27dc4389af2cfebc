import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core";
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
import { Precedence } from "../../sql/expr.js";
import { onceIfLong } from "./lambda.js";

const int64: DType = { kind: "int64", nullable: true };
const float64: DType = { kind: "float64", nullable: true };

/** An operand as wide as the result, so that int32 + int32 is int64 and does not overflow on the way. */
export function widened(arg: Sql, name: string, context: Context): Sql {
  const [own, result] = [context.dtype(name), context.node.dtype];
  if (own.kind === "null" || own.kind === result.kind) return arg;
  if (arg.kind === "literal" && own.kind !== "float32") return arg;
  if (result.kind === "int64" && isInteger(own)) return context.cast(arg, int64);
  if (result.kind === "float64" && !isInteger(own)) return context.cast(arg, float64);
  return arg;
}
const float = (arg: Sql, name: string, context: Context): Sql =>
  context.dtype(name).kind === "float64" || (arg.kind === "literal" && !isDecimal(context.dtype(name)))
    ? arg
    : context.cast(arg, float64);
type Two = { readonly left: Sql; readonly right: Sql };
type One = { readonly arg: Sql };
type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (sign: string, level: number) =>
  (a: Two, context: Context): Sql => {
    const [left, right] = [widened(a.left, "left", context), widened(a.right, "right", context)];
    // Two bare integers would be 32 bits wide.
    const both = left.kind === "literal" && right.kind === "literal" && context.node.dtype.kind === "int64";
    return infix(both ? context.cast(left, int64) : left, sign, right, level);
  };
const floatCall =
  (name: string) =>
  (a: One, context: Context): Sql =>
    call(name, float(a.arg, "arg", context));
/** A function that DuckDB refuses outside of its domain gives NULL there, as everywhere. */
const within =
  (name: string, inside: (arg: Sql) => Sql) =>
  (a: One, context: Context): Sql => {
    const arg = float(a.arg, "arg", context);
    return caseWhen([[inside(arg), call(name, arg)]]);
  };
/** A function of angles, which infinity is none of. */
const ofAngle =
  (name: string) =>
  (a: One, context: Context): Sql =>
    isFloat(context.dtype("arg")) ? within(name, isAngle)(a, context) : floatCall(name)(a, context);
const isAngle = (arg: Sql): Sql => sql`NOT ${call("ISINF", arg)}`;
const positive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
const unit = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.other)} BETWEEN -1 AND 1`;
const nullOfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));
const bits =
  (sign: string) =>
  (a: Two, context: Context): Sql =>
    infix(widened(a.left, "left", context), sign, widened(a.right, "right", context), Precedence.other);

/** Whole numbers stay exact: a float that has no int64 is an error, not a wrap. */
const whole =
  (name: string) =>
  (a: One, context: Context): Sql => {
    const own = context.dtype("arg");
    if (isInteger(own)) return widened(a.arg, "arg", context);
    return isDecimal(own)
      ? context.cast(call(name, a.arg), context.node.dtype)
      : context.cast(call(name, a.arg), int64);
  };

/** How many bits to move to the right: beyond the last bit of 64 nothing changes. DuckDB takes fewer than none for many. */
function bitsMoved(by: Sql): Sql {
  const exact = by.kind === "literal" && by.value !== null ? Number(by.value) : null;
  if (exact !== null && exact >= 0) return exact > 63 ? intLiteral(63) : by;
  return onceIfLong({ by }, ({ by: n }) =>
    caseWhen([
      [sql`${operand(n, Precedence.other)} BETWEEN 0 AND 63`, n],
      [compare(n, ">", intLiteral(63)), intLiteral(63)],
      [compare(n, "<", intLiteral(0)), call("ERROR", stringLiteral("a number of bits to move is not negative"))],
    ]),
  );
}

export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  // DuckDB's / is float division; what it gives for a divisor of zero is a setting.
  Divide: ({ left, right }) => infix(left, "/", nullOfZero(right), Precedence.multiply),
  FloorDivide: ({ left, right }, context) => {
    const { dtype } = context.node;
    if (dtype.kind !== "int64") {
      const floor = call("FLOOR", infix(left, "/", nullOfZero(right), Precedence.multiply));
      return isDecimal(dtype) ? context.cast(floor, dtype) : floor;
    }
    const [l, r] = [widened(left, "left", context), widened(right, "right", context)];
    // DuckDB's // rounds towards zero; one less where there is a remainder and the signs differ.
    const over = sql`${compare(infix(l, "%", r, Precedence.multiply), "<>", intLiteral(0))} AND (${compare(l, "<", intLiteral(0))}) <> (${compare(r, "<", intLiteral(0))})`;
    return infix(
      infix(l, "//", r, Precedence.multiply),
      "-",
      caseWhen([[over, intLiteral(1)]], intLiteral(0)),
      Precedence.add,
    );
  },
  Modulus: ({ left, right }, context) =>
    infix(widened(left, "left", context), "%", nullOfZero(widened(right, "right", context)), Precedence.multiply),
  Power: ({ left, right }, context) => call("POW", float(left, "left", context), float(right, "right", context)),
  Negate: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`-${operand(widened(arg, "arg", context), Precedence.power)}`,
  Abs: ({ arg }, context) => call("ABS", widened(arg, "arg", context)),
  Sign: ({ arg }, { cast }) => cast(call("SIGN", arg), int64),
  Ceil: whole("CEIL"),
  Floor: whole("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const own = context.dtype("arg");
    if (isDecimal(own)) return context.cast(call("ROUND", arg, intLiteral(digits)), context.node.dtype);
    if (isInteger(own))
      return context.cast(digits >= 0 ? arg : call("ROUND", arg, intLiteral(digits)), context.node.dtype);
    if (digits === 0) return context.cast(call("ROUND", arg), int64);
    const rounded = (x: Sql): Sql => call("ROUND", x, intLiteral(digits));
    if (digits > 0) return rounded(float(arg, "arg", context));
    // To less than no digits DuckDB makes 0 of what is not finite.
    return onceIfLong({ x: float(arg, "arg", context) }, ({ x }) => caseWhen([[call("ISFINITE", x), rounded(x)]], x));
  },
  Sqrt: within("SQRT", (arg) => compare(arg, ">=", intLiteral(0))),
  Exp: floatCall("EXP"),
  Ln: within("LN", positive),
  Log2: within("LOG2", positive),
  Log10: within("LOG10", positive),
  Log: ({ arg, base }, context) => {
    const [x, b] = [float(arg, "arg", context), float(base, "base", context)];
    const inside = sql`${positive(x)} AND ${positive(b)} AND ${compare(b, "<>", intLiteral(1))}`;
    return caseWhen([[inside, infix(call("LN", x), "/", call("LN", b), Precedence.multiply)]]);
  },
  Sin: ofAngle("SIN"),
  Cos: ofAngle("COS"),
  Tan: ofAngle("TAN"),
  Cot: ({ arg }, context) => {
    const x = float(arg, "arg", context);
    return caseWhen([[sql`${compare(x, "<>", intLiteral(0))} AND ${isAngle(x)}`, call("COT", x)]]);
  },
  Asin: within("ASIN", unit),
  Acos: within("ACOS", unit),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }, context) => call("ATAN2", float(left, "left", context), float(right, "right", context)),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: floatCall("DEGREES"),
  Radians: floatCall("RADIANS"),
  Clip: ({ arg, lower, upper }, context) => {
    const above = lower ? call("GREATEST", arg, lower) : arg;
    const held = upper ? call("LEAST", above, upper) : above;
    return caseWhen([[sql`${operand(arg, Precedence.other)} IS NOT NULL`, context.cast(held, context.node.dtype)]]);
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("ISNAN", arg) : notNullFalse(arg)),
  IsInf: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("ISINF", arg) : notNullFalse(arg)),
  BitwiseAnd: bits("&"),
  BitwiseOr: bits("|"),
  BitwiseXor: ({ left, right }, context) =>
    call("XOR", widened(left, "left", context), widened(right, "right", context)),
  BitwiseNot: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`~${operand(widened(arg, "arg", context), Precedence.power)}`,
  // DuckDB moves the bits of no negative number.
  ShiftLeft: ({ left, right }, context) => {
    const power = infix(context.cast(intLiteral(1), int64), "<<", widened(right, "right", context), Precedence.other);
    return infix(widened(left, "left", context), "*", power, Precedence.multiply);
  },
  ShiftRight: ({ left, right }, context) =>
    infix(widened(left, "left", context), ">>", bitsMoved(widened(right, "right", context)), Precedence.other),
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

const notNullFalse = (arg: Sql): Sql => caseWhen([[sql`${operand(arg, Precedence.other)} IS NOT NULL`, sql`FALSE`]]);
