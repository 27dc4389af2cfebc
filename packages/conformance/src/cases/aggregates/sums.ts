import { count, int64 } from "@avocet/core";
import { overRows, returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";
import type { Datum } from "./inputs.js";
import { aggregateCases, DATA, present, SCHEMA } from "./inputs.js";

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const skipNulls =
  <T>(pick: (row: Datum) => T | null, f: (list: readonly T[]) => unknown) =>
  (list: readonly Datum[]): unknown => {
    const values = present(list.map(pick));
    return values.length === 0 ? null : f(values);
  };
const cents = (list: readonly string[]): string => (sum(list.map((p) => Math.round(Number(p) * 100))) / 100).toFixed(2);
const asNumbers = (list: readonly boolean[]): number[] => list.map(Number);
const n = (row: Datum) => row.n;
const x = (row: Datum) => row.x;
const p = (row: Datum) => row.p;
const b = (row: Datum) => row.b;
const s = (row: Datum) => row.s;
const byNumber = (list: readonly number[]) => list.toSorted((l, r) => l - r);

/** Counts, sums, means, minimums, maximums, bitwise and boolean aggregates. */
export const sums = group(
  "sums and counts",
  aggregateCases(
    "count",
    (c, where) => c.n.count({ where }),
    (list) => present(list.map(n)).length,
  ),
  aggregateCases(
    "count of rows",
    (_, where) => count({ where }),
    (list) => list.length,
  ),
  aggregateCases(
    "nunique",
    (c, where) => c.n.nunique({ where }),
    (list) => new Set(present(list.map(n))).size,
  ),
  aggregateCases(
    "nunique of strings",
    (c, where) => c.s.nunique({ where }),
    (list) => new Set(present(list.map(s))).size,
  ),
  aggregateCases("sum", (c, where) => c.n.sum({ where }), skipNulls(n, sum)),
  aggregateCases("sum of floats", (c, where) => c.x.sum({ where }), skipNulls(x, sum)),
  aggregateCases("sum of decimals", (c, where) => c.p.sum({ where }), skipNulls(p, cents)),
  aggregateCases(
    "sum of bools",
    (c, where) => c.b.sum({ where }),
    skipNulls(b, (list) => sum(asNumbers(list))),
  ),
  aggregateCases(
    "mean",
    (c, where) => c.n.mean({ where }),
    skipNulls(n, (list) => sum(list) / list.length),
  ),
  aggregateCases(
    "mean of floats",
    (c, where) => c.x.mean({ where }),
    skipNulls(x, (list) => sum(list) / list.length),
  ),
  aggregateCases(
    "mean of decimals",
    (c, where) => c.p.mean({ where }),
    skipNulls(p, (list) => Number(cents(list)) / list.length),
  ),
  aggregateCases(
    "mean of bools",
    (c, where) => c.b.mean({ where }),
    skipNulls(b, (list) => sum(asNumbers(list)) / list.length),
  ),
  aggregateCases(
    "min",
    (c, where) => c.x.min({ where }),
    skipNulls(x, (list) => byNumber(list)[0]),
  ),
  aggregateCases(
    "max",
    (c, where) => c.s.max({ where }),
    skipNulls(s, (list) => list.toSorted().at(-1)),
  ),
  aggregateCases(
    "any",
    (c, where) => c.b.any({ where }),
    skipNulls(b, (list) => list.includes(true)),
  ),
  aggregateCases(
    "all",
    (c, where) => c.b.all({ where }),
    skipNulls(b, (list) => !list.includes(false)),
  ),
  aggregateCases(
    "any of a condition",
    (c, where) => c.n.gt(4).any({ where }),
    skipNulls(n, (list) => list.some((v) => v > 4)),
  ),
  aggregateCases(
    "bitAndAll",
    (c, where) => c.n.bitAndAll({ where }),
    skipNulls(n, (list) => list.reduce((l, r) => l & r)),
  ),
  aggregateCases(
    "bitOrAll",
    (c, where) => c.n.bitOrAll({ where }),
    skipNulls(n, (list) => list.reduce((l, r) => l | r)),
  ),
  aggregateCases(
    "bitXorAll",
    (c, where) => c.n.bitXorAll({ where }),
    skipNulls(n, (list) => list.reduce((l, r) => l ^ r)),
  ),
  [
    overRows(
      "arithmetic on several aggregates",
      SCHEMA,
      DATA,
      (c) => ({ a: c.n.add(1).sum().mul(2), b: c.x.sum().div(c.n.count()), c: count().sub(c.s.count()) }),
      {
        a: 28,
        b: 13.75 / 5,
        c: 2,
      },
    ),
    overRows(
      "count, sum and mean of NULLs only",
      { n: int64 },
      [{ n: null }, { n: null }],
      (c) => ({ rows: count(), n: c.n.count(), sum: c.n.sum(), mean: c.n.mean() }),
      {
        rows: 2,
        n: 0,
        sum: null,
        mean: null,
      },
    ),
    returnsRows(
      "groupBy over no rows returns no groups",
      rows(SCHEMA, [])
        .groupBy("g")
        .aggregate((c) => ({ n: c.n.sum() })),
      [],
    ),
    returnsRows(
      "nunique of rows",
      rows(SCHEMA, DATA).aggregate(() => ({ n: rows(SCHEMA, DATA).select("g", "s").nunique() })),
      [{ n: 7 }],
    ),
  ],
);
