import type { DType } from "@avocet/core";
import { float64, int64 } from "@avocet/core";
import { isDecimal, isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNotNull, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { isInfinite, mathRules } from "./math.js";
import type { BinaryArgs, UnaryArgs } from "./operators.js";
import {
  bitwiseNot,
  dividedBy,
  falseUnlessNull,
  infixRule,
  isNegative,
  minus,
  negative,
  nullIfZero,
  times,
} from "./operators.js";

type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

/** The quotient of floats. Division of integers or decimals would lose digits, so one operand is cast. */
function quotient({ left, right }: BinaryArgs, { cast, dtype }: Context): Sql {
  const hasFloat = isFloat(dtype("left")) || isFloat(dtype("right"));
  return dividedBy(hasFloat ? left : cast(left, float64), nullIfZero(right));
}
/** Rounds a truncated integer division down: subtracts 1 if there is a remainder and the signs differ. */
export function flooredDivision(truncated: Sql, dividend: Sql, divisor: Sql): Sql {
  const hasRemainder = compare(infix(dividend, "%", divisor, Precedence.multiply), "<>", intLiteral(0));
  const roundsDown = sql`${hasRemainder} AND (${isNegative(dividend)}) <> (${isNegative(divisor)})`;
  return minus(truncated, caseWhen([[roundsDown, intLiteral(1)]], intLiteral(0)));
}
/** CEIL or FLOOR, as the dtype of the result. Integers are unchanged. */
const toInteger =
  (name: string) =>
  ({ arg }: UnaryArgs, { cast, dtype, node }: Context): Sql =>
    isInteger(dtype("arg")) ? arg : cast(call(name, arg), node.dtype);

/** Rules for numbers. */
export const numericRules = {
  ...mathRules(),
  Add: infixRule("+", Precedence.add),
  Subtract: infixRule("-", Precedence.add),
  Multiply: infixRule("*", Precedence.multiply),
  Divide: quotient,
  FloorDivide: ({ left, right }, context) => {
    const { dtype } = context.node;
    if (dtype.kind === "int64") {
      const divisor = nullIfZero(right);
      return flooredDivision(dividedBy(left, divisor), left, divisor);
    }
    const floor = call(
      "FLOOR",
      isDecimal(dtype) ? dividedBy(left, nullIfZero(right)) : quotient({ left, right }, context),
    );
    return isDecimal(dtype) ? context.cast(floor, dtype) : floor;
  },
  Modulus: ({ left, right }) => infix(left, "%", nullIfZero(right), Precedence.multiply),
  Power: ({ left, right }) => call("POWER", left, right),
  Negate: ({ arg }) => negative(arg),
  Abs: ({ arg }) => call("ABS", arg),
  Sign: ({ arg }, { cast }) => cast(call("SIGN", arg), int64),
  Ceil: toInteger("CEIL"),
  Floor: toInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, { cast, dtype, node }) => {
    const argDType = dtype("arg");
    const rounded = digits === 0 ? call("ROUND", arg) : call("ROUND", arg, intLiteral(digits));
    if (isInteger(argDType)) return digits === 0 ? arg : cast(digits > 0 ? arg : rounded, node.dtype);
    return isFloat(argDType) && digits !== 0 ? rounded : cast(rounded, node.dtype);
  },
  Clip: ({ arg, lower, upper }, { cast, node }) => {
    const atLeastLower = lower ? call("GREATEST", arg, lower) : arg;
    const clamped = upper ? call("LEAST", atLeastLower, upper) : atLeastLower;
    return caseWhen([[isNotNull(arg), cast(clamped, node.dtype)]]);
  },
  IsNan: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? call("ISNAN", arg) : falseUnlessNull(arg)),
  IsInf: ({ arg }, { dtype }) => (isFloat(dtype("arg")) ? isInfinite(arg) : falseUnlessNull(arg)),
  BitwiseAnd: infixRule("&", Precedence.otherOperator),
  BitwiseOr: infixRule("|", Precedence.otherOperator),
  BitwiseXor: infixRule("^", Precedence.otherOperator),
  BitwiseNot: ({ arg }) => bitwiseNot(arg),
  // << loses the bits that are shifted out; a multiplication raises an error for them.
  ShiftLeft: ({ left, right }, { cast }) =>
    times(left, infix(cast(intLiteral(1), int64), "<<", right, Precedence.otherOperator)),
  ShiftRight: infixRule(">>", Precedence.otherOperator),
  Random: () => call("RANDOM"),
} satisfies Partial<Rules>;
