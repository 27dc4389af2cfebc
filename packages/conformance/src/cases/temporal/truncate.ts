import type { TimestampColumn } from "@avocet/core";
import { group } from "../../case.js";
import {
  add,
  DATE_UNITS,
  EXTREME_TIMESTAMPS,
  floorDiv,
  microsOf,
  month,
  PERIODS,
  perTimestamp,
  TIME_UNITS,
  TIMESTAMPS,
  timestampCells,
  timestampOf,
  timeText,
  truncate,
  UNITS,
  withMicroseconds,
  year,
} from "./fixtures.js";

const timestampUnitCases = PERIODS.flatMap(([suffix, timestamps]) =>
  UNITS.map((unit) =>
    perTimestamp(
      `timestamps truncated to the ${unit}${suffix}`,
      timestamps,
      (c) => ({ ...withMicroseconds("wall", c.wall.truncate(unit)), ...withMicroseconds("at", c.at.truncate(unit)) }),
      (m) => ({ ...timestampCells("wall", truncate(unit, m)), ...timestampCells("at", truncate(unit, m)) }),
    ),
  ),
);
const dateUnitCases = PERIODS.flatMap(([suffix, timestamps]) =>
  DATE_UNITS.map((unit) =>
    perTimestamp(
      `dates truncated to the ${unit}${suffix}`,
      timestamps,
      (c) => ({ day: c.day.truncate(unit) }),
      (m) => ({ day: truncate(unit, m).slice(0, 10) }),
    ),
  ),
);
const timeUnitCases = TIME_UNITS.map((unit) =>
  perTimestamp(
    `times truncated to the ${unit}`,
    TIMESTAMPS,
    (c) => ({ timeOfDay: c.timeOfDay.truncate(unit) }),
    (m) => ({ timeOfDay: timeText(truncate(unit, m)) }),
  ),
);

type BucketWidth = Parameters<TimestampColumn["bucket"]>[0];
const ORIGIN = microsOf("2000-01-03T00:00:00.000000");
const MICROS_PER_UNIT = { weeks: 7 * 86_400e6, days: 86_400e6, hours: 3600e6, minutes: 60e6, microseconds: 1 };
type FixedWidth = { readonly [K in keyof typeof MICROS_PER_UNIT]?: number };
const microsIn = (fields: FixedWidth): bigint =>
  Object.entries(fields).reduce(
    (sum, [name, n]) => sum + BigInt(n * MICROS_PER_UNIT[name as keyof typeof MICROS_PER_UNIT]),
    0n,
  ); // keys of MICROS_PER_UNIT
const bucketTimestamps = [...TIMESTAMPS, ...EXTREME_TIMESTAMPS.filter((m) => !m.startsWith("0001"))];

const buckets = (name: string, width: BucketWidth, offset: BucketWidth | undefined, start: (m: string) => string) =>
  perTimestamp(
    `buckets of ${name}`,
    bucketTimestamps,
    (c) => ({
      ...withMicroseconds("wall", c.wall.bucket(width, { offset })),
      ...withMicroseconds("at", c.at.bucket(width, { offset })),
    }),
    (m) => ({ ...timestampCells("wall", start(m)), ...timestampCells("at", start(m)) }),
  );
const fixedBuckets = (name: string, width: FixedWidth, offset?: FixedWidth) => {
  const origin = ORIGIN + microsIn(offset ?? {});
  const widthMicros = microsIn(width);
  return buckets(name, width, offset, (m) =>
    timestampOf(floorDiv(microsOf(m) - origin, widthMicros) * widthMicros + origin),
  );
};
const monthBuckets = (name: string, width: BucketWidth, months: number, offsetMonths = 0) =>
  buckets(name, width, offsetMonths === 0 ? undefined : { months: offsetMonths }, (m) => {
    const index = (year(m) - 2000) * 12 + month(m) - 1 - offsetMonths;
    return add("2000-01-01T00:00:00.000000", Math.floor(index / months) * months + offsetMonths, 0, 0n);
  });

/** Truncation to units and to buckets. */
export const truncation = group("truncation", timestampUnitCases, dateUnitCases, timeUnitCases, [
  fixedBuckets("15 minutes", { minutes: 15 }),
  fixedBuckets("7 hours, offset by -30 minutes", { hours: 7 }, { minutes: -30 }),
  fixedBuckets("one week", { weeks: 1 }),
  fixedBuckets("two weeks, offset by a day", { weeks: 2 }, { days: 1 }),
  fixedBuckets("25 hours, offset by a microsecond", { days: 1, hours: 1 }, { microseconds: 1 }),
  monthBuckets("one month", { months: 1 }, 1),
  monthBuckets("one quarter", { quarters: 1 }, 3),
  monthBuckets("two months, offset by a month", { months: 2 }, 2, 1),
  monthBuckets("five years, offset by -1 month", { years: 5 }, 60, -1),
]);
