// The conformance suite tests DML on all engines; this tests type errors and what is specific to DuckDB.
import { float64, int64, lit, memtable, string } from "@avocet/core";
import { beforeEach, expect, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connection, rows } from "./run.js";

let db: DuckDBConnection;
const STOCK = { id: int64, name: string, left: int64 };
beforeEach(async () => {
  db = await connection();
  await db.createTable("stock", rows(STOCK, [{ id: 1, name: "tea", left: 5 }]), { replace: true });
});
const stock = async () => (await db.table("stock", STOCK)).orderBy("id").execute();

test("merge rejects unknown columns, other dtypes and invalid options", async () => {
  const unknownColumn = rows({ id: int64, colour: string }, [{ id: 1, colour: "red" }]);
  await expect(db.merge("stock", unknownColumn, { on: "id" })).rejects.toThrow(/no column `colour`/);
  const text = rows({ id: string }, [{ id: "1" }]);
  await expect(db.merge("stock", text, { on: "id" })).rejects.toThrow(/cannot hold string/);
  // @ts-expect-error the new rows have no such column
  await expect(db.merge("stock", text, { on: "key" })).rejects.toThrow(/no column `key`/);
  await expect(db.merge("stock", text, { on: [] })).rejects.toThrow(/needs at least one key/);
  const ids = rows({ id: int64 }, [{ id: 1 }]);
  await expect(db.merge("stock", ids, { on: "id", notMatched: "ignore" })).rejects.toThrow(/has no effect/);
  await expect(db.merge("stock", ids, { on: "id", deleteWhere: "id" })).rejects.toThrow(/must name a bool column/);
});
test("update and delete accept only the filtered rows of a table", async () => {
  const table = await db.table("stock", STOCK);
  await expect(db.delete(table.distinct())).rejects.toThrow(/requires a table/);
  await expect(db.delete(table.filter((c) => c.left.eq(c.left.max())))).rejects.toThrow(/requires a table/);
  await expect(db.update(table, () => ({ name: lit(1) }))).rejects.toThrow(/cannot hold !int64/);
  await expect(db.update(table, () => ({ left: lit(0.5, float64) }))).rejects.toThrow(/cannot hold !?float64/);
  // @ts-expect-error there is no such column
  await expect(db.update(table, () => ({ colour: lit("red") }))).rejects.toThrow(/no column `colour`/);
  expect(await stock()).toEqual([{ id: 1, name: "tea", left: 5 }]);
});
test("an error in the middle of a merge changes nothing", async () => {
  const bad = rows({ id: int64, name: string }, [
    { id: 1, name: "milk" },
    { id: 2, name: "x" },
    { id: 2, name: "y" },
  ]);
  await expect(db.merge("stock", bad, { on: "id" })).rejects.toMatchObject({ reason: "data" });
  expect(await stock()).toEqual([{ id: 1, name: "tea", left: 5 }]);
});
test("truncate deletes all rows, and renameTable renames a table", async () => {
  await db.truncate("stock");
  expect(await stock()).toEqual([]);
  await db.renameTable("stock", 'st"ock');
  expect(await db.tables()).toContain('st"ock');
  await db.dropTable('st"ock');
  await expect(db.truncate("stok")).rejects.toMatchObject({ code: "unknown-table" });
  await expect(db.renameTable("stok", "x")).rejects.toMatchObject({ code: "unknown-table" });
});
test("createTable keeps an existing table with ifNotExists, and creates temporary tables", async () => {
  await db.createTable("stock", memtable([{ a: 1 }]), { ifNotExists: true });
  expect((await stock()).length).toBe(1);
  const options = { replace: true, ifNotExists: true };
  await expect(db.createTable("stock", memtable([{ a: 1 }]), options)).rejects.toThrow(/exclude/);
  await db.createTable("brief", memtable([{ a: 1 }]), { temporary: true });
  expect(await db.execute(await db.table("brief"))).toEqual([{ a: 1 }]);
});
