import {
  cumeDist,
  date,
  denseRank,
  float64,
  int64,
  intervalFrom,
  ntile,
  percentRank,
  rank,
  rowNumber,
  string,
} from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const SCHEMA = { g: string, k: int64, n: int64 };
const DATA = [
  { g: "a", k: 1, n: 10 },
  { g: "a", k: 2, n: 20 },
  { g: "a", k: 2, n: 30 },
  { g: "a", k: 3, n: null },
  { g: "b", k: 1, n: 5 },
];
const t = rows(SCHEMA, DATA);
const byKeyAndValue = { partitionBy: t.c.g, orderBy: [t.c.k, t.c.n] };
const byKey = { partitionBy: t.c.g, orderBy: t.c.k };
const ordered = { ordered: true };
const sorted = <T extends { orderBy(...keys: ("g" | "k" | "n")[]): unknown }>(table: T) =>
  table.orderBy("g", "k", "n") as ReturnType<T["orderBy"]>; // orderBy keeps the table's type
const keys = DATA.map(({ g, k, n }) => ({ g, k, n }));
const withCells = (...cells: readonly object[]) => keys.map((row, i) => ({ ...row, ...cells[i] }));
const emptyTable = rows(SCHEMA, []);

/** Ranking functions, lag, lead, nth, first and last. */
export const ranking = group("ranking and offset functions", [
  returnsRows(
    "rowNumber, rank and denseRank count from 1",
    sorted(
      t.mutate({ number: rowNumber().over(byKeyAndValue), rank: rank().over(byKey), dense: denseRank().over(byKey) }),
    ),
    withCells(
      { number: 1, rank: 1, dense: 1 },
      { number: 2, rank: 2, dense: 2 },
      { number: 3, rank: 2, dense: 2 },
      { number: 4, rank: 4, dense: 3 },
      { number: 1, rank: 1, dense: 1 },
    ),
    ordered,
  ),
  returnsRows(
    "percentRank and cumeDist",
    sorted(t.mutate({ percent: percentRank().over(byKey), cume: cumeDist().over(byKey) })),
    withCells(
      { percent: 0, cume: 0.25 },
      { percent: 1 / 3, cume: 0.75 },
      { percent: 1 / 3, cume: 0.75 },
      { percent: 1, cume: 1 },
      { percent: 0, cume: 1 },
    ),
    ordered,
  ),
  returnsRows(
    "ntile with 2, 3 and 9 buckets",
    sorted(
      t.mutate({
        half: ntile(2).over(byKeyAndValue),
        third: ntile(3).over(byKeyAndValue),
        ninths: ntile(9).over(byKeyAndValue),
      }),
    ),
    withCells(
      { half: 1, third: 1, ninths: 1 },
      { half: 1, third: 1, ninths: 2 },
      { half: 2, third: 2, ninths: 3 },
      { half: 2, third: 3, ninths: 4 },
      { half: 1, third: 1, ninths: 1 },
    ),
    ordered,
  ),
  returnsRows(
    "NULLs rank last",
    sorted(t.mutate((c) => ({ r: rank().over({ orderBy: c.n }), d: rank().over({ orderBy: c.n.desc() }) }))),
    withCells({ r: 2, d: 3 }, { r: 3, d: 2 }, { r: 4, d: 1 }, { r: 5, d: 5 }, { r: 1, d: 4 }),
    ordered,
  ),
  returnsRows(
    "rowNumber without an ordering numbers all rows",
    t
      .mutate({ nth: rowNumber().over({}) })
      .aggregate((c) => ({ low: c.nth.min(), high: c.nth.max(), different: c.nth.nunique() })),
    [{ low: 1, high: 5, different: 5 }],
  ),
  returnsRows(
    "rank over no rows",
    emptyTable.mutate((c) => ({ r: rank().over({ orderBy: c.k }) })),
    [],
  ),
  returnsRows(
    "lag and lead",
    sorted(
      t.mutate((c) => ({
        previous: c.n.lag().over(byKeyAndValue),
        next: c.n.lead(2).over(byKeyAndValue),
        same: c.n.lag(0).over(byKeyAndValue),
      })),
    ),
    withCells(
      { previous: null, next: 30, same: 10 },
      { previous: 10, next: null, same: 20 },
      { previous: 20, next: null, same: 30 },
      { previous: 30, next: null, same: null },
      { previous: null, next: null, same: 5 },
    ),
    ordered,
  ),
  returnsRows(
    "lead returns the fallback beyond the partition, not for NULL",
    sorted(t.mutate((c) => ({ next: c.n.lead(1, -1).over(byKeyAndValue) }))),
    withCells({ next: 20 }, { next: 30 }, { next: null }, { next: -1 }, { next: -1 }),
    ordered,
  ),
  returnsRows(
    "nth counts from 0",
    sorted(
      t.mutate((c) => ({
        first: c.n.nth(0).over({ ...byKeyAndValue, rows: [null, null] }),
        second: c.n.nth(1).over({ ...byKeyAndValue, rows: [null, null] }),
        near: c.n.nth(1).over({ ...byKeyAndValue, rows: [-1, 0] }),
      })),
    ),
    withCells(
      { first: 10, second: 20, near: null },
      { first: 10, second: 20, near: 20 },
      { first: 10, second: 20, near: 30 },
      { first: 10, second: 20, near: null },
      { first: 5, second: null, near: null },
    ),
    ordered,
  ),
  returnsRows(
    "first and last over a window skip NULLs",
    sorted(
      t.mutate((c) => ({
        first: c.n.first().over({ ...byKeyAndValue, rows: [-1, 0] }),
        last: c.n.last().over({ ...byKeyAndValue, rows: [null, null] }),
      })),
    ),
    withCells(
      { first: 10, last: 30 },
      { first: 10, last: 30 },
      { first: 20, last: 30 },
      { first: 30, last: 30 },
      { first: 5, last: 5 },
    ),
    ordered,
  ),
  returnsRows(
    "a rank in an expression",
    sorted(t.mutate((c) => ({ position: rank().over(byKey).mul(10).add(c.k) }))),
    withCells({ position: 11 }, { position: 22 }, { position: 22 }, { position: 43 }, { position: 11 }),
    ordered,
  ),
  returnsRows("filter by the first row number of each partition", t.filter(rowNumber().over(byKeyAndValue).eq(1)), [
    { g: "a", k: 1, n: 10 },
    { g: "b", k: 1, n: 5 },
  ]),
]);

const days = rows({ on: date, x: float64 }, [
  { on: "2024-01-30", x: 1 },
  { on: "2024-01-31", x: 2 },
  { on: "2024-02-02", x: 4 },
  { on: "2024-03-01", x: 8 },
  { on: null, x: 16 },
]);
export const rangeOverDates = group("range frames over dates", [
  returnsRows(
    "a range of two preceding days",
    days
      .mutate((c) => ({ sum: c.x.sum().over({ orderBy: c.on, range: [intervalFrom({ days: -2 }), 0] }) }))
      .orderBy("on"),
    [1, 3, 6, 8, 16].map((sum, i) => ({
      on: ["2024-01-30", "2024-01-31", "2024-02-02", "2024-03-01", null][i],
      x: 2 ** i,
      sum,
    })),
    ordered,
  ),
]);
