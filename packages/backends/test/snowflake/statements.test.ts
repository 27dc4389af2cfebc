import type { SnowflakeConnection } from "@avocet/backends/snowflake";
import { array, count, date, float64, int64, memtable, notNull, string, struct, timestamp } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectForTests } from "./run.js";

let connection: SnowflakeConnection;
beforeAll(async () => {
  connection = await connectForTests({ connections: 2 });
});
afterAll(() => connection.close());

const orders = memtable([
  { order_id: 1, status: "placed", amount: 10.5 },
  { order_id: 2, status: "shipped", amount: 20 },
]);

describe("tables and views of Snowflake", () => {
  test("made, replaced, read, dropped; names keep their case", async () => {
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
  test("a table takes the place of a view that it reads, and a view that of a table", async () => {
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
  test("schemas: as they are, and as they are declared", async () => {
    await connection.raw(
      'CREATE TABLE "typed" ("id" INT NOT NULL, "on" DATE, "at" TIMESTAMP_TZ, "p" NUMBER(12, 2), "tags" ARRAY, "v" VARIANT, "f" FLOAT)',
    );
    const live = await connection.table("typed");
    expect(Object.fromEntries(Object.entries(live.schema).map(([name, dtype]) => [name, dtype.kind]))).toEqual({
      id: "int64",
      on: "date",
      at: "timestamp",
      p: "decimal",
      tags: "json",
      v: "json",
      f: "float64",
    });
    expect(live.schema.id?.nullable).toBe(false);
    expect(live.schema.on?.nullable).toBe(true);
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
  test("temporary tables are seen by the connection that made them", async () => {
    const kept = await connection.createTable("kept", orders, { temporary: true });
    const other = await Promise.all([kept.execute(), kept.execute(), connection.tables()]);
    expect(other).toMatchObject([{ length: 2 }, { length: 2 }, ["kept"]]);
    await connection.dropTable("kept");
  });
  test("rows that are kept for a while", async () => {
    const base = await connection.createTable("base", orders);
    const kept = await base.filter((c) => c.amount.gt(15)).cache();
    await connection.truncate("base");
    expect(await kept.select("order_id").execute()).toEqual([{ order_id: 2 }]);
    await kept.release();
    expect(await connection.tables()).toEqual(["base"]);
    await connection.dropTable("base");
  });
});

describe("rows of Snowflake", () => {
  test("inserted by name, merged, updated, deleted", async () => {
    await connection.createTable("orders", orders);
    const table = await connection.table("orders", { order_id: int64, status: string, amount: float64 });
    expect(await connection.insert("orders", memtable([{ status: "placed", order_id: 3 }]))).toBe(1);
    const fresh = memtable([
      { order_id: 3, status: "shipped", amount: 3 },
      { order_id: 4, status: "placed", amount: 4 },
    ]);
    expect(await connection.merge("orders", fresh, { on: "order_id" })).toBe(2);
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
  test("all of a transaction, or nothing", async () => {
    const table = await connection.createTable("orders", orders);
    await connection.transaction(async (inside) => {
      await inside.insert("orders", memtable([{ order_id: 5 }]));
      expect(await (await inside.table("orders")).aggregate({ n: count() }).scalar()).toBe(3);
    });
    const failing = connection.transaction(async (inside) => {
      await inside.delete(await inside.table("orders"));
      throw new RangeError("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await table.aggregate({ n: count() }).scalar()).toBe(3);
    const defining = connection.transaction((inside) => inside.createTable("more", orders));
    await expect(defining).rejects.toMatchObject({ code: "unsupported-operation", message: /ends a transaction/ });
    expect(await connection.tables()).toEqual(["orders"]);
    await connection.dropTable("orders");
  });
  test("an error of the data while a query runs", async () => {
    const bad = (await connection.sql(`SELECT TO_NUMBER('x' || "a") AS "n" FROM (SELECT 1 AS "a")`)).execute();
    await expect(bad).rejects.toMatchObject({
      reason: "data",
      message: expect.stringMatching(/'x1' is not recognized/),
    });
  });
  test("the plan of a query", async () => {
    const table = await connection.createTable("orders", orders);
    expect(await table.filter((c) => c.amount.gt(15)).explain()).toMatch(/orders/i);
    await connection.dropTable("orders");
  });
});
