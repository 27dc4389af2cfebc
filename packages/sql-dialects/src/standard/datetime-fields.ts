import { int64 } from "@avocet/core";
import type { RuleContext, Rules } from "../dialect.js";
import { call, infix, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { UnaryArgs } from "./operators.js";

type Context = Pick<RuleContext, "cast">;
/** `EXTRACT(field FROM value)`. */
export const extract = (field: string, value: Sql): Sql => sql`EXTRACT(${keyword(field)} FROM ${value})`;

/**
 * Rules for the fields of dates and times that EXTRACT returns without a fraction. `convert` converts a field to int64;
 * by default with a cast, because EXTRACT returns a decimal in the standard.
 */
export function fieldRules(convert: (field: Sql, context: Context) => Sql = (field, { cast }) => cast(field, int64)) {
  const fieldRule =
    (name: string) =>
    ({ arg }: UnaryArgs, context: Context): Sql =>
      convert(extract(name, arg), context);
  return {
    ExtractYear: fieldRule("year"),
    ExtractIsoYear: fieldRule("isoyear"),
    ExtractQuarter: fieldRule("quarter"),
    ExtractMonth: fieldRule("month"),
    ExtractWeekOfYear: fieldRule("week"),
    ExtractDay: fieldRule("day"),
    ExtractDayOfYear: fieldRule("doy"),
    ExtractDayOfWeek: fieldRule("isodow"),
    ExtractHour: fieldRule("hour"),
    ExtractMinute: fieldRule("minute"),
  } satisfies Partial<Rules>;
}

/** Rule for a field without its fraction; modulo `size` if the field counts from the start of the minute. */
const wholeField =
  (name: string, size: number | null) =>
  ({ arg }: UnaryArgs, { cast }: Context): Sql => {
    const floor = call("FLOOR", extract(name, arg));
    return cast(size === null ? floor : infix(floor, "%", intLiteral(size), Precedence.multiply), int64);
  };

/** Rules for the fields of dates and times, with the field names of PostgreSQL. */
export const datetimeFieldRules = {
  ...fieldRules(),
  ExtractSecond: wholeField("second", null),
  ExtractMillisecond: wholeField("milliseconds", 1000),
  ExtractMicrosecond: wholeField("microseconds", 1_000_000),
  ExtractEpochSeconds: wholeField("epoch", null),
  DayName: ({ arg }) => call("DAYNAME", arg),
  MonthName: ({ arg }) => call("MONTHNAME", arg),
} satisfies Partial<Rules>;
