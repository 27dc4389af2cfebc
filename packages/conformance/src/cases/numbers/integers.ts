import {
  decimal,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  lit,
  string,
  uint8,
  uint16,
  uint32,
  uint64,
} from "@avocet/core";
import { fails, overRows, perRow, rows, values } from "../../build.js";
import { group } from "../../case.js";

const DTYPES = [
  { name: "int8", dtype: int8, limits: [-128n, 127n] },
  { name: "int16", dtype: int16, limits: [-32768n, 32767n] },
  { name: "int32", dtype: int32, limits: [-2147483648n, 2147483647n] },
  { name: "uint8", dtype: uint8, limits: [0n, 255n] },
  { name: "uint16", dtype: uint16, limits: [0n, 65535n] },
  { name: "uint32", dtype: uint32, limits: [0n, 4294967295n] },
] as const;
const MAX_INT64 = 2n ** 63n - 1n;
const digits = (n: bigint): string => String(n);
const int64Table = (ns: readonly bigint[]) =>
  rows(
    { n: int64 },
    ns.map((n) => ({ n })),
  );

/** Integers of every width: arithmetic is int64 and never wraps around. */
export const integerWidths = group(
  "integer widths",
  DTYPES.flatMap(({ name, dtype, limits: [low, high] }) => {
    const input = [{ n: low }, { n: high }, { n: 0n }, { n: null }];
    const expectedValues = (compute: (n: bigint) => bigint) =>
      input.map(({ n }) => (n === null ? null : Number(compute(n))));
    return [
      perRow(
        `${name}: sums beyond the range`,
        { n: dtype },
        input,
        (c) => c.n.add(c.n).sub(1),
        expectedValues((n) => n + n - 1n),
      ),
      perRow(
        `${name}: products`,
        { n: dtype },
        input,
        (c) => c.n.mul(1000),
        expectedValues((n) => n * 1000n),
      ),
      perRow(
        `${name}: neg`,
        { n: dtype },
        input,
        (c) => c.n.neg(),
        expectedValues((n) => -n),
      ),
      perRow(
        `${name}: abs`,
        { n: dtype },
        input,
        (c) => c.n.abs(),
        expectedValues((n) => (n < 0n ? -n : n)),
      ),
      perRow(
        `${name}: larger literals`,
        { n: dtype },
        input,
        (c) => ({ add: c.n.add(10_000_000_000), lt: c.n.lt(10_000_000_000), eq: c.n.eq(-1) }),
        ({ n }) => ({
          add: n === null ? null : Number(n) + 10_000_000_000,
          lt: n === null ? null : true,
          eq: n === null ? null : false,
        }),
      ),
      overRows(
        `${name}: sum, mean, min, max and median`,
        { n: dtype },
        input,
        (c) => ({ sum: c.n.sum(), mean: c.n.mean(), min: c.n.min(), max: c.n.max(), median: c.n.median() }),
        {
          sum: Number(low + high),
          mean: Number(low + high) / 3,
          min: Number(low),
          max: Number(high),
          median: 0,
        },
      ),
    ];
  }),
  [
    perRow(
      "int64: limits as text",
      { n: int64 },
      [{ n: -MAX_INT64 - 1n }, { n: MAX_INT64 }],
      (c) => ({
        text: c.n.cast(string),
        half: c.n.floorDiv(2).cast(string),
        dec: c.n.cast(decimal(38, 0)),
      }),
      [
        { text: digits(-MAX_INT64 - 1n), half: digits((-MAX_INT64 - 1n) / 2n), dec: digits(-MAX_INT64 - 1n) },
        { text: digits(MAX_INT64), half: digits(MAX_INT64 / 2n), dec: digits(MAX_INT64) },
      ],
    ),
    perRow(
      "int64: limits in other bases",
      { n: int64 },
      [{ n: MAX_INT64 }, { n: -MAX_INT64 }],
      (c) => ({ hex: c.n.toBase(16), bits: c.n.toBase(2) }),
      ({ n }) => ({
        hex: n.toString(16),
        bits: n.toString(2),
      }),
    ),
    fails("int64: shiftLeft of a literal overflows", lit(1, int64).shiftLeft(63), "data"),
    fails(
      "int64: shiftLeft by a negative count is an error",
      int64Table([-1n]).select((c) => ({ n: lit(8, int64).shiftLeft(c.n) })),
      "data",
    ),
    fails(
      "int64: shiftRight by a negative count is an error",
      int64Table([-1n]).select((c) => ({ n: lit(8, int64).shiftRight(c.n) })),
      "data",
    ),
    perRow(
      "int64: shiftRight by 63 bits and more",
      { n: int64, count: int64 },
      [8, -8].flatMap((n) => [63, 64, 70, null].map((count) => ({ n, count }))),
      (c) => ({ shifted: c.n.shiftRight(c.count), shiftedBy70: c.n.shiftRight(70) }),
      ({ n, count }) => ({ shifted: count === null ? null : n < 0 ? -1 : 0, shiftedBy70: n < 0 ? -1 : 0 }),
    ),
    fails(
      "int64: shiftLeft of a column overflows",
      int64Table([2n ** 62n]).select((c) => ({ n: c.n.shiftLeft(1) })),
      "data",
    ),
    perRow(
      "uint64: values beyond int64 as text",
      { n: uint64 },
      [{ n: 2n ** 64n - 1n }, { n: 2n ** 63n }, { n: 0n }],
      (c) => ({ text: c.n.cast(string), dec: c.n.cast(decimal(38, 0)), large: c.n.gt(1), even: c.n.eq(2n ** 63n) }),
      [
        { text: digits(2n ** 64n - 1n), dec: digits(2n ** 64n - 1n), large: true, even: false },
        { text: digits(2n ** 63n), dec: digits(2n ** 63n), large: true, even: true },
        { text: "0", dec: "0", large: false, even: false },
      ],
    ),
    overRows(
      "uint64: min and max beyond int64",
      { n: uint64 },
      [{ n: 2n ** 64n - 1n }, { n: 2n ** 63n }],
      (c) => ({ min: c.n.min().cast(string), max: c.n.max().cast(string) }),
      {
        min: digits(2n ** 63n),
        max: digits(2n ** 64n - 1n),
      },
    ),
    perRow(
      "mixed widths and signs",
      { small: int8, large: int64, unsigned: uint32, x: float32, p: decimal(5, 1) },
      [{ small: -1, large: 300, unsigned: 300, x: 0.5, p: "2.5" }],
      (c) => ({
        sum: c.small.add(c.large).add(c.unsigned),
        isLess: c.small.lt(c.unsigned),
        equal: c.large.eq(c.unsigned),
        float: c.x.add(c.large),
        decimal: c.p.add(c.small),
        mixed: c.p.mul(c.x),
        order: c.p.lt(c.large),
      }),
      [{ sum: 599, isLess: true, equal: true, float: 300.5, decimal: "1.5", mixed: 1.25, order: true }],
    ),
    fails("int64: add overflows", lit(MAX_INT64, int64).add(1), "data"),
    fails("int64: sub overflows", lit(-MAX_INT64 - 1n, int64).sub(1), "data"),
    fails("int64: mul overflows", lit(2n ** 40n, int64).mul(2n ** 40n), "data"),
    fails(
      "int64: neg of the minimum overflows",
      int64Table([-MAX_INT64 - 1n]).select((c) => ({ n: c.n.neg() })),
      "data",
    ),
    fails(
      "int64: abs of the minimum overflows",
      int64Table([-MAX_INT64 - 1n]).select((c) => ({ n: c.n.abs() })),
      "data",
    ),
    fails(
      "int64: add of a column overflows",
      int64Table([MAX_INT64, 1n]).select((c) => ({ n: c.n.add(c.n) })),
      "data",
    ),
    fails(
      "int64: sum overflows",
      int64Table([2n ** 62n, 2n ** 62n]).aggregate((c) => ({ n: c.n.sum() })),
      "data",
    ),
    fails(
      "int64: a running sum overflows",
      int64Table([2n ** 62n, 2n ** 62n]).mutate((c) => ({ n: c.n.sum().over({ orderBy: c.n }) })),
      "data",
    ),
    fails(
      "round of a float beyond int64 is an error",
      rows({ n: float64 }, [{ n: 1e30 }]).select((c) => ({ n: c.n.round() })),
      "data",
    ),
    fails("an int64 result beyond 2^53 is out of range", lit(2n ** 53n + 1n, int64), "value-out-of-range"),
    fails("a uint64 result beyond 2^53 is out of range", lit(2n ** 64n - 1n, uint64), "value-out-of-range"),
  ],
  values({
    "literals beyond 2^53 as text": [lit(2n ** 53n + 1n).cast(string), digits(2n ** 53n + 1n)],
    "sums beyond 2^53 are exact": [
      lit(2n ** 53n)
        .add(1)
        .cast(string),
      digits(2n ** 53n + 1n),
    ],
    "products beyond 2^53 are exact": [
      lit(3n ** 20n)
        .mul(3n ** 19n)
        .cast(string),
      digits(3n ** 39n),
    ],
    "div returns a float": [lit(2n ** 53n + 1n).div(1), 2 ** 53],
    "floorDiv beyond 2^53 is exact": [
      lit(2n ** 62n + 1n)
        .floorDiv(1)
        .cast(string),
      digits(2n ** 62n + 1n),
    ],
    "mod beyond 2^53 is exact": [lit(2n ** 62n + 1n).mod(2), 1],
  }),
);
