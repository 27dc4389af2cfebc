import type { DType } from "@avocet/core";
import { isFloat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../dialect.js";
import { and, call, caseWhen, commaList, compare, intLiteral, operand, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { floatLiteral } from "./literals.js";
import type { UnaryArgs } from "./operators.js";
import { dividedBy, isInUnitRange, isPositive } from "./operators.js";

type Context = Pick<RuleContext, "dtype" | "cast"> & { readonly node: { readonly dtype: DType } };

/** How a dialect calls functions of floats. All members have defaults. */
export interface MathDialect {
  /** Casts an argument to float64, for engines whose functions of other numbers return other types. */
  readonly toFloat64: (arg: Sql, name: string, context: Context) => Sql;
  /** Builds an expression that uses a value several times. By default, the value is repeated. */
  readonly evaluateOnce: (value: Sql, dtype: DType, build: (value: Sql) => Sql) => Sql;
  /** Tests that an angle is finite. */
  readonly isFiniteAngle: (angle: Sql) => Sql;
  readonly log2: (arg: Sql) => Sql;
  readonly log10: (arg: Sql) => Sql;
}
const isOneOf = (arg: Sql, ...options: readonly Sql[]): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} IN (${commaList(options)})`;
/** True for infinity and minus infinity. */
export const isInfinite = (arg: Sql): Sql => isOneOf(arg, floatLiteral("Infinity"), floatLiteral("-Infinity"));
/** True for other numbers, and for NaN. */
export const isNotInfinite = (arg: Sql): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.otherOperator)} NOT IN (${floatLiteral("Infinity")}, ${floatLiteral("-Infinity")})`;

/** The logarithm to any base. NULL outside its domain. */
export function logarithm(arg: Sql, base: Sql): Sql {
  const isInDomain = sql`${isPositive(arg)} AND ${isPositive(base)} AND ${compare(base, "<>", intLiteral(1))}`;
  return caseWhen([[isInDomain, dividedBy(call("LN", arg), call("LN", base))]]);
}

/** Rules for functions of floats: NULL outside of the domain of a function, where most engines raise an error. */
export function mathRules({
  toFloat64 = (arg) => arg,
  evaluateOnce = (value, _, build) => build(value),
  isFiniteAngle = isNotInfinite,
  log2 = (arg) => call("LOG2", arg),
  log10 = (arg) => call("LOG10", arg),
}: Partial<MathDialect> = {}) {
  const total =
    (name: string) =>
    ({ arg }: UnaryArgs, context: Context): Sql =>
      call(name, toFloat64(arg, "arg", context));
  const partial =
    (isInDomain: (arg: Sql) => Sql, build: (arg: Sql) => Sql) =>
    ({ arg }: UnaryArgs, context: Context): Sql =>
      evaluateOnce(toFloat64(arg, "arg", context), context.dtype("arg"), (value) =>
        caseWhen([[isInDomain(value), build(value)]]),
      );
  const named =
    (name: string) =>
    (arg: Sql): Sql =>
      call(name, arg);
  const ofAngle =
    (name: string) =>
    (args: UnaryArgs, context: Context): Sql =>
      (isFloat(context.dtype("arg")) ? partial(isFiniteAngle, named(name)) : total(name))(args, context);
  return {
    Sqrt: partial((arg) => compare(arg, ">=", intLiteral(0)), named("SQRT")),
    Exp: total("EXP"),
    Ln: partial(isPositive, named("LN")),
    Log2: partial(isPositive, log2),
    Log10: partial(isPositive, log10),
    Log: ({ arg, base }, context) => logarithm(toFloat64(arg, "arg", context), toFloat64(base, "base", context)),
    Sin: ofAngle("SIN"),
    Cos: ofAngle("COS"),
    Tan: ofAngle("TAN"),
    Cot: partial((arg) => and(compare(arg, "<>", intLiteral(0)), isFiniteAngle(arg)), named("COT")),
    Asin: partial(isInUnitRange, named("ASIN")),
    Acos: partial(isInUnitRange, named("ACOS")),
    Atan: total("ATAN"),
    Atan2: ({ left, right }, context) =>
      call("ATAN2", toFloat64(left, "left", context), toFloat64(right, "right", context)),
    Sinh: total("SINH"),
    Cosh: total("COSH"),
    Tanh: total("TANH"),
    Degrees: total("DEGREES"),
    Radians: total("RADIANS"),
  } satisfies Partial<Rules>;
}
