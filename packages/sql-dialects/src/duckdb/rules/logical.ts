import type { Rules } from "../../dialect.js";
import { call, compare, intLiteral, operand, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence, some } from "../../sql/expr.js";
import { logicalRules as standard } from "../../standard/logical.js";

const truncatedTimestamps = new WeakSet<Sql>();
/** Marks the start of a timestamp's unit, which is not to be compared with a constant as it stands. */
export function truncatedTimestamp(start: Sql): Sql {
  truncatedTimestamps.add(start);
  return start;
}

type Two = { readonly left: Sql; readonly right: Sql };
const varies = (value: Sql): boolean =>
  some(value, ({ kind }) => kind === "column" || kind === "query" || kind === "name");
/** DuckDB knows which constants start no unit, and finds that NULL differs from them; what comes out of a list it does not look through. */
const compared =
  (sign: "=" | "<>") =>
  ({ left, right }: Two): Sql => {
    const hidden = (value: Sql, other: Sql): Sql =>
      truncatedTimestamps.has(value) && !varies(other) ? call("LIST_EXTRACT", sql`[${value}]`, intLiteral(1)) : value;
    return compare(hidden(left, right), sign, hidden(right, left));
  };

export const logicalRules = {
  ...standard,
  Equals: compared("="),
  NotEquals: compared("<>"),
  // No AT TIME ZONE stands bare before the AND.
  Between: ({ arg, lower, upper }) => {
    const least = lower.kind === "text" && lower.level === Precedence.power ? Precedence.atom : Precedence.other;
    return withPrecedence(
      Precedence.comparison,
    )`${operand(arg, Precedence.other)} BETWEEN ${operand(lower, least)} AND ${operand(upper, Precedence.other)}`;
  },
} satisfies Partial<Rules>;
