import { call, caseWhen, compare, infix, intLiteral, isNotNull, operand, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";

// Builders of operators and short expressions that the rules of several dialects use.

export type UnaryArgs = { readonly arg: Sql };
export type BinaryArgs = { readonly left: Sql; readonly right: Sql };

export const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
export const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
export const times = (left: Sql, right: Sql): Sql => infix(left, "*", right, Precedence.multiply);
export const dividedBy = (left: Sql, right: Sql): Sql => infix(left, "/", right, Precedence.multiply);
export const negative = (arg: Sql): Sql => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`;
export const bitwiseNot = (arg: Sql): Sql => withPrecedence(Precedence.sign)`~${operand(arg, Precedence.power)}`;

/** Rule for a binary operator. */
export const infixRule =
  (operator: string, precedence: number) =>
  ({ left, right }: BinaryArgs): Sql =>
    infix(left, operator, right, precedence);
/** Rule for a function of one argument. */
export const unaryCall =
  (name: string) =>
  ({ arg }: UnaryArgs): Sql =>
    call(name, arg);

/** `NULLIF(divisor, 0)`; the divisor itself if it is a literal other than 0. */
export const nullIfZero = (divisor: Sql): Sql =>
  divisor.kind === "literal" && Number(divisor.value) !== 0 && divisor.value !== null
    ? divisor
    : call("NULLIF", divisor, intLiteral(0));
/** FALSE, or NULL if the argument is NULL. */
export const falseUnlessNull = (arg: Sql): Sql => caseWhen([[isNotNull(arg), sql`FALSE`]]);
export const isPositive = (arg: Sql): Sql => compare(arg, ">", intLiteral(0));
export const isNegative = (arg: Sql): Sql => compare(arg, "<", intLiteral(0));
/** True for the domain of ASIN and ACOS. */
export const isInUnitRange = (arg: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} BETWEEN -1 AND 1`;
