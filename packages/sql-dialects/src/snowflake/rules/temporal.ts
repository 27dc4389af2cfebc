import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp, parseTimeFormat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  compare,
  infix,
  intLiteral,
  keyword,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { betweenTimes } from "../../standard/temporal.js";
import { castTo, date, evaluateOnce, literalInteger, naiveTimestamp, time, utcTimestamp } from "../build.js";
import type { IntervalSql } from "../interval.js";
import { intervalComponents, intervalOf } from "../interval.js";
import { dayName, formatTemporal, isTimeDirective } from "../time-format.js";
import { toUtc } from "../variant.js";
import { temporalConstructorRules } from "./temporal-constructors.js";

type UnaryArgs = { readonly arg: Sql };
type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype">;

const isInstant = (d: DType): boolean => isTimestamp(d) && d.zone !== null;
/** Converts a timestamp with a time zone to UTC; other values are unchanged. */
const toUtcIfInstant = (arg: Sql, dtype: DType): Sql => (isInstant(dtype) ? toUtc(arg) : arg);
/** Like {@link toUtcIfInstant}, but without a time zone. */
const toWallTime = (arg: Sql, dtype: DType): Sql => (isInstant(dtype) ? castTo(toUtc(arg), naiveTimestamp) : arg);
const extract =
  (fn: string) =>
  ({ arg }: UnaryArgs, { dtype }: Context): Sql =>
    call(fn, toUtcIfInstant(arg, dtype("arg")));
const subsecond =
  (divisor: number) =>
  ({ arg }: UnaryArgs, { dtype }: Context): Sql =>
    call(
      "FLOOR",
      infix(
        call("DATE_PART", keyword("NANOSECOND"), toUtcIfInstant(arg, dtype("arg"))),
        "/",
        intLiteral(divisor),
        Precedence.multiply,
      ),
    );
const truncate = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
const EPOCH = sql`'1970-01-01'::TIMESTAMP_NTZ`;
const ARBITRARY_DATE: Sql = {
  kind: "literal",
  value: "2000-01-01",
  dtype: { kind: "date", nullable: false },
  fixed: true,
};

const multiplyBy = (n: Sql, factor: number): Sql => {
  const constant = literalInteger(n);
  if (constant !== null && Number.isSafeInteger(constant * factor)) return intLiteral(constant * factor);
  return factor === 1 ? n : infix(n, "*", intLiteral(factor), Precedence.multiply);
};
const negate = (n: Sql): Sql => {
  const constant = literalInteger(n);
  return constant === null
    ? withPrecedence(Precedence.sign)`-${operand(n, Precedence.power)}`
    : intLiteral(constant === 0 ? 0 : -constant);
};
const isZero = (n: Sql): boolean => literalInteger(n) === 0;

const TIME_UNITS = [
  ["HOUR", 3_600_000_000],
  ["MINUTE", 60_000_000],
  ["SECOND", 1_000_000],
  ["MILLISECOND", 1000],
  ["MICROSECOND", 1],
] as const;
/** Adds a number of units; a constant is written in the longest unit that it is a multiple of. */
function addUnits(value: Sql, unit: "MONTH" | "DAY" | "MICROSECOND", n: Sql): Sql {
  if (isZero(n)) return value;
  const constant = literalInteger(n);
  if (constant !== null && unit === "MONTH" && constant % 12 === 0)
    return call("DATEADD", keyword("YEAR"), intLiteral(constant / 12), value);
  if (constant !== null && unit === "MICROSECOND")
    for (const [timeUnit, micros] of TIME_UNITS)
      if (constant % micros === 0) return call("DATEADD", keyword(timeUnit), intLiteral(constant / micros), value);
  return call("DATEADD", keyword(unit), n, value);
}
/** Adds or subtracts an interval. DATEADD keeps the day of the month; ADD_MONTHS would move it on the last day. */
export function addInterval(value: Sql, { months, days, micros }: IntervalSql, subtracts: boolean): Sql {
  const sign = subtracts ? negate : (n: Sql): Sql => n;
  return addUnits(addUnits(addUnits(value, "MONTH", sign(months)), "DAY", sign(days)), "MICROSECOND", sign(micros));
}
const dateArithmetic =
  (subtracts: boolean) =>
  ({ left, right }: BinaryArgs): Sql => {
    const interval = intervalComponents(right);
    if (isZero(interval.micros)) return addInterval(left, interval, subtracts);
    return castTo(addInterval(castTo(left, naiveTimestamp), interval, subtracts), date);
  };
const timestampArithmetic =
  (subtracts: boolean) =>
  ({ left, right }: BinaryArgs, { dtype }: Context): Sql =>
    addInterval(toUtcIfInstant(left, dtype("left")), intervalComponents(right), subtracts);
/** Adds to or subtracts from a time; the result wraps around midnight. */
const timeArithmetic =
  (subtracts: boolean) =>
  ({ left, right }: BinaryArgs): Sql => {
    const { micros } = intervalComponents(right);
    const timestamp = call("TIMESTAMP_NTZ_FROM_PARTS", ARBITRARY_DATE, left);
    return castTo(addUnits(timestamp, "MICROSECOND", subtracts ? negate(micros) : micros), time);
  };
const delta =
  (fallback: string) =>
  ({ left, right, unit = fallback }: BinaryArgs & { readonly unit?: string | undefined }, { dtype }: Context): Sql =>
    call("DATEDIFF", keyword(unit.toUpperCase()), toWallTime(right, dtype("right")), toWallTime(left, dtype("left")));

/** The start of the bucket: subtracts the remainder of the distance from the origin. */
function bucketStart(timestamp: Sql, { months, days, micros }: IntervalValue): Sql {
  const [unit, width, origin] =
    months !== 0
      ? (["MONTH", months, "2000-01-01"] as const)
      : (["MICROSECOND", days * 86_400_000_000 + micros, "2000-01-03"] as const);
  const originLiteral: Sql = {
    kind: "literal",
    value: `${origin}T00:00:00`,
    dtype: { ...naiveTimestamp, nullable: false },
    fixed: true,
  };
  const distance = call("DATEDIFF", keyword(unit), originLiteral, timestamp);
  const widthLiteral = intLiteral(width);
  const remainder = call(
    "MOD",
    infix(call("MOD", distance, widthLiteral), "+", widthLiteral, Precedence.add),
    widthLiteral,
  );
  return call("DATEADD", keyword(unit), infix(distance, "-", remainder, Precedence.add), originLiteral);
}
const intervalToSql = ({ months, days, micros }: IntervalValue): IntervalSql => ({
  months: intLiteral(months),
  days: intLiteral(days),
  micros: intLiteral(micros),
});

/**
 * Converts a wall time in a zone to a timestamp with a time zone. The offset from UTC may change near that time, so it
 * is determined a day before and a day after: the result is the later instant with that wall time, or the later
 * candidate if there is none.
 */
function wallTimeToInstant(arg: Sql, zone: string): Sql {
  if (zone === "UTC") return castTo(arg, utcTimestamp);
  return evaluateOnce([[arg, naiveTimestamp]], utcTimestamp, ([wallTime = arg]) => {
    const toZone = (utc: Sql): Sql => call("CONVERT_TIMEZONE", stringLiteral("UTC"), stringLiteral(zone), utc);
    const withOffsetAfterDays = (days: number): Sql => {
      const nearby = call("DATEADD", keyword("DAY"), intLiteral(days), wallTime);
      return call("DATEADD", keyword("SECOND"), call("DATEDIFF", keyword("SECOND"), toZone(nearby), nearby), wallTime);
    };
    const [laterInstant, earlierInstant] = [
      call("GREATEST", withOffsetAfterDays(-1), withOffsetAfterDays(1)),
      call("LEAST", withOffsetAfterDays(-1), withOffsetAfterDays(1)),
    ];
    const prefersEarlier = and(
      compare(toZone(laterInstant), "<>", wallTime),
      compare(toZone(earlierInstant), "=", wallTime),
    );
    return castTo(sql`CASE WHEN ${prefersEarlier} THEN ${earlierInstant} ELSE ${laterInstant} END`, utcTimestamp);
  });
}

export const temporalRules = {
  ...temporalConstructorRules,
  ExtractYear: extract("YEAR"),
  ExtractIsoYear: extract("YEAROFWEEKISO"),
  ExtractQuarter: extract("QUARTER"),
  ExtractMonth: extract("MONTH"),
  ExtractWeekOfYear: extract("WEEKISO"),
  ExtractDay: extract("DAY"),
  ExtractDayOfYear: extract("DAYOFYEAR"),
  ExtractDayOfWeek: extract("DAYOFWEEKISO"),
  DayName: ({ arg }, { dtype }) => dayName(toUtcIfInstant(arg, dtype("arg"))),
  MonthName: ({ arg }, { dtype }) => call("TO_VARCHAR", toUtcIfInstant(arg, dtype("arg")), stringLiteral("MMMM")),
  ExtractHour: extract("HOUR"),
  ExtractMinute: extract("MINUTE"),
  ExtractSecond: extract("SECOND"),
  ExtractMillisecond: subsecond(1_000_000),
  ExtractMicrosecond: subsecond(1000),
  // DATEDIFF counts second boundaries, so it rounds down before 1970 too.
  ExtractEpochSeconds: ({ arg }, { dtype }) =>
    call("DATEDIFF", keyword("SECOND"), EPOCH, toWallTime(arg, dtype("arg"))),

  DateTruncate: ({ arg, unit = "day" }) => (unit === "day" ? arg : truncate(unit, arg)),
  TimestampTruncate: ({ arg, unit = "microsecond" }, { dtype }) => truncate(unit, toUtcIfInstant(arg, dtype("arg"))),
  TimeTruncate: ({ arg, unit = "microsecond" }) => truncate(unit, arg),
  TimestampBucket: ({ arg, width, offset }, { dtype, node, unsupported }) => {
    if (!width) throw unsupported("a bucket needs a width");
    const argType = dtype("arg");
    return evaluateOnce([[toWallTime(arg, argType), naiveTimestamp]], node.dtype, ([timestamp = arg]) => {
      const start = offset
        ? addInterval(
            bucketStart(addInterval(timestamp, intervalToSql(offset), true), width),
            intervalToSql(offset),
            false,
          )
        : bucketStart(timestamp, width);
      return isInstant(argType) ? castTo(start, argType) : start;
    });
  },
  Strftime: ({ arg, format = "" }, { dtype }) => {
    const argType = dtype("arg");
    const hasTime = parseTimeFormat(format).some((token) => "letter" in token && isTimeDirective(token.letter));
    return formatTemporal(
      argType.kind === "date" && hasTime ? castTo(arg, naiveTimestamp) : toUtcIfInstant(arg, argType),
      format,
    );
  },
  Date: ({ arg }, { dtype }) => (dtype("arg").kind === "date" ? arg : castTo(toUtcIfInstant(arg, dtype("arg")), date)),
  Time: ({ arg }, { dtype }) => castTo(toUtcIfInstant(arg, dtype("arg")), time),

  DateAdd: dateArithmetic(false),
  DateSub: dateArithmetic(true),
  TimestampAdd: timestampArithmetic(false),
  TimestampSub: timestampArithmetic(true),
  TimeAdd: timeArithmetic(false),
  TimeSub: timeArithmetic(true),
  DateDelta: delta("day"),
  TimestampDelta: delta("microsecond"),
  TimeDelta: delta("microsecond"),
  BetweenTime: betweenTimes,

  IntervalFromInteger: ({ arg, unit = "day" }) => intervalOf(intervalOfUnit(arg, unit)),
  IntervalAdd: ({ left, right }) =>
    intervalOf(combineIntervals(intervalComponents(left), intervalComponents(right), "+")),
  IntervalSubtract: ({ left, right }) =>
    intervalOf(combineIntervals(intervalComponents(left), intervalComponents(right), "-")),
  IntervalMultiply: ({ left, right }) => intervalOf(multiplyInterval(intervalComponents(left), right)),
  IntervalNegate: ({ arg }) => intervalOf(mapComponents(intervalComponents(arg), negate)),

  AtTimeZone: ({ arg, zone = "UTC" }) => castTo(call("CONVERT_TIMEZONE", stringLiteral(zone), arg), naiveTimestamp),
  FromTimeZone: ({ arg, zone = "UTC" }) => wallTimeToInstant(arg, zone),
} satisfies Partial<Rules>;

const INTERVAL_UNITS = {
  year: ["months", 12],
  quarter: ["months", 3],
  month: ["months", 1],
  week: ["days", 7],
  day: ["days", 1],
  hour: ["micros", 3_600_000_000],
  minute: ["micros", 60_000_000],
  second: ["micros", 1_000_000],
  millisecond: ["micros", 1000],
  microsecond: ["micros", 1],
} as const;
const ZERO_INTERVAL: IntervalSql = { months: intLiteral(0), days: intLiteral(0), micros: intLiteral(0) };
function intervalOfUnit(n: Sql, unit: keyof typeof INTERVAL_UNITS): IntervalSql {
  const [component, factor] = INTERVAL_UNITS[unit];
  return { ...ZERO_INTERVAL, [component]: multiplyBy(n, factor) };
}
const mapComponents = ({ months, days, micros }: IntervalSql, transform: (n: Sql) => Sql): IntervalSql => ({
  months: transform(months),
  days: transform(days),
  micros: transform(micros),
});
function combineIntervals(left: IntervalSql, right: IntervalSql, operator: "+" | "-"): IntervalSql {
  const combine = (a: Sql, b: Sql): Sql => {
    if (isZero(b)) return a;
    if (isZero(a)) return operator === "+" ? b : negate(b);
    const [x, y] = [literalInteger(a), literalInteger(b)];
    if (x !== null && y !== null) return intLiteral(operator === "+" ? x + y : x - y);
    return infix(a, operator, b, Precedence.add);
  };
  return {
    months: combine(left.months, right.months),
    days: combine(left.days, right.days),
    micros: combine(left.micros, right.micros),
  };
}
/** Multiplies an interval. Zero components stay zero; the others are NULL if the factor is NULL. */
function multiplyInterval(interval: IntervalSql, factor: Sql): IntervalSql {
  const isNonZero = !isZero(interval.months) || !isZero(interval.days) || !isZero(interval.micros);
  return mapComponents(interval, (n) => (isNonZero && isZero(n) ? n : product(n, factor)));
}
function product(n: Sql, factor: Sql): Sql {
  const [x, y] = [literalInteger(n), literalInteger(factor)];
  if (x !== null && y !== null && Number.isSafeInteger(x * y)) return intLiteral(x * y);
  return infix(n, "*", factor, Precedence.multiply);
}
