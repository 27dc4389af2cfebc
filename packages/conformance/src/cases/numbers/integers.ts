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

const KINDS = [
  { name: "int8", dtype: int8, ends: [-128n, 127n] },
  { name: "int16", dtype: int16, ends: [-32768n, 32767n] },
  { name: "int32", dtype: int32, ends: [-2147483648n, 2147483647n] },
  { name: "uint8", dtype: uint8, ends: [0n, 255n] },
  { name: "uint16", dtype: uint16, ends: [0n, 65535n] },
  { name: "uint32", dtype: uint32, ends: [0n, 4294967295n] },
] as const;
const TOP = 2n ** 63n - 1n;
const digits = (n: bigint): string => String(n);
const over = (ns: readonly bigint[]) =>
  rows(
    { n: int64 },
    ns.map((n) => ({ n })),
  );

/** Integers of every size: arithmetic is int64 and never wraps. */
export const integers = group(
  "integers of every size",
  KINDS.flatMap(({ name, dtype, ends: [low, high] }) => {
    const input = [{ n: low }, { n: high }, { n: 0n }, { n: null }];
    const known = (of: (n: bigint) => bigint) => input.map(({ n }) => (n === null ? null : Number(of(n))));
    return [
      perRow(
        `${name}: beyond its ends`,
        { n: dtype },
        input,
        (c) => c.n.add(c.n).sub(1),
        known((n) => n + n - 1n),
      ),
      perRow(
        `${name}: products`,
        { n: dtype },
        input,
        (c) => c.n.mul(1000),
        known((n) => n * 1000n),
      ),
      perRow(
        `${name}: negatives`,
        { n: dtype },
        input,
        (c) => c.n.neg(),
        known((n) => -n),
      ),
      perRow(
        `${name}: without the sign`,
        { n: dtype },
        input,
        (c) => c.n.abs(),
        known((n) => (n < 0n ? -n : n)),
      ),
      perRow(
        `${name}: beside larger literals`,
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
        `${name}: sums, means, extremes`,
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
      "int64: its ends, in digits",
      { n: int64 },
      [{ n: -TOP - 1n }, { n: TOP }],
      (c) => ({
        as: c.n.cast(string),
        less: c.n.floorDiv(2).cast(string),
        dec: c.n.cast(decimal(38, 0)),
      }),
      [
        { as: digits(-TOP - 1n), less: digits((-TOP - 1n) / 2n), dec: digits(-TOP - 1n) },
        { as: digits(TOP), less: digits(TOP / 2n), dec: digits(TOP) },
      ],
    ),
    perRow(
      "int64: its largest in other bases",
      { n: int64 },
      [{ n: TOP }, { n: -TOP }],
      (c) => ({ hex: c.n.toBase(16), bits: c.n.toBase(2) }),
      ({ n }) => ({
        hex: n.toString(16),
        bits: n.toString(2),
      }),
    ),
    fails("int64: bits moved out of it", lit(1, int64).shiftLeft(63), "data"),
    fails(
      "int64: moved to the left by a negative number",
      over([-1n]).select((c) => ({ n: lit(8, int64).shiftLeft(c.n) })),
      "data",
    ),
    fails(
      "int64: moved to the right by a negative number",
      over([-1n]).select((c) => ({ n: lit(8, int64).shiftRight(c.n) })),
      "data",
    ),
    perRow(
      "int64: moved to the right by all bits and more",
      { n: int64, by: int64 },
      [8, -8].flatMap((n) => [63, 64, 70, null].map((by) => ({ n, by }))),
      (c) => ({ moved: c.n.shiftRight(c.by), by70: c.n.shiftRight(70) }),
      ({ n, by }) => ({ moved: by === null ? null : n < 0 ? -1 : 0, by70: n < 0 ? -1 : 0 }),
    ),
    fails(
      "int64: bits moved out of a column",
      over([2n ** 62n]).select((c) => ({ n: c.n.shiftLeft(1) })),
      "data",
    ),
    perRow(
      "uint64: its upper half, in digits",
      { n: uint64 },
      [{ n: 2n ** 64n - 1n }, { n: 2n ** 63n }, { n: 0n }],
      (c) => ({ as: c.n.cast(string), dec: c.n.cast(decimal(38, 0)), large: c.n.gt(1), even: c.n.eq(2n ** 63n) }),
      [
        { as: digits(2n ** 64n - 1n), dec: digits(2n ** 64n - 1n), large: true, even: false },
        { as: digits(2n ** 63n), dec: digits(2n ** 63n), large: true, even: true },
        { as: "0", dec: "0", large: false, even: false },
      ],
    ),
    overRows(
      "uint64: extremes of its upper half",
      { n: uint64 },
      [{ n: 2n ** 64n - 1n }, { n: 2n ** 63n }],
      (c) => ({ min: c.n.min().cast(string), max: c.n.max().cast(string) }),
      {
        min: digits(2n ** 63n),
        max: digits(2n ** 64n - 1n),
      },
    ),
    perRow(
      "sizes and signs beside one another",
      { small: int8, large: int64, unsigned: uint32, x: float32, p: decimal(5, 1) },
      [{ small: -1, large: 300, unsigned: 300, x: 0.5, p: "2.5" }],
      (c) => ({
        sum: c.small.add(c.large).add(c.unsigned),
        less: c.small.lt(c.unsigned),
        equal: c.large.eq(c.unsigned),
        float: c.x.add(c.large),
        decimal: c.p.add(c.small),
        mixed: c.p.mul(c.x),
        order: c.p.lt(c.large),
      }),
      [{ sum: 599, less: true, equal: true, float: 300.5, decimal: "1.5", mixed: 1.25, order: true }],
    ),
    fails("int64: its largest and one", lit(TOP, int64).add(1), "data"),
    fails("int64: its smallest less one", lit(-TOP - 1n, int64).sub(1), "data"),
    fails("int64: a product", lit(2n ** 40n, int64).mul(2n ** 40n), "data"),
    fails(
      "int64: the negative of the smallest",
      over([-TOP - 1n]).select((c) => ({ n: c.n.neg() })),
      "data",
    ),
    fails(
      "int64: the smallest without its sign",
      over([-TOP - 1n]).select((c) => ({ n: c.n.abs() })),
      "data",
    ),
    fails(
      "int64: in a column",
      over([TOP, 1n]).select((c) => ({ n: c.n.add(c.n) })),
      "data",
    ),
    fails(
      "int64: a sum",
      over([2n ** 62n, 2n ** 62n]).aggregate((c) => ({ n: c.n.sum() })),
      "data",
    ),
    fails(
      "int64: a running sum",
      over([2n ** 62n, 2n ** 62n]).mutate((c) => ({ n: c.n.sum().over({ orderBy: c.n }) })),
      "data",
    ),
    fails(
      "a float beyond int64, rounded",
      rows({ n: float64 }, [{ n: 1e30 }]).select((c) => ({ n: c.n.round() })),
      "data",
    ),
    fails("an int64 in results beyond 2^53", lit(2n ** 53n + 1n, int64), "value-out-of-range"),
    fails("a uint64 in results beyond 2^53", lit(2n ** 64n - 1n, uint64), "value-out-of-range"),
  ],
  values({
    "literals beyond 2^53 in digits": [lit(2n ** 53n + 1n).cast(string), digits(2n ** 53n + 1n)],
    "sums that stay exact beyond 2^53": [
      lit(2n ** 53n)
        .add(1)
        .cast(string),
      digits(2n ** 53n + 1n),
    ],
    "products that stay exact beyond 2^53": [
      lit(3n ** 20n)
        .mul(3n ** 19n)
        .cast(string),
      digits(3n ** 39n),
    ],
    "division is of floats": [lit(2n ** 53n + 1n).div(1), 2 ** 53],
    "floorDiv stays exact": [
      lit(2n ** 62n + 1n)
        .floorDiv(1)
        .cast(string),
      digits(2n ** 62n + 1n),
    ],
    "mod stays exact": [lit(2n ** 62n + 1n).mod(2), 1],
  }),
);
