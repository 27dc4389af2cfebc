import type { Rules } from "../../dialect.js";
import { and, call, compare, infix, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { castTo, constant, string, when } from "../build.js";

type Day = { readonly year: Sql; readonly month: Sql; readonly day: Sql };
type Clock = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };

/** DATE_FROM_PARTS and the like carry over: the 31st of February is in March. Conditions for parts that a calendar has. */
function onCalendar({ year, month, day }: Day): readonly Sql[] {
  const [y, m, d] = [constant(year), constant(month), constant(day)];
  const named = y === null || m === null || d === null ? null : new Date(Date.UTC(2000, m - 1, d));
  named?.setUTCFullYear(y ?? 0, (m ?? 1) - 1, d ?? 1);
  if (named && named.getUTCMonth() + 1 === m && named.getUTCDate() === d) return [];
  const date = call("DATE_FROM_PARTS", year, month, day);
  return [...within(month, 1, 12), compare(call("DAY", date), "=", day)];
}
function within(part: Sql, low: number, high: number): readonly Sql[] {
  const exact = constant(part);
  if (exact !== null && exact >= low && exact <= high) return [];
  return [sql`${part} BETWEEN ${intLiteral(low)} AND ${intLiteral(high)}`];
}
const onClock = ({ hour, minute, second }: Clock): readonly Sql[] => [
  ...within(hour, 0, 23),
  ...within(minute, 0, 59),
  ...within(second, 0, 59),
];
/** The value where the conditions are met; an error where they are not, and NULL where a part is. */
function checked(conditions: readonly Sql[], made: Sql, parts: readonly Sql[], fail: (words: Sql) => Sql): Sql {
  const [first, ...more] = conditions;
  if (!first) return made;
  const [head = stringLiteral(""), ...rest] = parts.map((part) => castTo(part, string));
  const words = rest.reduce<Sql>(
    (l, r) => infix(infix(l, "||", stringLiteral(" "), Precedence.other), "||", r, Precedence.other),
    head,
  );
  return when(
    more.reduce<Sql>(and, first),
    made,
    fail(infix(stringLiteral("no such moment: "), "||", words, Precedence.other)),
  );
}

/** A timestamp of its parts, all of which must be there on the calendar and the clock. */
export function checkedMoment(parts: Day & Clock & { readonly nanos?: Sql | undefined }): Sql {
  const { year, month, day, hour, minute, second, nanos } = parts;
  const list = [year, month, day, hour, minute, second];
  const made = call("TIMESTAMP_NTZ_FROM_PARTS", ...list, ...(nanos ? [nanos] : []));
  const fail = (words: Sql): Sql => call("TO_TIMESTAMP_NTZ", words, stringLiteral("YYYY-MM-DD"));
  return checked([...onCalendar(parts), ...onClock(parts)], made, list, fail);
}

const SCALES = { second: 0, millisecond: 3, microsecond: 6 } as const;

export const momentRules = {
  DateFromYMD: (parts) => {
    const { year, month, day } = parts;
    const fail = (words: Sql): Sql => call("TO_DATE", words, stringLiteral("YYYY-MM-DD"));
    return checked(onCalendar(parts), call("DATE_FROM_PARTS", year, month, day), [year, month, day], fail);
  },
  TimestampFromYMDHMS: (parts) => checkedMoment(parts),
  TimeFromHMS: (parts) => {
    const { hour, minute, second } = parts;
    const fail = (words: Sql): Sql => call("TO_TIME", words, stringLiteral("HH24:MI"));
    return checked(onClock(parts), call("TIME_FROM_PARTS", hour, minute, second), [hour, minute, second], fail);
  },
  TimestampFromUnix: ({ arg, unit = "second" }) => call("TO_TIMESTAMP_LTZ", arg, intLiteral(SCALES[unit])),
  Now: () => sql`CURRENT_TIMESTAMP(6)`,
  Today: () => sql`CAST(CONVERT_TIMEZONE('UTC', CURRENT_TIMESTAMP(6)) AS DATE)`,
} satisfies Partial<Rules>;
