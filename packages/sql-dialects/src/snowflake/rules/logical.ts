import type { DType } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, compare, infix, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { logicalRules as standard } from "../../standard/logical.js";
import { intervalComponents } from "../interval.js";

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported">;

const isUnordered = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json";

/** The length of an interval in microseconds, counting a month as 30 days. */
function intervalMicros(interval: Sql): Sql {
  const { months, days, micros } = intervalComponents(interval);
  const inDays = infix(infix(months, "*", intLiteral(30), Precedence.multiply), "+", days, Precedence.add);
  return infix(infix(inDays, "*", intLiteral(86_400_000_000), Precedence.multiply), "+", micros, Precedence.add);
}
/** A value that can be compared with < and >; intervals are compared by length. */
function sortableOperand(value: Sql, dtype: DType, context: Pick<Context, "unsupported">): Sql {
  if (isUnordered(dtype)) throw context.unsupported(`values of type ${dtype.kind} cannot be ordered`);
  return dtype.kind === "interval" ? intervalMicros(value) : value;
}
const comparison =
  (operator: string) =>
  ({ left, right }: BinaryArgs, context: Context): Sql =>
    compare(
      sortableOperand(left, context.dtype("left"), context),
      operator,
      sortableOperand(right, context.dtype("right"), context),
    );

export const logicalRules = {
  ...standard,
  Less: comparison("<"),
  LessEqual: comparison("<="),
  Greater: comparison(">"),
  GreaterEqual: comparison(">="),
  Between: ({ arg, lower, upper }, context) => {
    const { kind } = context.dtype("arg");
    if (kind !== "interval" && !isUnordered(context.dtype("arg"))) return standard.Between({ arg, lower, upper });
    const lessOrEqual = (left: Sql, right: Sql): Sql =>
      comparison("<=")({ left, right }, { ...context, dtype: () => context.dtype("arg") });
    return and(lessOrEqual(lower, arg), lessOrEqual(arg, upper));
  },
} satisfies Partial<Rules>;
