import { isFloat, isInteger } from "@avocet/core/backend";
import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  isNotNull,
  operand,
  or,
  Precedence,
  sql,
  withPrecedence,
} from "@avocet/sql-dialects";
import { asReal, errorIfNotNull, integerOfFloat } from "../cast.js";

type UnaryArgs = { readonly arg: Sql };
type BinaryArgs = { readonly left: Sql; readonly right: Sql };

/** SQLite turns integers beyond 64 bits into floats, also in further arithmetic, so that reading the result fails. */
const arithmetic =
  (sign: string, level: number) =>
  ({ left, right }: BinaryArgs): Sql =>
    infix(left, sign, right, level);
/** SQLite's functions return NULL outside of their domain, as Avocet requires. */
const unaryCall =
  (name: string) =>
  ({ arg }: UnaryArgs): Sql =>
    call(name, arg);
const toInteger =
  (name: string) =>
  ({ arg }: UnaryArgs, { dtype }: RuleContext): Sql =>
    isInteger(dtype("arg")) ? arg : integerOfFloat(call(name, arg));
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const bitwise = (left: Sql, sign: string, right: Sql): Sql => infix(left, sign, right, Precedence.otherOperator);
/** MAX and MIN of several arguments are NULL if any is NULL, so each NULL is replaced by another argument. */
const skippingNulls =
  (name: "MAX" | "MIN") =>
  ({ args }: { readonly args: readonly Sql[] }): Sql => {
    const rotations = args.map((_, i) => [...args.slice(i), ...args.slice(0, i)]);
    return args.length < 2 ? (args[0] ?? sql`NULL`) : call(name, ...rotations.map((list) => call("COALESCE", ...list)));
  };

/** Rules for numbers. */
export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  // Division by zero returns NULL.
  Divide: ({ left, right }) => infix(asReal(left), "/", right, Precedence.multiply),
  FloorDivide: ({ left, right }, { node }) => {
    if (isFloat(node.dtype)) return call("FLOOR", infix(asReal(left), "/", right, Precedence.multiply));
    const hasRemainder = compare(infix(left, "%", right, Precedence.multiply), "<>", intLiteral(0));
    const roundsDown = sql`(${hasRemainder} AND (${compare(left, "<", intLiteral(0))}) <> (${compare(right, "<", intLiteral(0))}))`;
    return minus(infix(left, "/", right, Precedence.multiply), roundsDown);
  },
  // % converts floats to integers.
  Modulus: ({ left, right }, { node }) =>
    isFloat(node.dtype) ? call("MOD", left, right) : infix(left, "%", right, Precedence.multiply),
  Power: ({ left, right }) => call("POW", left, right),
  Negate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,
  Abs: unaryCall("ABS"),
  Sign: unaryCall("SIGN"),
  Ceil: toInteger("CEIL"),
  Floor: toInteger("FLOOR"),
  Round: ({ arg, digits = 0 }, { dtype, node, unsupported }) => {
    if (digits < 0) throw unsupported("SQLite rounds only digits after the decimal point");
    if (isInteger(dtype("arg"))) return isFloat(node.dtype) ? asReal(arg) : arg;
    return digits === 0 ? integerOfFloat(call("ROUND", arg)) : call("ROUND", arg, intLiteral(digits));
  },
  Sqrt: unaryCall("SQRT"),
  Exp: unaryCall("EXP"),
  Ln: unaryCall("LN"),
  Log2: unaryCall("LOG2"),
  Log10: unaryCall("LOG10"),
  Log: ({ arg, base }) => infix(call("LN", arg), "/", call("LN", base), Precedence.multiply),
  Sin: unaryCall("SIN"),
  Cos: unaryCall("COS"),
  Tan: unaryCall("TAN"),
  Cot: ({ arg }) => infix(sql`1.0`, "/", call("TAN", arg), Precedence.multiply),
  Asin: unaryCall("ASIN"),
  Acos: unaryCall("ACOS"),
  Atan: unaryCall("ATAN"),
  Atan2: ({ left, right }) => call("ATAN2", left, right),
  Sinh: unaryCall("SINH"),
  Cosh: unaryCall("COSH"),
  Tanh: unaryCall("TANH"),
  Degrees: unaryCall("DEGREES"),
  Radians: unaryCall("RADIANS"),
  Clip: ({ arg, lower, upper }) => {
    const atLeastLower = lower ? call("MAX", arg, call("COALESCE", lower, arg)) : arg;
    return upper ? call("MIN", atLeastLower, call("COALESCE", upper, atLeastLower)) : atLeastLower;
  },
  Greatest: skippingNulls("MAX"),
  Least: skippingNulls("MIN"),
  // SQLite has no NaN.
  IsNan: ({ arg }) => caseWhen([[isNotNull(arg), sql`FALSE`]]),
  IsInf: ({ arg }) => compare(call("ABS", arg), "=", sql`9e999`),
  BitwiseAnd: ({ left, right }) => bitwise(left, "&", right),
  BitwiseOr: ({ left, right }) => bitwise(left, "|", right),
  BitwiseXor: ({ left, right }) => minus(sql`(${bitwise(left, "|", right)})`, sql`(${bitwise(left, "&", right)})`),
  BitwiseNot: ({ arg }) => withPrecedence(Precedence.sign)`~${operand(arg, Precedence.power)}`,
  // << drops high bits; a power of two beyond 2^62 is a float, which raises an error when it is read.
  ShiftLeft: ({ left, right }) => {
    const isWithinInt64 = compare(right, "<", intLiteral(63));
    const power = caseWhen([
      [isWithinInt64, sql`(1 << ${operand(right, Precedence.atom)})`],
      [isNotNull(right), sql`9223372036854775808.0`],
    ]);
    const product = infix(left, "*", power, Precedence.multiply);
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
