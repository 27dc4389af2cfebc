import type { LiteralValue } from "@avocet/core";
import { intervalParts } from "@avocet/core/backend";
import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  caseWhen,
  commaList,
  compare,
  concat,
  infix,
  intLiteral,
  Precedence,
  sql,
  stringLiteral,
} from "@avocet/sql-dialects";
import { asInteger } from "../cast.js";

type UnaryArgs = { readonly arg: Sql };
/** Dates and timestamps are text such as `2024-02-29 12:34:56.5`, with fields at fixed positions. */
const substring = (arg: Sql, from: number, count: number): Sql =>
  call("SUBSTR", arg, intLiteral(from), intLiteral(count));
const digits =
  (from: number, count: number) =>
  ({ arg }: UnaryArgs): Sql =>
    asInteger(substring(arg, from, count));
const strftimeInteger =
  (format: string) =>
  ({ arg }: UnaryArgs): Sql =>
    asInteger(call("STRFTIME", stringLiteral(format), arg));
const micros = ({ arg }: UnaryArgs): Sql =>
  asInteger(substring(concat(call("SUBSTR", arg, intLiteral(21)), stringLiteral("000000")), 1, 6));
const [year, month, weekday] = [digits(1, 4), digits(6, 2), strftimeInteger("%u")];
const nameOfField =
  (field: (args: UnaryArgs) => Sql, names: readonly string[]) =>
  (args: UnaryArgs): Sql =>
    caseWhen(names.map((name, i) => [compare(field(args), "=", intLiteral(i + 1)), stringLiteral(name)] as const));

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

function truncateToDay(arg: Sql, unit: string | undefined, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (unit === "year") return concat(substring(arg, 1, 4), stringLiteral("-01-01"));
  if (unit === "month") return concat(substring(arg, 1, 7), stringLiteral("-01"));
  if (unit === "day") return substring(arg, 1, 10);
  if (unit === "week")
    return call(
      "DATE",
      arg,
      concat(infix(intLiteral(1), "-", weekday({ arg }), Precedence.add), stringLiteral(" days")),
    );
  throw unsupported(`the unit ${unit} is not implemented`);
}
const TIME_UNITS: ReadonlyMap<string | undefined, readonly [kept: number, rest: string]> = new Map([
  ["hour", [13, ":00:00"]],
  ["minute", [16, ":00"]],
  ["second", [19, ""]],
]);

/**
 * The modifiers of DATE and DATETIME that add a constant interval: months within the month, then days, then seconds.
 */
function intervalModifiers(interval: Sql, sign: 1 | -1, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  const value: LiteralValue = interval.kind === "literal" ? interval.value : null;
  if (value === null) throw unsupported("only constant intervals can be added");
  const { months, days, micros } = intervalParts(value);
  if (micros % 1e6 !== 0) throw unsupported("only intervals of whole seconds can be added");
  const modifiers = [`${sign * months} months`, "floor", `${sign * days} days`, `${(sign * micros) / 1e6} seconds`];
  return commaList(modifiers.map(stringLiteral));
}
type IntervalArgs = { readonly left: Sql; readonly right: Sql };
const dateArithmetic =
  (sign: 1 | -1) =>
  ({ left, right }: IntervalArgs, context: RuleContext): Sql =>
    sql`DATE(${left}, ${intervalModifiers(right, sign, context)})`;
/** Adds an interval to a timestamp. DATETIME drops fractions of seconds, so they are appended again. */
const timestampArithmetic =
  (sign: 1 | -1) =>
  ({ left, right }: IntervalArgs, context: RuleContext): Sql =>
    concat(
      sql`DATETIME(${substring(left, 1, 19)}, ${intervalModifiers(right, sign, context)})`,
      call("SUBSTR", left, intLiteral(20)),
    );

/** Rules for dates and timestamps. */
export const temporalRules = {
  ExtractYear: year,
  ExtractMonth: month,
  ExtractDay: digits(9, 2),
  ExtractHour: digits(12, 2),
  ExtractMinute: digits(15, 2),
  ExtractSecond: digits(18, 2),
  ExtractMillisecond: ({ arg }) => infix(micros({ arg }), "/", intLiteral(1000), Precedence.multiply),
  ExtractMicrosecond: micros,
  ExtractQuarter: ({ arg }) => sql`(${month({ arg })} + 2) / 3`,
  ExtractIsoYear: strftimeInteger("%G"),
  ExtractWeekOfYear: strftimeInteger("%V"),
  ExtractDayOfYear: strftimeInteger("%j"),
  ExtractDayOfWeek: weekday,
  ExtractEpochSeconds: ({ arg }) => call("UNIXEPOCH", substring(arg, 1, 19)),
  DayName: nameOfField(weekday, DAYS),
  MonthName: nameOfField(month, MONTHS),
  Date: ({ arg }) => substring(arg, 1, 10),
  DateTruncate: ({ arg, unit }, context) => truncateToDay(arg, unit, context),
  TimestampTruncate: ({ arg, unit }, context) => {
    const time = TIME_UNITS.get(unit);
    return time
      ? concat(substring(arg, 1, time[0]), stringLiteral(time[1]))
      : concat(truncateToDay(arg, unit, context), stringLiteral(" 00:00:00"));
  },
  DateAdd: dateArithmetic(1),
  DateSub: dateArithmetic(-1),
  TimestampAdd: timestampArithmetic(1),
  TimestampSub: timestampArithmetic(-1),
  DateDelta: ({ left, right, unit }, { unsupported }) => {
    const difference = (countOf: (date: Sql) => Sql): Sql => infix(countOf(left), "-", countOf(right), Precedence.add);
    if (unit === "day") return asInteger(difference((date) => call("JULIANDAY", date)));
    if (unit === "year") return difference((arg) => year({ arg }));
    if (unit === "month") return difference((arg) => sql`(${year({ arg })} * 12 + ${month({ arg })})`);
    throw unsupported(`the unit ${unit} is not implemented`);
  },
  // Trailing zeros of the milliseconds are removed, as in stored timestamps.
  Now: () => sql`RTRIM(RTRIM(STRFTIME('%Y-%m-%d %H:%M:%f', 'now'), '0'), '.')`,
  Today: () => sql`DATE('now')`,
} satisfies Partial<Rules>;
