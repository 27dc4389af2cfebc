import type { AnyColumn, Columns } from "@avocet/core";
import { float64, int64 } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";

const combinations = <T>(as: readonly T[], bs: readonly T[]) =>
  [null, ...as].flatMap((a) => [null, ...bs].map((b) => ({ a, b })));
const integers = combinations([0, 1, -1, 7, -7, 8, -9], [0, 1, -1, 2, -2, 7]);
const floats = combinations([0, 1.5, -1.5, 7.25, -7.25, 1e10], [0, 0.5, -0.5, 2, -2]);
const INTEGER_SCHEMA = { a: int64, b: int64 };
const FLOAT_SCHEMA = { a: float64, b: float64 };
type Row = { readonly a: number | null; readonly b: number | null };
const propagateNull =
  (compute: (a: number, b: number) => unknown) =>
  ({ a, b }: Row): unknown =>
    a === null || b === null ? null : compute(a, b);
const nullForZero = (compute: (a: number, b: number) => unknown) =>
  propagateNull((a, b) => (b === 0 ? null : compute(a, b)));

type BinaryFunction = readonly [
  name: string,
  build: (c: Columns<typeof INTEGER_SCHEMA> | Columns<typeof FLOAT_SCHEMA>) => AnyColumn,
  expected: (row: Row) => unknown,
];
const BINARY_FUNCTIONS: readonly BinaryFunction[] = [
  ["add", (c) => c.a.add(c.b), propagateNull((a, b) => a + b)],
  ["sub", (c) => c.a.sub(c.b), propagateNull((a, b) => a - b)],
  ["mul", (c) => c.a.mul(c.b), propagateNull((a, b) => a * b)],
  ["div", (c) => c.a.div(c.b), nullForZero((a, b) => a / b)],
  ["floorDiv", (c) => c.a.floorDiv(c.b), nullForZero((a, b) => Math.floor(a / b))],
  ["mod has the sign of the dividend", (c) => c.a.mod(c.b), nullForZero((a, b) => a % b)],
  ["atan2", (c) => c.a.atan2(c.b), propagateNull((a, b) => (a === 0 && b === 0 ? 0 : Math.atan2(a, b)))],
];
const isNonNegative = ({ a, b }: Row) => (a === null || a >= 0) && (b === null || b >= 0) && !(a === 0 && b === 0);

/** Arithmetic on two columns, with every combination of signs, zero and NULL. */
export const arithmetic = group(
  "arithmetic of columns",
  BINARY_FUNCTIONS.flatMap(([name, build, expected]) => [
    perRow(
      `integers: ${name}`,
      INTEGER_SCHEMA,
      integers.filter((row) => name !== "atan2" || isNonNegative(row)),
      (c) => build(c),
      expected,
    ),
    perRow(
      `floats: ${name}`,
      FLOAT_SCHEMA,
      floats.filter((row) => name !== "atan2" || isNonNegative(row)),
      (c) => build(c),
      expected,
    ),
  ]),
  [
    perRow(
      "an integer and a float",
      { a: int64, b: float64 },
      combinations([1, -3], [0.5, -2]),
      (c) => ({ add: c.a.add(c.b), mul: c.b.mul(c.a) }),
      (row) => ({
        add: propagateNull((a, b) => a + b)(row),
        mul: propagateNull((a, b) => a * b)(row),
      }),
    ),
    perRow(
      "integers: pow",
      INTEGER_SCHEMA,
      integers.filter(({ a, b }) => !(a === 0 && (b ?? 0) < 0)),
      (c) => c.a.pow(c.b),
      propagateNull((a, b) => a ** b),
    ),
    perRow(
      "floats: log with a base from a column",
      FLOAT_SCHEMA,
      combinations([0, 1, 81, -1], [0, 1, 3, -3, 0.5]),
      (c) => c.a.log(c.b),
      propagateNull((a, b) => (a <= 0 || b <= 0 || b === 1 ? null : Math.log(a) / Math.log(b))),
    ),
    perRow(
      "integers: bitAnd, bitOr and bitXor",
      INTEGER_SCHEMA,
      integers,
      (c) => ({ and: c.a.bitAnd(c.b), or: c.a.bitOr(c.b), xor: c.a.bitXor(c.b) }),
      (row) => ({
        and: propagateNull((a, b) => a & b)(row),
        or: propagateNull((a, b) => a | b)(row),
        xor: propagateNull((a, b) => a ^ b)(row),
      }),
    ),
    perRow(
      "integers: shifts by a column",
      INTEGER_SCHEMA,
      combinations([0, 1, -1, 7, -9], [0, 1, 7]),
      (c) => ({ left: c.a.shiftLeft(c.b), right: c.a.shiftRight(c.b) }),
      (row) => ({
        left: propagateNull((a, b) => a << b)(row),
        right: propagateNull((a, b) => a >> b)(row),
      }),
    ),
    perRow(
      "trigonometric functions of infinity are NULL",
      { a: float64 },
      [{ a: Number.POSITIVE_INFINITY }, { a: Number.NEGATIVE_INFINITY }, { a: Number.NaN }, { a: 0.25 }, { a: null }],
      (c) => ({ sin: c.a.sin(), cos: c.a.cos(), tan: c.a.tan(), cot: c.a.cot() }),
      ({ a }) => {
        const angle = (f: (x: number) => number) => (a === null || Math.abs(a) === Infinity ? null : f(a));
        return { sin: angle(Math.sin), cos: angle(Math.cos), tan: angle(Math.tan), cot: angle((x) => 1 / Math.tan(x)) };
      },
    ),
    perRow(
      "NaN and infinity are preserved",
      { a: float64 },
      [{ a: Number.NaN }, { a: Number.POSITIVE_INFINITY }, { a: Number.NEGATIVE_INFINITY }],
      (c) => ({ add: c.a.add(1), neg: c.a.neg(), abs: c.a.abs(), tens: c.a.round(-2), digits: c.a.round(2) }),
      ({ a }) => ({
        tens: a,
        digits: a,
        add: a + 1,
        neg: -a,
        abs: Math.abs(a),
      }),
    ),
  ],
);
