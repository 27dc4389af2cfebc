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
import { gives, rows } from "../../build.js";
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
const within = { partitionBy: t.c.g, orderBy: [t.c.k, t.c.n] };
const peers = { partitionBy: t.c.g, orderBy: t.c.k };
const ordered = { ordered: true };
const sorted = <T extends { orderBy(...keys: ("g" | "k" | "n")[]): unknown }>(table: T) =>
  table.orderBy("g", "k", "n") as ReturnType<T["orderBy"]>; // the same table, sorted
const keys = DATA.map(({ g, k, n }) => ({ g, k, n }));
const beside = (...cells: readonly object[]) => keys.map((row, i) => ({ ...row, ...cells[i] }));
const nothing = rows(SCHEMA, []);

/** Places in an order, and neighbours. */
export const ranks = group("ranks and neighbours", [
  gives(
    "ranks count from 1",
    sorted(t.mutate({ number: rowNumber().over(within), rank: rank().over(peers), dense: denseRank().over(peers) })),
    beside(
      { number: 1, rank: 1, dense: 1 },
      { number: 2, rank: 2, dense: 2 },
      { number: 3, rank: 2, dense: 2 },
      { number: 4, rank: 4, dense: 3 },
      { number: 1, rank: 1, dense: 1 },
    ),
    ordered,
  ),
  gives(
    "shares",
    sorted(t.mutate({ percent: percentRank().over(peers), cume: cumeDist().over(peers) })),
    beside(
      { percent: 0, cume: 0.25 },
      { percent: 1 / 3, cume: 0.75 },
      { percent: 1 / 3, cume: 0.75 },
      { percent: 1, cume: 1 },
      { percent: 0, cume: 1 },
    ),
    ordered,
  ),
  gives(
    "ntile",
    sorted(t.mutate({ half: ntile(2).over(within), third: ntile(3).over(within), many: ntile(9).over(within) })),
    beside(
      { half: 1, third: 1, many: 1 },
      { half: 1, third: 1, many: 2 },
      { half: 2, third: 2, many: 3 },
      { half: 2, third: 3, many: 4 },
      { half: 1, third: 1, many: 1 },
    ),
    ordered,
  ),
  gives(
    "ranks of NULL come last",
    sorted(t.mutate((c) => ({ r: rank().over({ orderBy: c.n }), d: rank().over({ orderBy: c.n.desc() }) }))),
    beside({ r: 2, d: 3 }, { r: 3, d: 2 }, { r: 4, d: 1 }, { r: 5, d: 5 }, { r: 1, d: 4 }),
    ordered,
  ),
  gives(
    "row numbers without an order are 1 to the number of rows",
    t
      .mutate({ nth: rowNumber().over({}) })
      .aggregate((c) => ({ low: c.nth.min(), high: c.nth.max(), different: c.nth.nunique() })),
    [{ low: 1, high: 5, different: 5 }],
  ),
  gives(
    "ranks over no rows",
    nothing.mutate((c) => ({ r: rank().over({ orderBy: c.k }) })),
    [],
  ),
  gives(
    "lag and lead",
    sorted(
      t.mutate((c) => ({
        before: c.n.lag().over(within),
        after: c.n.lead(2).over(within),
        same: c.n.lag(0).over(within),
      })),
    ),
    beside(
      { before: null, after: 30, same: 10 },
      { before: 10, after: null, same: 20 },
      { before: 20, after: null, same: 30 },
      { before: 30, after: null, same: null },
      { before: null, after: null, same: 5 },
    ),
    ordered,
  ),
  gives(
    "a fallback stands where there is no neighbour, not where it is NULL",
    sorted(t.mutate((c) => ({ after: c.n.lead(1, -1).over(within) }))),
    beside({ after: 20 }, { after: 30 }, { after: null }, { after: -1 }, { after: -1 }),
    ordered,
  ),
  gives(
    "nth counts from 0",
    sorted(
      t.mutate((c) => ({
        first: c.n.nth(0).over({ ...within, rows: [null, null] }),
        second: c.n.nth(1).over({ ...within, rows: [null, null] }),
        near: c.n.nth(1).over({ ...within, rows: [-1, 0] }),
      })),
    ),
    beside(
      { first: 10, second: 20, near: null },
      { first: 10, second: 20, near: 20 },
      { first: 10, second: 20, near: 30 },
      { first: 10, second: 20, near: null },
      { first: 5, second: null, near: null },
    ),
    ordered,
  ),
  gives(
    "first and last over a window pass over NULLs",
    sorted(
      t.mutate((c) => ({
        first: c.n.first().over({ ...within, rows: [-1, 0] }),
        last: c.n.last().over({ ...within, rows: [null, null] }),
      })),
    ),
    beside(
      { first: 10, last: 30 },
      { first: 10, last: 30 },
      { first: 20, last: 30 },
      { first: 30, last: 30 },
      { first: 5, last: 5 },
    ),
    ordered,
  ),
  gives(
    "a rank in an expression",
    sorted(t.mutate((c) => ({ place: rank().over(peers).mul(10).add(c.k) }))),
    beside({ place: 11 }, { place: 22 }, { place: 22 }, { place: 43 }, { place: 11 }),
    ordered,
  ),
  gives("the first of each group", t.filter(rowNumber().over(within).eq(1)), [
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
export const calendar = group("windows of days", [
  gives(
    "a range of days",
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
