import type { Rules } from "../../dialect.js";
import { call, compare, intLiteral, operand, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { anyNode } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { logicalRules as standard } from "../../standard/logical.js";

const truncatedTimestamps = new WeakSet<Sql>();
/** Marks a truncated timestamp, which must not be compared with a constant directly; see {@link compareRule}. */
export function truncatedTimestamp(start: Sql): Sql {
  truncatedTimestamps.add(start);
  return start;
}

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
const varies = (value: Sql): boolean =>
  anyNode(value, ({ kind }) => kind === "column" || kind === "query" || kind === "name");
/**
 * Compares two values. DuckDB folds a comparison of DATE_TRUNC with a constant that is not the start of a unit to a
 * constant, even for NULL. It does not see through LIST_EXTRACT.
 */
const compareRule =
  (sign: "=" | "<>") =>
  ({ left, right }: BinaryArgs): Sql => {
    const hideFromOptimizer = (value: Sql, comparand: Sql): Sql =>
      truncatedTimestamps.has(value) && !varies(comparand)
        ? call("LIST_EXTRACT", sql`[${value}]`, intLiteral(1))
        : value;
    return compare(hideFromOptimizer(left, right), sign, hideFromOptimizer(right, left));
  };

/** Rules for logic and comparison. */
export const logicalRules = {
  ...standard,
  Equals: compareRule("="),
  NotEquals: compareRule("<>"),
  // DuckDB's parser requires parentheses around AT TIME ZONE before AND.
  Between: ({ arg, lower, upper }) => {
    const minPrecedence =
      lower.kind === "text" && lower.precedence === Precedence.power ? Precedence.atom : Precedence.otherOperator;
    return withPrecedence(
      Precedence.comparison,
    )`${operand(arg, Precedence.otherOperator)} BETWEEN ${operand(lower, minPrecedence)} AND ${operand(upper, Precedence.otherOperator)}`;
  },
} satisfies Partial<Rules>;
