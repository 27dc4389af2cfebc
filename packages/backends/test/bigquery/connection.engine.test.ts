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
const connection = await connect(server ? options : { ...options, dataset: undefined as never });
afterAll(async () => {
  await connection.close();
  await server?.stop();
});
const rows = [
  { order_id: 1, status: "placed", amount: 10 },
  { order_id: 2, status: "shipped", amount: 20 },
  { order_id: 3, status: "placed", amount: 30 },
];
// The tests insert NULLs, so the columns must be nullable; those inferred from the rows would not be.
const orders = memtable(rows, { order_id: int64, status: string, amount: int64 });
const countRows = async (table: { execute(): Promise<readonly unknown[]> }): Promise<number> =>
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
  test("tables and views are created, replace each other, are found and are dropped", async () => {
    const table = await connection.createTable("orders", orders);
    expect(await table.orderBy("order_id").execute()).toEqual(rows);
    expect((await failure(connection.createTable("orders", orders))).reason).toBe("constraint");
    await connection.createTable("orders", orders, { ifNotExists: true });
    const openOrders = await connection.createView(
      "open",
      table.filter((c) => c.status.eq("placed")),
    );
    expect(await countRows(openOrders)).toBe(2);
    expect(await connection.tables()).toEqual(["open", "orders"]);
    // A table replaces a view that it reads, and a view replaces a table.
    await connection.createTable("open", openOrders, { replace: true });
    await connection.dropTable("orders");
    expect((await (await connection.table("open")).execute()).length).toBe(2);
    await connection.createTable("orders", orders);
    await connection.createView(
      "open",
      table.filter((c) => c.amount.gt(10)),
      { replace: true },
    );
    expect((await (await connection.table("open")).execute()).length).toBe(2);
    expect((await failure(connection.dropTable("open"))).message).toContain("is a view");
    await connection.dropView("open");
    await connection.dropView("open", { ifExists: true });
    expect((await failure(connection.table("ordrs"))).message).toContain("`orders`");
    expect(await connection.tables()).toEqual(["orders"]);
  });

  test("rows are inserted, merged, updated and deleted", async () => {
    const table = await connection.createTable("changing", orders, { replace: true });
    expect(await connection.insert("changing", memtable([{ status: "new", order_id: 4 }]))).toBe(1);
    const changes = memtable([
      { order_id: 4, status: "placed", amount: 40 },
      { order_id: 5, status: "placed", amount: 50 },
    ]);
    expect(await connection.merge("changing", changes, { on: "order_id" })).toBe(2);
    expect(await connection.delete(table.filter((c) => c.amount.lt(15)))).toBe(1);
    expect(
      await connection.update(
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
    await connection.renameTable("changing", "changed");
    await connection.truncate("changed");
    expect(await countRows(await connection.table("changed"))).toBe(0);
  });

  test("a dot in a name does not refer to another dataset", async () => {
    const invalidName = /cannot have the name other\.orders/;
    await expect(connection.createTable("other.orders", orders)).rejects.toThrow(invalidName);
    await expect(connection.createView("other.orders", orders)).rejects.toThrow(invalidName);
    await expect(connection.insert("other.orders", orders)).rejects.toThrow(/There is no table/);
    await expect(connection.merge("other.orders", orders, { on: "order_id" })).rejects.toThrow(/There is no table/);
    await expect(connection.truncate("other.orders")).rejects.toThrow(invalidName);
    await expect(connection.dropTable("other.orders", { ifExists: true })).rejects.toThrow(invalidName);
    await expect(connection.refreshMaterializedView("other.orders")).rejects.toThrow(invalidName);
  });
  test("a declared schema is checked against the columns of the table", async () => {
    await connection.raw(
      "CREATE OR REPLACE TABLE typed (id INT64 NOT NULL, price NUMERIC(10, 2), tags ARRAY<STRING>, spot STRUCT<x INT64>, place GEOGRAPHY)",
    );
    expect((await failure(connection.table("typed"))).message).toContain("GEOGRAPHY");
    await connection.raw(
      "CREATE OR REPLACE TABLE typed (id INT64 NOT NULL, price NUMERIC(10, 2), tags ARRAY<STRING>, spot STRUCT<x INT64>)",
    );
    const typed = await connection.table("typed", {
      id: int64,
      price: decimal(10, 2),
      tags: array(string),
      spot: struct({ x: int64 }),
    });
    await connection.insert("typed", memtable([{ id: 1 }], { id: int64 }));
    expect(await typed.execute()).toEqual([{ id: 1, price: null, tags: [], spot: null }]);
    expect((await failure(connection.table("typed", { id: string }))).code).toBe("schema-mismatch");
  });

  test("sql() takes queries, with parameters and value encodings", async () => {
    const answer = await connection.sql("SELECT 42 AS answer, NUMERIC '1.5' AS n", {
      schema: { answer: int64, n: decimal(38, 9) },
    });
    expect(
      await answer
        .filter((c) => c.answer.eq(param("x", int64)))
        .execute({ params: { x: 42 }, values: { int64: "bigint" } }),
    ).toEqual([{ answer: 42n, n: "1.500000000" }]);
    expect((await failure(connection.sql("DROP TABLE orders"))).code).toBe("invalid-argument");
    expect((await failure(connection.sql("SELECT 1 AS a; SELECT 2 AS b"))).code).toBe("invalid-argument");
    expect((await failure(connection.sql("SELECT @x AS a"))).message).toContain("parameter");
  });

  test("a transaction commits all of its changes or none", async () => {
    const money = await connection.createTable("money", memtable([{ x: 1 }]), { replace: true });
    await connection.transaction(async (transaction) => {
      await transaction.insert("money", memtable([{ x: 2 }]));
      expect(await countRows(money)).toBe(1);
      expect(await countRows(await transaction.table("money"))).toBe(2);
    });
    const broken = connection.transaction(async (transaction) => {
      await transaction.insert("money", memtable([{ x: 3 }]));
      throw new Error("no");
    });
    await expect(broken).rejects.toThrow("no");
    expect(await money.orderBy("x").execute()).toEqual([{ x: 1 }, { x: 2 }]);
    expect(
      (await failure(connection.transaction((transaction) => transaction.createTable("never", orders)))).message,
    ).toContain("transaction");
  });

  test("temporary tables are visible to their connection only", async () => {
    const otherConnection = await connect(options);
    const temporaryTable = await otherConnection.createTable("mine", orders, { temporary: true });
    expect(await countRows(temporaryTable)).toBe(3);
    expect(await countRows(temporaryTable.innerJoin(await otherConnection.table("orders"), "order_id"))).toBe(3);
    expect(await connection.tables()).not.toContain("mine");
    await otherConnection.close();
    expect((await failure(connection.table("mine"))).code).toBe("unknown-table");
  });

  test("cached rows can be read, and queries estimated and explained", async () => {
    const table = await connection.table("orders", { order_id: int64, status: string, amount: int64 });
    const cached = await table.filter((c) => c.order_id.gt(1)).cache();
    expect(await countRows(cached)).toBe(2);
    await cached.release();
    expect(await table.estimate()).toEqual({ bytes: 3 * 16 + 2 * 8 + 9 });
    expect(await table.explain()).toContain("project.dataset.orders");
    expect(await table.explain({ analyze: true })).toContain("S00");
  });

  test("load writes batches of every dtype, all of them or none", async () => {
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
    const empty = { ...Object.fromEntries(Object.keys(full).map((name) => [name, null])), a: [] };
    const schema = new Map<string, DType>(Object.entries(dtypes));
    const columns = [...schema.keys()].map((name) => [Reflect.get(full, name), Reflect.get(empty, name)]);
    const twoBatches = async function* (): AsyncGenerator<Batch> {
      yield { rowCount: 2, columns };
      yield { rowCount: 2, columns };
    };
    expect(await connection.load("loaded", schema, twoBatches())).toBe(4);
    const loaded = await connection.table("loaded", dtypes);
    const rows = await loaded.execute({ values: EXACT_ENCODING });
    expect(rows.filter((row) => row.i !== null)).toEqual([full, full]);
    expect(rows.filter((row) => row.i === null)).toEqual([empty, empty]);
    expect((await failure(connection.load("loaded", schema, twoBatches()))).message).toContain("already");
    const broken = async function* (): AsyncGenerator<Batch> {
      yield { rowCount: 1, columns: columns.map((column) => column.slice(1)) };
      throw new Error("broken off");
    };
    await expect(connection.load("loaded", schema, broken(), { replace: true })).rejects.toThrow("broken off");
    expect(await countRows(loaded.select("s"))).toBe(4);
    expect((await connection.tables()).filter((name) => name.startsWith("avocet_draft"))).toEqual([]);
  });

  test("materialized views are refreshed, and tables take engine options", async () => {
    const table = await connection.createTable("days", memtable([{ d: "2020-01-01", n: 1 }], { d: date, n: int64 }), {
      engineOptions: "PARTITION BY d\nOPTIONS (description = 'by day')",
    });
    const view = await connection.createMaterializedView(
      "by_day",
      table.groupBy("d").aggregate((c) => ({ n: c.n.sum() })),
    );
    await connection.insert("days", memtable([{ d: "2020-01-01", n: 2 }], { d: date, n: int64 }));
    await connection.refreshMaterializedView("by_day");
    expect(await view.execute()).toEqual([{ d: "2020-01-01", n: 3 }]);
    await connection.dropMaterializedView("by_day");
  });

  test("onQuery is called with rows and query ids, and jobs have labels", async () => {
    const events: string[] = [];
    const observed = await connect({
      ...options,
      labels: { team: "data" },
      onQuery: (event) => events.push(`${event.rows} ${event.queryId}`),
    });
    await (await observed.table("orders")).execute();
    await observed.insert("orders", memtable([{ order_id: 9 }]));
    expect(events).toEqual([expect.stringMatching(/^3 avocet_/), expect.stringMatching(/^1 avocet_/)]);
    expect([...(server?.jobs.values() ?? [])].at(-1)?.labels).toEqual({ team: "data" });
    await observed.close();
  });

  test("connection errors have reasons and hints", async () => {
    expect((await failure(connect({ ...options, dataset: "nowhere" }))).message).toContain(
      "Not found: Dataset project:nowhere",
    );
    expect((await failure(connect({ ...options, apiEndpoint: "http://127.0.0.1:9", retries: 0 }))).reason).toBe(
      "connection",
    );
    server?.fail({ method: "datasets.get", reason: "accessDenied", message: "Access Denied: Dataset project:dataset" });
    const denied = await failure(connect(options));
    expect([denied.reason, denied.details.hint]).toEqual(["authorization", expect.stringContaining("role")]);
    const withoutDataset = await connect({ project: "project", apiEndpoint: options.apiEndpoint });
    expect((await failure(withoutDataset.tables())).message).toContain("No dataset");
    expect(await withoutDataset.execute(memtable([{ a: 1 }]))).toEqual([{ a: 1 }]);
    await withoutDataset.close();
  });
});
