import { date, int64, interval, intervalFrom, lit, time, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { add, exactly, MOMENTS, moment, perMoment } from "./fixtures.js";

const moves = [
  [{ months: 1 }, 1, 0, 0n],
  [{ months: -1 }, -1, 0, 0n],
  [{ years: 1 }, 12, 0, 0n],
  [{ quarters: 1, weeks: 1 }, 3, 7, 0n],
  [{ days: 1, hours: 36 }, 0, 1, 129_600_000_000n],
  [{ months: 1, days: 1, hours: 2, microseconds: 1 }, 1, 1, 7_200_000_001n],
  [{ milliseconds: -1 }, 0, 0, -1000n],
  [{ seconds: 90, minutes: 1 }, 0, 0, 150_000_000n],
] as const;
const moved = moves.flatMap(([parts, months, days, micros]) => {
  const on = (m: string) => add(m, months, days, micros);
  const back = (m: string) => add(m, -months, -days, -micros);
  return [
    perMoment(
      `timestamps moved on by ${JSON.stringify(parts)}`,
      MOMENTS,
      (c) => ({ ...exactly("wall", c.wall.add(parts)), ...exactly("at", c.at.add(parts)) }),
      (m) => ({ ...moment("wall", on(m)), ...moment("at", on(m)) }),
    ),
    perMoment(
      `timestamps moved back by ${JSON.stringify(parts)}`,
      MOMENTS,
      (c) => ({ ...exactly("wall", c.wall.sub(parts)), ...exactly("at", c.at.sub(parts)) }),
      (m) => ({ ...moment("wall", back(m)), ...moment("at", back(m)) }),
    ),
    perMoment(
      `timestamps moved by less than nothing of ${JSON.stringify(parts)}`,
      MOMENTS,
      (c) => ({
        ...exactly("wall", c.wall.add(intervalFrom(parts).neg())),
        ...exactly("at", c.at.add(intervalFrom(parts).neg())),
      }),
      (m) => ({ ...moment("wall", back(m)), ...moment("at", back(m)) }),
    ),
  ];
});

const on = (text: string) => lit(text, date);
const at = (text: string) => lit(text, time);
const spans = [
  { day: "2024-01-31", span: { months: 1, days: 0, micros: 0 } },
  { day: "2024-01-31", span: { months: 0, days: 0, micros: 86_400_000_000 } },
  { day: "2024-01-31", span: { months: 0, days: 0, micros: 86_399_999_999 } },
  { day: "2024-01-31", span: null },
];
const instant = [{ at: "2020-12-31T00:00:59Z", span: { months: -1, days: -1, micros: -7_200_000_000 }, n: -1, m: -1 }];

/** Dates, times and timestamps, moved. */
export const arithmetic = group(
  "arithmetic of dates and times",
  moved,
  values({
    "31 January of a leap year and a month": [on("2024-01-31").add({ months: 1 }), "2024-02-29"],
    "31 January of a common year and a month": [on("2023-01-31").add({ months: 1 }), "2023-02-28"],
    "31 March a month back": [on("2024-03-31").sub({ months: 1 }), "2024-02-29"],
    "29 February and a year": [on("2024-02-29").add({ years: 1 }), "2025-02-28"],
    "months before days": [on("2024-01-31").add({ months: 1, days: 1 }), "2024-03-01"],
    "a week over the end of a year": [on("2023-12-31").add({ weeks: 1 }), "2024-01-07"],
    "a day before 1970": [on("1970-01-01").sub({ days: 1 }), "1969-12-31"],
    "NULL and a day": [lit(null, date).add({ days: 1 }), null],
    "a date and NULL": [on("2024-01-31").add(lit(null, interval)), null],
    "a timestamp and NULL": [lit("2024-01-31T00:00:00", timestamp()).sub(lit(null, interval)), null],
    "an hour past midnight": [at("23:30").add({ hours: 1 }), "00:30:00"],
    "a microsecond before midnight": [at("00:00:00").sub({ microseconds: 1 }), "23:59:59.999999"],
    "49 hours on": [at("01:00").add({ hours: 49 }), "02:00:00"],
    "25 hours less back": [at("01:00").sub({ hours: -25 }), "02:00:00"],
    "NULL and an hour": [lit(null, time).add({ hours: 1 }), null],
    "a time and NULL": [at("01:00").sub(lit(null, interval)), null],
  }),
  [
    perRow(
      "hours of a column of intervals count where they make up days",
      { day: date, span: interval },
      spans,
      (c) => ({ on: c.day.add(c.span), back: c.day.sub(c.span) }),
      [
        { on: "2024-02-29", back: "2023-12-31" },
        { on: "2024-02-01", back: "2024-01-30" },
        { on: "2024-01-31", back: "2024-01-30" },
        { on: null, back: null },
      ],
    ),
    perRow(
      "months and days of a column of intervals move no time of day",
      { span: interval },
      [{ span: { months: 1, days: 1, micros: 3_600_000_000 } }],
      (c) => at("01:00").add(c.span),
      ["02:00:00"],
    ),
    perRow(
      "an instant moved by columns",
      { at: timestamp("UTC"), span: interval, n: int64, m: int64 },
      instant,
      (c) => ({
        span: c.at.add(c.span),
        parts: c.at.add({ months: c.n, days: c.m, hours: -2 }),
        months: c.at.add({ months: c.n }),
        hours: c.at.sub({ hours: c.n }),
      }),
      [
        {
          span: new Date("2020-11-28T22:00:59Z"),
          parts: new Date("2020-11-28T22:00:59Z"),
          months: new Date("2020-11-30T00:00:59Z"),
          hours: new Date("2020-12-31T01:00:59Z"),
        },
      ],
    ),
    perRow(
      "a date moved by a column",
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
