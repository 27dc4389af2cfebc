import { int64, lit } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import type { Sample } from "./values.js";
import { EQUATABLE, ORDERED } from "./values.js";

/** Every pair of the values, and NULL; `i` and `j` are their places. */
const pairsOf = (values: readonly unknown[]) => {
  const places = [null, ...values.keys()];
  const value = (i: number | null) => (i === null ? null : values[i]);
  return places.flatMap((i) => places.map((j) => ({ i, j, a: value(i), b: value(j) })));
};
const known =
  (of: (i: number, j: number) => unknown) =>
  ({ i, j }: { readonly i: number | null; readonly j: number | null }): unknown =>
    i === null || j === null ? null : of(i, j);
const schemaOf = ({ dtype }: Sample) => ({ i: int64, j: int64, a: dtype, b: dtype });

/** Which of two values is the larger: every pair of each dtype, of columns and beside a literal. */
export const comparisons = group(
  "comparisons",
  ORDERED.flatMap((sample) => {
    const { name, dtype, values } = sample;
    const middle = Math.floor(values.length / 2);
    const literal = lit(values[middle], dtype);
    const of = known((i, j) => ({ lt: i < j, le: i <= j, gt: i > j, ge: i >= j, ne: i !== j, eq: i === j }));
    const none = { lt: null, le: null, gt: null, ge: null, ne: null, eq: null };
    return [
      perRow(
        `${name}: two columns`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => ({ lt: a.lt(b), le: a.le(b), gt: a.gt(b), ge: a.ge(b), ne: a.ne(b), eq: a.eq(b) }),
        (row) => of(row) ?? none,
      ),
      perRow(
        `${name}: a literal`,
        schemaOf(sample),
        [null, ...values.keys()].map((i) => ({ i, j: middle, a: i === null ? null : values[i] })),
        ({ a }) => ({
          lt: a.lt(literal),
          le: a.le(literal),
          gt: a.gt(literal),
          ge: a.ge(literal),
          ne: a.ne(literal),
          eq: a.eq(literal),
        }),
        (row) => of(row) ?? none,
      ),
      perRow(
        `${name}: between`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.between(b, literal),
        ({ i, j }) => (i === null ? null : j === null ? (i > middle ? false : null) : j <= i && i <= middle),
      ),
    ];
  }),
);
export const equality = group(
  "equality",
  [...ORDERED, ...EQUATABLE].flatMap((sample) => {
    const { name, dtype, values } = sample;
    const [first, last] = [lit(values[0], dtype), lit(values.at(-1), dtype)];
    const among = (i: number | null) => i === 0 || i === values.length - 1;
    const single = [null, ...values.keys()].map((i) => ({ i, a: i === null ? null : values[i] }));
    return [
      perRow(
        `${name}: eq`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.eq(b),
        known((i, j) => i === j),
      ),
      perRow(
        `${name}: ne`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.ne(b),
        known((i, j) => i !== j),
      ),
      perRow(
        `${name}: identicalTo`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.identicalTo(b),
        ({ i, j }) => i === j,
      ),
      perRow(
        `${name}: isin`,
        schemaOf(sample),
        single,
        ({ a }) => a.isin([first, last]),
        ({ i }) => (i === null ? null : among(i)),
      ),
      perRow(
        `${name}: isin of NULL too`,
        schemaOf(sample),
        single,
        ({ a }) => a.isin([first, lit(null, dtype)]),
        ({ i }) => (i === 0 ? true : null),
      ),
      perRow(
        `${name}: notin`,
        schemaOf(sample),
        single,
        ({ a }) => a.notin([first, last]),
        ({ i }) => (i === null ? null : !among(i)),
      ),
      perRow(
        `${name}: nullif`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.nullif(b),
        ({ i, j, a }) => (i === j ? null : a),
      ),
    ];
  }),
);
