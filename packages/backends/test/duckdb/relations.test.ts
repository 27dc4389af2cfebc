import { date, float64, int32, int64, isAvocetError, memtable, notNull, printDType, string, table } from "@avocet/core";
import { beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connect } from "../../src/duckdb/index.js";

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (e: unknown) => e,
  );
const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const error = await failure(promise);
  return isAvocetError(error) ? error.code : error;
};
let db: DuckDBConnection;
beforeEach(async () => {
  db = await connect();
  await db.raw(
    "CREATE TABLE orders (order_id BIGINT NOT NULL, status VARCHAR, amount DOUBLE); INSERT INTO orders VALUES (1, 'placed', 1.5), (2, NULL, NULL)",
  );
  return () => db.close();
});
const rowsOf = async (name: string): Promise<unknown[]> => (await db.table(name)).execute();

describe("connection.table", () => {
  test("reads the schema with NOT NULL, ignoring the case of the name", async () => {
    const orders = await db.table("Orders");
    expect([...orders.relation.schema].map(([name, d]) => `${name} ${printDType(d)}`)).toEqual([
      "order_id !int64",
      "status string",
      "amount float64",
    ]);
    expect(String(orders)).toMatch(/^DatabaseTable: Orders\n {2}order_id !int64/);
  });
  test("a declared schema types the rows", async () => {
    const orders = await db.table("orders", { order_id: notNull(int64), status: string, amount: float64 });
    const rows = await orders.filter((c) => c.order_id.eq(1)).execute();
    expectTypeOf(rows).toEqualTypeOf<{ order_id: number; status: string | null; amount: number | null }[]>();
    expect(rows).toEqual([{ order_id: 1, status: "placed", amount: 1.5 }]);
    await db.table("orders", { amount: float64, order_id: int64, status: string }); // a column may be declared nullable
  });
  test("a declared schema that differs raises an error with the differences", async () => {
    const error = await failure(db.table("orders", { order_id: int32, state: string, amount: notNull(float64) }));
    expect(isAvocetError(error) && error.code).toBe("schema-mismatch");
    expect(String(error)).toContain(`
- order_id: int32 is declared, but the column is !int64
- state: string is declared, but does not exist
- amount: !float64 is declared, but the column is float64
- status: string exists, but is not declared`);
  });
  test("a missing table raises an error that suggests similar names", async () => {
    await db.createView("placed", await db.table("orders"));
    await expect(db.table("order")).rejects.toThrow(
      /There is no table or view `order`\nDid you mean `orders`\? .*orders, placed/,
    );
    expect(await codeOf(db.table("nothing_like_it"))).toBe("unknown-table");
  });
  test("reads a table of another schema", async () => {
    await db.raw('CREATE SCHEMA "my data"; CREATE TABLE "my data"."a ""b""" AS SELECT 1::BIGINT AS n');
    const there = await db.table('a "b"', { n: int64 }, { database: "my data" });
    expect(await there.execute()).toEqual([{ n: 1 }]);
    expect(await db.tables()).toEqual(["orders"]);
  });
  test("a table whose columns have changed raises an error", async () => {
    const orders = await db.table("orders");
    await db.raw("ALTER TABLE orders ALTER amount TYPE VARCHAR");
    expect(await codeOf(orders.execute())).toBe("schema-mismatch");
    await db.raw("ALTER TABLE orders DROP amount");
    await expect(orders.execute()).rejects.toThrow(/amount/);
  });
});

describe("connection.sql", () => {
  test("a SQL query has the schema that the engine reports, and can be used as a table", async () => {
    const query = await db.sql("SELECT order_id, amount * 2 AS twice FROM orders -- all of them;");
    expect(Object.entries(query.schema).map(([name, d]) => `${name} ${printDType(d)}`)).toEqual([
      "order_id int64",
      "twice float64",
    ]);
    expect(await query.filter((c) => c.twice?.notNull() ?? false).execute()).toEqual([{ order_id: 1, twice: 3 }]);
    const typed = await db.sql("SELECT 1::BIGINT AS n;", { schema: { n: notNull(int64) } });
    expectTypeOf(await typed.execute()).toEqualTypeOf<{ n: number }[]>();
  });
  test("invalid SQL text raises an error before it is run", async () => {
    for (const [text, message] of [
      ["SELECT nope FROM orders", /nope[\s\S]*Candidate bindings/],
      ["SELEC 1", /Parser Error/],
      ["SELECT 1 AS a; SELECT 2 AS b", /multiple statements/],
      ["SELECT 1 AS a) UNION (SELECT 2", /Parser Error/],
      ["DROP TABLE orders", /Parser Error/],
      ["", /No statement/],
      ["SELECT 1 AS a, 2 AS a", /Duplicate column `a`/i],
      ["SELECT $1 AS a", /cannot contain parameters/],
      ["SELECT * FROM order_lines", /There is no table or view `order_lines`/],
    ] as const)
      await expect(db.sql(text), text).rejects.toThrow(message);
    expect(await rowsOf("orders")).toHaveLength(2);
    await expect(db.sql("SELECT 1 AS n", { schema: { n: string } })).rejects.toThrow(
      /n: string is declared, but the column is int32/,
    );
  });
});

describe("createTable and createView", () => {
  const numbers = memtable({ n: [1, 2, 3] });
  test("return the created table", async () => {
    const created = await db.createTable("numbers", numbers);
    expectTypeOf(await created.execute()).toEqualTypeOf<{ n: number }[]>();
    expect(await created.execute()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(
      await (
        await db.createView(
          "few",
          created.filter((c) => c.n.lt(3)),
        )
      ).execute(),
    ).toEqual([{ n: 1 }, { n: 2 }]);
  });
  test("replace an existing table only with replace", async () => {
    await db.createTable("numbers", numbers);
    await expect(db.createTable("numbers", numbers)).rejects.toThrow(/already exists/);
    await expect(db.createView("numbers", numbers)).rejects.toThrow(/already exists|is of type/);
    await db.createTable("NUMBERS", numbers.limit(1), { replace: true });
    expect(await rowsOf("numbers")).toHaveLength(1);
  });
  test("a view replaces a table, and a table replaces a view", async () => {
    await db.createTable("x", numbers);
    await db.createView("y", await db.table("x"));
    await db.createView("x", numbers.limit(2), { replace: true });
    expect(await rowsOf("y")).toHaveLength(2);
    await db.createTable("x", numbers.limit(1), { replace: true });
    expect(await rowsOf("y")).toHaveLength(1);
    expect(await db.tables()).toEqual(["orders", "x", "y"]);
  });
  test("a table may be computed from the table or view it replaces", async () => {
    await db.createTable("x", numbers);
    await db.createTable(
      "x",
      (await db.table("x", { n: notNullable })).mutate((c) => ({ n: c.n.add(1) })),
      { replace: true },
    );
    expect(await rowsOf("x")).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }]);
    await db.createView(
      "v",
      (await db.table("x", { n: notNullable })).filter((c) => c.n.gt(2)),
    );
    await db.createTable(
      "v",
      (await db.table("v", { n: notNullable })).mutate((c) => ({ n: c.n.mul(10) })),
      { replace: true },
    );
    expect(await rowsOf("v")).toEqual([{ n: 30 }, { n: 40 }]);
  });
  const notNullable = int64;
  test("a view that would read itself is rejected, also through another view", async () => {
    const v = await db.createView("v", numbers);
    await expect(db.createView("V", v.limit(1), { replace: true })).rejects.toThrow(/The view V would read itself/);
    const w = await db.createView("w", v.limit(1));
    await expect(db.createView("v", w, { replace: true })).rejects.toThrow(/recursi/);
    expect(await rowsOf("w")).toHaveLength(1);
  });
  test("a failed replacement of a table or view changes nothing", async () => {
    await db.createTable("t", numbers);
    await db.createView("v", numbers);
    const bad = (await db.sql("SELECT CAST(s AS BIGINT) AS n FROM (VALUES ('1'), ('x')) t(s)")).mutate({ more: 1 });
    const missingTable = table("not_there", { n: int64 });
    for (const name of ["t", "v"]) {
      expect(await codeOf(db.createTable(name, bad, { replace: true }))).toBe("backend");
      expect(await codeOf(db.createTable(name, missingTable, { replace: true }))).toBe("unknown-table");
      expect(await codeOf(db.createView(name, missingTable, { replace: true }))).toBe("unknown-table");
      expect(await rowsOf(name)).toHaveLength(3);
    }
    expect(await db.tables()).toEqual(["orders", "t", "v"]);
  });
  test("special characters in names are quoted", async () => {
    for (const name of ['"; DROP TABLE orders; --', "select", "a.b", "o'clock", "日本", " "]) {
      await db.createTable(name, numbers);
      expect(await rowsOf(name)).toHaveLength(3);
      await db.createView(name, numbers, { replace: true });
      await db.dropView(name);
    }
    expect(await db.tables()).toEqual(["orders"]);
  });
  test("tables of another connection are rejected", async () => {
    await using otherConnection = await connect();
    const theirs = await otherConnection.sql("SELECT 1 AS n");
    await expect(db.createTable("x", theirs)).rejects.toThrow(/belongs to another connection/);
    await expect(db.execute(theirs)).rejects.toThrow(/belongs to another connection/);
  });
});

describe("dropTable and dropView", () => {
  test("drop only relations of their kind", async () => {
    await db.createView("v", await db.table("orders"));
    await expect(db.dropTable("v")).rejects.toThrow(/`v` is a view, not a table\nUse dropView/);
    await expect(db.dropView("orders")).rejects.toThrow(/`orders` is a table, not a view/);
    await db.dropView("v");
    await db.dropTable("orders");
    expect(await db.tables()).toEqual([]);
  });
  test("a missing relation is an error unless ifExists is set", async () => {
    await expect(db.dropTable("order")).rejects.toThrow(/There is no table or view `order`\nDid you mean `orders`/);
    await db.dropTable("order", { ifExists: true });
    await db.dropView("order", { ifExists: true });
  });
});

describe("insert", () => {
  test("matches columns by name", async () => {
    expect(await db.insert("orders", memtable([{ amount: 2.5, order_id: 3 }]))).toBe(1);
    expect(await rowsOf("orders")).toContainEqual({ order_id: 3, status: null, amount: 2.5 });
  });
  test("an unknown column raises an error that suggests similar names", async () => {
    await expect(db.insert("orders", memtable([{ order_id: 3, stauts: "x" }]))).rejects.toThrow(
      /no column `stauts`\nDid you mean `status`/,
    );
  });
  test("a constraint violation changes nothing", async () => {
    const error = await failure(db.insert("orders", memtable([{ order_id: 3 }, { status: "x" }])));
    expect(isAvocetError(error) && error.reason).toBe("constraint");
    expect(await rowsOf("orders")).toHaveLength(2);
  });
});

describe("transactions", () => {
  test("commit all changes or none", async () => {
    const attempt = db.transaction(async (tx) => {
      await tx.insert("orders", memtable([{ order_id: 9 }]));
      await tx.createView("v", await tx.table("orders"));
      expect(await (await tx.table("v")).execute()).toHaveLength(3);
      throw new Error("no");
    });
    await expect(attempt).rejects.toThrow("no");
    expect(await db.tables()).toEqual(["orders"]);
    expect(await rowsOf("orders")).toHaveLength(2);
    const result = await db.transaction(async (tx) => {
      await Promise.all([1, 2, 3].map((n) => tx.insert("orders", memtable([{ order_id: 10 + n }]))));
      return "done";
    });
    expect(result).toBe("done");
    expect(await rowsOf("orders")).toHaveLength(5);
  });
  test("a table of an ended transaction raises an error", async () => {
    const stale = await db.transaction((tx) => tx.table("orders"));
    await expect(stale.execute()).rejects.toThrow(/The transaction has ended/);
  });
  test("a failed statement aborts the transaction", async () => {
    const attempt = db.transaction(async (tx) => {
      await tx.insert("orders", memtable([{ order_id: 9 }]));
      await tx.insert("orders", memtable([{ status: "x" }])).catch(() => undefined);
      await tx.insert("orders", memtable([{ order_id: 10 }]));
    });
    await expect(attempt).rejects.toThrow(/aborted|ROLLBACK/i);
    expect(await rowsOf("orders")).toHaveLength(2);
  });
});

test("errors contain the engine's message, the SQL and a reason", async () => {
  const dated = memtable([{ s: "2020-13-01" }]).select((c) => ({ d: c.s.cast(date) }));
  const error = await failure(db.execute(dated));
  if (!isAvocetError(error)) throw error;
  expect([error.code, error.reason, error.retryable]).toEqual(["backend", "data", false]);
  expect(error.message).toMatch(/^Conversion Error: .*2020-13-01/);
  expect(error.details.sql).toContain("SELECT");
  const raw = await failure(db.raw("SELECT nope FROM orders"));
  if (!isAvocetError(raw)) throw raw;
  expect(raw.reason).toBe("syntax");
  expect(raw.message).toMatch(/Binder Error[\s\S]*Candidate bindings[\s\S]*LINE 1/);
});
