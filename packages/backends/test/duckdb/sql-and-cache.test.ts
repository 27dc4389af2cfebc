import { float64, int64, memtable, notNull, string } from "@avocet/core";
import { postgres } from "@avocet/sql-dialects/postgres";
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

describe("Table.sql and Table.cache", () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await connect();
    await connection.createTable("things", t);
  });
  afterAll(() => connection.close());
  const things = () => connection.table("things", { id: int64, g: string, x: float64 });

  test("SQL text reads a table by its alias, and can be used as a table", async () => {
    const table = await things();
    const query = table
      .filter((c) => c.x.notNull())
      .alias("part")
      .sql("SELECT g, count(*) AS n, 'a\n\tb' AS text -- ; )\nFROM part GROUP BY g;", {
        g: string,
        n: int64,
        text: string,
      });
    expect(
      await query
        .filter((c) => c.n.ge(1))
        .orderBy("g")
        .execute(),
    ).toEqual([
      { g: "a", n: 2, text: "a\n\tb" },
      { g: "b", n: 2, text: "a\n\tb" },
    ]);
    expect(
      await query
        .innerJoin(query, "g")
        .aggregate((c) => ({ n: c.n.sum() }))
        .execute(),
    ).toEqual([{ n: 4 }]);
  });
  test("an alias may shadow a table and the alias of another query", async () => {
    const table = await things();
    const hidden = table
      .filter((c) => c.id.eq(1))
      .alias("things")
      .sql("SELECT id FROM things", { id: int64 });
    const third = table
      .filter((c) => c.id.eq(3))
      .alias("things")
      .sql("SELECT id FROM things", { id: int64 });
    expect(await hidden.union(third).orderBy("id").execute()).toEqual([{ id: 1 }, { id: 3 }]);
    expect(
      await hidden
        .union(table.select("id"))
        .aggregate((c) => ({ n: c.id.count() }))
        .execute(),
    ).toEqual([{ n: 6 }]);
  });
  test("SQL text may read several tables, contain WITH and read memtables", async () => {
    const table = await things();
    const labels = memtable([{ id: 3, label: "three" }]);
    const query = table
      .alias("a")
      .sql(
        'WITH b2 AS (SELECT * FROM "B") SELECT label, x FROM a JOIN b2 USING (id)',
        { label: string, x: float64 },
        { tables: { B: labels } },
      );
    expect(await query.execute()).toEqual([{ label: "three", x: -1.5 }]);
    expect(() => query.toSQL(postgres)).toThrow();
    const named = table.groupBy("g").count().alias("per_g");
    expect(
      await named
        .innerJoin(table, "g")
        .filter((c) => c.id.eq(3))
        .select("g", "count")
        .execute(),
    ).toEqual([{ g: "b", count: 2 }]);
  });

  test("cached rows stay unchanged until they are released", async () => {
    const table = await things();
    const cached = await table
      .filter((c) => c.id.gt(2))
      .mutate((c) => ({ y: c.x.mul(2) }))
      .cache();
    await connection.raw("DELETE FROM things WHERE id = 4 AND g = 'a'");
    expect((await table.execute()).length).toBe(4);
    const list = await cached.orderBy("id", "g").select("id", "y").execute();
    expect(list).toEqual([
      { id: 3, y: -3 },
      { id: 4, y: 8 },
      { id: 4, y: 20 },
    ]);
    expect(
      await Promise.all(Array.from({ length: 4 }, () => cached.aggregate((c) => ({ n: c.id.count() })).scalar())),
    ).toEqual([3, 3, 3, 3]);
    expect(
      await cached
        .innerJoin(table, "id")
        .aggregate((c) => ({ n: c.id.count() }))
        .scalar(),
    ).toBe(3);
    expect(await connection.tables()).toEqual(["things"]);
    await cached.release();
    await cached.release();
    await expect(cached.execute()).rejects.toThrow(/cached_/);
  });
  test("await using releases cached rows", async () => {
    const table = await things();
    let escaped: { execute(): Promise<unknown> } | undefined;
    {
      await using cached = await table.cache();
      escaped = cached;
      expect((await cached.execute()).length).toBe(4);
    }
    await expect(escaped.execute()).rejects.toThrow();
  });
  test("rows are cached in a transaction", async () => {
    await connection.transaction(async (tx) => {
      const table = await tx.table("things", { id: int64, g: string, x: float64 });
      const cached = await table.cache();
      expect((await cached.execute()).length).toBe(4);
      await cached.release();
    });
  });
});
