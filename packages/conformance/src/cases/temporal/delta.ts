import { date, lit, string, time, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { DATE_UNITS, FAR, MOMENTS, perMoment, startsUpTo, TIME_UNITS, UNITS } from "./fixtures.js";

const others = ["2024-01-31T23:00:00.000000", "1969-12-31T23:59:59.999999"];
const ofTimestamps = UNITS.map((unit) =>
  perMoment(
    `${unit}s between timestamps`,
    MOMENTS,
    (c) =>
      Object.fromEntries(
        others.flatMap((other, i) => [
          [`wall${i}`, c.wall.delta(other, unit)],
          [`at${i}`, c.at.delta(`${other}Z`, unit)],
          [`back${i}`, lit(other, timestamp()).delta(c.wall, unit)],
        ]),
      ),
    (m) =>
      Object.fromEntries(
        others.flatMap((other, i) => {
          const distance = Number(startsUpTo(unit, m) - startsUpTo(unit, other));
          return [
            [`wall${i}`, distance],
            [`at${i}`, distance],
            [`back${i}`, distance === 0 ? 0 : -distance],
          ];
        }),
      ),
  ),
);
/** Microseconds over millennia are more than a JavaScript number holds. */
const far = UNITS.map((unit) =>
  perMoment(
    `${unit}s between timestamps, far away`,
    FAR,
    (c) => ({
      wall: c.wall.delta("0999-07-04T05:06:07.000008", unit).cast(string),
      at: c.at.delta("0999-07-04T05:06:07.000008Z", unit).cast(string),
    }),
    (m) => {
      const distance = String(startsUpTo(unit, m) - startsUpTo(unit, "0999-07-04T05:06:07.000008"));
      return { wall: distance, at: distance };
    },
  ),
);
const other = "1999-12-27T11:30:00.500000";
const onOneDay = (m: string) => `1970-01-01${m.slice(10)}`;
const ofDates = DATE_UNITS.map((unit) =>
  perMoment(
    `${unit}s between dates`,
    [...MOMENTS, ...FAR],
    (c) => ({ on: c.day.delta(other.slice(0, 10), unit), back: lit(other.slice(0, 10), date).delta(c.day, unit) }),
    (m) => {
      const distance = Number(startsUpTo(unit, m) - startsUpTo(unit, other));
      return { on: distance, back: 0 - distance };
    },
  ),
);
const ofTimes = TIME_UNITS.map((unit) =>
  perMoment(
    `${unit}s between times of day`,
    MOMENTS,
    (c) => ({ on: c.clock.delta(other.slice(11), unit), back: lit(other.slice(11), time).delta(c.clock, unit) }),
    (m) => {
      const distance = Number(startsUpTo(unit, onOneDay(m)) - startsUpTo(unit, onOneDay(other)));
      return { on: distance, back: 0 - distance };
    },
  ),
);
const pairs = [
  { a: "2024-03-01T00:01:00", b: "2024-02-29T23:59:00" },
  { a: null, b: "2024-02-29T23:59:00" },
  { a: "2024-03-01T00:01:00", b: null },
];

/** How many starts of units lie between two. */
export const delta = group(
  "delta",
  ofTimestamps,
  far,
  ofDates,
  ofTimes,
  [
    perRow("from 23:59 to 00:01 is one day", { a: timestamp(), b: timestamp() }, pairs, (c) => c.a.delta(c.b, "day"), [
      1,
      null,
      null,
    ]),
    perRow("and two minutes", { a: timestamp(), b: timestamp() }, pairs, (c) => c.a.delta(c.b, "minute"), [
      2,
      null,
      null,
    ]),
  ],
  values({
    "from a Date": [lit("1970-01-02T00:00:00Z", timestamp("UTC")).delta(new Date(1), "millisecond"), 86_399_999],
    "from NULL": [lit("1970-01-02", date).delta(null, "day"), null],
    "of NULL": [lit(null, time).delta("12:00", "hour"), null],
  }),
);
