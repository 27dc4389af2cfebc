import { bool, float64, int8, int64, lit, memtable, notNull, string } from "@avocet/core";
import { beforeEach, expect, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connection, rows } from "./run.js";

let at: DuckDBConnection;
const STOCK = { id: int64, name: string, left: int64 };
const initial = [
  { id: 1, name: "tea", left: 5 },
  { id: 2, name: "cup", left: 0 },
  { id: null, name: "odd", left: 9 },
];
beforeEach(async () => {
  at = await connection();
  await at.createTable("stock", rows(STOCK, initial), { replace: true });
});
const stock = async () => (await at.table("stock", STOCK)).orderBy("id").execute();

test("merge updates by key and adds the rest; NULL is the key of NULL; what the new rows lack stays", async () => {
  const changes = rows({ id: int64, left: int64 }, [
    { id: 2, left: 7 },
    { id: null, left: 8 },
    { id: 3, left: 1 },
  ]);
  expect(await at.merge("stock", changes, { on: "id" })).toBe(3);
  expect(await stock()).toEqual([
    { id: 1, name: "tea", left: 5 },
    { id: 2, name: "cup", left: 7 },
    { id: 3, name: null, left: 1 },
    { id: null, name: "odd", left: 8 },
  ]);
});
test("merge may change some columns, delete, and leave new rows out", async () => {
  const changes = rows({ ...STOCK, gone: bool }, [
    { id: 1, name: "coffee", left: 50, gone: false },
    { id: 2, name: "cup", left: 0, gone: true },
    { id: 4, name: "pot", left: 4, gone: true },
    { id: 5, name: "jug", left: 6, gone: null },
  ]);
  await at.merge("stock", changes, { on: ["id"], update: ["left"], deleteWhere: "gone" });
  expect(await stock()).toEqual([
    { id: 1, name: "tea", left: 50 },
    { id: 5, name: "jug", left: 6 },
    { id: null, name: "odd", left: 9 },
  ]);
  await at.merge("stock", rows({ id: int64 }, [{ id: 5 }, { id: 6 }]), {
    on: "id",
    matched: "delete",
    notMatched: "ignore",
  });
  expect((await stock()).map((r) => r.id)).toEqual([1, null]);
});
test("two new rows of one key are an error, and nothing has changed", async () => {
  for (const id of [1, 77, null]) {
    const twice = rows({ id: int64, left: int64 }, [
      { id, left: 1 },
      { id, left: 2 },
    ]);
    await expect(at.merge("stock", twice, { on: "id" })).rejects.toThrow(/two new rows have one key/);
  }
  expect((await stock()).length).toBe(3);
});
test("merge refuses what it cannot mean", async () => {
  const one = rows({ id: int64, colour: string }, [{ id: 1, colour: "red" }]);
  await expect(at.merge("stock", one, { on: "id" })).rejects.toThrow(/no column `colour`/);
  const text = rows({ id: string }, [{ id: "1" }]);
  await expect(at.merge("stock", text, { on: "id" })).rejects.toThrow(/cannot take string/);
  // @ts-expect-error the new rows have no such column
  await expect(at.merge("stock", text, { on: "key" })).rejects.toThrow(/no column `key`/);
  await expect(at.merge("stock", text, { on: [] })).rejects.toThrow(/wants a key/);
});
test("delete removes the rows of a filtered table", async () => {
  const table = await at.table("stock", STOCK);
  expect(await at.delete(table.filter((c) => c.left.eq(0)))).toBe(1);
  const others = rows({ id: int64 }, [{ id: 1 }]);
  expect(await at.delete(table.filter((c) => c.id.isin(others)))).toBe(1);
  expect(await stock()).toEqual([{ id: null, name: "odd", left: 9 }]);
  expect(await at.delete(table)).toBe(1);
  expect(await stock()).toEqual([]);
});
test("update gives new values, from the old ones too, and casts numbers of one kind", async () => {
  const table = await at.table("stock", STOCK);
  const cheap = table.filter(
    (c) => c.id.notNull(),
    (c) => c.left.lt(6),
  );
  expect(await at.update(cheap, (c) => ({ left: c.left.add(1), name: c.name.upper() }))).toBe(2);
  expect(
    await at.update(
      table.filter((c) => c.id.eq(1)),
      () => ({ left: lit(3, int8) }),
    ),
  ).toBe(1);
  expect(await stock()).toEqual([
    { id: 1, name: "TEA", left: 3 },
    { id: 2, name: "CUP", left: 1 },
    { id: null, name: "odd", left: 9 },
  ]);
});
test("update and delete refuse what is more than rows of a table", async () => {
  const table = await at.table("stock", STOCK);
  await expect(at.delete(table.limit(1))).rejects.toThrow(/takes the rows of a table/);
  await expect(at.delete(table.distinct())).rejects.toThrow(/takes the rows of a table/);
  await expect(at.delete(table.filter((c) => c.left.eq(c.left.max())))).rejects.toThrow(/takes the rows of a table/);
  await expect(at.update(table, (c) => ({ left: c.left.sum() }))).rejects.toThrow(/takes the rows of a table/);
  await expect(at.update(table, () => ({ name: lit(1) }))).rejects.toThrow(/cannot take !int64/);
  await expect(at.update(table, () => ({ left: lit(0.5, float64) }))).rejects.toThrow(/cannot take !?float64/);
  // @ts-expect-error there is no such column
  await expect(at.update(table, () => ({ colour: lit("red") }))).rejects.toThrow(/no column `colour`/);
  expect((await stock()).length).toBe(3);
});
test("insert casts integers that fit, and refuses what would lose something", async () => {
  await at.insert("stock", rows({ id: notNull(int8) }, [{ id: 9 }]));
  expect((await stock()).at(-2)).toEqual({ id: 9, name: null, left: null });
  await expect(at.insert("stock", rows({ id: float64 }, [{ id: 1.5 }]))).rejects.toThrow(/cannot take !?float64/);
});
test("truncate and rename", async () => {
  await at.truncate("stock");
  expect(await stock()).toEqual([]);
  await at.renameTable("stock", 'st"ock');
  expect(await at.tables()).toContain('st"ock');
  await at.dropTable('st"ock');
  await expect(at.truncate("stok")).rejects.toMatchObject({ code: "unknown-table" });
  await expect(at.renameTable("stok", "x")).rejects.toMatchObject({ code: "unknown-table" });
});
test("makes, replaces, leaves: tables of each kind", async () => {
  await at.createTable("stock", memtable([{ a: 1 }]), { ifNotExists: true });
  expect((await stock()).length).toBe(3);
  await expect(at.createTable("stock", memtable([{ a: 1 }]), { replace: true, ifNotExists: true })).rejects.toThrow(
    /exclude/,
  );
  await at.createTable("brief", memtable([{ a: 1 }]), { temporary: true });
  expect(await at.execute(await at.table("brief"))).toEqual([{ a: 1 }]);
});
