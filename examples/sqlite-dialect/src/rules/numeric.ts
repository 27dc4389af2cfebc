import { isFloat, isInteger } from "@avocet/core/backend";
import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  caseWhen,
  compare,
  dividedBy,
  infix,
  intLiteral,
  isNotNull,
  minus,
  operand,
  or,
  Precedence,
  sql,
  standardRules,
  times,
} from "@avocet/sql-dialects";
import { asReal, errorIfNotNull, integerOfFloat } from "../cast.js";

type UnaryArgs = { readonly arg: Sql };

const toInteger =
  (name: string) =>
  ({ arg }: UnaryArgs, { dtype }: RuleContext): Sql =>
    isInteger(dtype("arg")) ? arg : integerOfFloat(call(name, arg));
const bitwise = (left: Sql, sign: string, right: Sql): Sql => infix(left, sign, right, Precedence.otherOperator);
/** MAX and MIN of several arguments are NULL if any is NULL, so each NULL is replaced by another argument. */
const skippingNulls =
  (name: "MAX" | "MIN") =>
  ({ args }: { readonly args: readonly Sql[] }): Sql => {
    const rotations = args.map((_, i) => [...args.slice(i), ...args.slice(0, i)]);
    return args.length < 2 ? (args[0] ?? sql`NULL`) : call(name, ...rotations.map((list) => call("COALESCE", ...list)));
  };

/** Rules for numbers. Integers beyond 64 bits turn into floats, also in further arithmetic; reading them fails. */
export const numericRules = {
  // Division by zero returns NULL.
  Divide: ({ left, right }) => dividedBy(asReal(left), right),
  FloorDivide: (args, context) =>
    isFloat(context.node.dtype)
      ? call("FLOOR", dividedBy(asReal(args.left), args.right))
      : standardRules.FloorDivide(args, context),
  // % converts floats to integers.
  Modulus: ({ left, right }, { node }) =>
    isFloat(node.dtype) ? call("MOD", left, right) : infix(left, "%", right, Precedence.multiply),
  Ceil: toInteger("CEIL"),
  Floor: toInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, { dtype, node, unsupported }) => {
    if (digits < 0) throw unsupported("SQLite rounds only digits after the decimal point");
    if (isInteger(dtype("arg"))) return isFloat(node.dtype) ? asReal(arg) : arg;
    return digits === 0 ? integerOfFloat(call("ROUND", arg)) : call("ROUND", arg, intLiteral(digits));
  },
  Cot: ({ arg }) => dividedBy(sql`1.0`, call("TAN", arg)),
  Clip: ({ arg, lower, upper }) => {
    const atLeastLower = lower ? call("MAX", arg, call("COALESCE", lower, arg)) : arg;
    return upper ? call("MIN", atLeastLower, call("COALESCE", upper, atLeastLower)) : atLeastLower;
  },
  Greatest: skippingNulls("MAX"),
  Least: skippingNulls("MIN"),
  // SQLite has no NaN.
  IsNan: ({ arg }) => caseWhen([[isNotNull(arg), sql`FALSE`]]),
  BitwiseXor: ({ left, right }) => minus(sql`(${bitwise(left, "|", right)})`, sql`(${bitwise(left, "&", right)})`),
  // << drops high bits; a power of two beyond 2^62 is a float, which raises an error when it is read.
  ShiftLeft: ({ left, right }) => {
    const isWithinInt64 = compare(right, "<", intLiteral(63));
    const power = caseWhen([
      [isWithinInt64, sql`(1 << ${operand(right, Precedence.atom)})`],
      [isNotNull(right), sql`9223372036854775808.0`],
    ]);
    const product = times(left, power);
    return caseWhen([
      [compare(right, "<", intLiteral(0)), errorIfNotNull(right)],
      [or(compare(left, "<>", intLiteral(0)), isWithinInt64), product],
      [isNotNull(right), left],
    ]);
  },
  // A negative count would shift to the left.
  ShiftRight: ({ left, right }) =>
    caseWhen([[compare(right, "<", intLiteral(0)), errorIfNotNull(right)]], bitwise(left, ">>", right)),
} satisfies Partial<Rules>;
