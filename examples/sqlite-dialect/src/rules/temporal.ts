import type { LiteralValue } from "@avocet/core";
import { intervalParts } from "@avocet/core";
import type { RuleContext, Rules, Sql } from "@avocet/sql-dialects";
import {
  call,
  caseWhen,
  commaList,
  compare,
  infix,
  intLiteral,
  joined,
  Precedence,
  sql,
  stringLiteral,
} from "@avocet/sql-dialects";
import { asInteger } from "../cast.js";

type One = { readonly arg: Sql };
/** Dates and timestamps are text, `2024-02-29 12:34:56.5`: their parts are at known places. */
const cut = (arg: Sql, from: number, count: number): Sql => call("SUBSTR", arg, intLiteral(from), intLiteral(count));
const digits =
  (from: number, count: number) =>
  ({ arg }: One): Sql =>
    asInteger(cut(arg, from, count));
const formatted =
  (format: string) =>
  ({ arg }: One): Sql =>
    asInteger(call("STRFTIME", stringLiteral(format), arg));
const micros = ({ arg }: One): Sql =>
  asInteger(cut(joined(call("SUBSTR", arg, intLiteral(21)), stringLiteral("000000")), 1, 6));
const [year, month, weekday] = [digits(1, 4), digits(6, 2), formatted("%u")];
const named =
  (part: (args: One) => Sql, names: readonly string[]) =>
  (args: One): Sql =>
    caseWhen(names.map((name, i) => [compare(part(args), "=", intLiteral(i + 1)), stringLiteral(name)] as const));

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

function firstDay(arg: Sql, unit: string | undefined, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (unit === "year") return joined(cut(arg, 1, 4), stringLiteral("-01-01"));
  if (unit === "month") return joined(cut(arg, 1, 7), stringLiteral("-01"));
  if (unit === "day") return cut(arg, 1, 10);
  if (unit === "week")
    return call(
      "DATE",
      arg,
      joined(infix(intLiteral(1), "-", weekday({ arg }), Precedence.add), stringLiteral(" days")),
    );
  throw unsupported(`it is not written for the unit ${unit}`);
}
const TIMES: ReadonlyMap<string | undefined, readonly [kept: number, rest: string]> = new Map([
  ["hour", [13, ":00:00"]],
  ["minute", [16, ":00"]],
  ["second", [19, ""]],
]);

/** The modifiers of DATE and DATETIME that move by a constant: by months, held within the month, then by days, then by seconds. */
function moves(span: Sql, sign: 1 | -1, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  const value: LiteralValue = span.kind === "literal" ? span.value : null;
  if (value === null) throw unsupported("it moves by constant intervals only");
  const { months, days, micros } = intervalParts(value);
  if (micros % 1e6 !== 0) throw unsupported("it moves by whole seconds only");
  const words = [`${sign * months} months`, "floor", `${sign * days} days`, `${(sign * micros) / 1e6} seconds`];
  return commaList(words.map(stringLiteral));
}
type Moved = { readonly left: Sql; readonly right: Sql };
const movedDate =
  (sign: 1 | -1) =>
  ({ left, right }: Moved, context: RuleContext): Sql =>
    sql`DATE(${left}, ${moves(right, sign, context)})`;
/** DATETIME drops what comes after the seconds, which such moves leave as it is. */
const movedTimestamp =
  (sign: 1 | -1) =>
  ({ left, right }: Moved, context: RuleContext): Sql =>
    joined(sql`DATETIME(${cut(left, 1, 19)}, ${moves(right, sign, context)})`, call("SUBSTR", left, intLiteral(20)));

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
  ExtractIsoYear: formatted("%G"),
  ExtractWeekOfYear: formatted("%V"),
  ExtractDayOfYear: formatted("%j"),
  ExtractDayOfWeek: weekday,
  ExtractEpochSeconds: ({ arg }) => call("UNIXEPOCH", cut(arg, 1, 19)),
  DayName: named(weekday, DAYS),
  MonthName: named(month, MONTHS),
  Date: ({ arg }) => cut(arg, 1, 10),
  DateTruncate: ({ arg, unit }, context) => firstDay(arg, unit, context),
  TimestampTruncate: ({ arg, unit }, context) => {
    const time = TIMES.get(unit);
    return time
      ? joined(cut(arg, 1, time[0]), stringLiteral(time[1]))
      : joined(firstDay(arg, unit, context), stringLiteral(" 00:00:00"));
  },
  DateAdd: movedDate(1),
  DateSub: movedDate(-1),
  TimestampAdd: movedTimestamp(1),
  TimestampSub: movedTimestamp(-1),
  DateDelta: ({ left, right, unit }, { unsupported }) => {
    const between = (of: (date: Sql) => Sql): Sql => infix(of(left), "-", of(right), Precedence.add);
    if (unit === "day") return asInteger(between((date) => call("JULIANDAY", date)));
    if (unit === "year") return between((arg) => year({ arg }));
    if (unit === "month") return between((arg) => sql`(${year({ arg })} * 12 + ${month({ arg })})`);
    throw unsupported(`it is not written for the unit ${unit}`);
  },
  // Of its milliseconds no zeros stay at the end.
  Now: () => sql`RTRIM(RTRIM(STRFTIME('%Y-%m-%d %H:%M:%f', 'now'), '0'), '.')`,
  Today: () => sql`DATE('now')`,
} satisfies Partial<Rules>;
