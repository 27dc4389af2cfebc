import { cumeDist, denseRank, int64, ntile, percentRank, rank, rowNumber, string } from "@avocet/core";
import { expect, test } from "vitest";
import { rows, run } from "./run.js";

const data = [
  { g: "a", k: 1, n: 10 },
  { g: "a", k: 2, n: 20 },
  { g: "a", k: 2, n: 30 },
  { g: "a", k: 3, n: null },
  { g: "b", k: 1, n: 5 },
];
const t = rows({ g: string, k: int64, n: int64 }, data);

test("ranks count from 1", async () => {
  const result = await run(
    t
      .filter((c) => c.g.eq("a"))
      .mutate((c) => ({
        number: rowNumber().over({ orderBy: [c.k, c.n] }),
        rank: rank().over({ orderBy: c.k }),
        dense: denseRank().over({ orderBy: c.k }),
        percent: percentRank().over({ orderBy: c.k }),
        cume: cumeDist().over({ orderBy: c.k }),
        half: ntile(2).over({ orderBy: [c.k, c.n] }),
      }))
      .select("number", "rank", "dense", "percent", "cume", "half")
      .orderBy("number"),
  );
  expect(result).toEqual([
    { number: 1, rank: 1, dense: 1, percent: 0, cume: 1 / 4, half: 1 },
    { number: 2, rank: 2, dense: 2, percent: 1 / 3, cume: 3 / 4, half: 1 },
    { number: 3, rank: 2, dense: 2, percent: 1 / 3, cume: 3 / 4, half: 2 },
    { number: 4, rank: 4, dense: 3, percent: 1, cume: 1, half: 2 },
  ]);
});

test("without an order the whole partition; with one, up to the current row and its peers", async () => {
  const result = await run(
    t
      .mutate((c) => ({
        all: c.n.sum(),
        group: c.n.sum().over({ partitionBy: c.g }),
        running: c.n.sum().over({ partitionBy: c.g, orderBy: c.k }),
        rows: c.n.sum().over({ partitionBy: c.g, orderBy: [c.k, c.n], rows: [null, 0] }),
        near: c.n.count().over({ partitionBy: c.g, orderBy: [c.k, c.n], rows: [-1, 1] }),
        range: c.n.sum().over({ partitionBy: c.g, orderBy: c.k, range: [-1, 0] }),
        groups: c.n.sum().over({ partitionBy: c.g, orderBy: c.k, groups: [-1, -1] }),
      }))
      .orderBy("g", "k", "n")
      .drop("g", "k"),
  );
  expect(result).toEqual([
    { n: 10, all: 65, group: 60, running: 10, rows: 10, near: 2, range: 10, groups: null },
    { n: 20, all: 65, group: 60, running: 60, rows: 30, near: 3, range: 60, groups: 10 },
    { n: 30, all: 65, group: 60, running: 60, rows: 60, near: 2, range: 60, groups: 10 },
    { n: null, all: 65, group: 60, running: 60, rows: 60, near: 1, range: 50, groups: 50 },
    { n: 5, all: 65, group: 5, running: 5, rows: 5, near: 1, range: 5, groups: null },
  ]);
});

test("neighbours", async () => {
  const w = { partitionBy: t.c.g, orderBy: [t.c.k, t.c.n] };
  const result = await run(
    t
      .mutate((c) => ({
        before: c.n.lag().over(w),
        after: c.n.lead(2).over(w),
        second: c.n.nth(1).over({ ...w, rows: [null, null] }),
      }))
      .orderBy("g", "k", "n")
      .select("before", "after", "second"),
  );
  expect(result).toEqual([
    { before: null, after: 30, second: 20 },
    { before: 10, after: null, second: 20 },
    { before: 20, after: null, second: 20 },
    { before: 30, after: null, second: 20 },
    { before: null, after: null, second: null },
  ]);
});

test("a fallback stands where there is no neighbour", async () => {
  const numbered = t
    .filter((c) => c.g.eq("a"))
    .mutate((c) => ({ before: c.k.lag(1, 0).over({ orderBy: [c.k, c.n] }) }));
  expect((await run(numbered.orderBy("k", "n").select("before"))).map((row) => row.before)).toEqual([0, 1, 2, 2]);
});

test("in groups a reduction, and a window that names no partition, is over the group", async () => {
  const result = await run(
    t
      .groupBy("g")
      .mutate((c) => ({ total: c.n.sum(), place: rowNumber().over({ orderBy: [c.k, c.n] }) }))
      .orderBy("g", "place")
      .select("g", "total", "place"),
  );
  expect(result).toEqual([
    { g: "a", total: 60, place: 1 },
    { g: "a", total: 60, place: 2 },
    { g: "a", total: 60, place: 3 },
    { g: "a", total: 60, place: 4 },
    { g: "b", total: 5, place: 1 },
  ]);
});

test("a filter by a reduction is over the whole input, or over the group", async () => {
  expect(await run(t.filter((c) => c.n.eq(c.n.max())).select("n"))).toEqual([{ n: 30 }]);
  expect(
    await run(
      t
        .groupBy("g")
        .filter((c) => c.n.eq(c.n.max()))
        .select("n")
        .orderBy("n"),
    ),
  ).toEqual([{ n: 5 }, { n: 30 }]);
});

test("windows over aggregates, and aggregates over windows", async () => {
  const totals = t.groupBy("g").aggregate((c) => ({ total: c.n.sum() }));
  expect(await run(totals.mutate((c) => ({ share: c.total.div(c.total.sum()) })).orderBy("g"))).toEqual([
    { g: "a", total: 60, share: 60 / 65 },
    { g: "b", total: 5, share: 5 / 65 },
  ]);
  const ranked = t.mutate((c) => ({ place: rank().over({ partitionBy: c.g, orderBy: c.k }) }));
  expect(await run(ranked.aggregate((c) => ({ last: c.place.max() })))).toEqual([{ last: 4 }]);
});

test("windows that make no sense are refused when they are built", () => {
  expect(() => t.c.n.sum().over({ rows: [1, -1] })).toThrow(/starts at 1, after its end/);
  expect(() => t.c.n.sum().over({ orderBy: t.c.k, rows: [0.5, 1] })).toThrow(/whole number/);
  expect(() => t.c.n.sum().over({ rows: [-1, 0], groups: [-1, 0], orderBy: t.c.k })).toThrow(/one frame/);
  expect(() => t.c.n.sum().over({ range: [-1, 0] })).toThrow(/needs an order/);
  expect(() => t.c.n.sum().over({ orderBy: t.c.g, range: [-1, 0] })).toThrow(/distances of its own kind/);
  expect(() => rank().over({})).toThrow(/needs an order/);
  expect(() => rank().over({ orderBy: t.c.k, rows: [-1, 0] })).toThrow(/takes no frame/);
  expect(() => t.c.n.add(1).over({})).toThrow(/only a reduction or a ranking function/);
  expect(() => t.c.n.sum().over({}).over({})).toThrow(/window already/);
});
