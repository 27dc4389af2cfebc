import { array, date, float64, int64, isAvocetError, lit, memtable, string, timestamp } from "@avocet/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SqliteConnection } from "../src/backend.js";
import { connect } from "../src/backend.js";
import { sqlite } from "../src/dialect.js";

let db: SqliteConnection;
beforeAll(async () => {
  db = await connect();
});
afterAll(() => db.close());

const ORDERS = { id: int64, status: string, placed: date, at: timestamp(), amount: float64 };
const orders = memtable<typeof ORDERS>(
  [
    { id: 1, status: "placed", placed: "2026-01-31", at: "2026-01-31T12:00:00.5", amount: 2 },
    { id: 2, status: "shipped", placed: "2026-02-01", at: null, amount: null },
  ],
  ORDERS,
);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: unknown) => (isAvocetError(error) ? `${error.code}, ${error.reason}` : String(error)),
  );

test("a created table keeps its dtypes when it is reopened", async () => {
  const created = await db.createTable("orders", orders, { replace: true });
  const reopened = await db.table("orders", ORDERS);
  expect(await reopened.orderBy("id").execute()).toEqual(await created.orderBy("id").execute());
  expect(await reopened.filter((c) => c.id.eq(1)).execute()).toEqual([
    { id: 1, status: "placed", placed: "2026-01-31", at: new Date("2026-01-31T12:00:00.500Z"), amount: 2 },
  ]);
  expect(await db.explain(reopened.relation)).toMatch(/SCAN/);
});

test("integer overflow is an error when the integer is returned, cast or summed", async () => {
  const largest = memtable([{ n: 2n ** 63n - 1n }], { n: int64 });
  const overflow = largest.c.n.add(1);
  expect(await failure(db.execute(largest.select({ over: overflow })))).toBe("backend, data");
  expect(await failure(db.execute(largest.select({ over: overflow.sub(1) })))).toBe("backend, data");
  expect(await failure(db.execute(largest.select({ text: overflow.cast(string) })))).toBe("backend, data");
  expect(await failure(db.execute(largest.select({ float: overflow.cast(float64) })))).toBe("backend, data");
  expect(await failure(db.execute(largest.union(largest).aggregate((c) => ({ sum: c.n.sum() }))))).toBe(
    "backend, data",
  );
});

test("an operation without a rule is rejected at compile time", () => {
  const middle = orders.aggregate((c) => ({ middle: c.amount.median() }));
  expect(() => db.compile(middle.relation)).toThrow(
    "Median cannot be compiled for sqlite: the dialect has no rule for it",
  );
  const list = memtable([{ one: 1 }]).select({ two: lit([1, 2], array(int64)) });
  expect(() => db.compile(list.relation)).toThrow("not supported by sqlite");
  expect([db.supports("Median"), db.supports("Lag")]).toEqual([false, true]);
  const supported = Object.values(sqlite.rules).filter((rule) => typeof rule === "function");
  expect(supported.length).toBeGreaterThan(130);
});

test("a failed transaction is rolled back, and concurrent statements wait for it", async () => {
  await db.createTable("orders", orders, { replace: true });
  const transaction = db.transaction(async (tx) => {
    await tx.truncate("orders");
    await new Promise((resolve) => setTimeout(resolve, 10));
    throw new Error("no");
  });
  const [, rows] = await Promise.allSettled([transaction, db.table("orders").then((t) => t.execute())]);
  expect(rows.status === "fulfilled" && rows.value).toHaveLength(2);
  await expect(transaction).rejects.toThrow("no");
});
