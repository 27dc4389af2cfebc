import type { Rules } from "../../dialect.js";
import { and, call, compare, infix, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { castTo, ifThen, literalInteger, string } from "../build.js";

type DateFields = { readonly year: Sql; readonly month: Sql; readonly day: Sql };
type TimeFields = { readonly hour: Sql; readonly minute: Sql; readonly second: Sql };

/** Conditions for a valid date. DATE_FROM_PARTS accepts invalid ones: 31 February becomes a day in March. */
function dateConditions({ year, month, day }: DateFields): readonly Sql[] {
  const [y, m, d] = [literalInteger(year), literalInteger(month), literalInteger(day)];
  const utcDate = y === null || m === null || d === null ? null : new Date(Date.UTC(2000, m - 1, d));
  utcDate?.setUTCFullYear(y ?? 0, (m ?? 1) - 1, d ?? 1);
  if (utcDate && utcDate.getUTCMonth() + 1 === m && utcDate.getUTCDate() === d) return [];
  const date = call("DATE_FROM_PARTS", year, month, day);
  return [...rangeConditions(month, 1, 12), compare(call("DAY", date), "=", day)];
}
function rangeConditions(field: Sql, low: number, high: number): readonly Sql[] {
  const constant = literalInteger(field);
  if (constant !== null && constant >= low && constant <= high) return [];
  return [sql`${field} BETWEEN ${intLiteral(low)} AND ${intLiteral(high)}`];
}
const timeConditions = ({ hour, minute, second }: TimeFields): readonly Sql[] => [
  ...rangeConditions(hour, 0, 23),
  ...rangeConditions(minute, 0, 59),
  ...rangeConditions(second, 0, 59),
];
/** Returns the value if the conditions hold, NULL if a field is NULL, and otherwise raises an error. */
function raiseUnlessValid(
  conditions: readonly Sql[],
  value: Sql,
  fields: readonly Sql[],
  raise: (message: Sql) => Sql,
): Sql {
  const [firstCondition, ...otherConditions] = conditions;
  if (!firstCondition) return value;
  const [head = stringLiteral(""), ...rest] = fields.map((field) => castTo(field, string));
  const fieldTexts = rest.reduce<Sql>(
    (l, r) => infix(infix(l, "||", stringLiteral(" "), Precedence.otherOperator), "||", r, Precedence.otherOperator),
    head,
  );
  return ifThen(
    otherConditions.reduce<Sql>(and, firstCondition),
    value,
    raise(infix(stringLiteral("no such moment: "), "||", fieldTexts, Precedence.otherOperator)),
  );
}

/** Builds a timestamp from its fields; an invalid date or time raises an error. */
export function timestampFromFields(fields: DateFields & TimeFields & { readonly nanos?: Sql | undefined }): Sql {
  const { year, month, day, hour, minute, second, nanos } = fields;
  const args = [year, month, day, hour, minute, second];
  const timestamp = call("TIMESTAMP_NTZ_FROM_PARTS", ...args, ...(nanos ? [nanos] : []));
  const raise = (message: Sql): Sql => call("TO_TIMESTAMP_NTZ", message, stringLiteral("YYYY-MM-DD"));
  return raiseUnlessValid([...dateConditions(fields), ...timeConditions(fields)], timestamp, args, raise);
}

const UNIX_TIME_SCALES = { second: 0, millisecond: 3, microsecond: 6 } as const;

export const temporalConstructorRules = {
  DateFromYMD: (fields) => {
    const { year, month, day } = fields;
    const raise = (message: Sql): Sql => call("TO_DATE", message, stringLiteral("YYYY-MM-DD"));
    return raiseUnlessValid(
      dateConditions(fields),
      call("DATE_FROM_PARTS", year, month, day),
      [year, month, day],
      raise,
    );
  },
  TimestampFromYMDHMS: (fields) => timestampFromFields(fields),
  TimeFromHMS: (fields) => {
    const { hour, minute, second } = fields;
    const raise = (message: Sql): Sql => call("TO_TIME", message, stringLiteral("HH24:MI"));
    return raiseUnlessValid(
      timeConditions(fields),
      call("TIME_FROM_PARTS", hour, minute, second),
      [hour, minute, second],
      raise,
    );
  },
  TimestampFromUnix: ({ arg, unit = "second" }) => call("TO_TIMESTAMP_LTZ", arg, intLiteral(UNIX_TIME_SCALES[unit])),
  Now: () => sql`CURRENT_TIMESTAMP(6)`,
  Today: () => sql`CAST(CONVERT_TIMEZONE('UTC', CURRENT_TIMESTAMP(6)) AS DATE)`,
} satisfies Partial<Rules>;
