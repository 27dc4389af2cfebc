// Timestamps for the cases of dates and times, and calendar functions in plain JavaScript for the expected values.
import type { AnyColumn, Columns, TimestampUnit } from "@avocet/core";
import { date, time, timestamp } from "@avocet/core";
import { perRow } from "../../build.js";
import type { Case, Cells } from "../../case.js";

export const TIMESTAMPS = [
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
/** Before the Gregorian calendar, and the first and last years that every engine supports. */
export const EXTREME_TIMESTAMPS = [
  "1582-10-10T10:10:10.101010",
  "0999-07-04T05:06:07.000008",
  "0001-01-01T00:00:00.000000",
  "9999-12-31T23:59:59.999999",
];
/** Suffixes of case names, with their timestamps. */
export const PERIODS = [
  ["", TIMESTAMPS],
  [", extreme dates", EXTREME_TIMESTAMPS],
] as const;
const SCHEMA = { wall: timestamp(), at: timestamp("UTC"), day: date, timeOfDay: time };
type TimestampColumns = Columns<typeof SCHEMA>;

/** A case for expressions over timestamps; for a NULL input, all results must be NULL. */
export function perTimestamp(
  name: string,
  timestamps: readonly string[],
  build: (c: TimestampColumns) => Readonly<Record<string, AnyColumn>>,
  expected: (timestamp: string) => Cells,
): Case {
  const inputs = [...timestamps, null].map((text) => ({
    wall: text,
    at: text && `${text}Z`,
    day: text?.slice(0, 10) ?? null,
    timeOfDay: text?.slice(11) ?? null,
  }));
  const allNull = Object.fromEntries(Object.keys(expected(timestamps[0] ?? "")).map((key) => [key, null]));
  return perRow(name, SCHEMA, inputs, build, ({ wall }) => (wall === null ? allNull : expected(wall)));
}

/** A timestamp column next to its microseconds, which a Date truncates. */
export const withMicroseconds = (name: string, column: AnyColumn & { microsecond(): AnyColumn }) => ({
  [name]: column,
  [`${name}Micros`]: column.microsecond(),
});
/** Expected cells of a timestamp, as {@link withMicroseconds} selects it. */
export const timestampCells = (name: string, m: string | null): Cells => ({
  [name]: m === null ? null : new Date(`${m.slice(0, 23)}Z`),
  [`${name}Micros`]: m === null ? null : +m.slice(20, 26),
});
/** The time of day as text, without trailing zeros of the fraction. */
export const timeText = (m: string): string => m.slice(11).replace(/\.?0+$/, "");
export const FULL = "%Y-%m-%dT%H:%M:%S.%f";

// The calendar in plain JavaScript: days and microseconds since 1970.
export const daysOf = (m: string): number => Date.parse(`${m.slice(0, 10)}T00:00:00Z`) / 86_400_000;
export const dayOf = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
export const microsOfDay = (m: string): number =>
  ((+m.slice(11, 13) * 60 + +m.slice(14, 16)) * 60 + +m.slice(17, 19)) * 1e6 + +m.slice(20, 26);
export const microsOf = (m: string): bigint => BigInt(daysOf(m)) * 86_400_000_000n + BigInt(microsOfDay(m));
export const floorDiv = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;
export function timestampOf(micros: bigint): string {
  const days = floorDiv(micros, 86_400_000_000n);
  const remainder = Number(micros - days * 86_400_000_000n);
  const timeOfDay = new Date(Math.floor(remainder / 1e6) * 1000).toISOString().slice(11, 19);
  return `${dayOf(Number(days))}T${timeOfDay}.${String(remainder % 1e6).padStart(6, "0")}`;
}
export const year = (m: string): number => +m.slice(0, 4);
export const month = (m: string): number => +m.slice(5, 7);
export const weekday = (m: string): number => ((((daysOf(m) + 3) % 7) + 7) % 7) + 1;
export const dayOfYear = (m: string): number => daysOf(m) - daysOf(`${m.slice(0, 4)}-01-01`) + 1;
/** The Thursday of the same week: it determines the ISO year and week. */
export const isoThursday = (m: string): string => dayOf(daysOf(m) - weekday(m) + 4);
export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
export const nameAt = (names: readonly string[], n: number): string => names[n - 1] ?? "";
export const isoWeek = (m: string): number => Math.ceil(dayOfYear(isoThursday(m)) / 7);
export const twoDigits = (n: number): string => String(n).padStart(2, "0");

export const MICROS: Partial<Record<TimestampUnit, bigint>> = {
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1000n,
  microsecond: 1n,
};
/** Number of unit boundaries up to the timestamp, from an arbitrary origin. */
export function boundariesUpTo(unit: TimestampUnit, m: string): bigint {
  if (unit === "year") return BigInt(year(m));
  if (unit === "quarter") return BigInt(year(m) * 4 + Math.ceil(month(m) / 3));
  if (unit === "month") return BigInt(year(m) * 12 + month(m));
  if (unit === "week") return BigInt(Math.floor((daysOf(m) + 3) / 7));
  return floorDiv(microsOf(m), MICROS[unit] ?? 1n);
}
export function truncate(unit: TimestampUnit, m: string): string {
  const midnight = "T00:00:00.000000";
  if (unit === "year") return `${m.slice(0, 4)}-01-01${midnight}`;
  if (unit === "quarter") return `${m.slice(0, 5)}${twoDigits(Math.floor((month(m) - 1) / 3) * 3 + 1)}-01${midnight}`;
  if (unit === "month") return `${m.slice(0, 8)}01${midnight}`;
  if (unit === "week") return `${dayOf(daysOf(m) - weekday(m) + 1)}${midnight}`;
  const size = MICROS[unit] ?? 1n;
  return timestampOf(floorDiv(microsOf(m), size) * size);
}
export function add(m: string, months: number, days: number, micros: bigint): string {
  const index = year(m) * 12 + month(m) - 1 + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, "0")}-${twoDigits((index % 12) + 1)}-01`;
  const next = `${String(Math.floor((index + 1) / 12)).padStart(4, "0")}-${twoDigits(((index + 1) % 12) + 1)}-01`;
  const last = index === 9999 * 12 + 11 ? 31 : daysOf(next) - daysOf(first);
  const day = `${first.slice(0, 8)}${twoDigits(Math.min(+m.slice(8, 10), last))}`;
  return timestampOf(microsOf(day + m.slice(10)) + BigInt(days) * 86_400_000_000n + micros);
}
export const DATE_UNITS = ["year", "quarter", "month", "week", "day"] as const;
export const TIME_UNITS = ["hour", "minute", "second", "millisecond", "microsecond"] as const;
export const UNITS = [...DATE_UNITS, ...TIME_UNITS] as const;
