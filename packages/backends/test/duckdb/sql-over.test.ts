import { float64, int64, memtable, notNull, string } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connect } from "../../src/duckdb/index.js";
import { rows } from "./run.js";

const t = rows({ id: notNull(int64), g: notNull(string), x: float64 }, [
  { id: 1, g: "a", x: 2 },
  { id: 2, g: "a", x: null },
  { id: 3, g: "b", x: -1.5 },
  { id: 4, g: "a", x: 4 },
  { id: 4, g: "b", x: 10 },
]);

describe("SQL text over tables, and kept rows", () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await connect();
    await connection.createTable("things", t);
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
