import { int8, int64, interval, intervalFrom, uint64 } from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";
import { UNITS } from "./fixtures.js";

const intervalOf = (months: number, days: number, micros: number) => ({ months, days, micros });
const LARGE_MICROS = 9007199254740000;
const data = [
  { duration: intervalOf(14, -3, 5), n: 2 },
  { duration: intervalOf(0, 0, LARGE_MICROS), n: 1 },
  { duration: intervalOf(-1, 400, -7), n: -1 },
  { duration: intervalOf(0, 0, 0), n: null },
  { duration: null, n: 3 },
];
const SCHEMA = { duration: interval, n: int64 };
const names = UNITS.map((unit) => `${unit}s` as const);
const amounts = [
  { n: 3, small: 100, large: 7 },
  { n: null, small: null, large: null },
];

/** Intervals, which store months, days and microseconds separately. */
export const intervals = group(
  "intervals",
  [
    perRow(
      "intervals are returned unchanged",
      SCHEMA,
      data,
      (c) => c.duration,
      ({ duration }) => duration,
    ),
    perRow("interval plus interval", SCHEMA, data, (c) => c.duration.add({ months: 1, days: 2, microseconds: -3 }), [
      intervalOf(15, -1, 2),
      intervalOf(1, 2, LARGE_MICROS - 3),
      intervalOf(0, 402, -10),
      intervalOf(1, 2, -3),
      null,
    ]),
    perRow("interval minus interval", SCHEMA, data, (c) => c.duration.sub({ months: 1, days: 2, microseconds: -3 }), [
      intervalOf(13, -5, 8),
      intervalOf(-1, -2, LARGE_MICROS + 3),
      intervalOf(-2, 398, -4),
      intervalOf(-1, -2, 3),
      null,
    ]),
    perRow("interval times integer", SCHEMA, data, (c) => c.duration.mul(c.n), [
      intervalOf(28, -6, 10),
      intervalOf(0, 0, LARGE_MICROS),
      intervalOf(1, -400, 7),
      null,
      null,
    ]),
    perRow("neg of intervals", SCHEMA, data, (c) => c.duration.neg(), [
      intervalOf(-14, 3, -5),
      intervalOf(0, 0, -LARGE_MICROS),
      intervalOf(1, -400, 7),
      intervalOf(0, 0, 0),
      null,
    ]),
    ...names.map((name, i) =>
      perRow(
        `${name} from a column`,
        { n: int64 },
        amounts.map(({ n }) => ({ n })),
        (c) => intervalFrom({ [name]: c.n }),
        [
          [intervalOf(36, 0, 0), intervalOf(9, 0, 0), intervalOf(3, 0, 0), intervalOf(0, 21, 0), intervalOf(0, 3, 0)][
            i
          ] ?? intervalOf(0, 0, [3 * 3600e6, 180e6, 3e6, 3000, 3][i - 5] ?? 0),
          null,
        ],
      ),
    ),
    perRow(
      "intervalFrom columns of several integer dtypes",
      { n: int64, small: int8, large: uint64 },
      amounts,
      (c) => ({
        small: intervalFrom({ hours: c.small }),
        large: intervalFrom({ days: c.large, months: c.small }),
        mixed: intervalFrom({ months: c.n, days: 2, minutes: c.small }),
      }),
      [
        { small: intervalOf(0, 0, 100 * 3600e6), large: intervalOf(100, 7, 0), mixed: intervalOf(3, 2, 6000e6) },
        { small: null, large: null, mixed: null },
      ],
    ),
  ],
  values({
    "an empty interval": [intervalFrom({ days: 0 }), intervalOf(0, 0, 0)],
    "intervalFrom several units": [
      intervalFrom({ years: 1, months: 2, weeks: 1, days: -2, hours: 1, seconds: 5 }),
      intervalOf(14, 5, 3605e6),
    ],
  }),
);
