import {
  count,
  date,
  decimal,
  desc,
  float64,
  int64,
  memtable,
  notNull,
  rank,
  rowNumber,
  s,
  string,
} from "@avocet/core";
import { describe, expect, test } from "vitest";
import { rows, run } from "./run.js";

const DATA = [
  { id: 1, shop: "a", kind: "x", day: "2026-01-01", amount: "1.50", score: 1 },
  { id: 2, shop: "a", kind: "y", day: "2026-01-02", amount: "2.00", score: null },
  { id: 3, shop: "a", kind: "x", day: "2026-01-02", amount: null, score: 2.5 },
  { id: 4, shop: "b", kind: null, day: null, amount: "4.00", score: 4 },
  { id: 5, shop: "b", kind: "x", day: "2026-01-05", amount: "0.25", score: 4 },
  { id: 6, shop: null, kind: "y", day: "2026-01-05", amount: null, score: -1 },
];
type Datum = (typeof DATA)[number];
const t = rows(
  { id: notNull(int64), shop: string, kind: string, day: date, amount: decimal(9, 2), score: float64 },
  DATA,
);
/** Rows as text, in an order of its own. */
const sorted = (list: readonly object[]) =>
  list.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
const sum = (values: readonly (number | null)[]) => {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
};
/** Totals by lists of keys, in plain JavaScript. */
function totals(sets: readonly (readonly ("shop" | "kind")[])[]) {
  return sets.flatMap((set) => {
    const groups = new Map<string, Datum[]>();
    for (const row of DATA) {
      const key = JSON.stringify(set.map((name) => row[name]));
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((list) => ({
      shop: set.includes("shop") ? (list[0]?.shop ?? null) : null,
      kind: set.includes("kind") ? (list[0]?.kind ?? null) : null,
      level: (set.includes("shop") ? 0 : 2) + (set.includes("kind") ? 0 : 1),
      n: list.length,
      score: sum(list.map((row) => row.score)),
    }));
  });
}

describe("totals over keys", () => {
  const level = t.c.shop.grouping().mul(2).add(t.c.kind.grouping());
  const metrics = { level, n: count(), score: t.c.score.sum() };
  test("rollup", async () => {
    expect(sorted(await run(t.rollup("shop", "kind").aggregate(metrics)))).toEqual(
      sorted(totals([["shop", "kind"], ["shop"], []])),
    );
  });
  test("cube", async () => {
    expect(sorted(await run(t.cube("shop", "kind").aggregate(metrics)))).toEqual(
      sorted(totals([["shop", "kind"], ["shop"], ["kind"], []])),
    );
  });
  test("groupingSets", async () => {
    expect(
      sorted(await run(t.groupingSets([["kind"], [], ["shop"]]).aggregate((c) => ({ ...metrics, k: c.kind })))),
    ).toEqual(sorted(totals([["kind"], [], ["shop"]]).map((row) => ({ ...row, k: row.kind }))));
  });
  test("within groups, of computed keys, and with conditions", async () => {
    const within = t
      .groupBy("shop")
      .rollup({ first: t.c.kind.upper() })
      .having((c) => c.score.sum().gt(2))
      .count();
    expect(sorted(await run(within))).toEqual(
      sorted([
        { shop: "a", first: "X", count: 2 },
        { shop: "a", first: null, count: 3 },
        { shop: "b", first: "X", count: 1 },
        { shop: "b", first: null, count: 1 },
        { shop: "b", first: null, count: 2 },
      ]),
    );
  });
  test("under further steps: a filter sees the totals", async () => {
    const rolled = t.rollup("shop").aggregate((c) => ({ total: c.shop.grouping(), n: count() }));
    expect(await run(rolled.filter((c) => c.shop.isNull()).orderBy("total"))).toEqual([
      { shop: null, total: 0, n: 1 },
      { shop: null, total: 1, n: 6 },
    ]);
    const ranked = rolled
      .mutate((c) => ({ place: rank().over({ partitionBy: c.total, orderBy: c.n.desc() }) }))
      .orderBy(desc("total"), "place", "shop");
    expect((await run(ranked)).map((row) => [row.shop, row.place])).toEqual([
      [null, 1],
      ["a", 1],
      ["b", 2],
      [null, 3],
    ]);
    expect(
      await run(
        t
          .rollup({ one: t.c.id.mul(0) })
          .count()
          .orderBy("one"),
      ),
    ).toEqual([
      { one: 0, count: 6 },
      { one: null, count: 6 },
    ]);
  });
  test("a constant key", async () => {
    expect(sorted(await run(t.rollup({ one: 1 }).count()))).toEqual(
      sorted([
        { one: 1, count: 6 },
        { one: null, count: 6 },
      ]),
    );
  });
});

describe("ordered groups", () => {
  test("windows follow the order", async () => {
    const made = t
      .groupBy("shop")
      .orderBy("day", desc("id"))
      .mutate((c) => ({ place: rowNumber(), before: c.id.lag(), sofar: c.id.sum() }))
      .select("id", "place", "before", "sofar")
      .orderBy("id");
    expect(await run(made)).toEqual([
      { id: 1, place: 1, before: null, sofar: 1 },
      { id: 2, place: 3, before: 3, sofar: 6 },
      { id: 3, place: 2, before: 1, sofar: 4 },
      { id: 4, place: 2, before: 5, sofar: 9 },
      { id: 5, place: 1, before: null, sofar: 5 },
      { id: 6, place: 1, before: null, sofar: 6 },
    ]);
  });
  test("peers come together", async () => {
    const made = t
      .groupBy("shop")
      .orderBy("day")
      .mutate((c) => ({ sofar: c.id.sum() }));
    expect((await run(made.orderBy("id"))).map((row) => row.sofar)).toEqual([1, 6, 6, 9, 5, 6]);
  });
  test("filter by the first of each group", async () => {
    const first = t.groupBy("shop").orderBy("id").filter(rowNumber().eq(1));
    expect((await run(first.orderBy("id"))).map((row) => row.id)).toEqual([1, 4, 6]);
  });
});

test("counts", async () => {
  expect(sorted(await run(t.groupBy("shop").count({ name: "n", where: t.c.score.gt(1) })))).toEqual(
    sorted([
      { shop: "a", n: 1 },
      { shop: "b", n: 2 },
      { shop: null, n: 0 },
    ]),
  );
  expect(sorted(await run(t.valueCounts("kind", "shop", { name: "n" })))).toEqual(
    sorted(totals([["kind", "shop"]]).map(({ kind, shop, n }) => ({ kind, shop, n }))),
  );
  expect((await run(t.valueCounts())).length).toBe(6);
  expect(await run(t.topK("kind", 2))).toEqual([
    { kind: "x", count: 3 },
    { kind: "y", count: 2 },
  ]);
  expect(await run(t.topK("shop", 3, { by: (c) => c.score.max() }))).toEqual([
    { shop: "b", value: 4 },
    { shop: "a", value: 2.5 },
    { shop: null, value: -1 },
  ]);
  const distinct = t.select("shop", "kind").union(t.select("shop", "kind"));
  expect(await run(t.aggregate({ a: t.nunique() }))).toEqual([{ a: 6 }]);
  expect(await run(distinct.aggregate({ n: distinct.nunique() }))).toEqual([{ n: 5 }]);
  const computed = t.mutate((c) => ({ id: c.id.mod(2), more: c.shop.upper() })).select("id", "more");
  expect(
    await run(computed.aggregate({ n: computed.nunique(), odd: computed.nunique({ where: computed.c.id.eq(1) }) })),
  ).toEqual([{ n: 5, odd: 2 }]);
  expect(sorted(await run(computed.groupBy("id").aggregate({ n: computed.nunique() })))).toEqual(
    sorted([
      { id: 0, n: 3 },
      { id: 1, n: 2 },
    ]),
  );
});

describe("info and describe", () => {
  const column = (name: keyof Datum) => DATA.map((row) => row[name]);
  test("info", async () => {
    const types = ["!int64", "string", "string", "date", "decimal(9, 2)", "float64"];
    expect(await run(t.info())).toEqual(
      (Object.keys(DATA[0] ?? {}) as (keyof Datum)[]).map((name, pos) => {
        const nulls = column(name).filter((v) => v === null).length;
        return {
          name,
          pos,
          type: types[pos],
          nullable: name !== "id",
          nulls,
          non_nulls: DATA.length - nulls,
          null_share: nulls / DATA.length,
        };
      }),
    );
    expect((await run(t.filter(false).info())).map((row) => [row.nulls, row.null_share])).toEqual(
      Array.from({ length: 6 }, () => [0, null]),
    );
  });
  test("describe", async () => {
    const described = await run(t.describe());
    const none = { mode: null, mean: null, std: null, min: null, p25: null, p50: null, p75: null, max: null };
    expect(described).toHaveLength(6);
    expect(described[0]).toEqual({
      ...none,
      name: "id",
      pos: 0,
      type: "!int64",
      count: 6,
      nulls: 0,
      unique: 6,
      mean: 3.5,
      std: Math.sqrt(3.5),
      min: 1,
      p25: 2.25,
      p50: 3.5,
      p75: 4.75,
      max: 6,
    });
    expect(described[2]).toEqual({
      ...none,
      name: "kind",
      pos: 2,
      type: "string",
      count: 6,
      nulls: 1,
      unique: 2,
      mode: "x",
    });
    expect(described[3]).toEqual({ ...none, name: "day", pos: 3, type: "date", count: 6, nulls: 1, unique: 3 });
    expect(described[4]).toMatchObject({ name: "amount", mean: 1.9375, min: 0.25, max: 4, unique: 4 });
    const some = await run(t.describe({ columns: s.columns("score"), quantiles: [0, 0.5] }));
    expect(some.map(({ name, p0, p50 }) => [name, p0, p50])).toEqual([["score", -1, 2.5]]);
  });
  test("of bools and nested data", async () => {
    const odd = memtable([
      { yes: true, list: [1] },
      { yes: false, list: [2] },
      { yes: true, list: [2] },
    ]);
    const [yes, list] = await run(odd.describe());
    expect(yes).toMatchObject({ unique: 2, mean: 2 / 3, std: null });
    expect(list).toMatchObject({ count: 3, unique: null, mode: null });
    expect(odd.describe().schema.unique.nullable).toBe(true);
  });
  test("of hundreds of columns", async () => {
    const wide = memtable([
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c${i}`, i % 3 ? i : String(i)])),
    ]);
    const info = await run(wide.info());
    expect(info.map((row) => row.name)).toEqual(Array.from({ length: 300 }, (_, i) => `c${i}`));
    const described = await run(wide.describe());
    expect(described.map((row) => row.max)).toEqual(Array.from({ length: 300 }, (_, i) => (i % 3 ? i : null)));
  });
});
