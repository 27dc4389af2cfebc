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

test("tables keep dtypes", async () => {
  const kept = await db.createTable("orders", orders, { replace: true });
  const live = await db.table("orders", ORDERS);
  expect(await live.orderBy("id").execute()).toEqual(await kept.orderBy("id").execute());
  expect(await live.filter((c) => c.id.eq(1)).execute()).toEqual([
    { id: 1, status: "placed", placed: "2026-01-31", at: new Date("2026-01-31T12:00:00.500Z"), amount: 2 },
  ]);
  expect(await db.explain(live.relation)).toMatch(/SCAN/);
});

test("an overflow of integers is an error where the integer is given, cast or summed", async () => {
  const most = memtable([{ n: 2n ** 63n - 1n }], { n: int64 });
  const over = most.c.n.add(1);
  expect(await failure(db.execute(most.select({ over })))).toBe("backend, data");
  expect(await failure(db.execute(most.select({ over: over.sub(1) })))).toBe("backend, data");
  expect(await failure(db.execute(most.select({ text: over.cast(string) })))).toBe("backend, data");
  expect(await failure(db.execute(most.select({ float: over.cast(float64) })))).toBe("backend, data");
  expect(await failure(db.execute(most.union(most).aggregate((c) => ({ sum: c.n.sum() }))))).toBe("backend, data");
});

test("what it has no rule for is refused when it is compiled", () => {
  const middle = orders.aggregate((c) => ({ middle: c.amount.median() }));
  expect(() => db.compile(middle.relation)).toThrow(
    "Median cannot be compiled for sqlite: the dialect has no rule for it",
  );
  const list = memtable([{ one: 1 }]).select({ two: lit([1, 2], array(int64)) });
  expect(() => db.compile(list.relation)).toThrow("sqlite has no");
  expect([db.supports("Median"), db.supports("Lag")]).toEqual([false, true]);
  const supported = Object.values(sqlite.rules).filter((rule) => typeof rule === "function");
  expect(supported.length).toBeGreaterThan(130);
});

test("a transaction that fails changes nothing, and others wait for it", async () => {
  await db.createTable("orders", orders, { replace: true });
  const transaction = db.transaction(async (inside) => {
    await inside.truncate("orders");
    await new Promise((resolve) => setTimeout(resolve, 10));
    throw new Error("no");
  });
  const [, rows] = await Promise.allSettled([transaction, db.table("orders").then((t) => t.execute())]);
  expect(rows.status === "fulfilled" && rows.value).toHaveLength(2);
  await expect(transaction).rejects.toThrow("no");
});
