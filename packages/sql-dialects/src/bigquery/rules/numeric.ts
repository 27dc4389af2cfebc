import type { DType } from "@avocet/core";
import { decimal } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNotNull,
  NULL,
  operand,
  or,
  sql,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { cast } from "../cast.js";
import { evaluateOnce, evaluateOnceIfCostly, ifElse } from "../scope.js";
import { typeName } from "../types.js";
import { bitRules } from "./bits.js";
import { toFloat64, toInt64, widenOperand } from "./operands.js";

const int64: DType = { kind: "int64", nullable: true };
const float64: DType = { kind: "float64", nullable: true };
const BIGNUMERIC_TYPE: DType = decimal(38, 38);

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type UnaryArgs = { readonly arg: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (operator: string, precedence: number) =>
  (a: BinaryArgs, context: Context): Sql =>
    infix(widenOperand(a.left, "left", context), operator, widenOperand(a.right, "right", context), precedence);
const floatCall =
  (name: string) =>
  (a: UnaryArgs, context: Context): Sql =>
    call(name, toFloat64(a.arg, "arg", context));
/** A function that returns NULL outside of its domain. */
const safeCall =
  (name: string) =>
  (a: UnaryArgs, context: Context): Sql =>
    call(`SAFE.${name}`, toFloat64(a.arg, "arg", context));
/** A trigonometric function. NULL for infinity. */
const angleCall =
  (name: string) =>
  (a: UnaryArgs, context: Context): Sql =>
    isFloat(context.dtype("arg"))
      ? evaluateOnceIfCostly({ arg: a.arg }, ({ arg }) => ifElse(call("IS_INF", arg), NULL, call(name, arg)))
      : call(name, toFloat64(a.arg, "arg", context));
const nullIfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));
const isNegative = (arg: Sql): Sql => compare(arg, "<", intLiteral(0));

/** CEIL or FLOOR as the result dtype. A float beyond int64 raises an error. */
const roundToInteger =
  (name: string) =>
  (a: UnaryArgs, context: Context): Sql => {
    const argType = context.dtype("arg");
    if (isInteger(argType)) return widenOperand(a.arg, "arg", context);
    const value = call(name, a.arg);
    return typeName(argType) === typeName(context.node.dtype) ? value : cast(value, context.node.dtype);
  };

/**
 * The exact remainder of floats, with the sign of the dividend. BigQuery's MOD only supports decimals, so they are
 * cast; a dividend smaller than the divisor is returned unchanged.
 */
function floatRemainder(left: Sql, right: Sql): Sql {
  return evaluateOnce({ left, right }, ({ left: l, right: r }) => {
    const isNan = or(call("IS_NAN", l), or(call("IS_NAN", r), call("IS_INF", l)));
    const remainder = cast(call("MOD", cast(l, BIGNUMERIC_TYPE), cast(r, BIGNUMERIC_TYPE)), float64);
    return caseWhen(
      [
        [compare(r, "=", intLiteral(0)), NULL],
        [isNan, sql`CAST('NaN' AS FLOAT64)`],
        [compare(call("ABS", l), "<", call("ABS", r)), l],
      ],
      remainder,
    );
  });
}

export const numericRules = {
  ...bitRules,
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  Divide: ({ left, right }, context) =>
    infix(toFloat64(left, "left", context), "/", nullIfZero(toFloat64(right, "right", context)), Precedence.multiply),
  FloorDivide: ({ left, right }, context) => {
    const { dtype } = context.node;
    if (isFloat(dtype)) {
      const [l, r] = [widenOperand(left, "left", context), widenOperand(right, "right", context)];
      return call("FLOOR", infix(l, "/", nullIfZero(r), Precedence.multiply));
    }
    const args = {
      left: widenOperand(left, "left", context),
      right: nullIfZero(widenOperand(right, "right", context)),
    };
    // DIV truncates towards zero; subtract one if there is a remainder and the signs differ.
    return evaluateOnceIfCostly(args, ({ left: l, right: r }) => {
      const remainder = call("MOD", l, r);
      const divisorSign = r.kind === "literal" ? Math.sign(Number(r.value)) : 0;
      const signsDiffer = and(compare(remainder, "<>", intLiteral(0)), sql`(${isNegative(l)}) <> (${isNegative(r)})`);
      const needsDecrement =
        divisorSign === 0 ? signsDiffer : compare(remainder, divisorSign > 0 ? "<" : ">", intLiteral(0));
      const floored = infix(
        call("DIV", l, r),
        "-",
        ifElse(needsDecrement, intLiteral(1), intLiteral(0)),
        Precedence.add,
      );
      return typeName(dtype) === arithmeticType(context) ? floored : cast(floored, dtype);
    });
  },
  Modulus: ({ left, right }, context) => {
    const [l, r] = [widenOperand(left, "left", context), widenOperand(right, "right", context)];
    return isFloat(context.node.dtype)
      ? floatRemainder(cast(l, float64), cast(r, float64))
      : call("MOD", l, nullIfZero(r));
  },
  Power: ({ left, right }, context) =>
    call("POW", toFloat64(left, "left", context), toFloat64(right, "right", context)),
  Negate: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`-${operand(widenOperand(arg, "arg", context), Precedence.power)}`,
  Abs: ({ arg }, context) => call("ABS", widenOperand(arg, "arg", context)),
  Sign: ({ arg }, { dtype }) => {
    const sign = call("SIGN", arg);
    return typeName(dtype("arg")) === "INT64" ? sign : cast(sign, int64);
  },
  Ceil: roundToInteger("CEIL"),
  Floor: roundToInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const { dtype } = context.node;
    const argType = context.dtype("arg");
    if (isDecimal(argType)) {
      const value = call("ROUND", arg, intLiteral(digits));
      return typeName(argType) === typeName(dtype) ? value : cast(value, dtype);
    }
    if (isInteger(argType)) {
      const rounded = digits < 0 ? call("ROUND", sql`CAST(${arg} AS NUMERIC)`, intLiteral(digits)) : arg;
      return digits === 0 ? toInt64(arg, "arg", context) : cast(rounded, dtype);
    }
    return digits === 0 ? cast(call("ROUND", arg), int64) : call("ROUND", arg, intLiteral(digits));
  },
  Sqrt: safeCall("SQRT"),
  Exp: floatCall("EXP"),
  Ln: safeCall("LN"),
  Log2: (a, context) => call("SAFE.LOG", toFloat64(a.arg, "arg", context), intLiteral(2)),
  Log10: safeCall("LOG10"),
  Log: ({ arg, base }, context) => call("SAFE.LOG", toFloat64(arg, "arg", context), toFloat64(base, "base", context)),
  Sin: angleCall("SIN"),
  Cos: angleCall("COS"),
  Tan: angleCall("TAN"),
  Cot: angleCall("SAFE.COT"),
  Asin: safeCall("ASIN"),
  Acos: safeCall("ACOS"),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }, context) =>
    call("ATAN2", toFloat64(left, "left", context), toFloat64(right, "right", context)),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: ({ arg }, context) =>
    withPrecedence(
      Precedence.multiply,
    )`${operand(toFloat64(arg, "arg", context), Precedence.multiply)} * 180 / ACOS(-1)`,
  Radians: ({ arg }, context) =>
    withPrecedence(
      Precedence.multiply,
    )`${operand(toFloat64(arg, "arg", context), Precedence.multiply)} * ACOS(-1) / 180`,
  Clip: ({ arg, lower, upper }, context) => {
    const { dtype, node } = context;
    const bounds = { ...(lower ? { lower } : {}), ...(upper ? { upper } : {}) };
    // A NULL bound is ignored; GREATEST and LEAST would return NULL.
    const clampTo = (fn: string, value: Sql, bound: Sql | undefined, name: string): Sql => {
      if (!bound) return value;
      if (!dtype(name).nullable) return call(fn, value, bound);
      return evaluateOnceIfCostly({ value }, (a) => call(fn, a.value, call("COALESCE", bound, a.value)));
    };
    const value = clampTo("LEAST", clampTo("GREATEST", arg, lower, "lower"), upper, "upper");
    const hasResultType = Object.keys(bounds).every((name) => typeName(dtype(name)) === typeName(node.dtype));
    return hasResultType ? value : cast(value, node.dtype);
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("IS_NAN", arg) : falseUnlessNull(arg)),
  IsInf: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("IS_INF", arg) : falseUnlessNull(arg)),
  Random: () => call("RAND"),
} satisfies Partial<Rules>;

const falseUnlessNull = (arg: Sql): Sql => ifElse(isNotNull(arg), sql`FALSE`, NULL);
/** The BigQuery type that arithmetic on the two operands returns. */
function arithmeticType({ dtype }: Context): string {
  const names = ["left", "right"].map((name) => typeName(dtype(name)));
  return ["FLOAT64", "BIGNUMERIC", "NUMERIC"].find((name) => names.includes(name)) ?? "INT64";
}
