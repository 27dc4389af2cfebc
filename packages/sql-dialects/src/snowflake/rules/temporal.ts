import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp, parseTimeFormat } from "@avocet/core/backend";
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
import { Precedence } from "../../sql/expr.js";
import { betweenTimes } from "../../standard/temporal.js";
import { castTo, literalInteger, date, utcTimestamp, naiveTimestamp, evaluateOnce, time } from "../build.js";
import type { IntervalSql } from "../interval.js";
import { intervalOf, intervalComponents } from "../interval.js";
import { dayName, formatTemporal, isTimeDirective } from "../time-format.js";
import { toUtc } from "../variant.js";
import { temporalConstructorRules } from "./temporal-constructors.js";

type One = { readonly arg: Sql };
type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype">;

const isInstant = (d: DType): boolean => isTimestamp(d) && d.zone !== null;
/** A moment on the clock that is read: of an instant that of UTC. */
const clock = (arg: Sql, dtype: DType): Sql => (isInstant(dtype) ? toUtc(arg) : arg);
/** As {@link clock}, without a zone. */
const wall = (arg: Sql, dtype: DType): Sql => (isInstant(dtype) ? castTo(toUtc(arg), naiveTimestamp) : arg);
const part =
  (fn: string) =>
  ({ arg }: One, { dtype }: Context): Sql =>
    call(fn, clock(arg, dtype("arg")));
const nanosBy =
  (divisor: number) =>
  ({ arg }: One, { dtype }: Context): Sql =>
    call(
      "FLOOR",
      infix(
        call("DATE_PART", keyword("NANOSECOND"), clock(arg, dtype("arg"))),
        "/",
        intLiteral(divisor),
        Precedence.multiply,
      ),
    );
const truncated = (unit: string, arg: Sql): Sql => call("DATE_TRUNC", stringLiteral(unit), arg);
const EPOCH = sql`'1970-01-01'::TIMESTAMP_NTZ`;
const anyDay: Sql = { kind: "literal", value: "2000-01-01", dtype: { kind: "date", nullable: false }, fixed: true };

const times = (n: Sql, factor: number): Sql => {
  const exact = literalInteger(n);
  if (exact !== null && Number.isSafeInteger(exact * factor)) return intLiteral(exact * factor);
  return factor === 1 ? n : infix(n, "*", intLiteral(factor), Precedence.multiply);
};
const negated = (n: Sql): Sql => {
  const exact = literalInteger(n);
  return exact === null
    ? withPrecedence(Precedence.sign)`-${operand(n, Precedence.power)}`
    : intLiteral(exact === 0 ? 0 : -exact);
};
const isZero = (n: Sql): boolean => literalInteger(n) === 0;

const UNITS = [
  ["HOUR", 3_600_000_000],
  ["MINUTE", 60_000_000],
  ["SECOND", 1_000_000],
  ["MILLISECOND", 1000],
  ["MICROSECOND", 1],
] as const;
/** So many of a unit later; of a constant in the longest unit that it is a whole number of. */
function later(moment: Sql, unit: "MONTH" | "DAY" | "MICROSECOND", n: Sql): Sql {
  if (isZero(n)) return moment;
  const exact = literalInteger(n);
  if (exact !== null && unit === "MONTH" && exact % 12 === 0)
    return call("DATEADD", keyword("YEAR"), intLiteral(exact / 12), moment);
  if (exact !== null && unit === "MICROSECOND")
    for (const [longer, micros] of UNITS)
      if (exact % micros === 0) return call("DATEADD", keyword(longer), intLiteral(exact / micros), moment);
  return call("DATEADD", keyword(unit), n, moment);
}
/** DATEADD of months keeps within the month, as ADD_MONTHS would not on its last day. */
export function moved(moment: Sql, { months, days, micros }: IntervalSql, back: boolean): Sql {
  const sign = back ? negated : (n: Sql): Sql => n;
  return later(later(later(moment, "MONTH", sign(months)), "DAY", sign(days)), "MICROSECOND", sign(micros));
}
const onDate =
  (back: boolean) =>
  ({ left, right }: Two): Sql => {
    const parts = intervalComponents(right);
    if (isZero(parts.micros)) return moved(left, parts, back);
    return castTo(moved(castTo(left, naiveTimestamp), parts, back), date);
  };
const onStamp =
  (back: boolean) =>
  ({ left, right }: Two, { dtype }: Context): Sql =>
    moved(clock(left, dtype("left")), intervalComponents(right), back);
/** A time of day goes around midnight. */
const onTime =
  (back: boolean) =>
  ({ left, right }: Two): Sql => {
    const { micros } = intervalComponents(right);
    const onDay = call("TIMESTAMP_NTZ_FROM_PARTS", anyDay, left);
    return castTo(later(onDay, "MICROSECOND", back ? negated(micros) : micros), time);
  };
const delta =
  (fallback: string) =>
  ({ left, right, unit = fallback }: Two & { readonly unit?: string | undefined }, { dtype }: Context): Sql =>
    call("DATEDIFF", keyword(unit.toUpperCase()), wall(right, dtype("right")), wall(left, dtype("left")));

/** The start of the bucket: what is left of the distance from the origin is taken away. */
function bucket(moment: Sql, { months, days, micros }: IntervalValue): Sql {
  const [unit, width, origin] =
    months !== 0
      ? (["MONTH", months, "2000-01-01"] as const)
      : (["MICROSECOND", days * 86_400_000_000 + micros, "2000-01-03"] as const);
  const start: Sql = {
    kind: "literal",
    value: `${origin}T00:00:00`,
    dtype: { ...naiveTimestamp, nullable: false },
    fixed: true,
  };
  const distance = call("DATEDIFF", keyword(unit), start, moment);
  const size = intLiteral(width);
  const rest = call("MOD", infix(call("MOD", distance, size), "+", size, Precedence.add), size);
  return call("DATEADD", keyword(unit), infix(distance, "-", rest, Precedence.add), start);
}
const spanSql = ({ months, days, micros }: IntervalValue): IntervalSql => ({
  months: intLiteral(months),
  days: intLiteral(days),
  micros: intLiteral(micros),
});

/**
 * The instant of a clock. The offset from UTC may change around then, so it is taken a day before and a day after: the later instant that
 * the clock shows, or the later of all where it shows none.
 */
function ofClock(arg: Sql, zone: string): Sql {
  if (zone === "UTC") return castTo(arg, utcTimestamp);
  return evaluateOnce([[arg, naiveTimestamp]], utcTimestamp, ([w = arg]) => {
    const shown = (utc: Sql): Sql => call("CONVERT_TIMEZONE", stringLiteral("UTC"), stringLiteral(zone), utc);
    const by = (days: number): Sql => {
      const near = call("DATEADD", keyword("DAY"), intLiteral(days), w);
      return call("DATEADD", keyword("SECOND"), call("DATEDIFF", keyword("SECOND"), shown(near), near), w);
    };
    const [last, first] = [call("GREATEST", by(-1), by(1)), call("LEAST", by(-1), by(1))];
    const earlier = and(compare(shown(last), "<>", w), compare(shown(first), "=", w));
    return castTo(sql`CASE WHEN ${earlier} THEN ${first} ELSE ${last} END`, utcTimestamp);
  });
}

export const temporalRules = {
  ...temporalConstructorRules,
  ExtractYear: part("YEAR"),
  ExtractIsoYear: part("YEAROFWEEKISO"),
  ExtractQuarter: part("QUARTER"),
  ExtractMonth: part("MONTH"),
  ExtractWeekOfYear: part("WEEKISO"),
  ExtractDay: part("DAY"),
  ExtractDayOfYear: part("DAYOFYEAR"),
  ExtractDayOfWeek: part("DAYOFWEEKISO"),
  DayName: ({ arg }, { dtype }) => dayName(clock(arg, dtype("arg"))),
  MonthName: ({ arg }, { dtype }) => call("TO_VARCHAR", clock(arg, dtype("arg")), stringLiteral("MMMM")),
  ExtractHour: part("HOUR"),
  ExtractMinute: part("MINUTE"),
  ExtractSecond: part("SECOND"),
  ExtractMillisecond: nanosBy(1_000_000),
  ExtractMicrosecond: nanosBy(1000),
  // DATEDIFF counts the starts of seconds, so that it rounds down before 1970 too.
  ExtractEpochSeconds: ({ arg }, { dtype }) => call("DATEDIFF", keyword("SECOND"), EPOCH, wall(arg, dtype("arg"))),

  DateTruncate: ({ arg, unit = "day" }) => (unit === "day" ? arg : truncated(unit, arg)),
  TimestampTruncate: ({ arg, unit = "microsecond" }, { dtype }) => truncated(unit, clock(arg, dtype("arg"))),
  TimeTruncate: ({ arg, unit = "microsecond" }) => truncated(unit, arg),
  TimestampBucket: ({ arg, width, offset }, { dtype, node, unsupported }) => {
    if (!width) throw unsupported("a bucket has a width");
    const own = dtype("arg");
    return evaluateOnce([[wall(arg, own), naiveTimestamp]], node.dtype, ([w = arg]) => {
      const start = offset
        ? moved(bucket(moved(w, spanSql(offset), true), width), spanSql(offset), false)
        : bucket(w, width);
      return isInstant(own) ? castTo(start, own) : start;
    });
  },
  Strftime: ({ arg, format = "" }, { dtype }) => {
    const own = dtype("arg");
    const clocks = parseTimeFormat(format).some((piece) => "letter" in piece && isTimeDirective(piece.letter));
    return formatTemporal(own.kind === "date" && clocks ? castTo(arg, naiveTimestamp) : clock(arg, own), format);
  },
  Date: ({ arg }, { dtype }) => (dtype("arg").kind === "date" ? arg : castTo(clock(arg, dtype("arg")), date)),
  Time: ({ arg }, { dtype }) => castTo(clock(arg, dtype("arg")), time),

  DateAdd: onDate(false),
  DateSub: onDate(true),
  TimestampAdd: onStamp(false),
  TimestampSub: onStamp(true),
  TimeAdd: onTime(false),
  TimeSub: onTime(true),
  DateDelta: delta("day"),
  TimestampDelta: delta("microsecond"),
  TimeDelta: delta("microsecond"),
  BetweenTime: betweenTimes,

  IntervalFromInteger: ({ arg, unit = "day" }) => intervalOf(ofUnit(arg, unit)),
  IntervalAdd: ({ left, right }) => intervalOf(combined(intervalComponents(left), intervalComponents(right), "+")),
  IntervalSubtract: ({ left, right }) => intervalOf(combined(intervalComponents(left), intervalComponents(right), "-")),
  IntervalMultiply: ({ left, right }) => intervalOf(multiplied(intervalComponents(left), right)),
  IntervalNegate: ({ arg }) => intervalOf(each(intervalComponents(arg), negated)),

  AtTimeZone: ({ arg, zone = "UTC" }) => castTo(call("CONVERT_TIMEZONE", stringLiteral(zone), arg), naiveTimestamp),
  FromTimeZone: ({ arg, zone = "UTC" }) => ofClock(arg, zone),
} satisfies Partial<Rules>;

const PARTS = {
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
const NONE: IntervalSql = { months: intLiteral(0), days: intLiteral(0), micros: intLiteral(0) };
function ofUnit(n: Sql, unit: keyof typeof PARTS): IntervalSql {
  const [name, factor] = PARTS[unit];
  return { ...NONE, [name]: times(n, factor) };
}
const each = ({ months, days, micros }: IntervalSql, of: (n: Sql) => Sql): IntervalSql => ({
  months: of(months),
  days: of(days),
  micros: of(micros),
});
function combined(l: IntervalSql, r: IntervalSql, sign: "+" | "-"): IntervalSql {
  const one = (a: Sql, b: Sql): Sql => {
    if (isZero(b)) return a;
    if (isZero(a)) return sign === "+" ? b : negated(b);
    const [x, y] = [literalInteger(a), literalInteger(b)];
    if (x !== null && y !== null) return intLiteral(sign === "+" ? x + y : x - y);
    return infix(a, sign, b, Precedence.add);
  };
  return { months: one(l.months, r.months), days: one(l.days, r.days), micros: one(l.micros, r.micros) };
}
/** A part of zero stays zero, where another one is NULL with the factor. */
function multiplied(parts: IntervalSql, factor: Sql): IntervalSql {
  const some = !isZero(parts.months) || !isZero(parts.days) || !isZero(parts.micros);
  return each(parts, (n) => (some && isZero(n) ? n : product(n, factor)));
}
function product(n: Sql, factor: Sql): Sql {
  const [x, y] = [literalInteger(n), literalInteger(factor)];
  if (x !== null && y !== null && Number.isSafeInteger(x * y)) return intLiteral(x * y);
  return infix(n, "*", factor, Precedence.multiply);
}
