import type { DType } from "@avocet/core";
import { date, time, timestamp } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
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
import { extract } from "../../standard/datetime-fields.js";
import type { BinaryArgs, UnaryArgs } from "../../standard/operators.js";
import { dividedBy, minus, times } from "../../standard/operators.js";
import { outOfRangeTimeTests, truncateTo } from "../../standard/temporal.js";
import { cast, castAs, castToInt32, evaluateOnce, int32, int64, raiseError } from "../build.js";
import { bucketStart } from "./buckets.js";
import { formatTimestamp } from "./strftime.js";

// Sessions run in UTC, so functions of timestamptz use UTC.
const timestampType = timestamp();

type Context = Pick<RuleContext, "dtype">;

const formatName =
  (format: string) =>
  ({ arg }: UnaryArgs, { dtype }: Context): Sql =>
    call("TO_CHAR", toTimestamp(arg, dtype("arg")), stringLiteral(format));
/** Casts a date to timestamp, because PostgreSQL would convert it to timestamptz. */
const toTimestamp = (arg: Sql, dtype: DType): Sql => (dtype.kind === "date" ? cast(arg, timestampType) : arg);

const MONTHS: Readonly<Partial<Record<string, number>>> = { year: 12, quarter: 3, month: 1 };
const SECONDS: Readonly<Partial<Record<string, number>>> = { hour: 3600, minute: 60, second: 1 };
/** Months since the start of year 0. */
const monthIndex = (arg: Sql): Sql => sql`${extract("year", arg)} * 12 + ${extract("month", arg)} - 1`;
const floorDivide = (value: Sql, size: number): Sql =>
  size === 1 ? value : call("FLOOR", sql`(${value}) / ${intLiteral(size)}`);

/** The number of unit boundaries between two timestamps. */
function unitDifference(unit: string, { left, right }: BinaryArgs): Sql {
  const difference = (count: (arg: Sql) => Sql): Sql => cast(minus(count(left), parenthesized(count(right))), int64);
  const months = MONTHS[unit];
  if (months !== undefined) return difference((arg) => floorDivide(monthIndex(arg), months));
  if (unit === "week" || unit === "day") {
    const day = (arg: Sql): Sql => cast(unit === "week" ? truncateTo("week", arg) : arg, date);
    const days = minus(day(left), day(right));
    return cast(unit === "week" ? sql`(${days}) / 7` : days, int64);
  }
  const seconds = SECONDS[unit];
  if (seconds !== undefined)
    return difference((arg) => call("FLOOR", dividedBy(extract("epoch", arg), intLiteral(seconds))));
  const unitsPerSecond = unit === "millisecond" ? 1000 : 1_000_000;
  return difference((arg) => call("FLOOR", times(extract("epoch", arg), intLiteral(unitsPerSecond))));
}
const parenthesized = (value: Sql): Sql => sql`(${value})`;
/** The number of unit boundaries between two dates; units other than days are counted between timestamps. */
const dateDifference = (unit: string, { left, right }: BinaryArgs): Sql =>
  unit === "day"
    ? cast(minus(left, right), int64)
    : unitDifference(unit, { left: cast(left, timestampType), right: cast(right, timestampType) });

/** Raises an error for hour 24 and second 60, which MAKE_TIME and MAKE_TIMESTAMP accept. */
function checkTimeOfDay(
  { hour, second }: { readonly hour: Sql; readonly second: Sql },
  constructed: Sql,
  dtype: DType,
): Sql {
  const [first, ...rest] = outOfRangeTimeTests({ hour, second });
  if (!first) return constructed;
  const timeText = call("CONCAT", hour, stringLiteral(":"), second);
  return caseWhen(
    [[rest.reduce(or, first), raiseError(timeText, ": an hour is 0 to 23 and a second 0 to 59", dtype)]],
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
  if (unit === "quarter") return sql`MAKE_INTERVAL(months => ${times(count, intLiteral(3))})`;
  return times(arg, sql`interval ${stringLiteral(`1 ${unit}`)}`);
}

export const temporalRules = {
  DayName: formatName("FMDay"),
  MonthName: formatName("FMMonth"),
  DateTruncate: ({ arg, unit = "day" }) =>
    unit === "day" ? arg : cast(truncateTo(unit, cast(arg, timestampType)), date),
  TimeTruncate: ({ arg, unit = "microsecond" }) => cast(truncateTo(unit, castAs(arg, "interval")), time),
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

  DateDelta: (args) => dateDifference(args.unit ?? "day", args),
  TimestampDelta: (args) => unitDifference(args.unit ?? "microsecond", args),
  TimeDelta: (args) => unitDifference(args.unit ?? "microsecond", args),

  IntervalFromInteger: ({ arg, unit = "day" }) => intervalFromInteger(arg, unit),
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
} satisfies Partial<Rules>;
