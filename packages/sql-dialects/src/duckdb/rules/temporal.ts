import { int64, time } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, infix, intLiteral, or, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { extract, fieldRules } from "../../standard/datetime-fields.js";
import type { BinaryArgs } from "../../standard/operators.js";
import { minus, plus, times } from "../../standard/operators.js";
import { atZone, outOfRangeTimeTests, truncateTo } from "../../standard/temporal.js";
import { truncatedTimestamp } from "./logical.js";

// Sessions run in UTC, so functions on timestamps with time zone return fields in UTC.
const ARBITRARY_DAY: Sql = {
  kind: "literal",
  value: "2000-01-01",
  dtype: { kind: "date", nullable: false },
  fixed: true,
};

type Context = Pick<RuleContext, "dtype" | "cast">;

/** Converts a time of day to a timestamp, for functions that do not accept times. */
const timeAsTimestamp = (arg: Sql): Sql => plus(ARBITRARY_DAY, arg);
/**
 * Adds or subtracts an interval. For timestamps with time zone, DuckDB subtracts months and days in another order than
 * for plain timestamps, so such arithmetic is done on plain timestamps in UTC.
 */
const instantArithmetic =
  (operation: (left: Sql, right: Sql) => Sql) =>
  (
    { left, right }: BinaryArgs,
    { dtype, node }: Context & { readonly node: { readonly args: { readonly right: ir.Value } } },
  ): Sql => {
    const leftDtype = dtype("left");
    const hasTimeZone = isTimestamp(leftDtype) && leftDtype.zone !== null;
    if (!hasTimeZone || hasSingleUnit(node.args.right)) return operation(left, right);
    return atZone(operation(atZone(left, "UTC"), right), "UTC");
  };
function hasSingleUnit(interval: ir.Value): boolean {
  if (interval.type === "op") return interval.op === "IntervalFromInteger";
  if (interval.type !== "literal" || !Array.isArray(interval.value)) return false;
  const [months = 0, days = 0, micros = 0] = interval.value;
  return months === 0 || (days === 0 && micros === 0);
}
/** Interval and timestamp constructors do not accept unsigned 64-bit integers, and products need 64 bits. */
const castBigint = (arg: Sql, name: string, { dtype, cast }: Context, needsWidth = false): Sql =>
  dtype(name).kind === "uint64" || (needsWidth && (arg.kind === "literal" || dtype(name).kind !== "int64"))
    ? cast(arg, int64)
    : arg;

/** Raises an error for hour 24 and second 60, which MAKE_TIME and MAKE_TIMESTAMP accept. */
function checkTime(fields: { readonly hour: Sql; readonly second: Sql }, constructed: Sql): Sql {
  const [first, ...rest] = outOfRangeTimeTests(fields);
  if (!first) return constructed;
  const error = call("ERROR", stringLiteral("an hour is 0 to 23 and a second 0 to 59"));
  return caseWhen([[rest.reduce(or, first), error]], constructed);
}

/** Rules for dates, times, timestamps and intervals that differ from the standard ones. */
export const temporalRules = {
  ...fieldRules((field) => field),
  ExtractSecond: ({ arg }) => extract("second", arg),
  // EXTRACT counts milliseconds and microseconds from the start of the minute.
  ExtractMillisecond: ({ arg }) => infix(extract("millisecond", arg), "%", intLiteral(1000), Precedence.multiply),
  ExtractMicrosecond: ({ arg }) => infix(extract("microsecond", arg), "%", intLiteral(1_000_000), Precedence.multiply),
  // EPOCH returns a float, which represents whole seconds exactly.
  ExtractEpochSeconds: ({ arg }, { cast, dtype }) =>
    cast(call("EPOCH", isTimestamp(dtype("arg")) ? truncateTo("second", arg) : arg), int64),

  TimestampTruncate: ({ arg, unit = "microsecond" }) => truncatedTimestamp(truncateTo(unit, arg)),
  TimeTruncate: ({ arg, unit = "microsecond" }, { cast }) => cast(truncateTo(unit, timeAsTimestamp(arg)), time),
  Strftime: ({ arg, format = "" }, { dtype }) =>
    call("STRFTIME", dtype("arg").kind === "time" ? timeAsTimestamp(arg) : arg, stringLiteral(format)),

  TimestampAdd: instantArithmetic(plus),
  TimestampSub: instantArithmetic(minus),
  IntervalFromInteger: ({ arg, unit = "day" }, context) =>
    call(`TO_${unit.toUpperCase()}S`, castBigint(arg, "arg", context)),
  IntervalMultiply: ({ left, right }, context) => times(left, castBigint(right, "right", context)),

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
    return call("MAKE_TIMESTAMPTZ", micros > 1 ? times(count, intLiteral(micros)) : count);
  },
} satisfies Partial<Rules>;
