import type { TimestampColumn } from "@avocet/core";
import { group } from "../../case.js";
import {
  add,
  clockOf,
  DATE_UNITS,
  ERAS,
  exactly,
  FAR,
  floorDiv,
  MOMENTS,
  microsOf,
  moment,
  momentOf,
  month,
  perMoment,
  TIME_UNITS,
  truncate,
  UNITS,
  year,
} from "./fixtures.js";

const ofTimestamps = ERAS.flatMap(([era, moments]) =>
  UNITS.map((unit) =>
    perMoment(
      `timestamps to the ${unit}${era}`,
      moments,
      (c) => ({ ...exactly("wall", c.wall.truncate(unit)), ...exactly("at", c.at.truncate(unit)) }),
      (m) => ({ ...moment("wall", truncate(unit, m)), ...moment("at", truncate(unit, m)) }),
    ),
  ),
);
const ofDates = ERAS.flatMap(([era, moments]) =>
  DATE_UNITS.map((unit) =>
    perMoment(
      `dates to the ${unit}${era}`,
      moments,
      (c) => ({ day: c.day.truncate(unit) }),
      (m) => ({ day: truncate(unit, m).slice(0, 10) }),
    ),
  ),
);
const ofTimes = TIME_UNITS.map((unit) =>
  perMoment(
    `times of day to the ${unit}`,
    MOMENTS,
    (c) => ({ clock: c.clock.truncate(unit) }),
    (m) => ({ clock: clockOf(truncate(unit, m)) }),
  ),
);

type FixedParts = Parameters<TimestampColumn["bucket"]>[0];
const ORIGIN = microsOf("2000-01-03T00:00:00.000000");
const sizes = { weeks: 7 * 86_400e6, days: 86_400e6, hours: 3600e6, minutes: 60e6, microseconds: 1 };
type Sized = { readonly [K in keyof typeof sizes]?: number };
const micros = (parts: Sized): bigint =>
  Object.entries(parts).reduce((sum, [name, n]) => sum + BigInt(n * sizes[name as keyof typeof sizes]), 0n); // the names above
const inYears = [...MOMENTS, ...FAR.filter((m) => !m.startsWith("0001"))];

const buckets = (name: string, width: FixedParts, offset: FixedParts | undefined, start: (m: string) => string) =>
  perMoment(
    `buckets of ${name}`,
    inYears,
    (c) => ({ ...exactly("wall", c.wall.bucket(width, { offset })), ...exactly("at", c.at.bucket(width, { offset })) }),
    (m) => ({ ...moment("wall", start(m)), ...moment("at", start(m)) }),
  );
const fixed = (name: string, width: Sized, offset?: Sized) => {
  const origin = ORIGIN + micros(offset ?? {});
  const wide = micros(width);
  return buckets(name, width, offset, (m) => momentOf(floorDiv(microsOf(m) - origin, wide) * wide + origin));
};
const ofMonths = (name: string, width: FixedParts, months: number, by = 0) =>
  buckets(name, width, by === 0 ? undefined : { months: by }, (m) => {
    const index = (year(m) - 2000) * 12 + month(m) - 1 - by;
    return add("2000-01-01T00:00:00.000000", Math.floor(index / months) * months + by, 0, 0n);
  });

/** Starts of units and of buckets. */
export const truncation = group("truncation", ofTimestamps, ofDates, ofTimes, [
  fixed("15 minutes", { minutes: 15 }),
  fixed("7 hours, half an hour earlier", { hours: 7 }, { minutes: -30 }),
  fixed("a week", { weeks: 1 }),
  fixed("two weeks, a day later", { weeks: 2 }, { days: 1 }),
  fixed("25 hours, a microsecond later", { days: 1, hours: 1 }, { microseconds: 1 }),
  ofMonths("a month", { months: 1 }, 1),
  ofMonths("a quarter", { quarters: 1 }, 3),
  ofMonths("two months, a month later", { months: 2 }, 2, 1),
  ofMonths("five years, a month earlier", { years: 5 }, 60, -1),
]);
