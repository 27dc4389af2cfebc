import type { AnyColumn, Columns } from "@avocet/core";
import { float64, int64 } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";

const pairs = <T>(as: readonly T[], bs: readonly T[]) =>
  [null, ...as].flatMap((a) => [null, ...bs].map((b) => ({ a, b })));
const integers = pairs([0, 1, -1, 7, -7, 8, -9], [0, 1, -1, 2, -2, 7]);
const floats = pairs([0, 1.5, -1.5, 7.25, -7.25, 1e10], [0, 0.5, -0.5, 2, -2]);
const NS = { a: int64, b: int64 };
const XS = { a: float64, b: float64 };
type Row = { readonly a: number | null; readonly b: number | null };
const known =
  (of: (a: number, b: number) => unknown) =>
  ({ a, b }: Row): unknown =>
    a === null || b === null ? null : of(a, b);
const divided = (of: (a: number, b: number) => unknown) => known((a, b) => (b === 0 ? null : of(a, b)));

type Test = readonly [
  name: string,
  build: (c: Columns<typeof NS> | Columns<typeof XS>) => AnyColumn,
  expected: (row: Row) => unknown,
];
const both: readonly Test[] = [
  ["add", (c) => c.a.add(c.b), known((a, b) => a + b)],
  ["sub", (c) => c.a.sub(c.b), known((a, b) => a - b)],
  ["mul", (c) => c.a.mul(c.b), known((a, b) => a * b)],
  ["div", (c) => c.a.div(c.b), divided((a, b) => a / b)],
  ["floorDiv", (c) => c.a.floorDiv(c.b), divided((a, b) => Math.floor(a / b))],
  ["mod has the sign of the dividend", (c) => c.a.mod(c.b), divided((a, b) => a % b)],
  ["atan2", (c) => c.a.atan2(c.b), known((a, b) => (a === 0 && b === 0 ? 0 : Math.atan2(a, b)))],
];
const positive = ({ a, b }: Row) => (a === null || a >= 0) && (b === null || b >= 0) && !(a === 0 && b === 0);

/** Arithmetic of two columns, with every combination of signs, zero and NULL. */
export const arithmetic = group(
  "arithmetic of columns",
  both.flatMap(([name, build, expected]) => [
    perRow(
      `integers: ${name}`,
      NS,
      integers.filter((row) => name !== "atan2" || positive(row)),
      (c) => build(c),
      expected,
    ),
    perRow(
      `floats: ${name}`,
      XS,
      floats.filter((row) => name !== "atan2" || positive(row)),
      (c) => build(c),
      expected,
    ),
  ]),
  [
    perRow(
      "an integer and a float",
      { a: int64, b: float64 },
      pairs([1, -3], [0.5, -2]),
      (c) => ({ add: c.a.add(c.b), mul: c.b.mul(c.a) }),
      (row) => ({
        add: known((a, b) => a + b)(row),
        mul: known((a, b) => a * b)(row),
      }),
    ),
    perRow(
      "pow",
      NS,
      integers.filter(({ a, b }) => !(a === 0 && (b ?? 0) < 0)),
      (c) => c.a.pow(c.b),
      known((a, b) => a ** b),
    ),
    perRow(
      "log to a base in a column",
      XS,
      pairs([0, 1, 81, -1], [0, 1, 3, -3, 0.5]),
      (c) => c.a.log(c.b),
      known((a, b) => (a <= 0 || b <= 0 || b === 1 ? null : Math.log(a) / Math.log(b))),
    ),
    perRow(
      "bits",
      NS,
      integers,
      (c) => ({ and: c.a.bitAnd(c.b), or: c.a.bitOr(c.b), xor: c.a.bitXor(c.b) }),
      (row) => ({
        and: known((a, b) => a & b)(row),
        or: known((a, b) => a | b)(row),
        xor: known((a, b) => a ^ b)(row),
      }),
    ),
    perRow(
      "shifts by columns",
      NS,
      pairs([0, 1, -1, 7, -9], [0, 1, 7]),
      (c) => ({ left: c.a.shiftLeft(c.b), right: c.a.shiftRight(c.b) }),
      (row) => ({
        left: known((a, b) => a << b)(row),
        right: known((a, b) => a >> b)(row),
      }),
    ),
    perRow(
      "infinity is no angle",
      { a: float64 },
      [{ a: Number.POSITIVE_INFINITY }, { a: Number.NEGATIVE_INFINITY }, { a: Number.NaN }, { a: 0.25 }, { a: null }],
      (c) => ({ sin: c.a.sin(), cos: c.a.cos(), tan: c.a.tan(), cot: c.a.cot() }),
      ({ a }) => {
        const angle = (f: (x: number) => number) => (a === null || Math.abs(a) === Infinity ? null : f(a));
        return { sin: angle(Math.sin), cos: angle(Math.cos), tan: angle(Math.tan), cot: angle((x) => 1 / Math.tan(x)) };
      },
    ),
    perRow(
      "NaN and infinity stay",
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
