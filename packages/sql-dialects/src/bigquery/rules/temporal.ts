import type { DType, ir } from "@avocet/core";
import { isTimestamp } from "@avocet/core";
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
import { Precedence } from "../../sql/expr.js";
import { failed, widened } from "../convert.js";
import { either, onceIfLong } from "../scope.js";
import { bucket } from "./buckets.js";
import { formatRules } from "./formats.js";
import { clockOf, extract, microsOf, microsSpan, toInstant, toWallClock, unitWord } from "./moments.js";
import { whole } from "./operands.js";

const TIME: DType = { kind: "time", nullable: true };
type One = { readonly arg: Sql };
type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype">;

const part =
  (name: string) =>
  ({ arg }: One, { dtype }: Context): Sql =>
    extract(name, clockOf(arg, dtype("arg")).moment);
const plus = ({ left, right }: Two): Sql => infix(left, "+", right, Precedence.add);
const minus = ({ left, right }: Two): Sql => infix(left, "-", right, Precedence.add);
const isInstant = (dtype: DType): boolean => isTimestamp(dtype) && dtype.zone !== null;

/** BigQuery moves an instant by days and time only; by months it is moved as the clock of UTC. */
const moved =
  (change: (args: Two) => Sql) =>
  (
    { left, right }: Two,
    { dtype, node }: Context & { readonly node: { readonly args: { readonly right: ir.Value } } },
  ): Sql => {
    if (!isInstant(dtype("left")) || !hasMonths(node.args.right)) return change({ left, right });
    return toInstant(change({ left: toWallClock(left), right }));
  };
function hasMonths(interval: ir.Value): boolean {
  if (interval.type === "op" && interval.op === "IntervalFromInteger")
    return ["year", "quarter", "month"].includes(String(interval.args.unit));
  return !(interval.type === "literal" && Array.isArray(interval.value) && Number(interval.value[0]) === 0);
}
/** Whether an interval is a literal of months alone or days alone. */
const ofDays = (interval: Sql): boolean => {
  if (interval.kind !== "literal" || !Array.isArray(interval.value)) return false;
  const [months, days, micros] = interval.value.map(Number);
  return micros === 0 && (months === 0) !== (days === 0);
};
const literally = (value: Sql): Sql => (value.kind === "literal" ? { ...value, fixed: true } : value);
/** The time of an interval; months and days count nothing. */
const timeOf = (interval: Sql): Sql => {
  if (interval.kind === "literal" && Array.isArray(interval.value)) return intLiteral(Number(interval.value[2]));
  return onceIfLong({ interval }, (a) => microsOf(a.interval));
};

/** How many starts of a unit lie between: those of wall clocks; for instants BigQuery counts whole units. */
const delta = (unit: string, { left, right }: Two, dtype: DType): Sql => {
  const { kind } = clockOf(left, dtype);
  if (kind === "TIMESTAMP") return call("DATETIME_DIFF", toWallClock(left), toWallClock(right), unitWord(unit));
  return call(`${kind}_DIFF`, left, right, unitWord(unit));
};

const UNITS: Readonly<Record<string, readonly [unit: string, times: number]>> = {
  year: ["YEAR", 1],
  quarter: ["MONTH", 3],
  month: ["MONTH", 1],
  week: ["DAY", 7],
  day: ["DAY", 1],
  hour: ["HOUR", 1],
  minute: ["MINUTE", 1],
  second: ["SECOND", 1],
};
const times = (n: Sql, by: number): Sql => (by === 1 ? n : infix(n, "*", intLiteral(by), Precedence.multiply));

type Clock = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };
/** BigQuery's constructors go on to the next minute for a second of 60. */
function onTheClock({ second }: Clock, made: Sql): Sql {
  if (second.kind === "literal" && Number(second.value) < 60) return made;
  return either(compare(second, ">", intLiteral(59)), failed("a second is 0 to 59"), made);
}

/** The later of the two instants at which the clocks of a zone show a time, where they were set back; BigQuery gives the earlier. */
function laterInstant(wall: Sql, zone: string): Sql {
  const shown = (instant: Sql): Sql => call("DATETIME", instant, stringLiteral(zone));
  return onceIfLong({ wall }, (a) =>
    onceIfLong({ instant: call("TIMESTAMP", a.wall, stringLiteral(zone)) }, ({ instant }) => {
      // What the clocks of the day after are behind those of now; after the last day of all they are not.
      const after = call("SAFE.TIMESTAMP_ADD", instant, sql`INTERVAL 1 DAY`);
      const back = call(
        "DATETIME_DIFF",
        call("SAFE.DATETIME_ADD", shown(instant), sql`INTERVAL 1 DAY`),
        call("SAFE.DATETIME", after, stringLiteral(zone)),
        keyword("MICROSECOND"),
      );
      const later = call("TIMESTAMP_ADD", instant, sql`INTERVAL ${back} MICROSECOND`);
      return either(compare(shown(later), "=", a.wall), later, instant);
    }),
  );
}
const SPANS: Readonly<Record<string, number>> = { millisecond: 1000, microsecond: 1 };

export const temporalRules = {
  ...formatRules,
  ExtractYear: part("YEAR"),
  ExtractIsoYear: part("ISOYEAR"),
  ExtractQuarter: part("QUARTER"),
  ExtractMonth: part("MONTH"),
  ExtractWeekOfYear: part("ISOWEEK"),
  ExtractDay: part("DAY"),
  ExtractDayOfYear: part("DAYOFYEAR"),
  // BigQuery's weekdays are 1 for Sunday to 7.
  ExtractDayOfWeek: ({ arg }, { dtype }) =>
    infix(
      sql`MOD(${extract("DAYOFWEEK", clockOf(arg, dtype("arg")).moment)} + 5, 7)`,
      "+",
      intLiteral(1),
      Precedence.add,
    ),
  ExtractHour: part("HOUR"),
  ExtractMinute: part("MINUTE"),
  ExtractSecond: part("SECOND"),
  ExtractMillisecond: part("MILLISECOND"),
  ExtractMicrosecond: part("MICROSECOND"),
  ExtractEpochSeconds: ({ arg }, { dtype }) => {
    const { moment, kind } = clockOf(arg, dtype("arg"));
    return call("UNIX_SECONDS", kind === "TIMESTAMP" ? moment : toInstant(moment));
  },

  DateTruncate: ({ arg, unit = "day" }) => (unit === "day" ? arg : call("DATE_TRUNC", arg, unitWord(unit))),
  TimestampTruncate: ({ arg, unit = "microsecond" }, { dtype }) => {
    const { moment, kind } = clockOf(arg, dtype("arg"));
    return call(`${kind}_TRUNC`, moment, unitWord(unit));
  },
  TimeTruncate: ({ arg, unit = "microsecond" }) => call("TIME_TRUNC", arg, unitWord(unit)),
  TimestampBucket: ({ arg, width, offset }, context) => {
    if (!width) throw context.unsupported("a bucket has a width");
    return bucket(arg, width, offset, context);
  },
  Date: ({ arg }, { dtype }) => (dtype("arg").kind === "date" ? arg : call("DATE", clockOf(arg, dtype("arg")).moment)),
  Time: ({ arg }, { dtype }) => call("TIME", clockOf(arg, dtype("arg")).moment),

  // A date and an interval are a timestamp.
  DateAdd: (args) =>
    ofDays(args.right) ? call("DATE_ADD", args.left, literally(args.right)) : call("DATE", plus(args)),
  DateSub: (args) =>
    ofDays(args.right) ? call("DATE_SUB", args.left, literally(args.right)) : call("DATE", minus(args)),
  TimestampAdd: moved(plus),
  TimestampSub: moved(minus),
  TimeAdd: ({ left, right }) => call("TIME_ADD", left, sql`INTERVAL ${timeOf(right)} MICROSECOND`),
  TimeSub: ({ left, right }) => call("TIME_SUB", left, sql`INTERVAL ${timeOf(right)} MICROSECOND`),
  DateDelta: (args) => delta(args.unit ?? "day", args, { kind: "date", nullable: true }),
  TimestampDelta: (args, { dtype }) =>
    delta(args.unit ?? "microsecond", args, dtype("left").kind === "null" ? dtype("right") : dtype("left")),
  TimeDelta: (args) => delta(args.unit ?? "microsecond", args, { kind: "time", nullable: true }),
  BetweenTime: (args, context) => {
    const [arg, lower, upper] = (["arg", "lower", "upper"] as const).map((name) =>
      widened(args[name], context.dtype(name), TIME, context),
    ) as [Sql, Sql, Sql]; // three, as given
    const within = withPrecedence(
      Precedence.comparison,
    )`${operand(arg, Precedence.other)} BETWEEN ${operand(lower, Precedence.other)} AND ${operand(upper, Precedence.other)}`;
    const around = or(compare(arg, ">=", lower), compare(arg, "<=", upper));
    if (lower.kind === "literal" && upper.kind === "literal" && lower.value !== null && upper.value !== null)
      return String(lower.value) <= String(upper.value) ? within : around;
    return or(and(compare(lower, "<=", upper), within), and(compare(lower, ">", upper), around));
  },

  IntervalFromInteger: ({ arg, unit = "day" }, context) => {
    const n = whole(arg, "arg", context);
    const known = UNITS[unit];
    if (known) return sql`INTERVAL ${units(times(n, known[1]))} ${keyword(known[0])}`;
    return microsSpan(times(n, SPANS[unit] ?? 1));
  },
  IntervalAdd: plus,
  IntervalSubtract: minus,
  IntervalMultiply: ({ left, right }, context) => infix(left, "*", whole(right, "right", context), Precedence.multiply),
  IntervalNegate: ({ arg }) => infix(arg, "*", intLiteral(-1), Precedence.multiply),

  DateFromYMD: ({ year, month, day }, context) =>
    call("DATE", whole(year, "year", context), whole(month, "month", context), whole(day, "day", context)),
  TimestampFromYMDHMS: (args, context) => {
    const names = ["year", "month", "day", "hour", "minute", "second"] as const;
    const second = whole(args.second, "second", context);
    return onceIfLong({ second }, (a) =>
      onTheClock(
        { ...args, ...a },
        call("DATETIME", ...names.slice(0, 5).map((name) => whole(args[name], name, context)), a.second),
      ),
    );
  },
  TimeFromHMS: (args, context) => {
    const second = whole(args.second, "second", context);
    return onceIfLong({ second }, (a) =>
      onTheClock(
        { ...args, ...a },
        call("TIME", whole(args.hour, "hour", context), whole(args.minute, "minute", context), a.second),
      ),
    );
  },
  TimestampFromUnix: ({ arg, unit = "second" }, context) => {
    const name = { second: "TIMESTAMP_SECONDS", millisecond: "TIMESTAMP_MILLIS", microsecond: "TIMESTAMP_MICROS" }[
      unit
    ];
    return call(name, whole(arg, "arg", context));
  },
  AtTimeZone: ({ arg, zone = "UTC" }) => call("DATETIME", arg, stringLiteral(zone)),
  FromTimeZone: ({ arg, zone = "UTC" }) =>
    zone === "UTC" ? call("TIMESTAMP", arg, stringLiteral(zone)) : laterInstant(arg, zone),
  Now: () => call("CURRENT_TIMESTAMP"),
  Today: () => call("CURRENT_DATE", stringLiteral("UTC")),
} satisfies Partial<Rules>;
/** A number after INTERVAL: one below zero in parentheses, as all that is more than a number. */
const units = (n: Sql): Sql => (n.kind === "literal" && Number(n.value) >= 0 ? n : sql`(${n})`);
