import type { Rules } from "../dialect.js";
import { and, commaList, compare, isNotNull, isNull, not, operand, or, sql, withPrecedence } from "../sql/build.js";
import * as Precedence from "../sql/precedence.js";

/** Rules for logic and comparison in standard SQL. */
export const logicalRules = {
  Equals: ({ left, right }) => compare(left, "=", right),
  NotEquals: ({ left, right }) => compare(left, "<>", right),
  Less: ({ left, right }) => compare(left, "<", right),
  LessEqual: ({ left, right }) => compare(left, "<=", right),
  Greater: ({ left, right }) => compare(left, ">", right),
  GreaterEqual: ({ left, right }) => compare(left, ">=", right),
  IdenticalTo: ({ left, right }) => compare(left, "IS NOT DISTINCT FROM", right),
  Between: ({ arg, lower, upper }) =>
    withPrecedence(
      Precedence.comparison,
    )`${operand(arg, Precedence.otherOperator)} BETWEEN ${operand(lower, Precedence.otherOperator)} AND ${operand(upper, Precedence.otherOperator)}`,
  IsIn: ({ arg, options }) => {
    if (options.length === 0) return sql`FALSE`;
    return withPrecedence(Precedence.comparison)`${operand(arg, Precedence.otherOperator)} IN (${commaList(options)})`;
  },
  IsNull: ({ arg }) => isNull(arg),
  NotNull: ({ arg }) => isNotNull(arg),
  And: ({ left, right }) => and(left, right),
  Or: ({ left, right }) => or(left, right),
  Xor: ({ left, right }) => compare(left, "<>", right),
  Not: ({ arg }) => not(arg),
} satisfies Partial<Rules>;
