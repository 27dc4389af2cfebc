import { date, lit, string, time, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import {
  boundariesUpTo,
  DATE_UNITS,
  EXTREME_TIMESTAMPS,
  perTimestamp,
  TIME_UNITS,
  TIMESTAMPS,
  UNITS,
} from "./fixtures.js";

const references = ["2024-01-31T23:00:00.000000", "1969-12-31T23:59:59.999999"];
const timestampCases = UNITS.map((unit) =>
  perTimestamp(
    `${unit}s between timestamps`,
    TIMESTAMPS,
    (c) =>
      Object.fromEntries(
        references.flatMap((reference, i) => [
          [`wall${i}`, c.wall.delta(reference, unit)],
          [`at${i}`, c.at.delta(`${reference}Z`, unit)],
          [`backward${i}`, lit(reference, timestamp()).delta(c.wall, unit)],
        ]),
      ),
    (m) =>
      Object.fromEntries(
        references.flatMap((reference, i) => {
          const distance = Number(boundariesUpTo(unit, m) - boundariesUpTo(unit, reference));
          return [
            [`wall${i}`, distance],
            [`at${i}`, distance],
            [`backward${i}`, distance === 0 ? 0 : -distance],
          ];
        }),
      ),
  ),
);
/** Microseconds between extreme dates exceed the safe integers, so they are compared as text. */
const extremeTimestampCases = UNITS.map((unit) =>
  perTimestamp(
    `${unit}s between timestamps, extreme dates`,
    EXTREME_TIMESTAMPS,
    (c) => ({
      wall: c.wall.delta("0999-07-04T05:06:07.000008", unit).cast(string),
      at: c.at.delta("0999-07-04T05:06:07.000008Z", unit).cast(string),
    }),
    (m) => {
      const distance = String(boundariesUpTo(unit, m) - boundariesUpTo(unit, "0999-07-04T05:06:07.000008"));
      return { wall: distance, at: distance };
    },
  ),
);
const reference = "1999-12-27T11:30:00.500000";
const onEpochDay = (m: string) => `1970-01-01${m.slice(10)}`;
const dateCases = DATE_UNITS.map((unit) =>
  perTimestamp(
    `${unit}s between dates`,
    [...TIMESTAMPS, ...EXTREME_TIMESTAMPS],
    (c) => ({
      forward: c.day.delta(reference.slice(0, 10), unit),
      backward: lit(reference.slice(0, 10), date).delta(c.day, unit),
    }),
    (m) => {
      const distance = Number(boundariesUpTo(unit, m) - boundariesUpTo(unit, reference));
      return { forward: distance, backward: 0 - distance };
    },
  ),
);
const timeCases = TIME_UNITS.map((unit) =>
  perTimestamp(
    `${unit}s between times of day`,
    TIMESTAMPS,
    (c) => ({
      forward: c.timeOfDay.delta(reference.slice(11), unit),
      backward: lit(reference.slice(11), time).delta(c.timeOfDay, unit),
    }),
    (m) => {
      const distance = Number(boundariesUpTo(unit, onEpochDay(m)) - boundariesUpTo(unit, onEpochDay(reference)));
      return { forward: distance, backward: 0 - distance };
    },
  ),
);
const pairs = [
  { a: "2024-03-01T00:01:00", b: "2024-02-29T23:59:00" },
  { a: null, b: "2024-02-29T23:59:00" },
  { a: "2024-03-01T00:01:00", b: null },
];

/** Number of unit boundaries between two values. */
export const delta = group(
  "delta",
  timestampCases,
  extremeTimestampCases,
  dateCases,
  timeCases,
  [
    perRow(
      "from 23:59 to 00:01 is one day boundary",
      { a: timestamp(), b: timestamp() },
      pairs,
      (c) => c.a.delta(c.b, "day"),
      [1, null, null],
    ),
    perRow(
      "from 23:59 to 00:01 is two minute boundaries",
      { a: timestamp(), b: timestamp() },
      pairs,
      (c) => c.a.delta(c.b, "minute"),
      [2, null, null],
    ),
  ],
  values({
    "delta from a Date": [lit("1970-01-02T00:00:00Z", timestamp("UTC")).delta(new Date(1), "millisecond"), 86_399_999],
    "delta from NULL": [lit("1970-01-02", date).delta(null, "day"), null],
    "delta of NULL": [lit(null, time).delta("12:00", "hour"), null],
  }),
);
