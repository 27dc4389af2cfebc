import { isFloat, isInteger } from "@avocet/core";
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
import { asReal, failing, whole } from "../cast.js";

type One = { readonly arg: Sql };
type Two = { readonly left: Sql; readonly right: Sql };

/** SQLite makes a float of an integer that does not fit; further arithmetic keeps it one, and what reads the result fails. */
const arithmetic =
  (sign: string, level: number) =>
  ({ left, right }: Two): Sql =>
    infix(left, sign, right, level);
/** Its functions give NULL outside of their domain, as is meant. */
const float =
  (name: string) =>
  ({ arg }: One): Sql =>
    call(name, arg);
const toWhole =
  (name: string) =>
  ({ arg }: One, { dtype }: RuleContext): Sql =>
    isInteger(dtype("arg")) ? arg : whole(call(name, arg));
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const bits = (left: Sql, sign: string, right: Sql): Sql => infix(left, sign, right, Precedence.other);
/** MAX and MIN of several give NULL if any is: each takes another's place there. */
const passing =
  (name: "MAX" | "MIN") =>
  ({ args }: { readonly args: readonly Sql[] }): Sql => {
    const turned = args.map((_, i) => [...args.slice(i), ...args.slice(0, i)]);
    return args.length < 2 ? (args[0] ?? sql`NULL`) : call(name, ...turned.map((list) => call("COALESCE", ...list)));
  };

export const numericRules = {
  Add: arithmetic("+", Precedence.add),
  Subtract: arithmetic("-", Precedence.add),
  Multiply: arithmetic("*", Precedence.multiply),
  // A divisor of zero gives NULL.
  Divide: ({ left, right }) => infix(asReal(left), "/", right, Precedence.multiply),
  FloorDivide: ({ left, right }, { node }) => {
    if (isFloat(node.dtype)) return call("FLOOR", infix(asReal(left), "/", right, Precedence.multiply));
    const rest = compare(infix(left, "%", right, Precedence.multiply), "<>", intLiteral(0));
    const down = sql`(${rest} AND (${compare(left, "<", intLiteral(0))}) <> (${compare(right, "<", intLiteral(0))}))`;
    return minus(infix(left, "/", right, Precedence.multiply), down);
  },
  // % makes integers of floats.
  Modulus: ({ left, right }, { node }) =>
    isFloat(node.dtype) ? call("MOD", left, right) : infix(left, "%", right, Precedence.multiply),
  Power: ({ left, right }) => call("POW", left, right),
  Negate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,
  Abs: float("ABS"),
  Sign: float("SIGN"),
  Ceil: toWhole("CEIL"),
  Floor: toWhole("FLOOR"),
  Round: ({ arg, digits = 0 }, { dtype, node, unsupported }) => {
    if (digits < 0) throw unsupported("it rounds digits after the point only");
    if (isInteger(dtype("arg"))) return isFloat(node.dtype) ? asReal(arg) : arg;
    return digits === 0 ? whole(call("ROUND", arg)) : call("ROUND", arg, intLiteral(digits));
  },
  Sqrt: float("SQRT"),
  Exp: float("EXP"),
  Ln: float("LN"),
  Log2: float("LOG2"),
  Log10: float("LOG10"),
  Log: ({ arg, base }) => infix(call("LN", arg), "/", call("LN", base), Precedence.multiply),
  Sin: float("SIN"),
  Cos: float("COS"),
  Tan: float("TAN"),
  Cot: ({ arg }) => infix(sql`1.0`, "/", call("TAN", arg), Precedence.multiply),
  Asin: float("ASIN"),
  Acos: float("ACOS"),
  Atan: float("ATAN"),
  Atan2: ({ left, right }) => call("ATAN2", left, right),
  Sinh: float("SINH"),
  Cosh: float("COSH"),
  Tanh: float("TANH"),
  Degrees: float("DEGREES"),
  Radians: float("RADIANS"),
  Clip: ({ arg, lower, upper }) => {
    const above = lower ? call("MAX", arg, call("COALESCE", lower, arg)) : arg;
    return upper ? call("MIN", above, call("COALESCE", upper, above)) : above;
  },
  Greatest: passing("MAX"),
  Least: passing("MIN"),
  // There is no NaN.
  IsNan: ({ arg }) => caseWhen([[isNotNull(arg), sql`FALSE`]]),
  IsInf: ({ arg }) => compare(call("ABS", arg), "=", sql`9e999`),
  BitwiseAnd: ({ left, right }) => bits(left, "&", right),
  BitwiseOr: ({ left, right }) => bits(left, "|", right),
  BitwiseXor: ({ left, right }) => minus(sql`(${bits(left, "|", right)})`, sql`(${bits(left, "&", right)})`),
  BitwiseNot: ({ arg }) => withPrecedence(Precedence.sign)`~${operand(arg, Precedence.power)}`,
  // << drops bits at the top; a power beyond 2^62 is a float, and so an error.
  ShiftLeft: ({ left, right }) => {
    const inside = compare(right, "<", intLiteral(63));
    const power = caseWhen([
      [inside, sql`(1 << ${operand(right, Precedence.atom)})`],
      [isNotNull(right), sql`9223372036854775808.0`],
    ]);
    const product = infix(left, "*", power, Precedence.multiply);
    return caseWhen([
      [compare(right, "<", intLiteral(0)), failing(right)],
      [or(compare(left, "<>", intLiteral(0)), inside), product],
      [isNotNull(right), left],
    ]);
  },
  // A negative number would move the bits up.
  ShiftRight: ({ left, right }) =>
    caseWhen([[compare(right, "<", intLiteral(0)), failing(right)]], bits(left, ">>", right)),
} satisfies Partial<Rules>;
