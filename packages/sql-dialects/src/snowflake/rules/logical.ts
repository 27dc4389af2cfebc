import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, compare, infix, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { logicalRules as standard } from "../../standard/logical.js";
import { partsOf } from "../interval.js";

type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported">;

const unordered = (dtype: DType): boolean => isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json";

/** An interval by how long it is, a month counted as 30 days. */
function duration(interval: Sql): Sql {
  const { months, days, micros } = partsOf(interval);
  const inDays = infix(infix(months, "*", intLiteral(30), Precedence.multiply), "+", days, Precedence.add);
  return infix(infix(inDays, "*", intLiteral(86_400_000_000), Precedence.multiply), "+", micros, Precedence.add);
}
/** Refuses values without an order; intervals are ordered by their lengths. */
function ordered(value: Sql, dtype: DType, context: Pick<Context, "unsupported">): Sql {
  if (unordered(dtype)) throw context.unsupported(`values of ${dtype.kind} have no order in Snowflake`);
  return dtype.kind === "interval" ? duration(value) : value;
}
const comparison =
  (sign: string) =>
  ({ left, right }: Two, context: Context): Sql =>
    compare(ordered(left, context.dtype("left"), context), sign, ordered(right, context.dtype("right"), context));

export const logicalRules = {
  ...standard,
  Less: comparison("<"),
  LessEqual: comparison("<="),
  Greater: comparison(">"),
  GreaterEqual: comparison(">="),
  Between: ({ arg, lower, upper }, context) => {
    const { kind } = context.dtype("arg");
    if (kind !== "interval" && !unordered(context.dtype("arg"))) return standard.Between({ arg, lower, upper });
    const bound = (left: Sql, right: Sql): Sql =>
      comparison("<=")({ left, right }, { ...context, dtype: () => context.dtype("arg") });
    return and(bound(lower, arg), bound(arg, upper));
  },
} satisfies Partial<Rules>;
