import { date, int64, interval, intervalFrom, lit, time, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { add, perTimestamp, TIMESTAMPS, timestampCells, withMicroseconds } from "./fixtures.js";

const SHIFTS = [
  [{ months: 1 }, 1, 0, 0n],
  [{ months: -1 }, -1, 0, 0n],
  [{ years: 1 }, 12, 0, 0n],
  [{ quarters: 1, weeks: 1 }, 3, 7, 0n],
  [{ days: 1, hours: 36 }, 0, 1, 129_600_000_000n],
  [{ months: 1, days: 1, hours: 2, microseconds: 1 }, 1, 1, 7_200_000_001n],
  [{ milliseconds: -1 }, 0, 0, -1000n],
  [{ seconds: 90, minutes: 1 }, 0, 0, 150_000_000n],
] as const;
const shiftCases = SHIFTS.flatMap(([amounts, months, days, micros]) => {
  const later = (m: string) => add(m, months, days, micros);
  const earlier = (m: string) => add(m, -months, -days, -micros);
  return [
    perTimestamp(
      `timestamps plus ${JSON.stringify(amounts)}`,
      TIMESTAMPS,
      (c) => ({ ...withMicroseconds("wall", c.wall.add(amounts)), ...withMicroseconds("at", c.at.add(amounts)) }),
      (m) => ({ ...timestampCells("wall", later(m)), ...timestampCells("at", later(m)) }),
    ),
    perTimestamp(
      `timestamps minus ${JSON.stringify(amounts)}`,
      TIMESTAMPS,
      (c) => ({ ...withMicroseconds("wall", c.wall.sub(amounts)), ...withMicroseconds("at", c.at.sub(amounts)) }),
      (m) => ({ ...timestampCells("wall", earlier(m)), ...timestampCells("at", earlier(m)) }),
    ),
    perTimestamp(
      `timestamps plus the negation of ${JSON.stringify(amounts)}`,
      TIMESTAMPS,
      (c) => ({
        ...withMicroseconds("wall", c.wall.add(intervalFrom(amounts).neg())),
        ...withMicroseconds("at", c.at.add(intervalFrom(amounts).neg())),
      }),
      (m) => ({ ...timestampCells("wall", earlier(m)), ...timestampCells("at", earlier(m)) }),
    ),
  ];
});

const dateLiteral = (text: string) => lit(text, date);
const timeLiteral = (text: string) => lit(text, time);
const durations = [
  { day: "2024-01-31", duration: { months: 1, days: 0, micros: 0 } },
  { day: "2024-01-31", duration: { months: 0, days: 0, micros: 86_400_000_000 } },
  { day: "2024-01-31", duration: { months: 0, days: 0, micros: 86_399_999_999 } },
  { day: "2024-01-31", duration: null },
];
const instants = [
  { at: "2020-12-31T00:00:59Z", duration: { months: -1, days: -1, micros: -7_200_000_000 }, n: -1, m: -1 },
];

/** Dates, times and timestamps plus and minus intervals. */
export const arithmetic = group(
  "date and time arithmetic",
  shiftCases,
  values({
    "January 31 of a leap year plus a month": [dateLiteral("2024-01-31").add({ months: 1 }), "2024-02-29"],
    "January 31 of a common year plus a month": [dateLiteral("2023-01-31").add({ months: 1 }), "2023-02-28"],
    "March 31 minus a month": [dateLiteral("2024-03-31").sub({ months: 1 }), "2024-02-29"],
    "February 29 plus a year": [dateLiteral("2024-02-29").add({ years: 1 }), "2025-02-28"],
    "months are added before days": [dateLiteral("2024-01-31").add({ months: 1, days: 1 }), "2024-03-01"],
    "a week across the end of a year": [dateLiteral("2023-12-31").add({ weeks: 1 }), "2024-01-07"],
    "1970-01-01 minus a day": [dateLiteral("1970-01-01").sub({ days: 1 }), "1969-12-31"],
    "a NULL date plus a day": [lit(null, date).add({ days: 1 }), null],
    "a date plus a NULL interval": [dateLiteral("2024-01-31").add(lit(null, interval)), null],
    "a timestamp minus a NULL interval": [lit("2024-01-31T00:00:00", timestamp()).sub(lit(null, interval)), null],
    "a time plus an hour across midnight": [timeLiteral("23:30").add({ hours: 1 }), "00:30:00"],
    "midnight minus a microsecond": [timeLiteral("00:00:00").sub({ microseconds: 1 }), "23:59:59.999999"],
    "a time plus 49 hours": [timeLiteral("01:00").add({ hours: 49 }), "02:00:00"],
    "a time minus negative 25 hours": [timeLiteral("01:00").sub({ hours: -25 }), "02:00:00"],
    "a NULL time plus an hour": [lit(null, time).add({ hours: 1 }), null],
    "a time minus a NULL interval": [timeLiteral("01:00").sub(lit(null, interval)), null],
  }),
  [
    perRow(
      "dates plus an interval column use whole days of its hours",
      { day: date, duration: interval },
      durations,
      (c) => ({ later: c.day.add(c.duration), earlier: c.day.sub(c.duration) }),
      [
        { later: "2024-02-29", earlier: "2023-12-31" },
        { later: "2024-02-01", earlier: "2024-01-30" },
        { later: "2024-01-31", earlier: "2024-01-30" },
        { later: null, earlier: null },
      ],
    ),
    perRow(
      "times plus an interval column ignore its months and days",
      { duration: interval },
      [{ duration: { months: 1, days: 1, micros: 3_600_000_000 } }],
      (c) => timeLiteral("01:00").add(c.duration),
      ["02:00:00"],
    ),
    perRow(
      "an instant plus intervals from columns",
      { at: timestamp("UTC"), duration: interval, n: int64, m: int64 },
      instants,
      (c) => ({
        duration: c.at.add(c.duration),
        amounts: c.at.add({ months: c.n, days: c.m, hours: -2 }),
        months: c.at.add({ months: c.n }),
        hours: c.at.sub({ hours: c.n }),
      }),
      [
        {
          duration: new Date("2020-11-28T22:00:59Z"),
          amounts: new Date("2020-11-28T22:00:59Z"),
          months: new Date("2020-11-30T00:00:59Z"),
          hours: new Date("2020-12-31T01:00:59Z"),
        },
      ],
    ),
    perRow(
      "a date plus months from a column",
      { day: date, n: int64 },
      [
        { day: "2024-01-31", n: 1 },
        { day: "2024-01-31", n: null },
      ],
      (c) => c.day.add({ months: c.n, days: 1 }),
      ["2024-03-01", null],
    ),
  ],
);
