import { date, int8, int32, int64, interval, lit, range, string, timestamp } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";

const day = (text: string | null) => lit(text, date);
const month = lit({ months: 1, days: 0, micros: 0 }, interval);
const at = (text: string) => new Date(`${text}Z`);
function rangeOf(start: number, stop: number, step: number): number[] {
  const list: number[] = [];
  for (let n = start; step > 0 ? n < stop : step < 0 && n > stop; n += step) list.push(n);
  return list;
}
const steps = [-2, 0, 3].flatMap((start) =>
  [-1, 0, 7].flatMap((stop) => [-3, -1, 0, 1, 2].map((step) => ({ start, stop, step }))),
);
const STEP_SCHEMA = { start: int64, stop: int64, step: int64 };

/** Arrays of equally spaced integers, dates and timestamps. */
export const ranges = group(
  "ranges",
  [
    perRow(
      "range of integer columns",
      STEP_SCHEMA,
      steps,
      (c) => range(c.start, c.stop, c.step),
      ({ start, stop, step }) => rangeOf(start, stop, step),
    ),
    perRow(
      "range with a NULL column",
      STEP_SCHEMA,
      [
        { start: 1, stop: 2, step: null },
        { start: null, stop: 2, step: 1 },
        { start: 1, stop: null, step: 1 },
      ],
      (c) => range(c.start, c.stop, c.step),
      [null, null, null],
    ),
    perRow("range of int8 and int32 columns", { a: int8, b: int32 }, [{ a: 1, b: 4 }], (c) => range(c.a, c.b), [
      [1, 2, 3],
    ]),
    perRow(
      "dates with a step from columns",
      { n: int64, m: int64 },
      [
        { n: 1, m: 0 },
        { n: null, m: 0 },
        { n: 0, m: 30 },
      ],
      (c) => range(lit("2024-01-31", date), lit("2024-04-01", date), { months: c.n, days: c.m }),
      [["2024-01-31", "2024-02-29", "2024-03-31"], null, ["2024-01-31", "2024-03-01", "2024-03-31"]],
    ),
    perRow(
      "range mapped to text and joined",
      { n: int64 },
      [{ n: 3 }, { n: 0 }, { n: null }],
      (c) =>
        range(0, c.n)
          .map((x) => x.cast(string))
          .join("-"),
      ["0-1-2", "", null],
    ),
  ],
  values({
    "integers, ascending": [range(0, 3), [0, 1, 2]],
    "integers, descending": [range(5, 0, -2), [5, 3, 1]],
    "integers, stop before start": [range(5, 0), []],
    "integers with a step of zero": [range(0, 5, 0), []],
    "integers up to NULL": [range(0, lit(null, int64)), null],
    "integers by threes": [range(-1, 6, 3), [-1, 2, 5]],
    "dates by days": [
      range(day("2024-02-27"), "2024-03-02", { days: 1 }),
      ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"],
    ],
    "dates by negative days": [
      range(day("2024-03-01"), "2024-02-27", { days: -1 }),
      ["2024-03-01", "2024-02-29", "2024-02-28"],
    ],
    "dates by weeks": [
      range(day("2024-01-01"), "2024-01-16", { weeks: 1 }),
      ["2024-01-01", "2024-01-08", "2024-01-15"],
    ],
    "month ends, ascending": [
      range(day("2024-01-31"), "2024-06-30", { months: 1 }),
      ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"],
    ],
    "month ends, descending": [
      range(day("2024-05-31"), "2024-01-31", { months: -1 }),
      ["2024-05-31", "2024-04-30", "2024-03-31", "2024-02-29"],
    ],
    "dates by a month interval": [
      range(day("2024-01-31"), day("2024-04-30"), month),
      ["2024-01-31", "2024-02-29", "2024-03-31"],
    ],
    "leap days by years": [
      range(day("2024-02-29"), "2028-03-01", { years: 1 }),
      ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ],
    "dates, stop equal to start": [range(day("2024-01-31"), "2024-01-31", { months: 1 }), []],
    "dates with a step of zero days": [range(day("2024-01-01"), "2024-02-01", { days: 0 }), []],
    "dates with a step of zero months": [range(day("2024-01-01"), "2024-02-01", { months: 0 }), []],
    "dates by a month minus a day": [
      range(day("2024-01-01"), "2024-03-25", { months: 1, days: -1 }),
      ["2024-01-01", "2024-01-31", "2024-02-28"],
    ],
    "dates from NULL": [range(day(null), "2024-01-31", { days: 1 }), null],
    "dates by months up to NULL": [range(day("2024-01-31"), day(null), { months: 1 }), null],
    "timestamps by hours": [
      range(lit("2024-01-01T22:30:00", timestamp()), "2024-01-02T01:00:00", { hours: 1 }),
      ["2024-01-01T22:30:00", "2024-01-01T23:30:00", "2024-01-02T00:30:00"].map(at),
    ],
    "instants by months": [
      range(lit("2024-01-30T12:00:00Z", timestamp("UTC")), "2024-04-01T00:00:00Z", { months: 1 }),
      ["2024-01-30T12:00:00", "2024-02-29T12:00:00", "2024-03-30T12:00:00"].map(at),
    ],
  }),
);
