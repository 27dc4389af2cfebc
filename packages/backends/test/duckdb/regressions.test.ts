// What random pipelines once found, each in its smallest form.
import { bool, count, int64, lit, notNull, string } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";
import { expect, test } from "vitest";
import { rows, run } from "./run.js";

const t = rows({ k: notNull(int64), n: int64, s: string }, [
  { k: 1, n: 1, s: "a" },
  { k: 1, n: 2, s: "b" },
  { k: 2, n: null, s: "a" },
]);
const none = t.filter(() => lit(false));

test("an aggregation of constants alone is one row", async () => {
  expect(await run(none.aggregate({ x: 0 }))).toEqual([{ x: 0 }]);
  expect(await run(t.aggregate({ x: 0, n: count() }).select("x"))).toEqual([{ x: 0 }]);
  expect(await run(none.aggregate({ x: 0 }).orderBy((c) => c.x.neg()))).toEqual([{ x: 0 }]);
});

test("a condition on a window that comes to a constant", async () => {
  expect(await run(t.filter((c) => c.n.sum().isin([])))).toEqual([]);
  const numbered = t.mutate((c) => ({ all: c.n.sum() }));
  expect(await run(numbered.filter((c) => c.all.eq(3)).aggregate({ n: count() }))).toEqual([{ n: 3 }]);
});

test("keys that are constants beside keys that are not, which a metric uses", async () => {
  const groups = t.groupBy("k", { g: lit(true) }).aggregate((c) => ({ x: c.k.add(1) }));
  expect(await run(groups.filter((c) => c.g).orderBy("k"))).toEqual([
    { k: 1, g: true, x: 2 },
    { k: 2, g: true, x: 3 },
  ]);
});

test("some of a union's columns, or in another order", async () => {
  const both = t.union(t);
  expect(await run(both.select("s", "k").distinct().orderBy("s", "k"))).toEqual([
    { s: "a", k: 1 },
    { s: "a", k: 2 },
    { s: "b", k: 1 },
  ]);
  expect((await run(both.select("n"))).length).toBe(6);
});

test("windows within windows", async () => {
  const islands = t.mutate((c) => ({
    island: c.n.lag().over({ orderBy: c.n }).isNull().ifelse(1, 0).sum().over({ orderBy: c.n }),
  }));
  expect(await run(islands.select("n", "island").orderBy("n"))).toEqual([
    { n: 1, island: 1 },
    { n: 2, island: 1 },
    { n: null, island: 1 },
  ]);
  const filtered = t.filter((c) =>
    c.n
      .max()
      .over({ partitionBy: [c.k, c.n.sum().over({})] })
      .gt(1),
  );
  expect(await run(filtered.select("n").orderBy("n"))).toEqual([{ n: 1 }, { n: 2 }]);
  const grouped = t.groupBy((c) => ({ all: c.n.sum() })).mutate((c) => ({ rows: c.k.count() }));
  expect((await run(grouped.select("rows"))).map((row) => row.rows)).toEqual([3, 3, 3]);
});

test("a relation that is the input and, twice over, in subqueries of one filter", async () => {
  const other = rows({ m: int64 }, [{ m: 1 }]);
  const some = t.filter((c) => c.k.gt(0));
  const kept = some.filter((c) => [some.exists(), other.filter((o) => o.m.eq(c.k)).exists()]);
  expect((await run(kept)).length).toBe(2);
});

test("an alias that is the name of a column inside of a subquery", async () => {
  const u = rows({ b: bool }, [{ b: true }, { b: false }]).relation;
  expect(u.type).toBe("memtable");
  const inner = rows({ memtable: string }, [{ memtable: "x" }]);
  const outer = rows({ b: bool }, [{ b: true }, { b: false }]);
  const kept = outer.filter((o) => inner.filter(() => o.b).exists());
  expect(await run(kept.filter((c) => c.b))).toEqual([{ b: true }]);
});

test("a correlated subquery over a full join", async () => {
  const outer = rows({ b: bool }, [{ b: true }, { b: false }]);
  const full = t.outerJoin(t, ["k", "n"]);
  expect(await run(outer.filter((o) => full.filter(() => o.b).exists()))).toEqual([{ b: true }]);
});

test("a left join whose right side is filtered by a subquery", async () => {
  const right = t.filter((c) => [t.filter((q) => q.n.eq(c.n)).exists(), c.k.eq(c.k)]);
  const joined = t.leftJoin(right, "n", { suffix: "_2" }).select("n", "s_2");
  expect(await run(joined.orderBy("n"))).toEqual([
    { n: 1, s_2: "a" },
    { n: 2, s_2: "b" },
    { n: null, s_2: null },
  ]);
});

test("constants as keys, bound", () => {
  const marked = t.mutate({ x: true });
  const bound = (table: typeof marked): string => compileDuckDB(table.relation, { literals: "bind" }).sql;
  expect(bound(marked.orderBy("x", "k"))).not.toMatch(/ORDER BY \$/);
  expect(
    bound(
      marked.mutate((c) => ({
        k: c.k
          .sum()
          .over({ partitionBy: c.x, orderBy: [c.x, c.n] })
          .coalesce(0),
      })),
    ),
  ).not.toMatch(/(PARTITION|ORDER) BY \$/);
  expect(compileDuckDB(marked.groupBy("x").count().relation, { literals: "bind" }).sql).not.toMatch(/GROUP BY \$/);
});

test("a metric's subquery that hangs on columns of each row is refused", () => {
  const inside = () => t.groupBy("k").aggregate((c) => ({ x: t.filter((q) => q.k.eq(c.n)).exists() }));
  expect(inside).toThrow(/not one value for each group/);
});
