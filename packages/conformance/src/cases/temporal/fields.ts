import { lit, string, timestamp } from "@avocet/core";
import { values } from "../../build.js";
import { group } from "../../case.js";
import {
  DAYS,
  dayOfYear,
  daysOf,
  floorDiv,
  isoThursday,
  isoWeek,
  MONTHS,
  microsOf,
  month,
  nameAt,
  PERIODS,
  perTimestamp,
  timeText,
  weekday,
  year,
} from "./fixtures.js";

const calendar = {
  year,
  isoYear: (m: string) => year(isoThursday(m)),
  quarter: (m: string) => Math.ceil(month(m) / 3),
  month,
  week: isoWeek,
  day: (m: string) => +m.slice(8, 10),
  dayOfYear,
  dayOfWeek: weekday,
  dayName: (m: string) => nameAt(DAYS, weekday(m)),
  monthName: (m: string) => nameAt(MONTHS, month(m)),
};
const timeOfDay = {
  hour: (m: string) => +m.slice(11, 13),
  minute: (m: string) => +m.slice(14, 16),
  second: (m: string) => +m.slice(17, 19),
  millisecond: (m: string) => +m.slice(20, 23),
  microsecond: (m: string) => +m.slice(20, 26),
};
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[]; // a plain object
const seconds = (m: string) => Number(floorDiv(microsOf(m), 1_000_000n));

/** Calendar and time fields, and the date and time of timestamps. */
export const fields = group(
  "date and time fields",
  PERIODS.flatMap(([suffix, timestamps]) => [
    ...keysOf(calendar).map((field) =>
      perTimestamp(
        field + suffix,
        timestamps,
        (c) => ({ day: c.day[field](), wall: c.wall[field](), at: c.at[field]() }),
        (m) => ({ day: calendar[field](m), wall: calendar[field](m), at: calendar[field](m) }),
      ),
    ),
    ...keysOf(timeOfDay).map((field) =>
      perTimestamp(
        field + suffix,
        timestamps,
        (c) => ({ timeOfDay: c.timeOfDay[field](), wall: c.wall[field](), at: c.at[field]() }),
        (m) => ({ timeOfDay: timeOfDay[field](m), wall: timeOfDay[field](m), at: timeOfDay[field](m) }),
      ),
    ),
    perTimestamp(
      `epochSeconds${suffix}`,
      timestamps,
      (c) => ({ day: c.day.epochSeconds(), wall: c.wall.epochSeconds(), at: c.at.epochSeconds() }),
      (m) => ({ day: daysOf(m) * 86_400, wall: seconds(m), at: seconds(m) }),
    ),
    perTimestamp(
      `epochDays${suffix}`,
      timestamps,
      (c) => ({ days: c.day.epochDays() }),
      (m) => ({ days: daysOf(m) }),
    ),
    perTimestamp(
      `the date and the time of a timestamp${suffix}`,
      timestamps,
      (c) => ({ day: c.wall.date(), dayAt: c.at.date(), timeOfDay: c.wall.time(), clockAt: c.at.time() }),
      (m) => ({ day: m.slice(0, 10), dayAt: m.slice(0, 10), timeOfDay: timeText(m), clockAt: timeText(m) }),
    ),
    perTimestamp(
      `dates and times are returned unchanged${suffix}`,
      timestamps,
      (c) => ({ wall: c.wall, at: c.at, day: c.day, timeOfDay: c.timeOfDay }),
      (m) => ({
        wall: new Date(`${m.slice(0, 23)}Z`),
        at: new Date(`${m.slice(0, 23)}Z`),
        day: m.slice(0, 10),
        timeOfDay: timeText(m),
      }),
    ),
  ]),
  [
    perTimestamp(
      "a time cast to string",
      ["2024-01-01T01:02:03.004000", "2024-01-01T23:00:00.000000"],
      (c) => ({ text: c.timeOfDay.cast(string) }),
      (m) => ({ text: timeText(m) }),
    ),
    perTimestamp(
      "fields in larger expressions",
      PERIODS[0][1],
      (c) => ({
        sum: c.day.year().mul(100).add(c.day.month()),
        isEqual: c.wall.truncate("day").eq(c.day.cast(timestamp())),
        micro: c.wall.microsecond().mul(2),
      }),
      (m) => ({ sum: year(m) * 100 + month(m), isEqual: true, micro: 2 * +m.slice(20, 26) }),
    ),
  ],
  values({
    "the hour of an instant is in UTC, whatever its zone": [
      lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin")).hour(),
      23,
    ],
    "the date of an instant is in UTC": [lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin")).date(), "2024-07-15"],
    "the time of an instant is in UTC": [lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin")).time(), "23:30:00"],
    "an instant literal with an offset": [
      lit("2024-07-15T23:30:00+02:00", timestamp("UTC")),
      new Date("2024-07-15T21:30:00Z"),
    ],
  }),
);
