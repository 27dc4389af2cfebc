// What all engines do with rows that change is in the conformance suite; this is what the types refuse, and what is DuckDB's.
import { float64, int64, lit, memtable, string } from "@avocet/core";
import { beforeEach, expect, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connection, rows } from "./run.js";

let at: DuckDBConnection;
const STOCK = { id: int64, name: string, left: int64 };
beforeEach(async () => {
  at = await connection();
  await at.createTable("stock", rows(STOCK, [{ id: 1, name: "tea", left: 5 }]), { replace: true });
});
const stock = async () => (await at.table("stock", STOCK)).orderBy("id").execute();

test("merge refuses what it cannot mean", async () => {
  const one = rows({ id: int64, colour: string }, [{ id: 1, colour: "red" }]);
  await expect(at.merge("stock", one, { on: "id" })).rejects.toThrow(/no column `colour`/);
  const text = rows({ id: string }, [{ id: "1" }]);
  await expect(at.merge("stock", text, { on: "id" })).rejects.toThrow(/cannot take string/);
  // @ts-expect-error the new rows have no such column
  await expect(at.merge("stock", text, { on: "key" })).rejects.toThrow(/no column `key`/);
  await expect(at.merge("stock", text, { on: [] })).rejects.toThrow(/wants a key/);
  const ids = rows({ id: int64 }, [{ id: 1 }]);
  await expect(at.merge("stock", ids, { on: "id", notMatched: "ignore" })).rejects.toThrow(/would change nothing/);
  await expect(at.merge("stock", ids, { on: "id", deleteWhere: "id" })).rejects.toThrow(/wants a column of type bool/);
});
test("update and delete refuse what is more than rows of a table", async () => {
  const table = await at.table("stock", STOCK);
  await expect(at.delete(table.distinct())).rejects.toThrow(/takes the rows of a table/);
  await expect(at.delete(table.filter((c) => c.left.eq(c.left.max())))).rejects.toThrow(/takes the rows of a table/);
  await expect(at.update(table, () => ({ name: lit(1) }))).rejects.toThrow(/cannot take !int64/);
  await expect(at.update(table, () => ({ left: lit(0.5, float64) }))).rejects.toThrow(/cannot take !?float64/);
  // @ts-expect-error there is no such column
  await expect(at.update(table, () => ({ colour: lit("red") }))).rejects.toThrow(/no column `colour`/);
  expect(await stock()).toEqual([{ id: 1, name: "tea", left: 5 }]);
});
test("an error in the middle of a merge changes nothing", async () => {
  const bad = rows({ id: int64, name: string }, [
    { id: 1, name: "milk" },
    { id: 2, name: "x" },
    { id: 2, name: "y" },
  ]);
  await expect(at.merge("stock", bad, { on: "id" })).rejects.toMatchObject({ reason: "data" });
  expect(await stock()).toEqual([{ id: 1, name: "tea", left: 5 }]);
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
  expect((await stock()).length).toBe(1);
  const both = { replace: true, ifNotExists: true };
  await expect(at.createTable("stock", memtable([{ a: 1 }]), both)).rejects.toThrow(/exclude/);
  await at.createTable("brief", memtable([{ a: 1 }]), { temporary: true });
  expect(await at.execute(await at.table("brief"))).toEqual([{ a: 1 }]);
});
