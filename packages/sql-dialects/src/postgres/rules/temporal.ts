import type { DType } from "@avocet/core";
import { timestamp } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
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
import { cast, castAs, castToInt32, evaluateOnce, int32, int64, raiseError } from "../build.js";
import { bucketStart } from "./buckets.js";
import { formatTimestamp } from "./strftime.js";

// Sessions run in UTC, so functions of timestamptz use UTC.
const date: DType = { kind: "date", nullable: true };
const time: DType = { kind: "time", nullable: true };
const timestampType = timestamp();

type UnaryArgs = { readonly arg: Sql };
type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype">;

const extractPart = (name: string, arg: Sql): Sql => sql`EXTRACT(${keyword(name)} FROM ${arg})`;
const extract =
  (name: string) =>
  ({ arg }: UnaryArgs): Sql =>
    cast(extractPart(name, arg), int64);
/** A field with a fraction, truncated to an integer; modulo `size` if it counts from the start of the minute. */
const wholePart =
  (name: string, size: number | null) =>
  ({ arg }: UnaryArgs): Sql => {
    const floored = call("FLOOR", extractPart(name, arg));
    return cast(size === null ? floored : infix(floored, "%", intLiteral(size), Precedence.multiply), int64);
  };
const dateTrunc = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
const atZone = (arg: Sql, zone: string): Sql =>
  withPrecedence(Precedence.power)`${operand(arg, Precedence.atom)} AT TIME ZONE ${stringLiteral(zone)}`;
const add = ({ left, right }: BinaryArgs): Sql => infix(left, "+", right, Precedence.add);
const subtract = ({ left, right }: BinaryArgs): Sql => infix(left, "-", right, Precedence.add);
const formatName =
  (format: string) =>
  ({ arg }: UnaryArgs, { dtype }: Context): Sql =>
    call("TO_CHAR", toTimestamp(arg, dtype("arg")), stringLiteral(format));
/** Casts a date to timestamp, because PostgreSQL would convert it to timestamptz. */
const toTimestamp = (arg: Sql, dtype: DType): Sql => (dtype.kind === "date" ? cast(arg, timestampType) : arg);

const MONTHS: Readonly<Partial<Record<string, number>>> = { year: 12, quarter: 3, month: 1 };
const SECONDS: Readonly<Partial<Record<string, number>>> = { hour: 3600, minute: 60, second: 1 };
/** Months since the start of year 0. */
const monthIndex = (arg: Sql): Sql => sql`${extractPart("year", arg)} * 12 + ${extractPart("month", arg)} - 1`;
const floorDivide = (value: Sql, size: number): Sql =>
  size === 1 ? value : call("FLOOR", sql`(${value}) / ${intLiteral(size)}`);

/** The number of unit boundaries between two timestamps. */
function unitDifference(unit: string, { left, right }: BinaryArgs): Sql {
  const difference = (count: (arg: Sql) => Sql): Sql =>
    cast(infix(count(left), "-", parenthesized(count(right)), Precedence.add), int64);
  const months = MONTHS[unit];
  if (months !== undefined) return difference((arg) => floorDivide(monthIndex(arg), months));
  if (unit === "week" || unit === "day") {
    const day = (arg: Sql): Sql => cast(unit === "week" ? dateTrunc("week", arg) : arg, date);
    const days = infix(day(left), "-", day(right), Precedence.add);
    return cast(unit === "week" ? sql`(${days}) / 7` : days, int64);
  }
  const seconds = SECONDS[unit];
  if (seconds !== undefined)
    return difference((arg) =>
      call("FLOOR", infix(extractPart("epoch", arg), "/", intLiteral(seconds), Precedence.multiply)),
    );
  const unitsPerSecond = unit === "millisecond" ? 1000 : 1_000_000;
  return difference((arg) =>
    call("FLOOR", infix(extractPart("epoch", arg), "*", intLiteral(unitsPerSecond), Precedence.multiply)),
  );
}
const parenthesized = (value: Sql): Sql => sql`(${value})`;
/** The number of unit boundaries between two dates; units other than days are counted between timestamps. */
const dateDifference = (unit: string, { left, right }: BinaryArgs): Sql =>
  unit === "day"
    ? cast(infix(left, "-", right, Precedence.add), int64)
    : unitDifference(unit, { left: cast(left, timestampType), right: cast(right, timestampType) });

type TimeArgs = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };
/** Raises an error for hour 24 and second 60, which MAKE_TIME and MAKE_TIMESTAMP accept. */
function checkTimeOfDay({ hour, second }: TimeArgs, constructed: Sql, dtype: DType): Sql {
  const beyond = [
    ...(hour.kind === "literal" ? [] : [compare(hour, ">", intLiteral(23))]),
    ...(second.kind === "literal" ? [] : [compare(second, ">", intLiteral(59))]),
  ];
  if (beyond.length === 0) return constructed;
  const timeText = call("CONCAT", hour, stringLiteral(":"), second);
  return caseWhen(
    [[beyond.reduce(or), raiseError(timeText, ": an hour is 0 to 23 and a second 0 to 59", dtype)]],
    constructed,
  );
}

/**
 * Converts a Unix time in a unit to a timestamp. Days and the rest of the day are added separately, because intervals
 * are multiplied as floats, which represent both exactly.
 */
function fromUnix(arg: Sql, unit: string): Sql {
  const epoch = sql`timestamptz 'epoch'`;
  if (unit === "second")
    return infix(epoch, "+", sql`${operand(arg, Precedence.multiply)} * interval '1 second'`, Precedence.add);
  const perDay = unit === "millisecond" ? 86_400_000 : 86_400_000_000;
  return evaluateOnce(
    { n: arg },
    ({ n }) =>
      withPrecedence(
        Precedence.add,
      )`${epoch} + ${operand(n, Precedence.multiply)} / ${intLiteral(perDay)} * interval '1 day' + ${operand(n, Precedence.multiply)} % ${intLiteral(perDay)} * interval ${stringLiteral(`1 ${unit}`)}`,
  );
}

const MAKE_INTERVAL_ARGS: Readonly<Partial<Record<string, string>>> = {
  year: "years",
  month: "months",
  week: "weeks",
  day: "days",
};
function intervalFromInteger(arg: Sql, unit: string): Sql {
  const name = MAKE_INTERVAL_ARGS[unit];
  // A count beyond 32 bits raises an error.
  const count = arg.kind === "literal" && Math.abs(Number(arg.value)) < 2 ** 31 ? arg : cast(arg, int32);
  if (name !== undefined) return sql`MAKE_INTERVAL(${keyword(name)} => ${count})`;
  if (unit === "quarter") return sql`MAKE_INTERVAL(months => ${infix(count, "*", intLiteral(3), Precedence.multiply)})`;
  return infix(arg, "*", sql`interval ${stringLiteral(`1 ${unit}`)}`, Precedence.multiply);
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
  DayName: formatName("FMDay"),
  MonthName: formatName("FMMonth"),
  ExtractHour: extract("hour"),
  ExtractMinute: extract("minute"),
  ExtractSecond: wholePart("second", null),
  ExtractMillisecond: wholePart("milliseconds", 1000),
  ExtractMicrosecond: wholePart("microseconds", 1_000_000),
  ExtractEpochSeconds: wholePart("epoch", null),

  DateTruncate: ({ arg, unit = "day" }) =>
    unit === "day" ? arg : cast(dateTrunc(unit, cast(arg, timestampType)), date),
  TimestampTruncate: ({ arg, unit = "microsecond" }) => dateTrunc(unit, arg),
  TimeTruncate: ({ arg, unit = "microsecond" }) => cast(dateTrunc(unit, castAs(arg, "interval")), time),
  TimestampBucket: ({ arg, width, offset }, { dtype, unsupported }) => {
    if (!width) throw unsupported("a bucket needs a width");
    return bucketStart(arg, width, offset ?? null, dtype("arg"), unsupported);
  },
  Strftime: ({ arg, format = "" }, { dtype }) => {
    const argType = dtype("arg");
    return formatTimestamp(
      argType.kind === "time"
        ? sql`date '2000-01-01' + ${operand(arg, Precedence.add + 1)}`
        : toTimestamp(arg, argType),
      format,
    );
  },
  Date: ({ arg }, { dtype }) => (dtype("arg").kind === "date" ? arg : cast(arg, date)),
  Time: ({ arg }, { dtype }) => {
    const argType = dtype("arg");
    return cast(isTimestamp(argType) && argType.zone !== null ? atZone(arg, "UTC") : arg, time);
  },

  // date + interval returns a timestamp.
  DateAdd: (args) => cast(add(args), date),
  DateSub: (args) => cast(subtract(args), date),
  TimestampAdd: add,
  TimestampSub: subtract,
  TimeAdd: add,
  TimeSub: subtract,
  DateDelta: (args) => dateDifference(args.unit ?? "day", args),
  TimestampDelta: (args) => unitDifference(args.unit ?? "microsecond", args),
  TimeDelta: (args) => unitDifference(args.unit ?? "microsecond", args),
  BetweenTime: betweenTimes,

  IntervalFromInteger: ({ arg, unit = "day" }) => intervalFromInteger(arg, unit),
  IntervalAdd: add,
  IntervalSubtract: subtract,
  IntervalMultiply: ({ left, right }) => infix(left, "*", right, Precedence.multiply),
  IntervalNegate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,

  DateFromYMD: ({ year, month, day }) => call("MAKE_DATE", castToInt32(year), castToInt32(month), castToInt32(day)),
  TimestampFromYMDHMS: (args, { node }) =>
    checkTimeOfDay(
      args,
      call(
        "MAKE_TIMESTAMP",
        ...(["year", "month", "day", "hour", "minute", "second"] as const).map((name) => castToInt32(args[name])),
      ),
      node.dtype,
    ),
  TimeFromHMS: (args, { node }) =>
    checkTimeOfDay(
      args,
      call("MAKE_TIME", castToInt32(args.hour), castToInt32(args.minute), castToInt32(args.second)),
      node.dtype,
    ),
  TimestampFromUnix: ({ arg, unit = "second" }) => fromUnix(cast(arg, int64), unit),
  AtTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  FromTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  Now: () => call("NOW"),
  Today: () => keyword("CURRENT_DATE"),
} satisfies Partial<Rules>;
