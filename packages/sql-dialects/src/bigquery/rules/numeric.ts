import type { DType } from "@avocet/core";
import { decimal, isDecimal, isFloat, isInteger } from "@avocet/core";
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
import { Precedence } from "../../sql/expr.js";
import { cast } from "../convert.js";
import { either, once, onceIfLong } from "../scope.js";
import { typeName } from "../types.js";
import { bitRules } from "./bits.js";
import { float, operandOf, whole } from "./operands.js";

const int64: DType = { kind: "int64", nullable: true };
const float64: DType = { kind: "float64", nullable: true };
const wide: DType = decimal(38, 38);

type Two = { readonly left: Sql; readonly right: Sql };
type One = { readonly arg: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (sign: string, level: number) =>
  (a: Two, context: Context): Sql =>
    infix(operandOf(a.left, "left", context), sign, operandOf(a.right, "right", context), level);
const floatCall =
  (name: string) =>
  (a: One, context: Context): Sql =>
    call(name, float(a.arg, "arg", context));
/** NULL where the function has no value. */
const safeCall =
  (name: string) =>
  (a: One, context: Context): Sql =>
    call(`SAFE.${name}`, float(a.arg, "arg", context));
/** A function of angles, which infinity is none of. */
const ofAngle =
  (name: string) =>
  (a: One, context: Context): Sql =>
    isFloat(context.dtype("arg"))
      ? onceIfLong({ arg: a.arg }, ({ arg }) => either(call("IS_INF", arg), NULL, call(name, arg)))
      : call(name, float(a.arg, "arg", context));
const nullOfZero = (arg: Sql): Sql =>
  arg.kind === "literal" && Number(arg.value) !== 0 && arg.value !== null ? arg : call("NULLIF", arg, intLiteral(0));
const negative = (arg: Sql): Sql => compare(arg, "<", intLiteral(0));

/** A whole number as the dtype of the result; a float that has no int64 is an error. */
const rounded =
  (name: string) =>
  (a: One, context: Context): Sql => {
    const own = context.dtype("arg");
    if (isInteger(own)) return operandOf(a.arg, "arg", context);
    const value = call(name, a.arg);
    return typeName(own) === typeName(context.node.dtype) ? value : cast(value, context.node.dtype);
  };

/**
 * The exact remainder of floats, which BigQuery has for its decimals only: with the dividend's sign, and the dividend itself where that is
 * the smaller.
 */
function floatRemainder(left: Sql, right: Sql): Sql {
  return once({ left, right }, ({ left: l, right: r }) => {
    const special = or(call("IS_NAN", l), or(call("IS_NAN", r), call("IS_INF", l)));
    const exact = cast(call("MOD", cast(l, wide), cast(r, wide)), float64);
    return caseWhen(
      [
        [compare(r, "=", intLiteral(0)), NULL],
        [special, sql`CAST('NaN' AS FLOAT64)`],
        [compare(call("ABS", l), "<", call("ABS", r)), l],
      ],
      exact,
    );
  });
}

export const numericRules = {
  ...bitRules,
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  Divide: ({ left, right }, context) =>
    infix(float(left, "left", context), "/", nullOfZero(float(right, "right", context)), Precedence.multiply),
  FloorDivide: ({ left, right }, context) => {
    const { dtype } = context.node;
    if (isFloat(dtype)) {
      const [l, r] = [operandOf(left, "left", context), operandOf(right, "right", context)];
      return call("FLOOR", infix(l, "/", nullOfZero(r), Precedence.multiply));
    }
    const args = { left: operandOf(left, "left", context), right: nullOfZero(operandOf(right, "right", context)) };
    // DIV rounds towards zero; one less where there is a remainder and the signs differ.
    return onceIfLong(args, ({ left: l, right: r }) => {
      const rest = call("MOD", l, r);
      const known = r.kind === "literal" ? Math.sign(Number(r.value)) : 0;
      const differs = and(compare(rest, "<>", intLiteral(0)), sql`(${negative(l)}) <> (${negative(r)})`);
      const over = known === 0 ? differs : compare(rest, known > 0 ? "<" : ">", intLiteral(0));
      const down = infix(call("DIV", l, r), "-", either(over, intLiteral(1), intLiteral(0)), Precedence.add);
      return typeName(dtype) === wideName(context) ? down : cast(down, dtype);
    });
  },
  Modulus: ({ left, right }, context) => {
    const [l, r] = [operandOf(left, "left", context), operandOf(right, "right", context)];
    return isFloat(context.node.dtype)
      ? floatRemainder(cast(l, float64), cast(r, float64))
      : call("MOD", l, nullOfZero(r));
  },
  Power: ({ left, right }, context) => call("POW", float(left, "left", context), float(right, "right", context)),
  Negate: ({ arg }, context) =>
    withPrecedence(Precedence.sign)`-${operand(operandOf(arg, "arg", context), Precedence.power)}`,
  Abs: ({ arg }, context) => call("ABS", operandOf(arg, "arg", context)),
  Sign: ({ arg }, { dtype }) => {
    const sign = call("SIGN", arg);
    return typeName(dtype("arg")) === "INT64" ? sign : cast(sign, int64);
  },
  Ceil: rounded("CEIL"),
  Floor: rounded("FLOOR"),
  Round: ({ arg, digits = 0 }, context) => {
    const { dtype } = context.node;
    const own = context.dtype("arg");
    if (isDecimal(own)) {
      const value = call("ROUND", arg, intLiteral(digits));
      return typeName(own) === typeName(dtype) ? value : cast(value, dtype);
    }
    if (isInteger(own)) {
      const exact = digits < 0 ? call("ROUND", sql`CAST(${arg} AS NUMERIC)`, intLiteral(digits)) : arg;
      return digits === 0 ? whole(arg, "arg", context) : cast(exact, dtype);
    }
    return digits === 0 ? cast(call("ROUND", arg), int64) : call("ROUND", arg, intLiteral(digits));
  },
  Sqrt: safeCall("SQRT"),
  Exp: floatCall("EXP"),
  Ln: safeCall("LN"),
  Log2: (a, context) => call("SAFE.LOG", float(a.arg, "arg", context), intLiteral(2)),
  Log10: safeCall("LOG10"),
  Log: ({ arg, base }, context) => call("SAFE.LOG", float(arg, "arg", context), float(base, "base", context)),
  Sin: ofAngle("SIN"),
  Cos: ofAngle("COS"),
  Tan: ofAngle("TAN"),
  Cot: ofAngle("SAFE.COT"),
  Asin: safeCall("ASIN"),
  Acos: safeCall("ACOS"),
  Atan: floatCall("ATAN"),
  Atan2: ({ left, right }, context) => call("ATAN2", float(left, "left", context), float(right, "right", context)),
  Sinh: floatCall("SINH"),
  Cosh: floatCall("COSH"),
  Tanh: floatCall("TANH"),
  Degrees: ({ arg }, context) =>
    withPrecedence(Precedence.multiply)`${operand(float(arg, "arg", context), Precedence.multiply)} * 180 / ACOS(-1)`,
  Radians: ({ arg }, context) =>
    withPrecedence(Precedence.multiply)`${operand(float(arg, "arg", context), Precedence.multiply)} * ACOS(-1) / 180`,
  Clip: ({ arg, lower, upper }, context) => {
    const { dtype, node } = context;
    const bounds = { ...(lower ? { lower } : {}), ...(upper ? { upper } : {}) };
    // A bound that is NULL is none; the functions would make the number NULL, too.
    const one = (fn: string, value: Sql, bound: Sql | undefined, name: string): Sql => {
      if (!bound) return value;
      if (!dtype(name).nullable) return call(fn, value, bound);
      return onceIfLong({ value }, (a) => call(fn, a.value, call("COALESCE", bound, a.value)));
    };
    const value = one("LEAST", one("GREATEST", arg, lower, "lower"), upper, "upper");
    const same = Object.keys(bounds).every((name) => typeName(dtype(name)) === typeName(node.dtype));
    return same ? value : cast(value, node.dtype);
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("IS_NAN", arg) : falseUnlessNull(arg)),
  IsInf: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("IS_INF", arg) : falseUnlessNull(arg)),
  Random: () => call("RAND"),
} satisfies Partial<Rules>;

const falseUnlessNull = (arg: Sql): Sql => either(isNotNull(arg), sql`FALSE`, NULL);
/** The type that arithmetic of the two operands has. */
function wideName({ dtype }: Context): string {
  const names = ["left", "right"].map((name) => typeName(dtype(name)));
  return ["FLOAT64", "BIGNUMERIC", "NUMERIC"].find((name) => names.includes(name)) ?? "INT64";
}
