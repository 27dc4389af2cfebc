import type { DType } from "@avocet/core";
import { float64, int64 } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, NULL, operand, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { mathRules } from "../../standard/math.js";
import { flooredDivision } from "../../standard/numeric.js";
import type { BinaryArgs, UnaryArgs } from "../../standard/operators.js";
import {
  bitwiseNot,
  dividedBy,
  falseUnlessNull,
  isNegative,
  negative,
  nullIfZero,
  times,
} from "../../standard/operators.js";
import { evaluateOnceIfLong } from "./lambda.js";

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
type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

const arithmetic =
  (sign: string, level: number) =>
  (args: BinaryArgs, context: Context): Sql => {
    const [left, right] = [widen(args.left, "left", context), widen(args.right, "right", context)];
    // The sum of two integer literals would be computed in 32 bits.
    const bothLiterals = left.kind === "literal" && right.kind === "literal" && context.node.dtype.kind === "int64";
    return infix(bothLiterals ? context.cast(left, int64) : left, sign, right, level);
  };
const bitwise =
  (sign: string) =>
  (args: BinaryArgs, context: Context): Sql =>
    infix(widen(args.left, "left", context), sign, widen(args.right, "right", context), Precedence.otherOperator);

/** Rounds to an integer. Integers stay exact; a float beyond int64 raises an error. */
const toInteger =
  (name: string) =>
  (args: UnaryArgs, context: Context): Sql =>
    isInteger(context.dtype("arg"))
      ? widen(args.arg, "arg", context)
      : context.cast(call(name, args.arg), context.node.dtype);

/** The count of a right shift, at most 63. A negative count raises an error; DuckDB would treat it as a large one. */
function shiftCount(count: Sql): Sql {
  const exact = count.kind === "literal" && count.value !== null ? Number(count.value) : null;
  if (exact !== null && exact >= 0) return exact > 63 ? intLiteral(63) : count;
  return evaluateOnceIfLong({ by: count }, ({ by: n }) =>
    caseWhen([
      [sql`${operand(n, Precedence.otherOperator)} BETWEEN 0 AND 63`, n],
      [compare(n, ">", intLiteral(63)), intLiteral(63)],
      [isNegative(n), call("ERROR", stringLiteral("a number of bits to move is not negative"))],
    ]),
  );
}

/** Rules for numbers that differ from the standard ones. */
export const numericRules = {
  ...mathRules({ toFloat64: castFloat, isFiniteAngle: (angle) => sql`NOT ${call("ISINF", angle)}` }),
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  // DuckDB's / is float division; its result for a zero divisor depends on a setting.
  Divide: ({ left, right }) => dividedBy(left, nullIfZero(right)),
  FloorDivide: ({ left, right }, context) => {
    const { dtype } = context.node;
    if (dtype.kind !== "int64") {
      const floor = call("FLOOR", dividedBy(left, nullIfZero(right)));
      return isDecimal(dtype) ? context.cast(floor, dtype) : floor;
    }
    const [dividend, divisor] = [widen(left, "left", context), widen(right, "right", context)];
    return flooredDivision(infix(dividend, "//", divisor, Precedence.multiply), dividend, divisor);
  },
  Modulus: ({ left, right }, context) =>
    infix(widen(left, "left", context), "%", nullIfZero(widen(right, "right", context)), Precedence.multiply),
  Power: ({ left, right }, context) =>
    call("POW", castFloat(left, "left", context), castFloat(right, "right", context)),
  Negate: ({ arg }, context) => negative(widen(arg, "arg", context)),
  Abs: ({ arg }, context) => call("ABS", widen(arg, "arg", context)),
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
  IsInf: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("ISINF", arg) : falseUnlessNull(arg)),
  BitwiseAnd: bitwise("&"),
  BitwiseOr: bitwise("|"),
  BitwiseXor: ({ left, right }, context) => call("XOR", widen(left, "left", context), widen(right, "right", context)),
  BitwiseNot: ({ arg }, context) => bitwiseNot(widen(arg, "arg", context)),
  // DuckDB does not shift negative numbers to the left, so multiply by a power of two.
  ShiftLeft: ({ left, right }, context) => {
    const power = infix(
      context.cast(intLiteral(1), int64),
      "<<",
      widen(right, "right", context),
      Precedence.otherOperator,
    );
    return times(widen(left, "left", context), power);
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
} satisfies Partial<Rules>;
