import type { DType, IntervalValue, ir } from "@avocet/core";
import { isTimestamp } from "@avocet/core";
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
import { Precedence } from "../../sql/expr.js";
import { betweenTimes } from "../../standard/temporal.js";
import { truncatedTimestamp } from "./logical.js";

// Sessions run in UTC, so functions of instants read the clock of UTC.
const date: DType = { kind: "date", nullable: true };
const time: DType = { kind: "time", nullable: true };
const int64: DType = { kind: "int64", nullable: true };
const anyDay: Sql = { kind: "literal", value: "2000-01-01", dtype: { kind: "date", nullable: false }, fixed: true };

type One = { readonly arg: Sql };
type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "cast">;

const part = (name: string, arg: Sql): Sql => sql`EXTRACT(${keyword(name)} FROM ${arg})`;
const extract =
  (name: string) =>
  ({ arg }: One): Sql =>
    part(name, arg);
const truncated = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
/** A time of day as a timestamp, for functions that take no time. */
const onAnyDay = (arg: Sql): Sql => infix(anyDay, "+", arg, Precedence.add);
const atZone = (arg: Sql, zone: string): Sql =>
  withPrecedence(Precedence.power)`${operand(arg, Precedence.atom)} AT TIME ZONE ${stringLiteral(zone)}`;
const plus = ({ left, right }: Two): Sql => infix(left, "+", right, Precedence.add);
const minus = ({ left, right }: Two): Sql => infix(left, "-", right, Precedence.add);
/**
 * An interval that moves an instant back by months and by days or time is taken in the other order than where it moves a timestamp; so
 * that the last of a month is the same either way, such an instant is moved as a timestamp.
 */
const moved =
  (change: (args: Two) => Sql) =>
  (
    { left, right }: Two,
    { dtype, node }: Context & { readonly node: { readonly args: { readonly right: ir.Value } } },
  ): Sql => {
    const own = dtype("left");
    const instant = isTimestamp(own) && own.zone !== null;
    if (!instant || inOneStep(node.args.right)) return change({ left, right });
    return atZone(change({ left: atZone(left, "UTC"), right }), "UTC");
  };
function inOneStep(interval: ir.Value): boolean {
  if (interval.type === "op") return interval.op === "IntervalFromInteger";
  if (interval.type !== "literal" || !Array.isArray(interval.value)) return false;
  const [months = 0, days = 0, micros = 0] = interval.value;
  return months === 0 || (days === 0 && micros === 0);
}
const delta = (unit: string, { left, right }: Two): Sql => call("DATE_DIFF", stringLiteral(unit), right, left);
/** DATE_DIFF counts the starts of all units but the week, of which it counts those that have passed; between Mondays they agree. */
const dayDelta = (unit: string, { left, right }: Two): Sql =>
  delta(unit, unit === "week" ? { left: truncated(unit, left), right: truncated(unit, right) } : { left, right });
const span = ({ months, days, micros }: IntervalValue): Sql => ({
  kind: "literal",
  value: [months, days, micros],
  dtype: { kind: "interval", nullable: false },
  fixed: true,
});
/** The functions that make intervals and moments take no unsigned 64-bit integers, and products need the width. */
const bigint = (arg: Sql, name: string, { dtype, cast }: Context, wide = false): Sql =>
  dtype(name).kind === "uint64" || (wide && (arg.kind === "literal" || dtype(name).kind !== "int64"))
    ? cast(arg, int64)
    : arg;

type Clock = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };
/** MAKE_TIME and MAKE_TIMESTAMP take 24:00:00 and a second of 60, which no clock shows. */
function onTheClock({ hour, second }: Clock, made: Sql): Sql {
  const beyond = [
    ...(hour.kind === "literal" ? [] : [compare(hour, ">", intLiteral(23))]),
    ...(second.kind === "literal" ? [] : [compare(second, ">", intLiteral(59))]),
  ];
  if (beyond.length === 0) return made;
  return caseWhen([[beyond.reduce(or), call("ERROR", stringLiteral("an hour is 0 to 23 and a second 0 to 59"))]], made);
}

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
  // These two count from the start of the minute.
  ExtractMillisecond: ({ arg }) => infix(part("millisecond", arg), "%", intLiteral(1000), Precedence.multiply),
  ExtractMicrosecond: ({ arg }) => infix(part("microsecond", arg), "%", intLiteral(1_000_000), Precedence.multiply),
  // EPOCH is a float, which holds whole seconds exactly.
  ExtractEpochSeconds: ({ arg }, { cast, dtype }) =>
    cast(call("EPOCH", isTimestamp(dtype("arg")) ? truncated("second", arg) : arg), int64),

  DateTruncate: ({ arg, unit = "day" }, { cast }) => (unit === "day" ? arg : cast(truncated(unit, arg), date)),
  TimestampTruncate: ({ arg, unit = "microsecond" }) => truncatedTimestamp(truncated(unit, arg)),
  TimeTruncate: ({ arg, unit = "microsecond" }, { cast }) => cast(truncated(unit, onAnyDay(arg)), time),
  TimestampBucket: ({ arg, width, offset }, { unsupported }) => {
    if (!width) throw unsupported("a bucket has a width");
    return call("TIME_BUCKET", span(width), arg, ...(offset ? [span(offset)] : []));
  },
  Strftime: ({ arg, format = "" }, { dtype }) =>
    call("STRFTIME", dtype("arg").kind === "time" ? onAnyDay(arg) : arg, stringLiteral(format)),
  Date: ({ arg }, { cast, dtype }) => (dtype("arg").kind === "date" ? arg : cast(arg, date)),
  // There is no cast from an instant to a time.
  Time: ({ arg }, { cast, dtype }) => {
    const own = dtype("arg");
    return cast(isTimestamp(own) && own.zone !== null ? atZone(arg, "UTC") : arg, time);
  },

  // A date and an interval are a timestamp.
  DateAdd: (args, { cast }) => cast(plus(args), date),
  DateSub: (args, { cast }) => cast(minus(args), date),
  TimestampAdd: moved(plus),
  TimestampSub: moved(minus),
  TimeAdd: plus,
  TimeSub: minus,
  DateDelta: (args) => dayDelta(args.unit ?? "day", args),
  TimestampDelta: (args) => dayDelta(args.unit ?? "microsecond", args),
  TimeDelta: (args) => delta(args.unit ?? "microsecond", args),
  BetweenTime: betweenTimes,

  IntervalFromInteger: ({ arg, unit = "day" }, context) =>
    call(`TO_${unit.toUpperCase()}S`, bigint(arg, "arg", context)),
  IntervalAdd: plus,
  IntervalSubtract: minus,
  IntervalMultiply: ({ left, right }, context) =>
    infix(left, "*", bigint(right, "right", context), Precedence.multiply),
  IntervalNegate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,

  DateFromYMD: ({ year, month, day }, context) =>
    call("MAKE_DATE", bigint(year, "year", context), bigint(month, "month", context), bigint(day, "day", context)),
  TimestampFromYMDHMS: (args, context) => {
    const names = ["year", "month", "day", "hour", "minute", "second"] as const;
    return onTheClock(args, call("MAKE_TIMESTAMP", ...names.map((name) => bigint(args[name], name, context))));
  },
  TimeFromHMS: (args, context) => {
    const names = ["hour", "minute", "second"] as const;
    return onTheClock(args, call("MAKE_TIME", ...names.map((name) => bigint(args[name], name, context))));
  },
  TimestampFromUnix: ({ arg, unit = "second" }, context) => {
    const micros = { second: 1_000_000, millisecond: 1000, microsecond: 1 }[unit];
    const count = bigint(arg, "arg", context, micros > 1);
    return call("MAKE_TIMESTAMPTZ", micros > 1 ? infix(count, "*", intLiteral(micros), Precedence.multiply) : count);
  },
  AtTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  FromTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  Now: () => call("NOW"),
  Today: () => keyword("CURRENT_DATE"),
} satisfies Partial<Rules>;
