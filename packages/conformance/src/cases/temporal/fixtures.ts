// Moments that the cases of dates and times look at, and what the calendar in plain JavaScript makes of them.
import type { AnyColumn, Columns, TimestampUnit } from "@avocet/core";
import { date, time, timestamp } from "@avocet/core";
import { perRow } from "../../build.js";
import type { Case, Cells } from "../../case.js";

export const MOMENTS = [
  "1970-01-01T00:00:00.000000",
  "1969-12-31T23:59:59.999999",
  "1969-12-28T23:59:59.500000",
  "1969-12-29T00:00:00.000001",
  "2024-02-29T12:34:56.789012",
  "2024-01-31T23:00:00.000000",
  "2023-01-31T00:00:00.000000",
  "2024-03-31T02:30:00.000100",
  "2024-12-30T01:02:03.004005",
  "2024-12-29T13:00:00.000000",
  "2021-01-03T11:59:59.999000",
  "2020-12-31T00:00:59.000000",
  "2016-01-01T12:00:00.000000",
  "2000-01-01T09:08:07.060504",
  "2000-01-02T23:59:59.999999",
  "2000-01-03T00:00:00.000000",
  "1900-02-28T06:30:00.000000",
];
/** Before clocks and calendars were common, and the ends of what every engine holds. */
export const FAR = [
  "1582-10-10T10:10:10.101010",
  "0999-07-04T05:06:07.000008",
  "0001-01-01T00:00:00.000000",
  "9999-12-31T23:59:59.999999",
];
/** Both, by what their cases are called. */
export const ERAS = [
  ["", MOMENTS],
  [", far away", FAR],
] as const;
const SCHEMA = { wall: timestamp(), at: timestamp("UTC"), day: date, clock: time };
type Times = Columns<typeof SCHEMA>;

/** What expressions give for moments, and NULL for NULL. */
export function perMoment(
  name: string,
  moments: readonly string[],
  build: (c: Times) => Readonly<Record<string, AnyColumn>>,
  expected: (moment: string) => Cells,
): Case {
  const inputs = [...moments, null].map((moment) => ({
    wall: moment,
    at: moment && `${moment}Z`,
    day: moment?.slice(0, 10) ?? null,
    clock: moment?.slice(11) ?? null,
  }));
  const nothing = Object.fromEntries(Object.keys(expected(moments[0] ?? "")).map((key) => [key, null]));
  return perRow(name, SCHEMA, inputs, build, ({ wall }) => (wall === null ? nothing : expected(wall)));
}

/** A timestamp in results, with the microseconds that a Date does not hold beside it. */
export const exactly = (name: string, column: AnyColumn & { microsecond(): AnyColumn }) => ({
  [name]: column,
  [`${name}Micros`]: column.microsecond(),
});
/** A moment as {@link exactly} gives it. */
export const moment = (name: string, m: string | null): Cells => ({
  [name]: m === null ? null : new Date(`${m.slice(0, 23)}Z`),
  [`${name}Micros`]: m === null ? null : +m.slice(20, 26),
});
/** A time of day in results: the digits of a second that are not zero. */
export const clockOf = (m: string): string => m.slice(11).replace(/\.?0+$/, "");
export const FULL = "%Y-%m-%dT%H:%M:%S.%f";

// The calendar in plain JavaScript: days and microseconds since 1970.
export const daysOf = (m: string): number => Date.parse(`${m.slice(0, 10)}T00:00:00Z`) / 86_400_000;
export const dayOf = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
export const clockMicros = (m: string): number =>
  ((+m.slice(11, 13) * 60 + +m.slice(14, 16)) * 60 + +m.slice(17, 19)) * 1e6 + +m.slice(20, 26);
export const microsOf = (m: string): bigint => BigInt(daysOf(m)) * 86_400_000_000n + BigInt(clockMicros(m));
export const floorDiv = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;
export function momentOf(micros: bigint): string {
  const days = floorDiv(micros, 86_400_000_000n);
  const rest = Number(micros - days * 86_400_000_000n);
  const clock = new Date(Math.floor(rest / 1e6) * 1000).toISOString().slice(11, 19);
  return `${dayOf(Number(days))}T${clock}.${String(rest % 1e6).padStart(6, "0")}`;
}
export const year = (m: string): number => +m.slice(0, 4);
export const month = (m: string): number => +m.slice(5, 7);
export const weekday = (m: string): number => ((((daysOf(m) + 3) % 7) + 7) % 7) + 1;
export const dayOfYear = (m: string): number => daysOf(m) - daysOf(`${m.slice(0, 4)}-01-01`) + 1;
/** The Thursday of the week: the ISO year and week are its own. */
export const thursday = (m: string): string => dayOf(daysOf(m) - weekday(m) + 4);
export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
export const named = (names: readonly string[], n: number): string => names[n - 1] ?? "";
export const isoWeek = (m: string): number => Math.ceil(dayOfYear(thursday(m)) / 7);
export const two = (n: number): string => String(n).padStart(2, "0");

export const MICROS: Partial<Record<TimestampUnit, bigint>> = {
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1000n,
  microsecond: 1n,
};
/** How many starts of the unit came before or at the moment, from some origin. */
export function startsUpTo(unit: TimestampUnit, m: string): bigint {
  if (unit === "year") return BigInt(year(m));
  if (unit === "quarter") return BigInt(year(m) * 4 + Math.ceil(month(m) / 3));
  if (unit === "month") return BigInt(year(m) * 12 + month(m));
  if (unit === "week") return BigInt(Math.floor((daysOf(m) + 3) / 7));
  return floorDiv(microsOf(m), MICROS[unit] ?? 1n);
}
export function truncate(unit: TimestampUnit, m: string): string {
  const midnight = "T00:00:00.000000";
  if (unit === "year") return `${m.slice(0, 4)}-01-01${midnight}`;
  if (unit === "quarter") return `${m.slice(0, 5)}${two(Math.floor((month(m) - 1) / 3) * 3 + 1)}-01${midnight}`;
  if (unit === "month") return `${m.slice(0, 8)}01${midnight}`;
  if (unit === "week") return `${dayOf(daysOf(m) - weekday(m) + 1)}${midnight}`;
  const size = MICROS[unit] ?? 1n;
  return momentOf(floorDiv(microsOf(m), size) * size);
}
export function add(m: string, months: number, days: number, micros: bigint): string {
  const index = year(m) * 12 + month(m) - 1 + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, "0")}-${two((index % 12) + 1)}-01`;
  const next = `${String(Math.floor((index + 1) / 12)).padStart(4, "0")}-${two(((index + 1) % 12) + 1)}-01`;
  const last = index === 9999 * 12 + 11 ? 31 : daysOf(next) - daysOf(first);
  const day = `${first.slice(0, 8)}${two(Math.min(+m.slice(8, 10), last))}`;
  return momentOf(microsOf(day + m.slice(10)) + BigInt(days) * 86_400_000_000n + micros);
}
export const DATE_UNITS = ["year", "quarter", "month", "week", "day"] as const;
export const TIME_UNITS = ["hour", "minute", "second", "millisecond", "microsecond"] as const;
export const UNITS = [...DATE_UNITS, ...TIME_UNITS] as const;
