import type { SnowflakeConnection } from "@avocet/backends/snowflake";
import { array, count, date, float64, int64, memtable, notNull, string, struct, timestamp } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectForTests } from "./run.js";

let connection: SnowflakeConnection;
beforeAll(async () => {
  connection = await connectForTests({ connections: 2 });
});
afterAll(() => connection.close());

const orders = memtable(
  [
    { order_id: 1, status: "placed", amount: 10.5 },
    { order_id: 2, status: "shipped", amount: 20 },
  ],
  { order_id: int64, status: string, amount: float64 },
);

describe("tables and views in Snowflake", () => {
  test("tables and views are created, replaced, read and dropped, with case-sensitive names", async () => {
    await connection.createTable("orders", orders);
    await connection.createTable("Orders", orders.limit(1));
    await expect(connection.createTable("orders", orders)).rejects.toMatchObject({ message: /already exists/ });
    const replaced = await connection.createTable(
      "orders",
      orders.filter((c) => c.order_id.eq(2)),
      { replace: true },
    );
    expect(await replaced.execute()).toEqual([{ order_id: 2, status: "shipped", amount: 20 }]);
    await connection.createTable("orders", orders, { ifNotExists: true });
    expect(await (await connection.table("orders")).aggregate({ n: count() }).scalar()).toBe(1);
    await connection.createView(
      "open",
      replaced.filter((c) => c.status.eq("shipped")),
    );
    expect(await connection.tables()).toEqual(["Orders", "open", "orders"]);
    await expect(connection.dropTable("open")).rejects.toMatchObject({ message: /is a view.*\n.*dropView/ });
    await connection.dropView("open");
    await connection.dropTable("Orders");
    await connection.dropTable("orders");
    await connection.dropTable("orders", { ifExists: true });
    expect(await connection.tables()).toEqual([]);
  });
  test("a table replaces a view that it reads, and a view replaces a table", async () => {
    await connection.createTable("base", orders);
    const view = await connection.createView("named", await connection.table("base"));
    const table = await connection.createTable("named", view.select("order_id"), { replace: true });
    expect(await table.execute()).toEqual([{ order_id: 1 }, { order_id: 2 }]);
    await connection.createView("named", await connection.table("base"), { replace: true });
    expect((await connection.table("named")).columns).toEqual(["order_id", "status", "amount"]);
    expect(await connection.tables()).toEqual(["base", "named"]);
    await connection.dropView("named");
    await connection.dropTable("base");
  });
  test("a table has the schema of the catalog, or a declared one", async () => {
    await connection.raw(
      'CREATE TABLE "typed" ("id" INT NOT NULL, "on" DATE, "at" TIMESTAMP_TZ, "p" NUMBER(12, 2), "tags" ARRAY, "v" VARIANT, "f" FLOAT)',
    );
    const typed = await connection.table("typed");
    expect(Object.fromEntries(Object.entries(typed.schema).map(([name, dtype]) => [name, dtype.kind]))).toEqual({
      id: "int64",
      on: "date",
      at: "timestamp",
      p: "decimal",
      tags: "json",
      v: "json",
      f: "float64",
    });
    expect(typed.schema.id?.nullable).toBe(false);
    expect(typed.schema.on?.nullable).toBe(true);
    await connection.raw('CREATE TABLE "tagged" ("id" INT NOT NULL, "tags" ARRAY, "more" OBJECT)');
    const declared = await connection.table("tagged", {
      id: notNull(int64),
      tags: array(string),
      more: struct({ a: int64, on: date, at: timestamp() }),
    });
    const row = { id: 1, tags: ["x", null], more: { a: 1, on: "2024-01-31", at: new Date("2024-01-31T12:00:00.5Z") } };
    await connection.insert("tagged", memtable([row], declared.schema));
    expect(await declared.execute()).toEqual([row]);
    expect(await declared.select((c) => ({ first: c.tags.at(0), a: c.more.field("a") })).execute()).toEqual([
      { first: "x", a: 1 },
    ]);
    await expect(connection.table("typed", { id: string })).rejects.toMatchObject({ code: "schema-mismatch" });
    await connection.dropTable("typed");
    await connection.dropTable("tagged");
  });
  test("a temporary table is visible to every statement of its connection", async () => {
    const temporary = await connection.createTable("kept", orders, { temporary: true });
    const results = await Promise.all([temporary.execute(), temporary.execute(), connection.tables()]);
    expect(results).toMatchObject([{ length: 2 }, { length: 2 }, ["kept"]]);
    await connection.dropTable("kept");
  });
  test("cached rows do not change with the table, and are dropped on release", async () => {
    const base = await connection.createTable("base", orders);
    const cached = await base.filter((c) => c.amount.gt(15)).cache();
    await connection.truncate("base");
    expect(await cached.select("order_id").execute()).toEqual([{ order_id: 2 }]);
    await cached.release();
    expect(await connection.tables()).toEqual(["base"]);
    await connection.dropTable("base");
  });
});

describe("rows in Snowflake", () => {
  test("rows are inserted by column name, merged, updated and deleted", async () => {
    await connection.createTable("orders", orders);
    const table = await connection.table("orders", { order_id: int64, status: string, amount: float64 });
    expect(await connection.insert("orders", memtable([{ status: "placed", order_id: 3 }]))).toBe(1);
    const changes = memtable([
      { order_id: 3, status: "shipped", amount: 3 },
      { order_id: 4, status: "placed", amount: 4 },
    ]);
    expect(await connection.merge("orders", changes, { on: "order_id" })).toBe(2);
    expect(
      await connection.update(
        table.filter((c) => c.order_id.eq(1)),
        (c) => ({ status: c.status.upper() }),
      ),
    ).toBe(1);
    expect(await connection.delete(table.filter((c) => c.order_id.eq(2)))).toBe(1);
    expect(await table.orderBy("order_id").execute()).toEqual([
      { order_id: 1, status: "PLACED", amount: 10.5 },
      { order_id: 3, status: "shipped", amount: 3 },
      { order_id: 4, status: "placed", amount: 4 },
    ]);
    await connection.renameTable("orders", "renamed");
    await connection.truncate("renamed");
    expect(await (await connection.table("renamed")).execute()).toEqual([]);
    await connection.dropTable("renamed");
  });
  test("a transaction commits or rolls back all its statements, and refuses DDL", async () => {
    const table = await connection.createTable("orders", orders);
    await connection.transaction(async (tx) => {
      await tx.insert("orders", memtable([{ order_id: 5 }]));
      expect(await (await tx.table("orders")).aggregate({ n: count() }).scalar()).toBe(3);
    });
    const failedTransaction = connection.transaction(async (tx) => {
      await tx.delete(await tx.table("orders"));
      throw new RangeError("no");
    });
    await expect(failedTransaction).rejects.toThrow("no");
    expect(await table.aggregate({ n: count() }).scalar()).toBe(3);
    const ddlTransaction = connection.transaction((tx) => tx.createTable("more", orders));
    await expect(ddlTransaction).rejects.toMatchObject({
      code: "unsupported-operation",
      message: /ends the transaction/,
    });
    expect(await connection.tables()).toEqual(["orders"]);
    await connection.dropTable("orders");
  });
  test("a conversion error at execution has the reason data", async () => {
    const result = (await connection.sql(`SELECT TO_NUMBER('x' || "a") AS "n" FROM (SELECT 1 AS "a")`)).execute();
    await expect(result).rejects.toMatchObject({
      reason: "data",
      message: expect.stringMatching(/'x1' is not recognized/),
    });
  });
  test("explain returns the query plan", async () => {
    const table = await connection.createTable("orders", orders);
    expect(await table.filter((c) => c.amount.gt(15)).explain()).toMatch(/orders/i);
    await connection.dropTable("orders");
  });
});
