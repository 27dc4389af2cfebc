import type { DType } from "@avocet/core";
import { isTimestamp, timestamp } from "@avocet/core";
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
import { cast, castAs, failure, int4, int32, int64, once } from "../build.js";
import { bucket } from "./buckets.js";
import { formatted } from "./format.js";

// Sessions run in UTC, so functions of instants read the clock of UTC.
const date: DType = { kind: "date", nullable: true };
const time: DType = { kind: "time", nullable: true };
const stamp = timestamp();

type One = { readonly arg: Sql };
type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype">;

const part = (name: string, arg: Sql): Sql => sql`EXTRACT(${keyword(name)} FROM ${arg})`;
const extract =
  (name: string) =>
  ({ arg }: One): Sql =>
    cast(part(name, arg), int64);
/** A part that has digits after the point, cut off; it counts from the start of the minute. */
const within =
  (name: string, size: number | null) =>
  ({ arg }: One): Sql => {
    const whole = call("FLOOR", part(name, arg));
    return cast(size === null ? whole : infix(whole, "%", intLiteral(size), Precedence.multiply), int64);
  };
const truncated = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
const atZone = (arg: Sql, zone: string): Sql =>
  withPrecedence(Precedence.power)`${operand(arg, Precedence.atom)} AT TIME ZONE ${stringLiteral(zone)}`;
const plus = ({ left, right }: Two): Sql => infix(left, "+", right, Precedence.add);
const minus = ({ left, right }: Two): Sql => infix(left, "-", right, Precedence.add);
const names =
  (form: string) =>
  ({ arg }: One, { dtype }: Context): Sql =>
    call("TO_CHAR", asStamp(arg, dtype("arg")), stringLiteral(form));
/** A date as a timestamp: PostgreSQL would take it for an instant. */
const asStamp = (arg: Sql, dtype: DType): Sql => (dtype.kind === "date" ? cast(arg, stamp) : arg);

const MONTHS: Readonly<Partial<Record<string, number>>> = { year: 12, quarter: 3, month: 1 };
const SECONDS: Readonly<Partial<Record<string, number>>> = { hour: 3600, minute: 60, second: 1 };
/** Months since the start of year 0. */
const monthsOf = (arg: Sql): Sql => sql`${part("year", arg)} * 12 + ${part("month", arg)} - 1`;
const floorOf = (value: Sql, size: number): Sql =>
  size === 1 ? value : call("FLOOR", sql`(${value}) / ${intLiteral(size)}`);

/** How many starts of a unit lie between two moments. */
function delta(unit: string, { left, right }: Two): Sql {
  const difference = (count: (arg: Sql) => Sql): Sql =>
    cast(infix(count(left), "-", operandOf(count(right)), Precedence.add), int64);
  const months = MONTHS[unit];
  if (months !== undefined) return difference((arg) => floorOf(monthsOf(arg), months));
  if (unit === "week" || unit === "day") {
    const day = (arg: Sql): Sql => cast(unit === "week" ? truncated("week", arg) : arg, date);
    const days = infix(day(left), "-", day(right), Precedence.add);
    return cast(unit === "week" ? sql`(${days}) / 7` : days, int64);
  }
  const seconds = SECONDS[unit];
  if (seconds !== undefined)
    return difference((arg) => call("FLOOR", infix(part("epoch", arg), "/", intLiteral(seconds), Precedence.multiply)));
  const times = unit === "millisecond" ? 1000 : 1_000_000;
  return difference((arg) => call("FLOOR", infix(part("epoch", arg), "*", intLiteral(times), Precedence.multiply)));
}
const operandOf = (value: Sql): Sql => sql`(${value})`;
/** A date has no week or month of its own for these functions but by way of a timestamp. */
const dayDelta = (unit: string, { left, right }: Two): Sql =>
  unit === "day"
    ? cast(infix(left, "-", right, Precedence.add), int64)
    : delta(unit, { left: cast(left, stamp), right: cast(right, stamp) });

type Clock = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };
/** MAKE_TIME and MAKE_TIMESTAMP take 24:00:00 and a second of 60, which no clock shows. */
function onTheClock({ hour, second }: Clock, made: Sql, dtype: DType): Sql {
  const beyond = [
    ...(hour.kind === "literal" ? [] : [compare(hour, ">", intLiteral(23))]),
    ...(second.kind === "literal" ? [] : [compare(second, ">", intLiteral(59))]),
  ];
  if (beyond.length === 0) return made;
  const said = call("CONCAT", hour, stringLiteral(":"), second);
  return caseWhen([[beyond.reduce(or), failure(said, ": an hour is 0 to 23 and a second 0 to 59", dtype)]], made);
}

/** A count of units after the start of 1970. Intervals are multiplied as floats, which hold the days and the rest of them exactly. */
function fromUnix(arg: Sql, unit: string): Sql {
  const epoch = sql`timestamptz 'epoch'`;
  if (unit === "second")
    return infix(epoch, "+", sql`${operand(arg, Precedence.multiply)} * interval '1 second'`, Precedence.add);
  const perDay = unit === "millisecond" ? 86_400_000 : 86_400_000_000;
  return once(
    { n: arg },
    ({ n }) =>
      withPrecedence(
        Precedence.add,
      )`${epoch} + ${operand(n, Precedence.multiply)} / ${intLiteral(perDay)} * interval '1 day' + ${operand(n, Precedence.multiply)} % ${intLiteral(perDay)} * interval ${stringLiteral(`1 ${unit}`)}`,
  );
}

const BIG: Readonly<Partial<Record<string, string>>> = { year: "years", month: "months", week: "weeks", day: "days" };
function intervalOf(arg: Sql, unit: string): Sql {
  const name = BIG[unit];
  // Beyond 32 bits it is an error.
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
  DayName: names("FMDay"),
  MonthName: names("FMMonth"),
  ExtractHour: extract("hour"),
  ExtractMinute: extract("minute"),
  ExtractSecond: within("second", null),
  ExtractMillisecond: within("milliseconds", 1000),
  ExtractMicrosecond: within("microseconds", 1_000_000),
  ExtractEpochSeconds: within("epoch", null),

  DateTruncate: ({ arg, unit = "day" }) => (unit === "day" ? arg : cast(truncated(unit, cast(arg, stamp)), date)),
  TimestampTruncate: ({ arg, unit = "microsecond" }) => truncated(unit, arg),
  TimeTruncate: ({ arg, unit = "microsecond" }) => cast(truncated(unit, castAs(arg, "interval")), time),
  TimestampBucket: ({ arg, width, offset }, { dtype, unsupported }) => {
    if (!width) throw unsupported("a bucket has a width");
    return bucket(arg, width, offset ?? null, dtype("arg"), unsupported);
  },
  Strftime: ({ arg, format = "" }, { dtype }) => {
    const own = dtype("arg");
    return formatted(
      own.kind === "time" ? sql`date '2000-01-01' + ${operand(arg, Precedence.add + 1)}` : asStamp(arg, own),
      format,
    );
  },
  Date: ({ arg }, { dtype }) => (dtype("arg").kind === "date" ? arg : cast(arg, date)),
  Time: ({ arg }, { dtype }) => {
    const own = dtype("arg");
    return cast(isTimestamp(own) && own.zone !== null ? atZone(arg, "UTC") : arg, time);
  },

  // A date and an interval are a timestamp.
  DateAdd: (args) => cast(plus(args), date),
  DateSub: (args) => cast(minus(args), date),
  TimestampAdd: plus,
  TimestampSub: minus,
  TimeAdd: plus,
  TimeSub: minus,
  DateDelta: (args) => dayDelta(args.unit ?? "day", args),
  TimestampDelta: (args) => delta(args.unit ?? "microsecond", args),
  TimeDelta: (args) => delta(args.unit ?? "microsecond", args),
  BetweenTime: betweenTimes,

  IntervalFromInteger: ({ arg, unit = "day" }) => intervalOf(arg, unit),
  IntervalAdd: plus,
  IntervalSubtract: minus,
  IntervalMultiply: ({ left, right }) => infix(left, "*", right, Precedence.multiply),
  IntervalNegate: ({ arg }) => withPrecedence(Precedence.sign)`-${operand(arg, Precedence.power)}`,

  DateFromYMD: ({ year, month, day }) => call("MAKE_DATE", int4(year), int4(month), int4(day)),
  TimestampFromYMDHMS: (args, { node }) =>
    onTheClock(
      args,
      call(
        "MAKE_TIMESTAMP",
        ...(["year", "month", "day", "hour", "minute", "second"] as const).map((name) => int4(args[name])),
      ),
      node.dtype,
    ),
  TimeFromHMS: (args, { node }) =>
    onTheClock(args, call("MAKE_TIME", int4(args.hour), int4(args.minute), int4(args.second)), node.dtype),
  TimestampFromUnix: ({ arg, unit = "second" }) => fromUnix(cast(arg, int64), unit),
  AtTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  FromTimeZone: ({ arg, zone = "UTC" }) => atZone(arg, zone),
  Now: () => call("NOW"),
  Today: () => keyword("CURRENT_DATE"),
} satisfies Partial<Rules>;
