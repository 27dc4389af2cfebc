import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { arraySubquery, cast, castAs, evaluateUnlessNull, int64 } from "../build.js";

type RangeArgs = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
const [N, VALUE] = [identifierSql("n"), identifierSql("moment")];
const nullableArg =
  (context: Context) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;

const seconds = (value: Sql): Sql => sql`EXTRACT(epoch FROM ${value})`;

/**
 * A range of dates or timestamps: generates enough steps and keeps those before the stop. The number of steps is an
 * upper bound; epoch counts a month as 30 days, but it may have 28.
 */
function temporalRange(args: RangeArgs, context: Context): Sql {
  const type = context.dtype("start").kind === "date" ? "timestamp" : null;
  const toTimestamp = (value: Sql): Sql => (type ? castAs(value, type) : value);
  return evaluateUnlessNull({ ...args }, nullableArg(context), ({ start, stop, step }) => {
    const distance = infix(seconds(toTimestamp(stop)), "-", seconds(toTimestamp(start)), Precedence.add);
    const maxSteps = call("CEIL", sql`(${distance}) / NULLIF(${seconds(step)} * 0.9, 0)`);
    const series = sql`GENERATE_SERIES(0, ${cast(maxSteps, int64)}) AS ${identifierSql("steps")}(${N})`;
    const shifted = infix(start, "+", infix(N, "*", step, Precedence.multiply), Precedence.add);
    const isBeforeStop = caseWhen(
      [[compare(seconds(step), ">", intLiteral(0)), compare(VALUE, "<", stop)]],
      compare(VALUE, ">", stop),
    );
    const values = arraySubquery(
      sql`SELECT ${VALUE} FROM (SELECT ${N}, ${shifted} AS ${VALUE} FROM ${series}) AS ${identifierSql("moments")} WHERE ${isBeforeStop} ORDER BY ${N}`,
    );
    return cast(values, context.node.dtype);
  });
}

export const rangeRules = {
  // GENERATE_SERIES includes the stop.
  Range: ({ start, stop, step }, context) =>
    evaluateUnlessNull(
      { start: cast(start, int64), stop: cast(stop, int64), step: cast(step, int64) },
      nullableArg(context),
      (a) =>
        arraySubquery(
          sql`SELECT ${N} FROM GENERATE_SERIES(${a.start}, ${a.stop}, NULLIF(${a.step}, 0)) AS ${identifierSql("steps")}(${N}) WHERE ${compare(N, "<>", a.stop)}`,
        ),
    ),
  DateRange: temporalRange,
  TimestampRange: temporalRange,
} satisfies Partial<Rules>;
