import type { AnyColumn, Columns } from "@avocet/core";
import {
  date,
  dateFrom,
  int8,
  int64,
  intervalFrom,
  lit,
  notNull,
  timeFrom,
  timestampFrom,
  timestampFromUnix,
  uint64,
} from "@avocet/core";
import { fails, perRow, rows, values } from "../../build.js";
import { group } from "../../case.js";
import { timestampCells, withMicroseconds } from "./fixtures.js";

const FIELDS = { y: int64, m: int8, d: uint64, h: int64, i: int64, s: int64 };
const data = [{ y: 2024, m: 2, d: 29, h: 23, i: 59, s: 58 }, { y: 1 }];
const COUNT_SCHEMA = { n: notNull(int64) };
const rejected = (name: string, build: (c: Columns<typeof COUNT_SCHEMA>) => AnyColumn) =>
  fails(
    name,
    rows(COUNT_SCHEMA, [{ n: 1 }]).select((c) => ({ value: build(c) })),
    "data",
  );
const unixTimes = [{ n: 1_709_210_096 }, { n: -1 }, { n: null }];

/** Dates, times and timestamps constructed from integers. */
export const constructors = group(
  "dates and times from numbers",
  [
    perRow("dateFrom columns", FIELDS, data, (c) => ({ day: dateFrom(c.y, c.m, c.d), leap: dateFrom(2000, 2, c.d) }), [
      { day: "2024-02-29", leap: "2000-02-29" },
      { day: null, leap: null },
    ]),
    perRow(
      "timestampFrom columns",
      FIELDS,
      data,
      (c) => ({ at: timestampFrom(c.y, c.m, c.d, c.h, c.i, c.s), midnight: timestampFrom(c.y, c.m, c.d) }),
      [
        { at: new Date("2024-02-29T23:59:58Z"), midnight: new Date("2024-02-29T00:00:00Z") },
        { at: null, midnight: null },
      ],
    ),
    perRow("timeFrom columns", FIELDS, data, (c) => ({ timeOfDay: timeFrom(c.h, c.i, c.s), hour: timeFrom(c.h, 0) }), [
      { timeOfDay: "23:59:58", hour: "23:00:00" },
      { timeOfDay: null, hour: null },
    ]),
    perRow(
      "timestampFromUnix of columns",
      { n: int64 },
      unixTimes,
      (c) => ({
        ...withMicroseconds("s", timestampFromUnix(c.n, "second")),
        ...withMicroseconds("ms", timestampFromUnix(c.n.mul(1000).add(1), "millisecond")),
        ...withMicroseconds("us", timestampFromUnix(c.n.mul(1_000_000).add(1), "microsecond")),
      }),
      [
        {
          ...timestampCells("s", "2024-02-29T12:34:56.000000"),
          ...timestampCells("ms", "2024-02-29T12:34:56.001000"),
          ...timestampCells("us", "2024-02-29T12:34:56.000001"),
        },
        {
          ...timestampCells("s", "1969-12-31T23:59:59.000000"),
          ...timestampCells("ms", "1969-12-31T23:59:59.001000"),
          ...timestampCells("us", "1969-12-31T23:59:59.000001"),
        },
        { ...timestampCells("s", null), ...timestampCells("ms", null), ...timestampCells("us", null) },
      ],
    ),
    perRow("timestampFromUnix of an int8 column", { n: int8 }, [{ n: 100 }], (c) => timestampFromUnix(c.n, "second"), [
      new Date(100_000),
    ]),
    rejected("February 30 is an error", (c) => dateFrom(2024, 2, c.n.add(29))),
    rejected("February 29 of a common year is an error", (c) => dateFrom(2023, 2, c.n.add(28))),
    rejected("month 13 is an error", (c) => dateFrom(2024, c.n.add(12), 1)),
    rejected("hour 24 is an error", (c) => timeFrom(c.n.add(23), 0)),
    rejected("second 60 is an error", (c) => timestampFrom(2024, 1, 1, 0, 0, c.n.add(59))),
    rejected("minute 60 is an error", (c) => timestampFrom(2024, 1, 1, 0, c.n.add(59))),
    rejected("an interval of too many days is an error", (c) => intervalFrom({ days: c.n.add(3_000_000_000) })),
  ],
  values({
    "dateFrom literals": [dateFrom(1969, 12, 31), "1969-12-31"],
    "timestampFrom literals": [timestampFrom(2024, 2, 29, 12, 30, 15), new Date("2024-02-29T12:30:15Z")],
    "timestampFromUnix of a literal": [timestampFromUnix(9_999_999, "second"), new Date(9_999_999_000)],
    "timeFrom literals": [timeFrom(1, 2, 3), "01:02:03"],
    "dateFrom an unsigned day": [dateFrom(2024, 2, lit(29, uint64)), "2024-02-29"],
    "dateFrom a NULL unsigned day": [dateFrom(2024, 2, lit(null, uint64)), null],
    "dateFrom a NULL month": [dateFrom(2024, null, 1), null],
    "dayOfWeek in a conditional expression": [
      lit("2024-03-02", date).dayOfWeek().ge(6).ifelse("weekend", "week"),
      "weekend",
    ],
  }),
);
