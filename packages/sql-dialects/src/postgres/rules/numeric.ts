import type { DType } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  compare,
  identifierSql,
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
import { cast, castToInt32, evaluateOnce, float64, int64, raiseError, subquery } from "../build.js";
import { castTo } from "../cast.js";
import { roundHalfAwayFromZero } from "../round.js";
import { remainder } from "./remainder.js";

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type UnaryArgs = { readonly arg: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };

/** True if the PostgreSQL type of a dtype is bigint. */
const isBigint = (dtype: DType): boolean => dtype.kind === "int64" || dtype.kind === "uint32";
/** Widens an operand to the result type, so that int32 + int32 does not overflow before it becomes int64. */
export function widenOperand(arg: Sql, name: string, context: Context): Sql {
  const [argType, resultType] = [context.dtype(name), context.node.dtype];
  if (argType.kind === "null" || argType.kind === resultType.kind) return arg;
  if (arg.kind === "literal" && argType.kind !== "float32") return arg;
  if (resultType.kind === "int64" && isInteger(argType)) return isBigint(argType) ? arg : cast(arg, int64);
  if (resultType.kind === "float64" && argType.kind === "float32") return cast(arg, float64);
  return arg;
}
export const toFloat64 = (arg: Sql, name: string, context: Context): Sql =>
  context.dtype(name).kind === "float64" ? arg : cast(arg, float64);

/** Widens both operands to the result type. One int64 operand is enough; two integer literals would be 32 bits wide. */
function widenOperands(args: BinaryArgs, context: Context): readonly [Sql, Sql] {
  const [left, right] = [widenOperand(args.left, "left", context), widenOperand(args.right, "right", context)];
  if (context.node.dtype.kind !== "int64") return [left, right];
  const isWide = (arg: Sql, name: string): boolean => arg.kind !== "literal" && isBigint(context.dtype(name));
  if (isWide(args.left, "left") && context.dtype("right").kind !== "uint64") return [left, args.right];
  if (isWide(args.right, "right") && context.dtype("left").kind !== "uint64") return [args.left, right];
  return left.kind === "literal" && right.kind === "literal" ? [cast(left, int64), right] : [left, right];
}
/** The maximum precision of a decimal; PostgreSQL's numeric exceeds it. */
const MAX_DIGITS = 38;
const arithmetic =
  (operator: string, precedence: number) =>
  (a: BinaryArgs, context: Context): Sql => {
    const [left, right] = widenOperands(a, context);
    const result = infix(left, operator, right, precedence);
    const { dtype } = context.node;
    return isDecimal(dtype) && dtype.precision === MAX_DIGITS ? cast(result, dtype) : result;
  };

const floatCall =
  (fn: string) =>
  (a: UnaryArgs, context: Context): Sql =>
    call(fn, toFloat64(a.arg, "arg", context));
/** A function that returns NULL outside of its domain, where PostgreSQL raises an error. */
const withinDomain =
  (isInDomain: (arg: Sql) => Sql, build: (arg: Sql) => Sql) =>
  (a: UnaryArgs, context: Context): Sql =>
    evaluateOnce({ arg: toFloat64(a.arg, "arg", context) }, ({ arg }) => caseWhen([[isInDomain(arg), build(arg)]]));
const functionCall =
  (fn: string) =>
  (arg: Sql): Sql =>
    call(fn, arg);
/** A trigonometric function. NULL for infinity, where PostgreSQL raises an error. */
const angleCall =
  (fn: string) =>
  (a: UnaryArgs, context: Context): Sql =>
    isFloat(context.dtype("arg"))
      ? withinDomain(isFiniteAngle, functionCall(fn))(a, context)
      : floatCall(fn)(a, context);
const isFiniteAngle = (arg: Sql): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.otherOperator)} NOT IN (float8 'Infinity', float8 '-Infinity')`;
const isPositive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
const isInUnitRange = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} BETWEEN -1 AND 1`;
const nullIfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));
const bitwise =
  (operator: string) =>
  (a: BinaryArgs, context: Context): Sql => {
    const [left, right] = widenOperands(a, context);
    return infix(left, operator, right, Precedence.otherOperator);
  };

/** CEIL or FLOOR. Integers are unchanged; a float beyond int64 raises an error. */
const roundToInteger =
  (fn: string) =>
  (a: UnaryArgs, context: Context): Sql => {
    if (isInteger(context.dtype("arg"))) return cast(a.arg, int64);
    return cast(call(fn, a.arg), context.node.dtype);
  };

function floorDivide(args: BinaryArgs, context: Context): Sql {
  const { dtype } = context.node;
  if (isFloat(dtype)) {
    const [left, right] = [widenOperand(args.left, "left", context), widenOperand(args.right, "right", context)];
    const hasFloat64 = context.dtype("left").kind === "float64" || context.dtype("right").kind === "float64";
    return call("FLOOR", infix(hasFloat64 ? left : cast(left, float64), "/", nullIfZero(right), Precedence.multiply));
  }
  const [left, right] = widenOperands(args, context);
  // Integer division truncates towards zero; subtract one if there is a remainder and the signs differ.
  return evaluateOnce({ left, right: nullIfZero(right) }, ({ left: l, right: r }) => {
    const needsDecrement = sql`${compare(infix(l, "%", r, Precedence.multiply), "<>", intLiteral(0))} AND (${compare(l, "<", intLiteral(0))}) <> (${compare(r, "<", intLiteral(0))})`;
    const quotient = isDecimal(dtype) ? call("DIV", l, r) : infix(l, "/", r, Precedence.multiply);
    const floored = infix(quotient, "-", caseWhen([[needsDecrement, intLiteral(1)]], intLiteral(0)), Precedence.add);
    return isDecimal(dtype) ? cast(floored, dtype) : floored;
  });
}

/** POWER, with NaN or infinity where PostgreSQL raises an error. */
function power(left: Sql, right: Sql): Sql {
  if (right.kind === "literal" && Number.isInteger(Number(right.value)) && Number(right.value) >= 0)
    return call("POWER", left, right);
  return evaluateOnce({ left, right }, ({ left: l, right: r }) =>
    caseWhen(
      [
        [sql`${compare(l, "=", intLiteral(0))} AND ${compare(r, "<", intLiteral(0))}`, sql`float8 'Infinity'`],
        [
          sql`${compare(l, "=", sql`float8 '-Infinity'`)} AND ${compare(r, "<>", call("TRUNC", r))} AND ${compare(r, "<>", sql`float8 'NaN'`)}`,
          caseWhen([[compare(r, "<", intLiteral(0)), sql`float8 '0'`]], sql`float8 'Infinity'`),
        ],
        [
          sql`${compare(l, "<", intLiteral(0))} AND ${compare(r, "<>", call("TRUNC", r))} AND ${compare(r, "<>", sql`float8 'NaN'`)}`,
          sql`float8 'NaN'`,
        ],
      ],
      call("POWER", l, r),
    ),
  );
}

/** The digits of a number in a base, most significant first: at most 63 digits, in base 2. */
function toBase(arg: Sql, base: number): Sql {
  return evaluateOnce({ n: arg }, ({ n }) => {
    const [size, position] = [identifierSql("size"), identifierSql("place")];
    const absolute = call("ABS", sql`CAST(${n} AS numeric)`);
    const weight = sql`numeric ${stringLiteral(String(base))} ^ ${position}`;
    const symbolIndex = sql`CAST(DIV(${size}, ${weight}) % ${intLiteral(base)} AS integer) + 1`;
    const symbol = call("SUBSTR", stringLiteral("0123456789abcdefghijklmnopqrstuvwxyz"), symbolIndex, intLiteral(1));
    const maxPosition = Math.ceil(63 / Math.log2(base));
    const digits = subquery(
      sql`SELECT STRING_AGG(${symbol}, '' ORDER BY ${position} DESC) FROM GENERATE_SERIES(0, ${intLiteral(maxPosition)}) AS ${identifierSql("places")}(${position}), (SELECT ${absolute} AS ${size}) AS ${identifierSql("given")} WHERE ${position} = 0 OR ${size} >= ${weight}`,
    );
    const signed = sql`CASE WHEN ${compare(n, "<", intLiteral(0))} THEN '-' ELSE '' END || ${digits}`;
    return caseWhen([[isNotNull(n), signed]]);
  });
}

/** Shift left as a multiplication, so that losing bits raises an overflow error. */
function shiftLeft(left: Sql, right: Sql): Sql {
  const literalShift = right.kind === "literal" ? Number(right.value) : null;
  if (
    right.kind === "literal" &&
    right.value !== null &&
    literalShift !== null &&
    literalShift >= 0 &&
    literalShift < 63
  )
    return infix(
      left,
      "*",
      sql`CAST(${{ kind: "literal", value: 2 ** literalShift > 2 ** 53 ? String(2n ** BigInt(literalShift)) : 2 ** literalShift, dtype: int64, fixed: true }} AS bigint)`,
      Precedence.multiply,
    );
  return evaluateOnce({ right }, ({ right: shift }) => {
    const product = cast(sql`CAST(${left} AS numeric) * numeric '2' ^ ${operand(shift, Precedence.atom)}`, int64);
    return caseWhen([[compare(shift, "<", intLiteral(0)), negativeShiftError(shift)]], product);
  });
}
const negativeShiftError = (shift: Sql): Sql => raiseError(shift, " is a negative number of bits to move", int64);
/** Shift right. The count is limited to 63, because PostgreSQL uses only its last six bits. */
function shiftRight(left: Sql, right: Sql): Sql {
  const literalShift = right.kind === "literal" && right.value !== null ? Number(right.value) : null;
  const shifted = (shift: Sql): Sql => infix(left, ">>", shift, Precedence.otherOperator);
  if (literalShift !== null && literalShift >= 0) return shifted(intLiteral(Math.min(literalShift, 63)));
  return evaluateOnce({ right }, ({ right: shift }) =>
    caseWhen(
      [[compare(shift, "<", intLiteral(0)), negativeShiftError(shift)]],
      shifted(castToInt32(caseWhen([[compare(shift, ">", intLiteral(63)), intLiteral(63)]], shift))),
    ),
  );
}

export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  Divide: ({ left, right }, context) =>
    infix(toFloat64(left, "left", context), "/", nullIfZero(right), Precedence.multiply),
  FloorDivide: floorDivide,
  Modulus: (a, context) => {
    if (isFloat(context.node.dtype))
      return remainder(toFloat64(a.left, "left", context), toFloat64(a.right, "right", context));
    const [left, right] = widenOperands(a, context);
    return infix(left, "%", nullIfZero(right), Precedence.multiply);
  },
  Power: ({ left, right }, context) => {
    const exponent = right.kind === "literal" ? right : toFloat64(right, "right", context);
    return power(toFloat64(left, "left", context), exponent);
  },
  Negate: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`-${operand(widenOperand(arg, "arg", context), Precedence.power)}`,
  Abs: ({ arg }, context) => {
    const isInt64Literal = arg.kind === "literal" && context.node.dtype.kind === "int64";
    return call("ABS", isInt64Literal ? cast(arg, int64) : widenOperand(arg, "arg", context));
  },
  Sign: ({ arg }) => cast(call("SIGN", arg), int64),
  Ceil: roundToInteger("CEIL"),
  Floor: roundToInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const [argType, { dtype }] = [context.dtype("arg"), context.node];
    if (isDecimal(argType)) return cast(call("ROUND", arg, intLiteral(digits)), dtype);
    if (isInteger(argType))
      return cast(digits >= 0 ? arg : call("ROUND", sql`CAST(${arg} AS numeric)`, intLiteral(digits)), dtype);
    if (digits === 0) return cast(roundHalfAwayFromZero(toFloat64(arg, "arg", context)), int64);
    const factor = sql`float8 ${stringLiteral(`1e${Math.abs(digits)}`)}`;
    const [scaleOperator, unscaleOperator] = digits > 0 ? ["*", "/"] : ["/", "*"];
    return infix(
      roundHalfAwayFromZero(infix(toFloat64(arg, "arg", context), scaleOperator, factor, Precedence.multiply)),
      unscaleOperator,
      factor,
      Precedence.multiply,
    );
  },
  Sqrt: withinDomain((arg) => compare(arg, ">=", intLiteral(0)), functionCall("SQRT")),
  Exp: floatCall("EXP"),
  Ln: withinDomain(isPositive, functionCall("LN")),
  Log2: withinDomain(isPositive, (arg) => infix(call("LN", arg), "/", sql`LN(float8 '2')`, Precedence.multiply)),
  Log10: withinDomain(isPositive, functionCall("LOG")),
  Log: ({ arg, base }, context) =>
    evaluateOnce({ x: toFloat64(arg, "arg", context), b: toFloat64(base, "base", context) }, ({ x, b }) => {
      const isInDomain = sql`${isPositive(x)} AND ${isPositive(b)} AND ${compare(b, "<>", intLiteral(1))}`;
      return caseWhen([[isInDomain, infix(call("LN", x), "/", call("LN", b), Precedence.multiply)]]);
    }),
  Sin: angleCall("SIN"),
  Cos: angleCall("COS"),
  Tan: angleCall("TAN"),
  Cot: withinDomain((arg) => and(compare(arg, "<>", intLiteral(0)), isFiniteAngle(arg)), functionCall("COT")),
  Asin: withinDomain(isInUnitRange, functionCall("ASIN")),
  Acos: withinDomain(isInUnitRange, functionCall("ACOS")),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }, context) =>
    call("ATAN2", toFloat64(left, "left", context), toFloat64(right, "right", context)),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: floatCall("DEGREES"),
  Radians: floatCall("RADIANS"),
  Clip: ({ arg, lower, upper }, context) => {
    const { dtype } = context.node;
    const boundsType = (["arg", "lower", "upper"] as const).some(
      (n) => (n === "arg" || { lower, upper }[n]) && isFloat(context.dtype(n)),
    )
      ? float64
      : dtype;
    const clipped = evaluateOnce({ arg }, ({ arg: x }) => {
      const raised = lower ? call("GREATEST", x, lower) : x;
      return caseWhen([[isNotNull(x), upper ? call("LEAST", raised, upper) : raised]]);
    });
    return castTo(clipped, boundsType, dtype, (why) => context.unsupported(why));
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? compare(arg, "=", sql`'NaN'`) : falseUnlessNull(arg)),
  IsInf: ({ arg }, { dtype }) =>
    isFloat(dtype("arg"))
      ? withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} IN ('Infinity', '-Infinity')`
      : falseUnlessNull(arg),
  BitwiseAnd: bitwise("&"),
  BitwiseOr: bitwise("|"),
  BitwiseXor: bitwise("#"),
  BitwiseNot: ({ arg }, context) => {
    const widened = widenOperand(arg, "arg", context);
    // Parenthesizes a negative operand, because ~- would be read as one operator.
    return withPrecedence(
      Precedence.otherOperator,
    )`~${operand(widened.kind === "literal" ? cast(widened, int64) : widened, Precedence.power)}`;
  },
  ShiftLeft: ({ left, right }, context) => shiftLeft(cast(left, int64), widenOperand(right, "right", context)),
  ShiftRight: ({ left, right }) => shiftRight(cast(left, int64), right),
  ConvertBase: ({ arg, base = 10 }) => toBase(arg, base),
  Random: () => call("RANDOM"),
} satisfies Partial<Rules>;

const falseUnlessNull = (arg: Sql): Sql => caseWhen([[isNotNull(arg), sql`FALSE`]]);
