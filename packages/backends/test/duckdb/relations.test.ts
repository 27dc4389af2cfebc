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
const all = async (name: string): Promise<unknown[]> => (await db.table(name)).execute();

describe("taking a table", () => {
  test("as it is, NOT NULL respected, in any case of its name", async () => {
    const orders = await db.table("Orders");
    expect([...orders.relation.schema].map(([name, d]) => `${name} ${printDType(d)}`)).toEqual([
      "order_id !int64",
      "status string",
      "amount float64",
    ]);
    expect(String(orders)).toMatch(/^DatabaseTable: Orders\n {2}order_id !int64/);
  });
  test("as declared, typed", async () => {
    const orders = await db.table("orders", { order_id: notNull(int64), status: string, amount: float64 });
    const rows = await orders.filter((c) => c.order_id.eq(1)).execute();
    expectTypeOf(rows).toEqualTypeOf<{ order_id: number; status: string | null; amount: number | null }[]>();
    expect(rows).toEqual([{ order_id: 1, status: "placed", amount: 1.5 }]);
    await db.table("orders", { amount: float64, order_id: int64, status: string }); // a column may be said to be nullable
  });
  test("otherwise than declared is an error that shows the difference", async () => {
    const error = await failure(db.table("orders", { order_id: int32, state: string, amount: notNull(float64) }));
    expect(isAvocetError(error) && error.code).toBe("schema-mismatch");
    expect(String(error)).toContain(`
- order_id: int32 is declared, !int64 is there
- state: string is declared, but not there
- amount: !float64 is declared, float64 is there
- status: string is there, but not declared`);
  });
  test("that is not there names the nearest", async () => {
    await db.createView("placed", await db.table("orders"));
    await expect(db.table("order")).rejects.toThrow(
      /there is no table or view `order`\nDid you mean `orders`\? .*orders, placed/,
    );
    expect(await codeOf(db.table("nothing_like_it"))).toBe("unknown-table");
  });
  test("in another schema", async () => {
    await db.raw('CREATE SCHEMA "my data"; CREATE TABLE "my data"."a ""b""" AS SELECT 1::BIGINT AS n');
    const there = await db.table('a "b"', { n: int64 }, { database: "my data" });
    expect(await there.execute()).toEqual([{ n: 1 }]);
    expect(await db.tables()).toEqual(["orders"]);
  });
  test("that has changed meanwhile is an error, never other values", async () => {
    const orders = await db.table("orders");
    await db.raw("ALTER TABLE orders ALTER amount TYPE VARCHAR");
    expect(await codeOf(orders.execute())).toBe("schema-mismatch");
    await db.raw("ALTER TABLE orders DROP amount");
    await expect(orders.execute()).rejects.toThrow(/amount/);
  });
});

describe("SQL text", () => {
  test("has its schema from the engine, and goes on as a table", async () => {
    const query = await db.sql("SELECT order_id, amount * 2 AS twice FROM orders -- all of them;");
    expect(Object.entries(query.schema).map(([name, d]) => `${name} ${printDType(d)}`)).toEqual([
      "order_id int64",
      "twice float64",
    ]);
    expect(await query.filter((c) => c.twice?.notNull() ?? false).execute()).toEqual([{ order_id: 1, twice: 3 }]);
    const typed = await db.sql("SELECT 1::BIGINT AS n;", { schema: { n: notNull(int64) } });
    expectTypeOf(await typed.execute()).toEqualTypeOf<{ n: number }[]>();
  });
  test("that is wrong is refused before it is run", async () => {
    for (const [text, message] of [
      ["SELECT nope FROM orders", /nope[\s\S]*Candidate bindings/],
      ["SELEC 1", /Parser Error/],
      ["SELECT 1 AS a; SELECT 2 AS b", /multiple statements/],
      ["SELECT 1 AS a) UNION (SELECT 2", /Parser Error/],
      ["DROP TABLE orders", /Parser Error/],
      ["", /No statement/],
      ["SELECT 1 AS a, 2 AS a", /two columns `a`|duplicate/i],
      ["SELECT $1 AS a", /cannot hold parameters/],
      ["SELECT * FROM order_lines", /there is no table or view `order_lines`/],
    ] as const)
      await expect(db.sql(text), text).rejects.toThrow(message);
    expect(await all("orders")).toHaveLength(2);
    await expect(db.sql("SELECT 1 AS n", { schema: { n: string } })).rejects.toThrow(
      /n: string is declared, int32 is there/,
    );
  });
});

describe("making tables and views", () => {
  const numbers = memtable({ n: [1, 2, 3] });
  test("gives the table that was made", async () => {
    const made = await db.createTable("numbers", numbers);
    expectTypeOf(await made.execute()).toEqualTypeOf<{ n: number }[]>();
    expect(await made.execute()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(
      await (
        await db.createView(
          "few",
          made.filter((c) => c.n.lt(3)),
        )
      ).execute(),
    ).toEqual([{ n: 1 }, { n: 2 }]);
  });
  test("over one that is there only when told", async () => {
    await db.createTable("numbers", numbers);
    await expect(db.createTable("numbers", numbers)).rejects.toThrow(/already exists/);
    await expect(db.createView("numbers", numbers)).rejects.toThrow(/already exists|is of type/);
    await db.createTable("NUMBERS", numbers.limit(1), { replace: true });
    expect(await all("numbers")).toHaveLength(1);
  });
  test("a view in place of a table, and a table in place of a view", async () => {
    await db.createTable("x", numbers);
    await db.createView("y", await db.table("x"));
    await db.createView("x", numbers.limit(2), { replace: true });
    expect(await all("y")).toHaveLength(2);
    await db.createTable("x", numbers.limit(1), { replace: true });
    expect(await all("y")).toHaveLength(1);
    expect(await db.tables()).toEqual(["orders", "x", "y"]);
  });
  test("a table of what it takes the place of, table or view", async () => {
    await db.createTable("x", numbers);
    await db.createTable(
      "x",
      (await db.table("x", { n: notNullable })).mutate((c) => ({ n: c.n.add(1) })),
      { replace: true },
    );
    expect(await all("x")).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }]);
    await db.createView(
      "v",
      (await db.table("x", { n: notNullable })).filter((c) => c.n.gt(2)),
    );
    await db.createTable(
      "v",
      (await db.table("v", { n: notNullable })).mutate((c) => ({ n: c.n.mul(10) })),
      { replace: true },
    );
    expect(await all("v")).toEqual([{ n: 30 }, { n: 40 }]);
  });
  const notNullable = int64;
  test("a view that would read itself is refused, also by way of another", async () => {
    const v = await db.createView("v", numbers);
    await expect(db.createView("V", v.limit(1), { replace: true })).rejects.toThrow(/the view V would read itself/);
    const w = await db.createView("w", v.limit(1));
    await expect(db.createView("v", w, { replace: true })).rejects.toThrow(/recursi/);
    expect(await all("w")).toHaveLength(1);
  });
  test("that fails changes nothing, whichever takes the place of which", async () => {
    await db.createTable("t", numbers);
    await db.createView("v", numbers);
    const bad = (await db.sql("SELECT CAST(s AS BIGINT) AS n FROM (VALUES ('1'), ('x')) t(s)")).mutate({ more: 1 });
    const gone = table("not_there", { n: int64 });
    for (const name of ["t", "v"]) {
      expect(await codeOf(db.createTable(name, bad, { replace: true }))).toBe("backend");
      expect(await codeOf(db.createTable(name, gone, { replace: true }))).toBe("unknown-table");
      expect(await codeOf(db.createView(name, gone, { replace: true }))).toBe("unknown-table");
      expect(await all(name)).toHaveLength(3);
    }
    expect(await db.tables()).toEqual(["orders", "t", "v"]);
  });
  test("hostile names are names", async () => {
    for (const name of ['"; DROP TABLE orders; --', "select", "a.b", "o'clock", "日本", " "]) {
      await db.createTable(name, numbers);
      expect(await all(name)).toHaveLength(3);
      await db.createView(name, numbers, { replace: true });
      await db.dropView(name);
    }
    expect(await db.tables()).toEqual(["orders"]);
  });
  test("of another connection is refused", async () => {
    await using other = await connect();
    const theirs = await other.sql("SELECT 1 AS n");
    await expect(db.createTable("x", theirs)).rejects.toThrow(/lives in another connection/);
    await expect(db.execute(theirs)).rejects.toThrow(/lives in another connection/);
  });
});

describe("dropping", () => {
  test("what is there, as what it is", async () => {
    await db.createView("v", await db.table("orders"));
    await expect(db.dropTable("v")).rejects.toThrow(/v is a view, not a table\nUse dropView/);
    await expect(db.dropView("orders")).rejects.toThrow(/orders is a table, not a view/);
    await db.dropView("v");
    await db.dropTable("orders");
    expect(await db.tables()).toEqual([]);
  });
  test("what is not there is an error unless told", async () => {
    await expect(db.dropTable("order")).rejects.toThrow(/there is no table or view `order`\nDid you mean `orders`/);
    await db.dropTable("order", { ifExists: true });
    await db.dropView("order", { ifExists: true });
  });
});

describe("inserting", () => {
  test("by the names of columns", async () => {
    expect(await db.insert("orders", memtable([{ amount: 2.5, order_id: 3 }]))).toBe(1);
    expect(await all("orders")).toContainEqual({ order_id: 3, status: null, amount: 2.5 });
  });
  test("of a column that is not there names the nearest", async () => {
    await expect(db.insert("orders", memtable([{ order_id: 3, stauts: "x" }]))).rejects.toThrow(
      /no column `stauts`\nDid you mean `status`/,
    );
  });
  test("against a constraint changes nothing", async () => {
    const error = await failure(db.insert("orders", memtable([{ order_id: 3 }, { status: "x" }])));
    expect(isAvocetError(error) && error.reason).toBe("constraint");
    expect(await all("orders")).toHaveLength(2);
  });
});

describe("transactions", () => {
  test("all or nothing", async () => {
    const attempt = db.transaction(async (inside) => {
      await inside.insert("orders", memtable([{ order_id: 9 }]));
      await inside.createView("v", await inside.table("orders"));
      expect(await (await inside.table("v")).execute()).toHaveLength(3);
      throw new Error("no");
    });
    await expect(attempt).rejects.toThrow("no");
    expect(await db.tables()).toEqual(["orders"]);
    expect(await all("orders")).toHaveLength(2);
    const given = await db.transaction(async (inside) => {
      await Promise.all([1, 2, 3].map((n) => inside.insert("orders", memtable([{ order_id: 10 + n }]))));
      return "done";
    });
    expect(given).toBe("done");
    expect(await all("orders")).toHaveLength(5);
  });
  test("is over when it is over", async () => {
    const kept = await db.transaction((inside) => inside.table("orders"));
    await expect(kept.execute()).rejects.toThrow(/the transaction is over/);
  });
  test("a failed statement inside ends it", async () => {
    const attempt = db.transaction(async (inside) => {
      await inside.insert("orders", memtable([{ order_id: 9 }]));
      await inside.insert("orders", memtable([{ status: "x" }])).catch(() => undefined);
      await inside.insert("orders", memtable([{ order_id: 10 }]));
    });
    await expect(attempt).rejects.toThrow(/aborted|ROLLBACK/i);
    expect(await all("orders")).toHaveLength(2);
  });
});

test("errors keep the engine's words, hint and SQL, and say the reason", async () => {
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
