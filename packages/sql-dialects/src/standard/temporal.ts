import { and, compare, operand, or, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";

/** Whether a time lies between two, both included; around midnight if the first is the later. */
export function betweenTimes({
  arg,
  lower,
  upper,
}: {
  readonly arg: Sql;
  readonly lower: Sql;
  readonly upper: Sql;
}): Sql {
  const within = withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.other)} BETWEEN ${operand(lower, Precedence.atom)} AND ${operand(upper, Precedence.other)}`;
  const around = or(compare(arg, ">=", lower), compare(arg, "<=", upper));
  if (lower.kind === "literal" && upper.kind === "literal" && lower.value !== null && upper.value !== null)
    return String(lower.value) <= String(upper.value) ? within : around;
  return or(and(compare(lower, "<=", upper), within), and(compare(lower, ">", upper), around));
}
