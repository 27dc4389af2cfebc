import type { IntervalValue } from "@avocet/core";
import { date, time, timestamp } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
import type { Rules } from "../dialect.js";
import { call, compare, intLiteral, keyword, operand, stringLiteral, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { betweenTimes } from "./between-times.js";
import { datetimeFieldRules } from "./datetime-fields.js";
import type { BinaryArgs } from "./operators.js";
import { infixRule, minus, negative, plus, times } from "./operators.js";

export const truncateTo = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
export const atZone = (arg: Sql, zone: string): Sql =>
  withPrecedence(Precedence.power)`${operand(arg, Precedence.atom)} AT TIME ZONE ${stringLiteral(zone)}`;
/** An interval literal that is part of the SQL text. */
export const intervalLiteral = ({ months, days, micros }: IntervalValue): Sql => ({
  kind: "literal",
  value: [months, days, micros],
  dtype: { kind: "interval", nullable: false },
  fixed: true,
});
const UNIT_INTERVALS: Readonly<Record<string, IntervalValue>> = {
  year: { months: 12, days: 0, micros: 0 },
  quarter: { months: 3, days: 0, micros: 0 },
  month: { months: 1, days: 0, micros: 0 },
  week: { months: 0, days: 7, micros: 0 },
  day: { months: 0, days: 1, micros: 0 },
  hour: { months: 0, days: 0, micros: 3_600_000_000 },
  minute: { months: 0, days: 0, micros: 60_000_000 },
  second: { months: 0, days: 0, micros: 1_000_000 },
  millisecond: { months: 0, days: 0, micros: 1000 },
  microsecond: { months: 0, days: 0, micros: 1 },
};
const NO_INTERVAL: IntervalValue = { months: 0, days: 0, micros: 0 };
const unitsAsInterval = (count: Sql, unit: string): Sql =>
  times(count, intervalLiteral(UNIT_INTERVALS[unit] ?? NO_INTERVAL));
const EPOCH: Sql = {
  kind: "literal",
  value: "1970-01-01T00:00:00Z",
  dtype: { ...timestamp("UTC"), nullable: false },
  fixed: true,
};

const dateDiff = (unit: string, { left, right }: BinaryArgs): Sql =>
  call("DATE_DIFF", stringLiteral(unit), right, left);
/** DATE_DIFF counts boundaries of all units except weeks, where it counts full weeks; both agree between Mondays. */
const alignedDateDiff = (unit: string, { left, right }: BinaryArgs): Sql =>
  dateDiff(unit, unit === "week" ? { left: truncateTo(unit, left), right: truncateTo(unit, right) } : { left, right });

/** The tests for an hour of 24 and a second of 60, which MAKE_TIME and MAKE_TIMESTAMP accept. */
export const outOfRangeTimeTests = ({ hour, second }: { readonly hour: Sql; readonly second: Sql }): readonly Sql[] => [
  ...(hour.kind === "literal" ? [] : [compare(hour, ">", intLiteral(23))]),
  ...(second.kind === "literal" ? [] : [compare(second, ">", intLiteral(59))]),
];

/** Rules for dates, times, timestamps and intervals, for sessions in UTC. */
export const temporalRules = {
  ...datetimeFieldRules,
  DateTruncate: ({ arg, unit = "day" }, { cast }) => (unit === "day" ? arg : cast(truncateTo(unit, arg), date)),
  TimestampTruncate: ({ arg, unit = "microsecond" }) => truncateTo(unit, arg),
  TimeTruncate: ({ arg, unit = "microsecond" }) => truncateTo(unit, arg),
  TimestampBucket: ({ arg, width, offset }, { unsupported }) => {
    if (!width) throw unsupported("a bucket requires a width");
    return call("TIME_BUCKET", intervalLiteral(width), arg, ...(offset ? [intervalLiteral(offset)] : []));
  },
  Date: ({ arg }, { cast, dtype }) => (dtype("arg").kind === "date" ? arg : cast(arg, date)),
  Time: ({ arg }, { cast, dtype }) => {
    const argDType = dtype("arg");
    return cast(isTimestamp(argDType) && argDType.zone !== null ? atZone(arg, "UTC") : arg, time);
  },

  // The sum of a date and an interval is a timestamp.
  DateAdd: ({ left, right }, { cast }) => cast(plus(left, right), date),
  DateSub: ({ left, right }, { cast }) => cast(minus(left, right), date),
  TimestampAdd: infixRule("+", Precedence.add),
  TimestampSub: infixRule("-", Precedence.add),
  TimeAdd: infixRule("+", Precedence.add),
  TimeSub: infixRule("-", Precedence.add),
  DateDelta: (args) => alignedDateDiff(args.unit ?? "day", args),
  TimestampDelta: (args) => alignedDateDiff(args.unit ?? "microsecond", args),
  TimeDelta: (args) => dateDiff(args.unit ?? "microsecond", args),
  BetweenTime: (args) => betweenTimes(args),

  IntervalFromInteger: ({ arg, unit = "day" }) => unitsAsInterval(arg, unit),
  IntervalAdd: infixRule("+", Precedence.add),
  IntervalSubtract: infixRule("-", Precedence.add),
  IntervalMultiply: infixRule("*", Precedence.multiply),
  IntervalNegate: ({ arg }) => negative(arg),

  DateFromYMD: ({ year, month, day }) => call("MAKE_DATE", year, month, day),
  TimestampFromYMDHMS: ({ year, month, day, hour, minute, second }) =>
    call("MAKE_TIMESTAMP", year, month, day, hour, minute, second),
  TimeFromHMS: ({ hour, minute, second }) => call("MAKE_TIME", hour, minute, second),
  TimestampFromUnix: ({ arg, unit = "second" }) => plus(EPOCH, unitsAsInterval(arg, unit)),
  AtTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  FromTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  Now: () => call("NOW"),
  Today: () => keyword("CURRENT_DATE"),
} satisfies Partial<Rules>;
