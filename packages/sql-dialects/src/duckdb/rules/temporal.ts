import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  compare,
  infix,
  intLiteral,
  keyword,
  operand,
  or,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { betweenTimes } from "../../standard/temporal.js";
import { truncatedTimestamp } from "./logical.js";

// Sessions run in UTC, so functions on timestamps with time zone return fields in UTC.
const date: DType = { kind: "date", nullable: true };
const time: DType = { kind: "time", nullable: true };
const int64: DType = { kind: "int64", nullable: true };
const ARBITRARY_DAY: Sql = {
  kind: "literal",
  value: "2000-01-01",
  dtype: { kind: "date", nullable: false },
  fixed: true,
};

type UnaryArgs = { readonly arg: Sql };
type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "cast">;

const extractField = (name: string, arg: Sql): Sql => sql`EXTRACT(${keyword(name)} FROM ${arg})`;
const extract =
  (name: string) =>
  ({ arg }: UnaryArgs): Sql =>
    extractField(name, arg);
const truncate = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
/** Converts a time of day to a timestamp, for functions that do not accept times. */
const timeAsTimestamp = (arg: Sql): Sql => infix(ARBITRARY_DAY, "+", arg, Precedence.add);
const atZone = (arg: Sql, zone: string): Sql =>
  withPrecedence(Precedence.power)`${operand(arg, Precedence.atom)} AT TIME ZONE ${stringLiteral(zone)}`;
const plus = ({ left, right }: BinaryArgs): Sql => infix(left, "+", right, Precedence.add);
const minus = ({ left, right }: BinaryArgs): Sql => infix(left, "-", right, Precedence.add);
/**
 * Adds or subtracts an interval. For timestamps with time zone, DuckDB subtracts months and days in another order than
 * for plain timestamps, so such arithmetic is done on plain timestamps in UTC.
 */
const instantArithmetic =
  (operation: (args: BinaryArgs) => Sql) =>
  (
    { left, right }: BinaryArgs,
    { dtype, node }: Context & { readonly node: { readonly args: { readonly right: ir.Value } } },
  ): Sql => {
    const leftDtype = dtype("left");
    const hasTimeZone = isTimestamp(leftDtype) && leftDtype.zone !== null;
    if (!hasTimeZone || hasSingleUnit(node.args.right)) return operation({ left, right });
    return atZone(operation({ left: atZone(left, "UTC"), right }), "UTC");
  };
function hasSingleUnit(interval: ir.Value): boolean {
  if (interval.type === "op") return interval.op === "IntervalFromInteger";
  if (interval.type !== "literal" || !Array.isArray(interval.value)) return false;
  const [months = 0, days = 0, micros = 0] = interval.value;
  return months === 0 || (days === 0 && micros === 0);
}
const dateDiff = (unit: string, { left, right }: BinaryArgs): Sql =>
  call("DATE_DIFF", stringLiteral(unit), right, left);
/** DATE_DIFF counts boundaries of all units except weeks, where it counts full weeks; both agree between Mondays. */
const alignedDateDiff = (unit: string, { left, right }: BinaryArgs): Sql =>
  dateDiff(unit, unit === "week" ? { left: truncate(unit, left), right: truncate(unit, right) } : { left, right });
const intervalLiteral = ({ months, days, micros }: IntervalValue): Sql => ({
  kind: "literal",
  value: [months, days, micros],
  dtype: { kind: "interval", nullable: false },
  fixed: true,
});
/** Interval and timestamp constructors do not accept unsigned 64-bit integers, and products need 64 bits. */
const castBigint = (arg: Sql, name: string, { dtype, cast }: Context, needsWidth = false): Sql =>
  dtype(name).kind === "uint64" || (needsWidth && (arg.kind === "literal" || dtype(name).kind !== "int64"))
    ? cast(arg, int64)
    : arg;

type TimeFields = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };
/** Raises an error for hour 24 and second 60, which MAKE_TIME and MAKE_TIMESTAMP accept. */
function checkTime({ hour, second }: TimeFields, constructed: Sql): Sql {
  const violations = [
    ...(hour.kind === "literal" ? [] : [compare(hour, ">", intLiteral(23))]),
    ...(second.kind === "literal" ? [] : [compare(second, ">", intLiteral(59))]),
  ];
  if (violations.length === 0) return constructed;
  return caseWhen(
    [[violations.reduce(or), call("ERROR", stringLiteral("an hour is 0 to 23 and a second 0 to 59"))]],
    constructed,
  );
}

/** Rules for dates, times, timestamps and intervals. */
export const temporalRules = {
  ExtractYear: extract("year"),
  ExtractIsoYear: extract("isoyear"),
  ExtractQuarter: extract("quarter"),
  ExtractMonth: extract("month"),
  ExtractWeekOfYear: extract("week"),
  ExtractDay: extract("day"),
  ExtractDayOfYear: extract("doy"),
  ExtractDayOfWeek: extract("isodow"),
  DayName: ({ arg }) => call("DAYNAME", arg),
  MonthName: ({ arg }) => call("MONTHNAME", arg),
  ExtractHour: extract("hour"),
  ExtractMinute: extract("minute"),
  ExtractSecond: extract("second"),
  // EXTRACT counts milliseconds and microseconds from the start of the minute.
  ExtractMillisecond: ({ arg }) => infix(extractField("millisecond", arg), "%", intLiteral(1000), Precedence.multiply),
  ExtractMicrosecond: ({ arg }) =>
    infix(extractField("microsecond", arg), "%", intLiteral(1_000_000), Precedence.multiply),
  // EPOCH returns a float, which represents whole seconds exactly.
  ExtractEpochSeconds: ({ arg }, { cast, dtype }) =>
    cast(call("EPOCH", isTimestamp(dtype("arg")) ? truncate("second", arg) : arg), int64),

  DateTruncate: ({ arg, unit = "day" }, { cast }) => (unit === "day" ? arg : cast(truncate(unit, arg), date)),
  TimestampTruncate: ({ arg, unit = "microsecond" }) => truncatedTimestamp(truncate(unit, arg)),
  TimeTruncate: ({ arg, unit = "microsecond" }, { cast }) => cast(truncate(unit, timeAsTimestamp(arg)), time),
  TimestampBucket: ({ arg, width, offset }, { unsupported }) => {
    if (!width) throw unsupported("a bucket requires a width");
    return call("TIME_BUCKET", intervalLiteral(width), arg, ...(offset ? [intervalLiteral(offset)] : []));
  },
  Strftime: ({ arg, format = "" }, { dtype }) =>
    call("STRFTIME", dtype("arg").kind === "time" ? timeAsTimestamp(arg) : arg, stringLiteral(format)),
  Date: ({ arg }, { cast, dtype }) => (dtype("arg").kind === "date" ? arg : cast(arg, date)),
  // DuckDB has no cast from a timestamp with time zone to a time.
  Time: ({ arg }, { cast, dtype }) => {
    const argDtype = dtype("arg");
    return cast(isTimestamp(argDtype) && argDtype.zone !== null ? atZone(arg, "UTC") : arg, time);
  },

  // The sum of a date and an interval is a timestamp.
  DateAdd: (args, { cast }) => cast(plus(args), date),
  DateSub: (args, { cast }) => cast(minus(args), date),
  TimestampAdd: instantArithmetic(plus),
  TimestampSub: instantArithmetic(minus),
  TimeAdd: plus,
  TimeSub: minus,
  DateDelta: (args) => alignedDateDiff(args.unit ?? "day", args),
  TimestampDelta: (args) => alignedDateDiff(args.unit ?? "microsecond", args),
  TimeDelta: (args) => dateDiff(args.unit ?? "microsecond", args),
  BetweenTime: betweenTimes,

  IntervalFromInteger: ({ arg, unit = "day" }, context) =>
    call(`TO_${unit.toUpperCase()}S`, castBigint(arg, "arg", context)),
  IntervalAdd: plus,
  IntervalSubtract: minus,
  IntervalMultiply: ({ left, right }, context) =>
    infix(left, "*", castBigint(right, "right", context), Precedence.multiply),
  IntervalNegate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,

  DateFromYMD: ({ year, month, day }, context) =>
    call(
      "MAKE_DATE",
      castBigint(year, "year", context),
      castBigint(month, "month", context),
      castBigint(day, "day", context),
    ),
  TimestampFromYMDHMS: (args, context) => {
    const names = ["year", "month", "day", "hour", "minute", "second"] as const;
    return checkTime(args, call("MAKE_TIMESTAMP", ...names.map((name) => castBigint(args[name], name, context))));
  },
  TimeFromHMS: (args, context) => {
    const names = ["hour", "minute", "second"] as const;
    return checkTime(args, call("MAKE_TIME", ...names.map((name) => castBigint(args[name], name, context))));
  },
  TimestampFromUnix: ({ arg, unit = "second" }, context) => {
    const micros = { second: 1_000_000, millisecond: 1000, microsecond: 1 }[unit];
    const count = castBigint(arg, "arg", context, micros > 1);
    return call("MAKE_TIMESTAMPTZ", micros > 1 ? infix(count, "*", intLiteral(micros), Precedence.multiply) : count);
  },
  AtTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  FromTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  Now: () => call("NOW"),
  Today: () => keyword("CURRENT_DATE"),
} satisfies Partial<Rules>;
