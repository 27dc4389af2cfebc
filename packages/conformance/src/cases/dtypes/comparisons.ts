import { int64, lit } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import type { Sample } from "./values.js";
import { EQUATABLE, ORDERED } from "./values.js";

/** Every pair of the values and NULL; `i` and `j` are their indexes. */
const pairsOf = (values: readonly unknown[]) => {
  const indexes = [null, ...values.keys()];
  const value = (i: number | null) => (i === null ? null : values[i]);
  return indexes.flatMap((i) => indexes.map((j) => ({ i, j, a: value(i), b: value(j) })));
};
const propagateNull =
  (expected: (i: number, j: number) => unknown) =>
  ({ i, j }: { readonly i: number | null; readonly j: number | null }): unknown =>
    i === null || j === null ? null : expected(i, j);
const schemaOf = ({ dtype }: Sample) => ({ i: int64, j: int64, a: dtype, b: dtype });

/** Comparisons of every pair of values of each dtype, as columns and with a literal. */
export const comparisons = group(
  "comparisons",
  ORDERED.flatMap((sample) => {
    const { name, dtype, values } = sample;
    const middle = Math.floor(values.length / 2);
    const literal = lit(values[middle], dtype);
    const expected = propagateNull((i, j) => ({
      lt: i < j,
      le: i <= j,
      gt: i > j,
      ge: i >= j,
      ne: i !== j,
      eq: i === j,
    }));
    const none = { lt: null, le: null, gt: null, ge: null, ne: null, eq: null };
    return [
      perRow(
        `${name}: columns`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => ({ lt: a.lt(b), le: a.le(b), gt: a.gt(b), ge: a.ge(b), ne: a.ne(b), eq: a.eq(b) }),
        (row) => expected(row) ?? none,
      ),
      perRow(
        `${name}: a column and a literal`,
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
        (row) => expected(row) ?? none,
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
    const isMember = (i: number | null) => i === 0 || i === values.length - 1;
    const singleRows = [null, ...values.keys()].map((i) => ({ i, a: i === null ? null : values[i] }));
    return [
      perRow(
        `${name}: eq`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.eq(b),
        propagateNull((i, j) => i === j),
      ),
      perRow(
        `${name}: ne`,
        schemaOf(sample),
        pairsOf(values),
        ({ a, b }) => a.ne(b),
        propagateNull((i, j) => i !== j),
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
        singleRows,
        ({ a }) => a.isin([first, last]),
        ({ i }) => (i === null ? null : isMember(i)),
      ),
      perRow(
        `${name}: isin of a list with NULL`,
        schemaOf(sample),
        singleRows,
        ({ a }) => a.isin([first, lit(null, dtype)]),
        ({ i }) => (i === 0 ? true : null),
      ),
      perRow(
        `${name}: notin`,
        schemaOf(sample),
        singleRows,
        ({ a }) => a.notin([first, last]),
        ({ i }) => (i === null ? null : !isMember(i)),
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
