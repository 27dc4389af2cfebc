import type { DType } from "@avocet/core";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int64,
  interval,
  isAvocetError,
  json,
  memtable,
  notNull,
  param,
  string,
  struct,
  time,
  timestamp,
} from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { EXACT_ENCODING } from "@avocet/core/backend";
import { bigQueryForTests } from "@avocet/engines/bigquery";
import { afterAll, describe, expect, test } from "vitest";
import { connect } from "../../src/bigquery/index.js";

const server = await bigQueryForTests();
const options = { project: "project", dataset: "dataset", apiEndpoint: server?.url ?? "http://127.0.0.1:9" };
const con = await connect(server ? options : { ...options, dataset: undefined as never });
afterAll(async () => {
  await con.close();
  await server?.stop();
});
const rows = [
  { order_id: 1, status: "placed", amount: 10 },
  { order_id: 2, status: "shipped", amount: 20 },
  { order_id: 3, status: "placed", amount: 30 },
];
const orders = memtable(rows);
const size = async (table: { execute(): Promise<readonly unknown[]> }): Promise<number> =>
  (await table.execute()).length;
async function failure(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => expect.unreachable(),
    (e: unknown) => e,
  );
  if (!isAvocetError(error)) throw error;
  return error;
}

describe.skipIf(server === null)("a connection to BigQuery", () => {
  test("tables and views are made, take each other's place, are found and dropped", async () => {
    const made = await con.createTable("orders", orders);
    expect(await made.orderBy("order_id").execute()).toEqual(rows);
    expect((await failure(con.createTable("orders", orders))).reason).toBe("constraint");
    await con.createTable("orders", orders, { ifNotExists: true });
    const open = await con.createView(
      "open",
      made.filter((c) => c.status.eq("placed")),
    );
    expect(await size(open)).toBe(2);
    expect(await con.tables()).toEqual(["open", "orders"]);
    // A table for a view, out of the view itself, and a view for a table.
    await con.createTable("open", open, { replace: true });
    await con.dropTable("orders");
    expect((await (await con.table("open")).execute()).length).toBe(2);
    await con.createTable("orders", orders);
    await con.createView(
      "open",
      made.filter((c) => c.amount.gt(10)),
      { replace: true },
    );
    expect((await (await con.table("open")).execute()).length).toBe(2);
    expect((await failure(con.dropTable("open"))).message).toContain("is a view");
    await con.dropView("open");
    await con.dropView("open", { ifExists: true });
    expect((await failure(con.table("ordrs"))).message).toContain("`orders`");
    expect(await con.tables()).toEqual(["orders"]);
  });

  test("rows are added, changed and removed", async () => {
    const table = await con.createTable("changing", orders, { replace: true });
    expect(await con.insert("changing", memtable([{ status: "new", order_id: 4 }]))).toBe(1);
    const news = memtable([
      { order_id: 4, status: "placed", amount: 40 },
      { order_id: 5, status: "placed", amount: 50 },
    ]);
    expect(await con.merge("changing", news, { on: "order_id" })).toBe(2);
    expect(await con.delete(table.filter((c) => c.amount.lt(15)))).toBe(1);
    expect(
      await con.update(
        table.filter((c) => c.order_id.eq(2)),
        (c) => ({ amount: c.amount.add(1) }),
      ),
    ).toBe(1);
    expect(await table.orderBy("order_id").select("order_id", "amount").execute()).toEqual([
      { order_id: 2, amount: 21 },
      { order_id: 3, amount: 30 },
      { order_id: 4, amount: 40 },
      { order_id: 5, amount: 50 },
    ]);
    await con.renameTable("changing", "changed");
    await con.truncate("changed");
    expect(await size(await con.table("changed"))).toBe(0);
  });

  test("a point in a name does not lead into another dataset", async () => {
    const wrong = /cannot have the name other\.orders/;
    await expect(con.createTable("other.orders", orders)).rejects.toThrow(wrong);
    await expect(con.createView("other.orders", orders)).rejects.toThrow(wrong);
    await expect(con.insert("other.orders", orders)).rejects.toThrow(/there is no table/);
    await expect(con.merge("other.orders", orders, { on: "order_id" })).rejects.toThrow(/there is no table/);
    await expect(con.truncate("other.orders")).rejects.toThrow(wrong);
    await expect(con.dropTable("other.orders", { ifExists: true })).rejects.toThrow(wrong);
    await expect(con.refreshMaterializedView("other.orders")).rejects.toThrow(wrong);
  });
  test("the live schema is checked", async () => {
    await con.raw(
      "CREATE OR REPLACE TABLE typed (id INT64 NOT NULL, price NUMERIC(10, 2), tags ARRAY<STRING>, spot STRUCT<x INT64>, place GEOGRAPHY)",
    );
    expect((await failure(con.table("typed"))).message).toContain("GEOGRAPHY");
    await con.raw(
      "CREATE OR REPLACE TABLE typed (id INT64 NOT NULL, price NUMERIC(10, 2), tags ARRAY<STRING>, spot STRUCT<x INT64>)",
    );
    const typed = await con.table("typed", {
      id: int64,
      price: decimal(10, 2),
      tags: array(string),
      spot: struct({ x: int64 }),
    });
    await con.insert("typed", memtable([{ id: 1 }], { id: int64 }));
    expect(await typed.execute()).toEqual([{ id: 1, price: null, tags: [], spot: null }]);
    expect((await failure(con.table("typed", { id: string }))).code).toBe("schema-mismatch");
  });

  test("SQL text, parameters, values in other forms", async () => {
    const answer = await con.sql("SELECT 42 AS answer, NUMERIC '1.5' AS n", {
      schema: { answer: int64, n: decimal(38, 9) },
    });
    expect(
      await answer
        .filter((c) => c.answer.eq(param("x", int64)))
        .execute({ params: { x: 42 }, values: { int64: "bigint" } }),
    ).toEqual([{ answer: 42n, n: "1.500000000" }]);
    expect((await failure(con.sql("DROP TABLE orders"))).code).toBe("invalid-argument");
    expect((await failure(con.sql("SELECT 1 AS a; SELECT 2 AS b"))).code).toBe("invalid-argument");
    expect((await failure(con.sql("SELECT @x AS a"))).message).toContain("parameter");
  });

  test("a transaction commits all, or nothing", async () => {
    const money = await con.createTable("money", memtable([{ x: 1 }]), { replace: true });
    await con.transaction(async (inside) => {
      await inside.insert("money", memtable([{ x: 2 }]));
      expect(await size(money)).toBe(1);
      expect(await size(await inside.table("money"))).toBe(2);
    });
    const broken = con.transaction(async (inside) => {
      await inside.insert("money", memtable([{ x: 3 }]));
      throw new Error("no");
    });
    await expect(broken).rejects.toThrow("no");
    expect(await money.orderBy("x").execute()).toEqual([{ x: 1 }, { x: 2 }]);
    expect((await failure(con.transaction((inside) => inside.createTable("never", orders)))).message).toContain(
      "transaction",
    );
  });

  test("temporary tables are the connection's own", async () => {
    const own = await connect(options);
    const kept = await own.createTable("mine", orders, { temporary: true });
    expect(await size(kept)).toBe(3);
    expect(await size(kept.innerJoin(await own.table("orders"), "order_id"))).toBe(3);
    expect(await con.tables()).not.toContain("mine");
    await own.close();
    expect((await failure(con.table("mine"))).code).toBe("unknown-table");
  });

  test("rows that are kept, and what a query would cost", async () => {
    const table = await con.table("orders", { order_id: int64, status: string, amount: int64 });
    const cached = await table.filter((c) => c.order_id.gt(1)).cache();
    expect(await size(cached)).toBe(2);
    await cached.release();
    expect(await table.estimate()).toEqual({ bytes: 3 * 16 + 2 * 8 + 9 });
    expect(await table.explain()).toContain("project.dataset.orders");
    expect(await table.explain({ analyze: true })).toContain("S00");
  });

  test("batches from elsewhere", async () => {
    const dtypes = {
      i: int64,
      f: float64,
      b: bool,
      s: string,
      y: binary,
      n: decimal(38, 20),
      d: date,
      t: time,
      w: timestamp(),
      z: timestamp("UTC"),
      v: interval,
      j: json,
      a: notNull(array(notNull(string))),
      x: struct({ p: decimal(10, 2), q: notNull(array(notNull(int64))) }),
    };
    const full = {
      i: 9007199254740993n,
      f: -1e-300,
      b: false,
      s: '\u2028 "é"\n\u{1f600}',
      y: new Uint8Array([0, 255]),
      n: "123456789012345678.00000000000000000001",
      d: "0001-01-01",
      t: "23:59:59.000001",
      w: "2020-02-29T12:34:56.000001",
      z: "1969-12-31T23:59:59.999999Z",
      v: { months: -1, days: 2, micros: -3 },
      j: '{"a":[1,null,"x"]}',
      a: ["", "y"],
      x: { p: "1.50", q: [1n] },
    };
    const none = { ...Object.fromEntries(Object.keys(full).map((name) => [name, null])), a: [] };
    const schema = new Map<string, DType>(Object.entries(dtypes));
    const columns = [...schema.keys()].map((name) => [Reflect.get(full, name), Reflect.get(none, name)]);
    const two = async function* (): AsyncGenerator<Batch> {
      yield { rowCount: 2, columns };
      yield { rowCount: 2, columns };
    };
    expect(await con.load("loaded", schema, two())).toBe(4);
    const back = await con.table("loaded", dtypes);
    const rows = await back.execute({ values: EXACT_ENCODING });
    expect(rows.filter((row) => row.i !== null)).toEqual([full, full]);
    expect(rows.filter((row) => row.i === null)).toEqual([none, none]);
    expect((await failure(con.load("loaded", schema, two()))).message).toContain("already");
    const broken = async function* (): AsyncGenerator<Batch> {
      yield { rowCount: 1, columns: columns.map((column) => column.slice(1)) };
      throw new Error("broken off");
    };
    await expect(con.load("loaded", schema, broken(), { replace: true })).rejects.toThrow("broken off");
    expect(await size(back.select("s"))).toBe(4);
    expect((await con.tables()).filter((name) => name.startsWith("avocet_draft"))).toEqual([]);
  });

  test("views whose rows are kept, and options of the engine's own", async () => {
    const table = await con.createTable("days", memtable([{ d: "2020-01-01", n: 1 }], { d: date, n: int64 }), {
      engineOptions: "PARTITION BY d\nOPTIONS (description = 'by day')",
    });
    const view = await con.createMaterializedView(
      "by_day",
      table.groupBy("d").aggregate((c) => ({ n: c.n.sum() })),
    );
    await con.insert("days", memtable([{ d: "2020-01-01", n: 2 }], { d: date, n: int64 }));
    await con.refreshMaterializedView("by_day");
    expect(await view.execute()).toEqual([{ d: "2020-01-01", n: 3 }]);
    await con.dropMaterializedView("by_day");
  });

  test("statements are told of", async () => {
    const told: string[] = [];
    const loud = await connect({
      ...options,
      labels: { team: "data" },
      onQuery: (event) => told.push(`${event.rows} ${event.queryId}`),
    });
    await (await loud.table("orders")).execute();
    await loud.insert("orders", memtable([{ order_id: 9 }]));
    expect(told).toEqual([expect.stringMatching(/^3 avocet_/), expect.stringMatching(/^1 avocet_/)]);
    expect([...(server?.jobs.values() ?? [])].at(-1)?.labels).toEqual({ team: "data" });
    await loud.close();
  });

  test("what cannot be connected to", async () => {
    expect((await failure(connect({ ...options, dataset: "nowhere" }))).message).toContain(
      "Not found: Dataset project:nowhere",
    );
    expect((await failure(connect({ ...options, apiEndpoint: "http://127.0.0.1:9", retries: 0 }))).reason).toBe(
      "connection",
    );
    server?.fail({ on: "datasets.get", reason: "accessDenied", message: "Access Denied: Dataset project:dataset" });
    const denied = await failure(connect(options));
    expect([denied.reason, denied.details.hint]).toEqual(["authorization", expect.stringContaining("role")]);
    const without = await connect({ project: "project", apiEndpoint: options.apiEndpoint });
    expect((await failure(without.tables())).message).toContain("no dataset");
    expect(await without.execute(memtable([{ a: 1 }]))).toEqual([{ a: 1 }]);
    await without.close();
  });
});
