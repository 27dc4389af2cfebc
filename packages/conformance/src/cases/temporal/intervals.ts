import { int8, int64, interval, intervalFrom, uint64 } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { UNITS } from "./fixtures.js";

const parts = (months: number, days: number, micros: number) => ({ months, days, micros });
const top = 9007199254740000;
const data = [
  { span: parts(14, -3, 5), n: 2 },
  { span: parts(0, 0, top), n: 1 },
  { span: parts(-1, 400, -7), n: -1 },
  { span: parts(0, 0, 0), n: null },
  { span: null, n: 3 },
];
const SPANS = { span: interval, n: int64 };
const names = UNITS.map((unit) => `${unit}s` as const);
const amounts = [
  { n: 3, small: 100, large: 7 },
  { n: null, small: null, large: null },
];

/** Intervals: months, days and microseconds, each kept apart. */
export const intervals = group(
  "intervals",
  [
    perRow(
      "come back as they are",
      SPANS,
      data,
      (c) => c.span,
      ({ span }) => span,
    ),
    perRow("sums", SPANS, data, (c) => c.span.add({ months: 1, days: 2, microseconds: -3 }), [
      parts(15, -1, 2),
      parts(1, 2, top - 3),
      parts(0, 402, -10),
      parts(1, 2, -3),
      null,
    ]),
    perRow("differences", SPANS, data, (c) => c.span.sub({ months: 1, days: 2, microseconds: -3 }), [
      parts(13, -5, 8),
      parts(-1, -2, top + 3),
      parts(-2, 398, -4),
      parts(-1, -2, 3),
      null,
    ]),
    perRow("multiples", SPANS, data, (c) => c.span.mul(c.n), [
      parts(28, -6, 10),
      parts(0, 0, top),
      parts(1, -400, 7),
      null,
      null,
    ]),
    perRow("negatives", SPANS, data, (c) => c.span.neg(), [
      parts(-14, 3, -5),
      parts(0, 0, -top),
      parts(1, -400, 7),
      parts(0, 0, 0),
      null,
    ]),
    ...names.map((name, i) =>
      perRow(
        `${name} from a column`,
        { n: int64 },
        amounts.map(({ n }) => ({ n })),
        (c) => intervalFrom({ [name]: c.n }),
        [
          [parts(36, 0, 0), parts(9, 0, 0), parts(3, 0, 0), parts(0, 21, 0), parts(0, 3, 0)][i] ??
            parts(0, 0, [3 * 3600e6, 180e6, 3e6, 3000, 3][i - 5] ?? 0),
          null,
        ],
      ),
    ),
    perRow(
      "from columns of other integers",
      { n: int64, small: int8, large: uint64 },
      amounts,
      (c) => ({
        small: intervalFrom({ hours: c.small }),
        large: intervalFrom({ days: c.large, months: c.small }),
        mixed: intervalFrom({ months: c.n, days: 2, minutes: c.small }),
      }),
      [
        { small: parts(0, 0, 100 * 3600e6), large: parts(100, 7, 0), mixed: parts(3, 2, 6000e6) },
        { small: null, large: null, mixed: null },
      ],
    ),
  ],
  values({
    "no time at all": [intervalFrom({ days: 0 }), parts(0, 0, 0)],
    "of several units": [
      intervalFrom({ years: 1, months: 2, weeks: 1, days: -2, hours: 1, seconds: 5 }),
      parts(14, 5, 3605e6),
    ],
  }),
);
