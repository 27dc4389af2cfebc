import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { arrayOf, cast, castAs, int64, onceUnlessNull } from "../build.js";

type Ends = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
const [N, MOMENT] = [identifierSql("n"), identifierSql("moment")];
const nullable =
  (context: Context) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;

const seconds = (value: Sql): Sql => sql`EXTRACT(epoch FROM ${value})`;

/** The start and so many steps, as many as could be before the stop: a month counts as 30 days, and may be 28. */
function moments(ends: Ends, context: Context): Sql {
  const type = context.dtype("start").kind === "date" ? "timestamp" : null;
  const asMoment = (value: Sql): Sql => (type ? castAs(value, type) : value);
  return onceUnlessNull({ ...ends }, nullable(context), ({ start, stop, step }) => {
    const distance = infix(seconds(asMoment(stop)), "-", seconds(asMoment(start)), Precedence.add);
    const most = call("CEIL", sql`(${distance}) / NULLIF(${seconds(step)} * 0.9, 0)`);
    const series = sql`GENERATE_SERIES(0, ${cast(most, int64)}) AS ${identifierSql("steps")}(${N})`;
    const moved = infix(start, "+", infix(N, "*", step, Precedence.multiply), Precedence.add);
    const before = caseWhen(
      [[compare(seconds(step), ">", intLiteral(0)), compare(MOMENT, "<", stop)]],
      compare(MOMENT, ">", stop),
    );
    const found = arrayOf(
      sql`SELECT ${MOMENT} FROM (SELECT ${N}, ${moved} AS ${MOMENT} FROM ${series}) AS ${identifierSql("moments")} WHERE ${before} ORDER BY ${N}`,
    );
    return cast(found, context.node.dtype);
  });
}

export const rangeRules = {
  // The series ends with the stop where a step falls on it.
  Range: ({ start, stop, step }, context) =>
    onceUnlessNull(
      { start: cast(start, int64), stop: cast(stop, int64), step: cast(step, int64) },
      nullable(context),
      (a) =>
        arrayOf(
          sql`SELECT ${N} FROM GENERATE_SERIES(${a.start}, ${a.stop}, NULLIF(${a.step}, 0)) AS ${identifierSql("steps")}(${N}) WHERE ${compare(N, "<>", a.stop)}`,
        ),
    ),
  DateRange: moments,
  TimestampRange: moments,
} satisfies Partial<Rules>;
