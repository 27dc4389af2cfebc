import { lit, string, timestamp } from "@avocet/core";
import { values } from "../../build.js";
import { group } from "../../case.js";
import {
  clockOf,
  DAYS,
  dayOfYear,
  daysOf,
  ERAS,
  floorDiv,
  isoWeek,
  MONTHS,
  microsOf,
  month,
  named,
  perMoment,
  thursday,
  weekday,
  year,
} from "./fixtures.js";

const calendar = {
  year,
  isoYear: (m: string) => year(thursday(m)),
  quarter: (m: string) => Math.ceil(month(m) / 3),
  month,
  week: isoWeek,
  day: (m: string) => +m.slice(8, 10),
  dayOfYear,
  dayOfWeek: weekday,
  dayName: (m: string) => named(DAYS, weekday(m)),
  monthName: (m: string) => named(MONTHS, month(m)),
};
const clock = {
  hour: (m: string) => +m.slice(11, 13),
  minute: (m: string) => +m.slice(14, 16),
  second: (m: string) => +m.slice(17, 19),
  millisecond: (m: string) => +m.slice(20, 23),
  microsecond: (m: string) => +m.slice(20, 26),
};
const names = <K extends string>(of: Readonly<Record<K, unknown>>) => Object.keys(of) as K[]; // its own keys
const seconds = (m: string) => Number(floorDiv(microsOf(m), 1_000_000n));

/** Years, weeks, hours and so on, and dates and times of timestamps. */
export const parts = group(
  "parts of dates and times",
  ERAS.flatMap(([era, moments]) => [
    ...names(calendar).map((part) =>
      perMoment(
        part + era,
        moments,
        (c) => ({ day: c.day[part](), wall: c.wall[part](), at: c.at[part]() }),
        (m) => ({ day: calendar[part](m), wall: calendar[part](m), at: calendar[part](m) }),
      ),
    ),
    ...names(clock).map((part) =>
      perMoment(
        part + era,
        moments,
        (c) => ({ clock: c.clock[part](), wall: c.wall[part](), at: c.at[part]() }),
        (m) => ({ clock: clock[part](m), wall: clock[part](m), at: clock[part](m) }),
      ),
    ),
    perMoment(
      `epochSeconds${era}`,
      moments,
      (c) => ({ day: c.day.epochSeconds(), wall: c.wall.epochSeconds(), at: c.at.epochSeconds() }),
      (m) => ({ day: daysOf(m) * 86_400, wall: seconds(m), at: seconds(m) }),
    ),
    perMoment(
      `epochDays${era}`,
      moments,
      (c) => ({ days: c.day.epochDays() }),
      (m) => ({ days: daysOf(m) }),
    ),
    perMoment(
      `the date and the time of a timestamp${era}`,
      moments,
      (c) => ({ day: c.wall.date(), dayAt: c.at.date(), clock: c.wall.time(), clockAt: c.at.time() }),
      (m) => ({ day: m.slice(0, 10), dayAt: m.slice(0, 10), clock: clockOf(m), clockAt: clockOf(m) }),
    ),
    perMoment(
      `dates and times come back as they are${era}`,
      moments,
      (c) => ({ wall: c.wall, at: c.at, day: c.day, clock: c.clock }),
      (m) => ({
        wall: new Date(`${m.slice(0, 23)}Z`),
        at: new Date(`${m.slice(0, 23)}Z`),
        day: m.slice(0, 10),
        clock: clockOf(m),
      }),
    ),
  ]),
  [
    perMoment(
      "a time of day in text",
      ["2024-01-01T01:02:03.004000", "2024-01-01T23:00:00.000000"],
      (c) => ({ text: c.clock.cast(string) }),
      (m) => ({ text: clockOf(m) }),
    ),
    perMoment(
      "parts inside of larger expressions",
      ERAS[0][1],
      (c) => ({
        sum: c.day.year().mul(100).add(c.day.month()),
        both: c.wall.truncate("day").eq(c.day.cast(timestamp())),
        micro: c.wall.microsecond().mul(2),
      }),
      (m) => ({ sum: year(m) * 100 + month(m), both: true, micro: 2 * +m.slice(20, 26) }),
    ),
  ],
  values({
    "instants are read in UTC, whatever the zone of their dtype": [
      lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin")).hour(),
      23,
    ],
    "the date of an instant is that in UTC": [
      lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin")).date(),
      "2024-07-15",
    ],
    "the time of an instant is that in UTC": [
      lit("2024-07-15T23:30:00Z", timestamp("Europe/Berlin")).time(),
      "23:30:00",
    ],
    "an instant with an offset": [lit("2024-07-15T23:30:00+02:00", timestamp("UTC")), new Date("2024-07-15T21:30:00Z")],
  }),
);
