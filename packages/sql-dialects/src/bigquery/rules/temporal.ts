import type { DType } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
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
import { raiseError, widenTo } from "../cast.js";
import { evaluateOnceIfCostly, ifElse } from "../scope.js";
import { bucketStart } from "./buckets.js";
import { formatRules } from "./datetime-formats.js";
import { toInt64 } from "./operands.js";
import {
  datetimeToInstant,
  extract,
  instantToDatetime,
  intervalMicros,
  microsInterval,
  temporalValue,
  unitKeyword,
} from "./temporal-helpers.js";

const TIME_TYPE: DType = { kind: "time", nullable: true };
type UnaryArgs = { readonly arg: Sql };
type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype">;

const extractRule =
  (name: string) =>
  ({ arg }: UnaryArgs, { dtype }: Context): Sql =>
    extract(name, temporalValue(arg, dtype("arg")).value);
const add = ({ left, right }: BinaryArgs): Sql => infix(left, "+", right, Precedence.add);
const subtract = ({ left, right }: BinaryArgs): Sql => infix(left, "-", right, Precedence.add);
const isInstant = (dtype: DType): boolean => isTimestamp(dtype) && dtype.zone !== null;

/**
 * Adds or subtracts an interval. BigQuery only shifts a TIMESTAMP by days and time, so months are added to the DATETIME
 * in UTC.
 */
const shiftTimestamp =
  (shift: (args: BinaryArgs) => Sql) =>
  (
    { left, right }: BinaryArgs,
    { dtype, node }: Context & { readonly node: { readonly args: { readonly right: ir.Value } } },
  ): Sql => {
    if (!isInstant(dtype("left")) || !hasMonths(node.args.right)) return shift({ left, right });
    return datetimeToInstant(shift({ left: instantToDatetime(left), right }));
  };
function hasMonths(interval: ir.Value): boolean {
  if (interval.type === "op" && interval.op === "IntervalFromInteger")
    return ["year", "quarter", "month"].includes(String(interval.args.unit));
  return !(interval.type === "literal" && Array.isArray(interval.value) && Number(interval.value[0]) === 0);
}
/** True for an interval literal of only months or only days. */
const isMonthsOrDays = (interval: Sql): boolean => {
  if (interval.kind !== "literal" || !Array.isArray(interval.value)) return false;
  const [months, days, micros] = interval.value.map(Number);
  return micros === 0 && (months === 0) !== (days === 0);
};
const asFixedLiteral = (value: Sql): Sql => (value.kind === "literal" ? { ...value, fixed: true } : value);
/** The time part of an interval in microseconds; months and days are ignored. */
const timeMicros = (interval: Sql): Sql => {
  if (interval.kind === "literal" && Array.isArray(interval.value)) return intLiteral(Number(interval.value[2]));
  return evaluateOnceIfCostly({ interval }, (a) => intervalMicros(a.interval));
};

/**
 * The number of unit boundaries between two values. TIMESTAMP_DIFF counts whole units, so instants are converted to
 * DATETIME.
 */
const unitDifference = (unit: string, { left, right }: BinaryArgs, dtype: DType): Sql => {
  const { kind } = temporalValue(left, dtype);
  if (kind === "TIMESTAMP")
    return call("DATETIME_DIFF", instantToDatetime(left), instantToDatetime(right), unitKeyword(unit));
  return call(`${kind}_DIFF`, left, right, unitKeyword(unit));
};

const INTERVAL_UNITS: Readonly<Record<string, readonly [unit: string, times: number]>> = {
  year: ["YEAR", 1],
  quarter: ["MONTH", 3],
  month: ["MONTH", 1],
  week: ["DAY", 7],
  day: ["DAY", 1],
  hour: ["HOUR", 1],
  minute: ["MINUTE", 1],
  second: ["SECOND", 1],
};
const multiply = (n: Sql, factor: number): Sql =>
  factor === 1 ? n : infix(n, "*", intLiteral(factor), Precedence.multiply);

type TimeArgs = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };
/** Raises an error for second 60, which BigQuery's constructors carry over to the next minute. */
function checkSecond({ second }: TimeArgs, constructed: Sql): Sql {
  if (second.kind === "literal" && Number(second.value) < 60) return constructed;
  return ifElse(compare(second, ">", intLiteral(59)), raiseError("a second is 0 to 59"), constructed);
}

/**
 * The instant of a local time. If it is ambiguous because clocks were set back, the later one; BigQuery returns the
 * earlier.
 */
function laterInstant(datetime: Sql, zone: string): Sql {
  const datetimeAt = (instant: Sql): Sql => call("DATETIME", instant, stringLiteral(zone));
  return evaluateOnceIfCostly({ wall: datetime }, (a) =>
    evaluateOnceIfCostly({ instant: call("TIMESTAMP", a.wall, stringLiteral(zone)) }, ({ instant }) => {
      // The change of the UTC offset within a day. SAFE functions return NULL at the end of the supported range.
      const nextDay = call("SAFE.TIMESTAMP_ADD", instant, sql`INTERVAL 1 DAY`);
      const clockSetBack = call(
        "DATETIME_DIFF",
        call("SAFE.DATETIME_ADD", datetimeAt(instant), sql`INTERVAL 1 DAY`),
        call("SAFE.DATETIME", nextDay, stringLiteral(zone)),
        keyword("MICROSECOND"),
      );
      const later = call("TIMESTAMP_ADD", instant, sql`INTERVAL ${clockSetBack} MICROSECOND`);
      return ifElse(compare(datetimeAt(later), "=", a.wall), later, instant);
    }),
  );
}
const MICROS_PER_UNIT: Readonly<Record<string, number>> = { millisecond: 1000, microsecond: 1 };

export const temporalRules = {
  ...formatRules,
  ExtractYear: extractRule("YEAR"),
  ExtractIsoYear: extractRule("ISOYEAR"),
  ExtractQuarter: extractRule("QUARTER"),
  ExtractMonth: extractRule("MONTH"),
  ExtractWeekOfYear: extractRule("ISOWEEK"),
  ExtractDay: extractRule("DAY"),
  ExtractDayOfYear: extractRule("DAYOFYEAR"),
  // DAYOFWEEK counts from 1 for Sunday.
  ExtractDayOfWeek: ({ arg }, { dtype }) =>
    infix(
      sql`MOD(${extract("DAYOFWEEK", temporalValue(arg, dtype("arg")).value)} + 5, 7)`,
      "+",
      intLiteral(1),
      Precedence.add,
    ),
  ExtractHour: extractRule("HOUR"),
  ExtractMinute: extractRule("MINUTE"),
  ExtractSecond: extractRule("SECOND"),
  ExtractMillisecond: extractRule("MILLISECOND"),
  ExtractMicrosecond: extractRule("MICROSECOND"),
  ExtractEpochSeconds: ({ arg }, { dtype }) => {
    const { value: input, kind } = temporalValue(arg, dtype("arg"));
    return call("UNIX_SECONDS", kind === "TIMESTAMP" ? input : datetimeToInstant(input));
  },

  DateTruncate: ({ arg, unit = "day" }) => (unit === "day" ? arg : call("DATE_TRUNC", arg, unitKeyword(unit))),
  TimestampTruncate: ({ arg, unit = "microsecond" }, { dtype }) => {
    const { value: input, kind } = temporalValue(arg, dtype("arg"));
    return call(`${kind}_TRUNC`, input, unitKeyword(unit));
  },
  TimeTruncate: ({ arg, unit = "microsecond" }) => call("TIME_TRUNC", arg, unitKeyword(unit)),
  TimestampBucket: ({ arg, width, offset }, context) => {
    if (!width) throw context.unsupported("a bucket needs a width");
    return bucketStart(arg, width, offset, context);
  },
  Date: ({ arg }, { dtype }) =>
    dtype("arg").kind === "date" ? arg : call("DATE", temporalValue(arg, dtype("arg")).value),
  Time: ({ arg }, { dtype }) => call("TIME", temporalValue(arg, dtype("arg")).value),

  // DATE + INTERVAL returns a DATETIME.
  DateAdd: (args) =>
    isMonthsOrDays(args.right) ? call("DATE_ADD", args.left, asFixedLiteral(args.right)) : call("DATE", add(args)),
  DateSub: (args) =>
    isMonthsOrDays(args.right) ? call("DATE_SUB", args.left, asFixedLiteral(args.right)) : call("DATE", subtract(args)),
  TimestampAdd: shiftTimestamp(add),
  TimestampSub: shiftTimestamp(subtract),
  TimeAdd: ({ left, right }) => call("TIME_ADD", left, sql`INTERVAL ${timeMicros(right)} MICROSECOND`),
  TimeSub: ({ left, right }) => call("TIME_SUB", left, sql`INTERVAL ${timeMicros(right)} MICROSECOND`),
  DateDelta: (args) => unitDifference(args.unit ?? "day", args, { kind: "date", nullable: true }),
  TimestampDelta: (args, { dtype }) =>
    unitDifference(args.unit ?? "microsecond", args, dtype("left").kind === "null" ? dtype("right") : dtype("left")),
  TimeDelta: (args) => unitDifference(args.unit ?? "microsecond", args, { kind: "time", nullable: true }),
  BetweenTime: (args, context) => {
    const [arg, lower, upper] = (["arg", "lower", "upper"] as const).map((name) =>
      widenTo(args[name], context.dtype(name), TIME_TYPE, context),
    ) as [Sql, Sql, Sql]; // map keeps the length
    const within = withPrecedence(
      Precedence.comparison,
    )`${operand(arg, Precedence.otherOperator)} BETWEEN ${operand(lower, Precedence.otherOperator)} AND ${operand(upper, Precedence.otherOperator)}`;
    const wrapsMidnight = or(compare(arg, ">=", lower), compare(arg, "<=", upper));
    if (lower.kind === "literal" && upper.kind === "literal" && lower.value !== null && upper.value !== null)
      return String(lower.value) <= String(upper.value) ? within : wrapsMidnight;
    return or(and(compare(lower, "<=", upper), within), and(compare(lower, ">", upper), wrapsMidnight));
  },

  IntervalFromInteger: ({ arg, unit = "day" }, context) => {
    const n = toInt64(arg, "arg", context);
    const intervalUnit = INTERVAL_UNITS[unit];
    if (intervalUnit) return sql`INTERVAL ${intervalCount(multiply(n, intervalUnit[1]))} ${keyword(intervalUnit[0])}`;
    return microsInterval(multiply(n, MICROS_PER_UNIT[unit] ?? 1));
  },
  IntervalAdd: add,
  IntervalSubtract: subtract,
  IntervalMultiply: ({ left, right }, context) =>
    infix(left, "*", toInt64(right, "right", context), Precedence.multiply),
  IntervalNegate: ({ arg }) => infix(arg, "*", intLiteral(-1), Precedence.multiply),

  DateFromYMD: ({ year, month, day }, context) =>
    call("DATE", toInt64(year, "year", context), toInt64(month, "month", context), toInt64(day, "day", context)),
  TimestampFromYMDHMS: (args, context) => {
    const names = ["year", "month", "day", "hour", "minute", "second"] as const;
    const second = toInt64(args.second, "second", context);
    return evaluateOnceIfCostly({ second }, (a) =>
      checkSecond(
        { ...args, ...a },
        call("DATETIME", ...names.slice(0, 5).map((name) => toInt64(args[name], name, context)), a.second),
      ),
    );
  },
  TimeFromHMS: (args, context) => {
    const second = toInt64(args.second, "second", context);
    return evaluateOnceIfCostly({ second }, (a) =>
      checkSecond(
        { ...args, ...a },
        call("TIME", toInt64(args.hour, "hour", context), toInt64(args.minute, "minute", context), a.second),
      ),
    );
  },
  TimestampFromUnix: ({ arg, unit = "second" }, context) => {
    const name = { second: "TIMESTAMP_SECONDS", millisecond: "TIMESTAMP_MILLIS", microsecond: "TIMESTAMP_MICROS" }[
      unit
    ];
    return call(name, toInt64(arg, "arg", context));
  },
  AtTimeZone: ({ arg, zone = "UTC" }) => call("DATETIME", arg, stringLiteral(zone)),
  FromTimeZone: ({ arg, zone = "UTC" }) =>
    zone === "UTC" ? call("TIMESTAMP", arg, stringLiteral(zone)) : laterInstant(arg, zone),
  Now: () => call("CURRENT_TIMESTAMP"),
  Today: () => call("CURRENT_DATE", stringLiteral("UTC")),
} satisfies Partial<Rules>;
/** The count after INTERVAL, parenthesized unless it is a non-negative literal. */
const intervalCount = (n: Sql): Sql => (n.kind === "literal" && Number(n.value) >= 0 ? n : sql`(${n})`);
