import { and, compare, operand, or, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";

/** True if a time is between two times, both inclusive. A range such as 22:00–06:00 wraps around midnight. */
export function betweenTimes({
  arg,
  lower,
  upper,
}: {
  readonly arg: Sql;
  readonly lower: Sql;
  readonly upper: Sql;
}): Sql {
  const inRange = withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.otherOperator)} BETWEEN ${operand(lower, Precedence.atom)} AND ${operand(upper, Precedence.otherOperator)}`;
  const wrapsMidnight = or(compare(arg, ">=", lower), compare(arg, "<=", upper));
  if (lower.kind === "literal" && upper.kind === "literal" && lower.value !== null && upper.value !== null)
    return String(lower.value) <= String(upper.value) ? inRange : wrapsMidnight;
  return or(and(compare(lower, "<=", upper), inRange), and(compare(lower, ">", upper), wrapsMidnight));
}
