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
import { exactly, moment } from "./fixtures.js";

const PARTS = { y: int64, m: int8, d: uint64, h: int64, i: int64, s: int64 };
const data = [{ y: 2024, m: 2, d: 29, h: 23, i: 59, s: 58 }, { y: 1 }];
const COUNTED = { n: notNull(int64) };
const wrong = (name: string, build: (c: Columns<typeof COUNTED>) => AnyColumn) =>
  fails(
    name,
    rows(COUNTED, [{ n: 1 }]).select((c) => ({ value: build(c) })),
    "data",
  );
const unix = [{ n: 1_709_210_096 }, { n: -1 }, { n: null }];

/** Dates and times from numbers. */
export const constructors = group(
  "dates and times from numbers",
  [
    perRow("dates", PARTS, data, (c) => ({ day: dateFrom(c.y, c.m, c.d), leap: dateFrom(2000, 2, c.d) }), [
      { day: "2024-02-29", leap: "2000-02-29" },
      { day: null, leap: null },
    ]),
    perRow(
      "timestamps",
      PARTS,
      data,
      (c) => ({ at: timestampFrom(c.y, c.m, c.d, c.h, c.i, c.s), midnight: timestampFrom(c.y, c.m, c.d) }),
      [
        { at: new Date("2024-02-29T23:59:58Z"), midnight: new Date("2024-02-29T00:00:00Z") },
        { at: null, midnight: null },
      ],
    ),
    perRow("times of day", PARTS, data, (c) => ({ clock: timeFrom(c.h, c.i, c.s), hour: timeFrom(c.h, 0) }), [
      { clock: "23:59:58", hour: "23:00:00" },
      { clock: null, hour: null },
    ]),
    perRow(
      "from Unix time",
      { n: int64 },
      unix,
      (c) => ({
        ...exactly("s", timestampFromUnix(c.n, "second")),
        ...exactly("ms", timestampFromUnix(c.n.mul(1000).add(1), "millisecond")),
        ...exactly("us", timestampFromUnix(c.n.mul(1_000_000).add(1), "microsecond")),
      }),
      [
        {
          ...moment("s", "2024-02-29T12:34:56.000000"),
          ...moment("ms", "2024-02-29T12:34:56.001000"),
          ...moment("us", "2024-02-29T12:34:56.000001"),
        },
        {
          ...moment("s", "1969-12-31T23:59:59.000000"),
          ...moment("ms", "1969-12-31T23:59:59.001000"),
          ...moment("us", "1969-12-31T23:59:59.000001"),
        },
        { ...moment("s", null), ...moment("ms", null), ...moment("us", null) },
      ],
    ),
    perRow("from Unix time of a small integer", { n: int8 }, [{ n: 100 }], (c) => timestampFromUnix(c.n, "second"), [
      new Date(100_000),
    ]),
    wrong("30 February", (c) => dateFrom(2024, 2, c.n.add(29))),
    wrong("29 February of a common year", (c) => dateFrom(2023, 2, c.n.add(28))),
    wrong("month 13", (c) => dateFrom(2024, c.n.add(12), 1)),
    wrong("hour 24", (c) => timeFrom(c.n.add(23), 0)),
    wrong("second 60", (c) => timestampFrom(2024, 1, 1, 0, 0, c.n.add(59))),
    wrong("minute 60", (c) => timestampFrom(2024, 1, 1, 0, c.n.add(59))),
    wrong("an interval of too many days", (c) => intervalFrom({ days: c.n.add(3_000_000_000) })),
  ],
  values({
    "a date of literals": [dateFrom(1969, 12, 31), "1969-12-31"],
    "a timestamp of literals": [timestampFrom(2024, 2, 29, 12, 30, 15), new Date("2024-02-29T12:30:15Z")],
    "a literal of Unix time": [timestampFromUnix(9_999_999, "second"), new Date(9_999_999_000)],
    "a time of literals": [timeFrom(1, 2, 3), "01:02:03"],
    "a date of an unsigned day": [dateFrom(2024, 2, lit(29, uint64)), "2024-02-29"],
    "a date of an unsigned day that is NULL": [dateFrom(2024, 2, lit(null, uint64)), null],
    "a date of a NULL month": [dateFrom(2024, null, 1), null],
    "a weekend": [lit("2024-03-02", date).dayOfWeek().ge(6).ifelse("weekend", "week"), "weekend"],
  }),
);
