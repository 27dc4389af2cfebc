import type { Node } from "../ast.js";
import { child, unsupportedFeature, variant } from "../ast.js";
import type { Call, FunctionRule } from "../call.js";
import { constantArg, hasArg } from "../call.js";
import { cast, fromMicros } from "../cast.js";
import { constantText, evaluateBothOnce, evaluateOnce } from "../translation-context.js";
import type { SqlType } from "../types.js";
import { typeFromName } from "../types.js";
import { castToBigint, fromArgs } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-date-time

const UNITS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "year y yy yyy yyyy yr years yrs",
    "quarter q qtr qtrs quarters",
    "month mm mon mons months",
    "week w wk weekofyear woy wy weeks",
    "weekiso week_iso weekofyeariso weekofyear_iso",
    "day d dd days dayofmonth",
    "dayofweek weekday dow dw",
    "dayofweekiso weekday_iso dow_iso dw_iso dayofweek_iso",
    "dayofyear yearday doy dy",
    "hour h hh hr hours hrs",
    "minute m mi min minutes mins",
    "second s sec seconds secs",
    "millisecond ms msec milliseconds",
    "microsecond us usec microseconds",
    "nanosecond ns nsec nanosec nsecond nanoseconds nanosecs nseconds",
    "epoch_second epoch epoch_seconds",
    "epoch_millisecond epoch_milliseconds",
    "epoch_microsecond epoch_microseconds",
    "epoch_nanosecond epoch_nanoseconds",
    "yearofweek",
    "yearofweekiso",
    "timezone_hour tzh",
    "timezone_minute tzm",
  ].flatMap((line) => {
    const [unit = "", ...synonyms] = line.split(" ");
    return [unit, ...synonyms].map((name) => [name, unit]);
  }),
);
/** The unit that an argument denotes. */
function unitAt(call: Call, index: number): string {
  const name = constantArg(call, index).toLowerCase();
  const unit = UNITS[name];
  if (!unit) throw unsupportedFeature(`date part ${name}`, name);
  return unit;
}

/** Casts a string literal to a timestamp, as Snowflake does where a date is expected. */
const stringAsTimestamp = (sql: string, node: Node | undefined): string =>
  constantText(node) === undefined || variant(child(node, "Value", "value"))[0] === "Number"
    ? sql
    : `CAST(${sql} AS TIMESTAMP)`;

/** The interval of each unit, for DuckDB. */
const UNIT_STEPS: Readonly<Record<string, readonly ["months" | "days" | "micros", number]>> = {
  year: ["months", 12],
  quarter: ["months", 3],
  month: ["months", 1],
  week: ["days", 7],
  day: ["days", 1],
  hour: ["micros", 3_600_000_000],
  minute: ["micros", 60_000_000],
  second: ["micros", 1_000_000],
  millisecond: ["micros", 1_000],
  microsecond: ["micros", 1],
};
const dateadd: FunctionRule = (call) => {
  const unit = unitAt(call, 0);
  const [, amount = "", start = ""] = call.args;
  const target = stringAsTimestamp(start, call.nodes[2]);
  if (unit === "nanosecond")
    return evaluateBothOnce(target, amount, (x, n) => `sf_add_micros(${x}, ${castToBigint(n)} // 1000)`);
  const step = UNIT_STEPS[unit];
  if (!step) throw unsupportedFeature(`DATEADD of ${unit}`, unit);
  const [kind, factor] = step;
  // The amount is rounded: https://docs.snowflake.com/en/sql-reference/functions/dateadd
  const steps = (n: string): string => `CAST(round(${n}) AS BIGINT)${factor === 1 ? "" : ` * ${factor}`}`;
  return evaluateBothOnce(target, amount, (x, n) => `sf_add_${kind}(${x}, ${steps(n)})`);
};

const datediff: FunctionRule = (call) => {
  const unit = unitAt(call, 0);
  const [, a = "", b = ""] = call.args;
  if (unit === "nanosecond") return `(1000 * date_diff('microsecond', sf_moment(${a}), sf_moment(${b})))`;
  if (unit === "week" || unit === "weekiso")
    return `(date_diff('day', date_trunc('week', sf_moment(${a})), date_trunc('week', sf_moment(${b}))) // 7)`;
  return `date_diff('${unit}', sf_moment(${a}), sf_moment(${b}))`;
};

const datePart = (unit: string, arg: string): string => {
  const value = `sf_moment(${arg})`;
  switch (unit) {
    case "weekiso":
      return `date_part('week', ${value})`;
    case "dayofweekiso":
      return `date_part('isodow', ${value})`;
    case "dayofweek":
      return `date_part('dow', ${value})`;
    case "dayofyear":
      return `date_part('doy', ${value})`;
    case "yearofweek":
    case "yearofweekiso":
      return `date_part('isoyear', ${value})`;
    case "millisecond":
    case "microsecond":
      throw unsupportedFeature(`DATE_PART of ${unit}`, unit);
    case "nanosecond":
      return `(1000 * (date_part('microsecond', ${value}) % 1000000))`;
    case "epoch_second":
      return `sf_floor_div(epoch_us(${value}), 1000000)`;
    case "epoch_millisecond":
      return `sf_floor_div(epoch_us(${value}), 1000)`;
    case "epoch_microsecond":
      return `epoch_us(${value})`;
    case "epoch_nanosecond":
      return `(1000 * CAST(epoch_us(${value}) AS HUGEINT))`;
    case "timezone_hour":
    case "timezone_minute":
      return "0";
    default:
      return `date_part('${unit}', ${value})`;
  }
};
const datePartRule =
  (unit: string): FunctionRule =>
  ({ args }) =>
    datePart(unit, args[0] ?? "");

const trunc: FunctionRule = (call) => {
  const unit = unitAt(call, 0) === "weekiso" ? "week" : unitAt(call, 0);
  return evaluateOnce(stringAsTimestamp(call.args[1] ?? "", call.nodes[1]), (x) => `sf_trunc('${unit}', ${x})`);
};

/**
 * TO_DATE, TO_TIMESTAMP and similar functions, which convert text with or without a format, and numbers of seconds or
 * fractions of seconds.
 */
const conversion =
  (type: string, isTry = false): FunctionRule =>
  (call) => {
    const to = typeFromName(type);
    const [x = "", second] = call.args;
    const scale = second === undefined ? undefined : /^(\d+)::/.exec(second)?.[1];
    if (second !== undefined && scale === undefined) return parseWithFormat(x, second, to, isTry);
    const factor = 10 ** (6 - Number(scale ?? 0));
    const fromNumber = (v: string): string =>
      factor >= 1
        ? `make_timestamp(CAST(round(TRY_CAST(${v} AS DOUBLE) * ${factor}) AS BIGINT))`
        : `make_timestamp(sf_floor_div(TRY_CAST(${v} AS BIGINT), ${1 / factor}))`;
    const plainCast = cast("sf__v", to, isTry, null, call.context);
    return `list_transform([${x}], lambda sf__v: CASE WHEN typeof(sf__v) LIKE 'DECIMAL%' OR typeof(sf__v) LIKE '%INT' OR typeof(sf__v) = 'DOUBLE' THEN CAST(${fromNumber("sf__v")} AS ${typeSql(to)}) ELSE ${plainCast} END)[1]`;
  };
const typeSql = (type: SqlType): string =>
  type.name === "DATE"
    ? "DATE"
    : type.name === "TIME"
      ? "TIME"
      : type.name === "TIMESTAMP_NTZ"
        ? "TIMESTAMP"
        : "TIMESTAMPTZ";

function parseWithFormat(x: string, format: string, to: SqlType, isTry: boolean): string {
  const kind = to.name === "TIME" ? "time" : to.name === "DATE" ? "date" : "timestamp";
  return fromMicros(`sf_parse_moment(CAST(${x} AS VARCHAR), ${format}, '${kind}', ${isTry})`, to);
}

const timestampFromParts = ({ args }: Call): string => {
  if (args.length === 2) return `(CAST(${args[0]} AS DATE) + CAST(${args[1]} AS TIME))`;
  const [y, mo, d, h, mi, s, nanos] = args.map(castToBigint);
  const micros = nanos === undefined ? "0" : `sf_floor_div(${nanos}, 1000)`;
  return `(make_timestamp(${y}, 1, 1, 0, 0, 0) + to_months(CAST(${mo} - 1 AS INTEGER)) + to_days(CAST(${d} - 1 AS INTEGER)) + to_microseconds(${h} * 3600000000 + ${mi} * 60000000 + ${s} * 1000000 + ${micros}))`;
};

const WEEKDAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"];
const weekday = (call: Call): number => WEEKDAYS.indexOf(constantArg(call, 1).toLowerCase().slice(0, 2)) + 1;

/** With three arguments, converts a wall time between zones; with two, returns the wall time in a zone. */
const convertTimezone: FunctionRule = (call) => {
  const [a = "", b = "", x] = call.args;
  if (x !== undefined) return `timezone(${b}, timezone(${a}, CAST(${x} AS TIMESTAMP)))`;
  return a.toUpperCase() === "'UTC'" ? `CAST(${b} AS TIMESTAMPTZ)` : `timezone(${a}, CAST(${b} AS TIMESTAMPTZ))`;
};

const MONTH_SLICES: Readonly<Record<string, string>> = { year: "12 * @", quarter: "3 * @", month: "@" };
const timeSlice: FunctionRule = (call) => {
  const [x = "", size = ""] = call.args;
  const unit = UNITS[constantArg(call, 2).toLowerCase()] ?? "";
  const end = hasArg(call, 3) && constantArg(call, 3).toUpperCase() === "END";
  const months = MONTH_SLICES[unit];
  const step = UNIT_STEPS[unit];
  const width = months
    ? `to_months(CAST(${months.replace("@", castToBigint(size))} AS INTEGER))`
    : step?.[0] === "days"
      ? `to_days(CAST(${castToBigint(size)} * ${step[1]} AS INTEGER))`
      : `to_microseconds(${castToBigint(size)} * ${step?.[1] ?? 1})`;
  const origin = unit === "week" ? "TIMESTAMP '1969-12-29'" : "TIMESTAMP '1970-01-01'";
  return evaluateOnce(stringAsTimestamp(x, call.nodes[0]), (v) => `sf_slice(${v}, ${width}, ${origin}, ${end})`);
};

const now = "sf_now()";
export const dates: Readonly<Record<string, FunctionRule>> = {
  DATEADD: dateadd,
  TIMEADD: dateadd,
  TIMESTAMPADD: dateadd,
  DATEDIFF: datediff,
  TIMEDIFF: datediff,
  TIMESTAMPDIFF: datediff,
  DATE_PART: (call) => datePart(unitAt(call, 0), call.args[1] ?? ""),
  DATE_TRUNC: trunc,
  YEAR: datePartRule("year"),
  QUARTER: datePartRule("quarter"),
  MONTH: datePartRule("month"),
  WEEK: datePartRule("week"),
  WEEKOFYEAR: datePartRule("week"),
  WEEKISO: datePartRule("weekiso"),
  DAY: datePartRule("day"),
  DAYOFMONTH: datePartRule("day"),
  DAYOFWEEK: datePartRule("dayofweek"),
  DAYOFWEEKISO: datePartRule("dayofweekiso"),
  DAYOFYEAR: datePartRule("dayofyear"),
  YEAROFWEEK: datePartRule("yearofweek"),
  YEAROFWEEKISO: datePartRule("yearofweekiso"),
  HOUR: datePartRule("hour"),
  MINUTE: datePartRule("minute"),
  SECOND: datePartRule("second"),
  DAYNAME: fromArgs((x) => `left(dayname(sf_moment(${x})), 3)`),
  MONTHNAME: fromArgs((x) => `left(monthname(sf_moment(${x})), 3)`),
  LAST_DAY: (call) => {
    const [x = ""] = call.args;
    const unit = hasArg(call, 1) ? unitAt(call, 1) : "month";
    const [kind, n] = UNIT_STEPS[unit] ?? ["months", 1];
    return `CAST(date_trunc('${unit}', sf_moment(${x})) + to_${kind === "days" ? "days" : "months"}(${n}) - to_days(1) AS DATE)`;
  },
  NEXT_DAY: (call) =>
    evaluateOnce(
      call.args[0] ?? "",
      (v) =>
        `(CAST(${v} AS DATE) + CAST((${weekday(call)} - date_part('isodow', CAST(${v} AS DATE)) + 6) % 7 + 1 AS INTEGER))`,
    ),
  PREVIOUS_DAY: (call) =>
    evaluateOnce(
      call.args[0] ?? "",
      (v) =>
        `(CAST(${v} AS DATE) - CAST((date_part('isodow', CAST(${v} AS DATE)) - ${weekday(call)} + 6) % 7 + 1 AS INTEGER))`,
    ),
  ADD_MONTHS: fromArgs((x, n) => evaluateOnce(x, (v) => `sf_end_kept(${v}, sf_add_months(${v}, ${castToBigint(n)}))`)),
  DATE: conversion("DATE"),
  TO_DATE: conversion("DATE"),
  TRY_TO_DATE: conversion("DATE", true),
  TIME: conversion("TIME"),
  TO_TIME: conversion("TIME"),
  TRY_TO_TIME: conversion("TIME", true),
  TO_TIMESTAMP: conversion("TIMESTAMP_NTZ"),
  TO_TIMESTAMP_NTZ: conversion("TIMESTAMP_NTZ"),
  TO_TIMESTAMP_TZ: conversion("TIMESTAMP_TZ"),
  TO_TIMESTAMP_LTZ: conversion("TIMESTAMP_LTZ"),
  TRY_TO_TIMESTAMP: conversion("TIMESTAMP_NTZ", true),
  TRY_TO_TIMESTAMP_NTZ: conversion("TIMESTAMP_NTZ", true),
  TRY_TO_TIMESTAMP_TZ: conversion("TIMESTAMP_TZ", true),
  TRY_TO_TIMESTAMP_LTZ: conversion("TIMESTAMP_LTZ", true),
  DATE_FROM_PARTS: fromArgs(
    (y, m, d) =>
      `CAST(make_timestamp(${castToBigint(y)}, 1, 1, 0, 0, 0) + to_months(CAST(${castToBigint(m)} - 1 AS INTEGER)) + to_days(CAST(${castToBigint(d)} - 1 AS INTEGER)) AS DATE)`,
  ),
  DATEFROMPARTS: fromArgs((y, m, d) => `make_date(${castToBigint(y)}, ${castToBigint(m)}, ${castToBigint(d)})`),
  TIME_FROM_PARTS: fromArgs(
    (h, m, s, nanos) =>
      `(TIME '00:00:00' + to_microseconds(${castToBigint(h)} * 3600000000 + ${castToBigint(m)} * 60000000 + ${castToBigint(s)} * 1000000 + ${nanos === "" ? "0" : `sf_floor_div(${castToBigint(nanos)}, 1000)`}))`,
  ),
  TIMESTAMP_FROM_PARTS: timestampFromParts,
  TIMESTAMP_NTZ_FROM_PARTS: timestampFromParts,
  TIMESTAMPNTZFROMPARTS: timestampFromParts,
  TIMESTAMP_LTZ_FROM_PARTS: (call) => `CAST(${timestampFromParts(call)} AS TIMESTAMPTZ)`,
  TIMESTAMP_TZ_FROM_PARTS: (call) => {
    const zone = call.args[7];
    const local = timestampFromParts({ ...call, args: call.args.slice(0, 7) });
    return zone === undefined ? `CAST(${local} AS TIMESTAMPTZ)` : `timezone(${zone}, ${local})`;
  },
  CONVERT_TIMEZONE: convertTimezone,
  TIME_SLICE: timeSlice,
  MONTHS_BETWEEN: fromArgs((a, b) => `sf_months_between(CAST(${a} AS TIMESTAMP), CAST(${b} AS TIMESTAMP))`),
  CURRENT_TIMESTAMP: () => now,
  GETDATE: () => now,
  LOCALTIMESTAMP: () => now,
  SYSTIMESTAMP: () => now,
  SYSDATE: () => `CAST(${now} AS TIMESTAMP)`,
  CURRENT_DATE: () => `CAST(${now} AS DATE)`,
  CURRENT_TIME: () => `CAST(CAST(${now} AS TIMESTAMP) AS TIME)`,
  LOCALTIME: () => `CAST(CAST(${now} AS TIMESTAMP) AS TIME)`,
  TO_CHAR: (call) => toChar(call),
  TO_VARCHAR: (call) => toChar(call),
};

/** TO_CHAR without a format is a cast; with one, it depends on the type of the value. */
function toChar(call: Call): string {
  const [x = "", format] = call.args;
  if (format === undefined) return cast(x, typeFromName("VARCHAR"), false, call.nodes[0] ?? null, call.context);
  return `sf_format(${x}, ${format})`;
}
