import { count, int64 } from "@avocet/core";
import { gives, overRows, rows } from "../../build.js";
import { group } from "../../case.js";
import type { Datum } from "./inputs.js";
import { DATA, present, reductionOf, SCHEMA } from "./inputs.js";

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const ofSome =
  <T>(pick: (row: Datum) => T | null, f: (list: readonly T[]) => unknown) =>
  (list: readonly Datum[]): unknown => {
    const known = present(list.map(pick));
    return known.length === 0 ? null : f(known);
  };
const cents = (list: readonly string[]): string => (sum(list.map((p) => Math.round(Number(p) * 100))) / 100).toFixed(2);
const ones = (list: readonly boolean[]): number[] => list.map(Number);
const n = (row: Datum) => row.n;
const x = (row: Datum) => row.x;
const p = (row: Datum) => row.p;
const b = (row: Datum) => row.b;
const s = (row: Datum) => row.s;
const byNumber = (list: readonly number[]) => list.toSorted((l, r) => l - r);

/** Counts, sums, means, extremes, bits and truths. */
export const sums = group(
  "sums and counts",
  reductionOf(
    "count",
    (c, where) => c.n.count({ where }),
    (list) => present(list.map(n)).length,
  ),
  reductionOf(
    "count of rows",
    (_, where) => count({ where }),
    (list) => list.length,
  ),
  reductionOf(
    "nunique",
    (c, where) => c.n.nunique({ where }),
    (list) => new Set(present(list.map(n))).size,
  ),
  reductionOf(
    "nunique of strings",
    (c, where) => c.s.nunique({ where }),
    (list) => new Set(present(list.map(s))).size,
  ),
  reductionOf("sum", (c, where) => c.n.sum({ where }), ofSome(n, sum)),
  reductionOf("sum of floats", (c, where) => c.x.sum({ where }), ofSome(x, sum)),
  reductionOf("sum of decimals", (c, where) => c.p.sum({ where }), ofSome(p, cents)),
  reductionOf(
    "sum of bools",
    (c, where) => c.b.sum({ where }),
    ofSome(b, (list) => sum(ones(list))),
  ),
  reductionOf(
    "mean",
    (c, where) => c.n.mean({ where }),
    ofSome(n, (list) => sum(list) / list.length),
  ),
  reductionOf(
    "mean of floats",
    (c, where) => c.x.mean({ where }),
    ofSome(x, (list) => sum(list) / list.length),
  ),
  reductionOf(
    "mean of decimals",
    (c, where) => c.p.mean({ where }),
    ofSome(p, (list) => Number(cents(list)) / list.length),
  ),
  reductionOf(
    "mean of bools",
    (c, where) => c.b.mean({ where }),
    ofSome(b, (list) => sum(ones(list)) / list.length),
  ),
  reductionOf(
    "min",
    (c, where) => c.x.min({ where }),
    ofSome(x, (list) => byNumber(list)[0]),
  ),
  reductionOf(
    "max",
    (c, where) => c.s.max({ where }),
    ofSome(s, (list) => list.toSorted().at(-1)),
  ),
  reductionOf(
    "any",
    (c, where) => c.b.any({ where }),
    ofSome(b, (list) => list.includes(true)),
  ),
  reductionOf(
    "all",
    (c, where) => c.b.all({ where }),
    ofSome(b, (list) => !list.includes(false)),
  ),
  reductionOf(
    "any of a condition",
    (c, where) => c.n.gt(4).any({ where }),
    ofSome(n, (list) => list.some((v) => v > 4)),
  ),
  reductionOf(
    "bitAndAll",
    (c, where) => c.n.bitAndAll({ where }),
    ofSome(n, (list) => list.reduce((l, r) => l & r)),
  ),
  reductionOf(
    "bitOrAll",
    (c, where) => c.n.bitOrAll({ where }),
    ofSome(n, (list) => list.reduce((l, r) => l | r)),
  ),
  reductionOf(
    "bitXorAll",
    (c, where) => c.n.bitXorAll({ where }),
    ofSome(n, (list) => list.reduce((l, r) => l ^ r)),
  ),
  [
    overRows(
      "all at once, of expressions",
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
      "of NULL alone",
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
    gives(
      "groups of no rows are none",
      rows(SCHEMA, [])
        .groupBy("g")
        .aggregate((c) => ({ n: c.n.sum() })),
      [],
    ),
    gives(
      "different rows",
      rows(SCHEMA, DATA).aggregate(() => ({ n: rows(SCHEMA, DATA).select("g", "s").nunique() })),
      [{ n: 7 }],
    ),
  ],
);
