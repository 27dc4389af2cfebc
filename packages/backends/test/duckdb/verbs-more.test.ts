import { desc, float64, int64, memtable, notNull, recursive, string } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connect } from "../../src/duckdb/index.js";
import { rows, run } from "./run.js";

const DATA = [
  { id: 1, g: "a", x: 2 },
  { id: 2, g: "a", x: null },
  { id: 3, g: "b", x: -1.5 },
  { id: 4, g: "a", x: 4 },
  { id: 4, g: "b", x: 10 },
];
const t = rows({ id: notNull(int64), g: notNull(string), x: float64 }, DATA).mutate((c) => ({ ok: c.x.gt(0) }));

test("values so far run over peers together", async () => {
  const by = { orderBy: t.c.id };
  const made = t.mutate((c) => ({
    sum: c.x.cumsum(by),
    mean: c.x.cummean(by),
    least: c.x.cummin(by),
    most: c.x.cummax({ ...by, partitionBy: c.g }),
    known: c.x.cumcount(by),
    any: c.ok.cumany({ ...by, where: c.id.gt(1) }),
    all: c.ok.cumall(by),
  }));
  const upTo = (id: number) => DATA.filter((row) => row.id <= id);
  const known = (id: number) => upTo(id).flatMap((row) => (row.x === null ? [] : [row.x]));
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  expect(await run(made.orderBy("id", "g").drop("ok"))).toEqual(
    DATA.map(({ id, g, x }) => {
      const late = upTo(id).filter((row) => row.id > 1 && row.x !== null);
      return {
        id,
        g,
        x,
        sum: sum(known(id)),
        mean: sum(known(id)) / known(id).length,
        least: Math.min(...known(id)),
        most: Math.max(...upTo(id).flatMap((row) => (row.g === g && row.x !== null ? [row.x] : []))),
        known: known(id).length,
        any: late.length === 0 ? null : late.some((row) => (row.x ?? 0) > 0),
        all: known(id).every((v) => v > 0),
      };
    }),
  );
});

describe("pivots", () => {
  const wide = rows({ id: notNull(int64), wk1: int64, wk2: notNull(float64), wk10: int64, other: string }, [
    { id: 1, wk1: 5, wk2: 0.5, wk10: null, other: "x" },
    { id: 2, wk1: null, wk2: 1.5, wk10: 7, other: null },
  ]);
  test("columns become rows", async () => {
    const long = wide.pivotLonger(["wk1", "wk2", "wk10"], {
      namesTo: "week",
      valuesTo: "place",
      namesPattern: /wk(\d+)/,
      namesTransform: { week: int64 },
    });
    expect(await run(long.orderBy("id", "week"))).toEqual([
      { id: 1, other: "x", week: 1, place: 5 },
      { id: 1, other: "x", week: 2, place: 0.5 },
      { id: 1, other: "x", week: 10, place: null },
      { id: 2, other: null, week: 1, place: null },
      { id: 2, other: null, week: 2, place: 1.5 },
      { id: 2, other: null, week: 10, place: 7 },
    ]);
    expect(
      (await run(wide.pivotLonger(["wk1", "wk10"], { dropNull: true }).orderBy("id"))).map((r) => [r.name, r.value]),
    ).toEqual([
      ["wk1", 5],
      ["wk10", 7],
    ]);
  });
  test("with names taken apart and values transformed", async () => {
    const long = wide.pivotLonger(["wk1", "wk10"], {
      namesTo: ["unit", "n"],
      namesPattern: /([a-z]+)(\d+)/,
      namesTransform: { n: (text) => BigInt(text) },
      valuesTransform: (value, name) => value.isNull().and(name === "wk1"),
    });
    expect(await run(long.select("id", "unit", "n", "value").orderBy("id", "n"))).toEqual([
      { id: 1, unit: "wk", n: 1, value: false },
      { id: 1, unit: "wk", n: 10, value: false },
      { id: 2, unit: "wk", n: 1, value: true },
      { id: 2, unit: "wk", n: 10, value: false },
    ]);
  });
  const sales = rows({ shop: string, year: int64, quarter: string, amount: float64, pieces: int64 }, [
    { shop: "a", year: 2024, quarter: "q1", amount: 1, pieces: 10 },
    { shop: "a", year: 2024, quarter: "q1", amount: 2, pieces: 20 },
    { shop: "a", year: 2025, quarter: "q2", amount: 4, pieces: null },
    { shop: null, year: 2024, quarter: null, amount: 8, pieces: 40 },
  ]);
  test("rows become columns", async () => {
    const made = sales.pivotWider({
      namesFrom: "quarter",
      valuesFrom: "amount",
      names: ["q1", "q2", "q3", null],
      idColumns: "shop",
      agg: (c) => c.sum(),
      fill: 0,
    });
    expect(await run(made.orderBy("shop"))).toEqual([
      { shop: "a", q1: 3, q2: 4, q3: 0, null: 0 },
      { shop: null, q1: 0, q2: 0, q3: 0, null: 8 },
    ]);
  });
  test("of several columns, with a condition of the reduction's own", async () => {
    const made = sales.pivotWider({
      namesFrom: ["year", "quarter"],
      valuesFrom: ["amount", "pieces"],
      names: { first: [2024, "q1"], second: [2025, "q2"] },
      idColumns: [],
      agg: (c) => c.count({ where: c.gt(1) }),
    });
    expect(await run(made)).toEqual([{ amount_first: 1, pieces_first: 2, amount_second: 1, pieces_second: 0 }]);
  });
  test("one undoes the other", async () => {
    const long = wide.select("id", "wk1", "wk10").pivotLonger(["wk1", "wk10"]);
    const back = long.pivotWider({ namesFrom: "name", valuesFrom: "value", names: ["wk1", "wk10"] });
    expect(await run(back.orderBy("id"))).toEqual([
      { id: 1, wk1: 5, wk10: null },
      { id: 2, wk1: null, wk10: 7 },
    ]);
  });
});

describe("recursion", () => {
  test("counts", async () => {
    const numbers = recursive(memtable([{ n: 1 }]), (all) =>
      all.filter((c) => c.n.lt(5)).select((c) => ({ n: c.n.add(1) })),
    );
    expect((await run(numbers.orderBy("n"))).map((row) => row.n)).toEqual([1, 2, 3, 4, 5]);
    expect(
      await run(numbers.innerJoin(numbers, (l, r) => l.n.add(1).eq(r.n)).aggregate((c) => ({ s: c.n_right.sum() }))),
    ).toEqual([{ s: 14 }]);
  });
  const edges = memtable([
    { from: 1, to: 2 },
    { from: 2, to: 3 },
    { from: 3, to: 1 },
    { from: 3, to: 4 },
    { from: 9, to: 8 },
  ]);
  test("follows a graph that goes in circles", async () => {
    const reached = recursive(
      edges.filter((c) => c.from.eq(1)).select((c) => ({ node: c.to })),
      (seen) => seen.innerJoin(edges, (l, r) => l.node.eq(r.from)).select((c) => ({ node: c.to })),
      { distinct: true, name: "reached" },
    );
    expect((await run(reached.orderBy("node"))).map((row) => row.node)).toEqual([1, 2, 3, 4]);
    const unreached = edges.antiJoin(reached, (e, r) => e.from.eq(r.node));
    expect(await run(unreached)).toEqual([{ from: 9, to: 8 }]);
  });
  test("carries depth and path, from computed first rows, with later steps", async () => {
    const walk = recursive(
      edges.filter((c) => c.from.eq(1)).select((c) => ({ node: c.to, depth: c.to.mul(0), path: c.to.cast(string) })),
      (seen) =>
        seen
          .filter((c) => c.depth.lt(3))
          .innerJoin(edges, (l, r) => l.node.eq(r.from))
          .select((c) => ({ depth: c.depth.add(1), node: c.to, path: c.path.concat(">", c.to.cast(string)) })),
    );
    expect(await run(walk.filter((c) => c.depth.gt(1)).orderBy("path"))).toEqual([
      { node: 1, depth: 2, path: "2>3>1" },
      { node: 2, depth: 3, path: "2>3>1>2" },
      { node: 4, depth: 2, path: "2>3>4" },
    ]);
  });
  test("from a constant beyond 32 bits", async () => {
    const big = recursive(memtable([{ k: 1 }]).select({ n: 2_000_000_000 }), (all) =>
      all.filter((c) => c.n.lt(9_000_000_000)).select((c) => ({ n: c.n.mul(2) })),
    );
    expect((await run(big.orderBy(desc("n")).limit(1))).map((row) => row.n)).toEqual([16_000_000_000]);
  });
  test("inside another recursion's result and in a subquery", async () => {
    const one = recursive(memtable([{ n: 1 }]), (all) =>
      all.filter((c) => c.n.lt(3)).mutate((c) => ({ n: c.n.add(1) })),
    );
    const two = recursive(
      one.filter((c) => c.n.gt(1)),
      (all) => all.filter((c) => c.n.lt(30)).mutate((c) => ({ n: c.n.mul(10) })),
    );
    expect((await run(two.orderBy("n"))).map((row) => row.n)).toEqual([2, 3, 20, 30, 200]);
    const known = t.filter((c) => one.filter((o) => o.n.eq(c.id)).exists());
    expect((await run(known.orderBy("id"))).map((row) => row.id)).toEqual([1, 2, 3]);
  });
});

describe("SQL text over tables, and kept rows", () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await connect();
    await connection.createTable("things", t.drop("ok"));
  });
  afterAll(() => connection.close());
  const things = () => connection.table("things", { id: int64, g: string, x: float64 });

  test("the text names the table, and is a table to go on from", async () => {
    const all = await things();
    const made = all
      .filter((c) => c.x.notNull())
      .alias("part")
      .sql("SELECT g, count(*) AS n, 'a\n\tb' AS text -- ; )\nFROM part GROUP BY g;", {
        g: string,
        n: int64,
        text: string,
      });
    expect(
      await made
        .filter((c) => c.n.ge(1))
        .orderBy("g")
        .execute(),
    ).toEqual([
      { g: "a", n: 2, text: "a\n\tb" },
      { g: "b", n: 2, text: "a\n\tb" },
    ]);
    expect(
      await made
        .innerJoin(made, "g")
        .aggregate((c) => ({ n: c.n.sum() }))
        .execute(),
    ).toEqual([{ n: 4 }]);
  });
  test("a name may hide a table, and another query's name", async () => {
    const all = await things();
    const hidden = all
      .filter((c) => c.id.eq(1))
      .alias("things")
      .sql("SELECT id FROM things", { id: int64 });
    const other = all
      .filter((c) => c.id.eq(3))
      .alias("things")
      .sql("SELECT id FROM things", { id: int64 });
    expect(await hidden.union(other).orderBy("id").execute()).toEqual([{ id: 1 }, { id: 3 }]);
    expect(
      await hidden
        .union(all.select("id"))
        .aggregate((c) => ({ n: c.id.count() }))
        .execute(),
    ).toEqual([{ n: 6 }]);
  });
  test("more tables, WITH in the text, and memtables", async () => {
    const all = await things();
    const more = memtable([{ id: 3, label: "three" }]);
    const made = all
      .alias("a")
      .sql(
        'WITH b2 AS (SELECT * FROM "B") SELECT label, x FROM a JOIN b2 USING (id)',
        { label: string, x: float64 },
        { tables: { B: more } },
      );
    expect(await made.execute()).toEqual([{ label: "three", x: -1.5 }]);
    expect(() => made.toSQL("postgres")).toThrow();
    const named = all.groupBy("g").count().alias("per_g");
    expect(
      await named
        .innerJoin(all, "g")
        .filter((c) => c.id.eq(3))
        .select("g", "count")
        .execute(),
    ).toEqual([{ g: "b", count: 2 }]);
  });

  test("kept rows stay as they were until they are released", async () => {
    const all = await things();
    const kept = await all
      .filter((c) => c.id.gt(2))
      .mutate((c) => ({ y: c.x.mul(2) }))
      .cache();
    await connection.raw("DELETE FROM things WHERE id = 4 AND g = 'a'");
    expect((await all.execute()).length).toBe(4);
    const list = await kept.orderBy("id", "g").select("id", "y").execute();
    expect(list).toEqual([
      { id: 3, y: -3 },
      { id: 4, y: 8 },
      { id: 4, y: 20 },
    ]);
    expect(
      await Promise.all(Array.from({ length: 4 }, () => kept.aggregate((c) => ({ n: c.id.count() })).scalar())),
    ).toEqual([3, 3, 3, 3]);
    expect(
      await kept
        .innerJoin(all, "id")
        .aggregate((c) => ({ n: c.id.count() }))
        .scalar(),
    ).toBe(3);
    expect(await connection.tables()).toEqual(["things"]);
    await kept.release();
    await kept.release();
    await expect(kept.execute()).rejects.toThrow(/cached_/);
  });
  test("await using releases them", async () => {
    const all = await things();
    let outside: { execute(): Promise<unknown> } | undefined;
    {
      await using kept = await all.cache();
      outside = kept;
      expect((await kept.execute()).length).toBe(4);
    }
    await expect(outside.execute()).rejects.toThrow();
  });
  test("in a transaction", async () => {
    await connection.transaction(async (inside) => {
      const all = await inside.table("things", { id: int64, g: string, x: float64 });
      const kept = await all.cache();
      expect((await kept.execute()).length).toBe(4);
      await kept.release();
    });
  });
});
