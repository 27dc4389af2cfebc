import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int64,
  interval,
  json,
  lit,
  map,
  memtable,
  param,
  string,
  struct,
  Table,
  time,
  timestamp,
  uuid,
} from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

describe.skipIf(database === null)("statements of PostgreSQL", () => {
  let connection: PostgresConnection;
  beforeAll(async () => {
    connection = await connect(url);
    await connection.raw("CREATE TABLE n (n bigint PRIMARY KEY)");
  });
  afterAll(() => connection?.close());
  const all = async (on = connection): Promise<unknown[]> => (await on.sql("SELECT n FROM n ORDER BY n")).execute();
  const one = (n: number) => memtable([{ n }], { n: int64 });

  describe("transactions", () => {
    test("all or nothing, and parts of them", async () => {
      await connection.transaction(async (inside) => {
        await inside.insert("n", one(1));
        expect(await all()).toEqual([]);
        expect(await all(inside)).toEqual([{ n: 1 }]);
        const part = inside.transaction(async (part) => {
          await part.insert("n", one(2));
          throw new Error("not this part");
        });
        await expect(part).rejects.toThrow("not this part");
        await inside.transaction((part) => part.insert("n", one(3)));
      });
      expect(await all()).toEqual([{ n: 1 }, { n: 3 }]);
      const failed = connection.transaction(async (inside) => {
        await inside.raw("CREATE TABLE gone (a int); DELETE FROM n");
        throw new Error("no");
      });
      await expect(failed).rejects.toThrow("no");
      expect(await all()).toEqual([{ n: 1 }, { n: 3 }]);
      expect(await connection.tables()).toEqual(["n"]);
    });
    test("one that goes on after an error is not committed in silence", async () => {
      const failed = connection.transaction(async (inside) => {
        await inside.insert("n", one(4));
        await inside.insert("n", one(4)).catch(() => undefined);
      });
      await expect(failed).rejects.toMatchObject({
        reason: "conflict",
        message: expect.stringMatching(/nothing of the transaction was done/),
      });
      expect(await all()).toEqual([{ n: 1 }, { n: 3 }]);
    });
    test("many statements at once inside of one, and what comes too late", async () => {
      let late: PostgresConnection | undefined;
      await connection.transaction(async (inside) => {
        late = inside;
        await Promise.all([5, 6, 7].map((n) => inside.insert("n", one(n))));
        expect((await Promise.all([all(inside), inside.tables(), all(inside)]))[2]).toHaveLength(5);
      });
      await expect(late?.tables()).rejects.toThrow(/transaction is over/);
      await connection.delete((await connection.table("n", { n: int64 }, {})).filter((c) => c.n.ge(5)));
    });
    test("statements that begin one by themselves are refused", async () => {
      await expect(connection.raw("BEGIN")).rejects.toThrow(/left a transaction open[\s\S]*connection\.transaction/);
      await expect(connection.raw("BEGIN; DELETE FROM n")).rejects.toThrow(/left a transaction open/);
      await connection.raw("BEGIN; INSERT INTO n VALUES (9); ROLLBACK");
      expect(await all()).toEqual([{ n: 1 }, { n: 3 }]);
    });
    test("a deadlock is a conflict that may be tried again", async () => {
      const change = (first: number, second: number) =>
        connection.transaction(async (inside) => {
          await inside.raw(`UPDATE n SET n = n WHERE n = ${first}`);
          await new Promise((resolve) => setTimeout(resolve, 100));
          await inside.raw(`UPDATE n SET n = n WHERE n = ${second}`);
        });
      const results = await Promise.allSettled([change(1, 3), change(3, 1)]);
      const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
      expect(failed).toMatchObject([{ reason: "conflict", retryable: true }]);
    });
  });

  describe("temporary tables", () => {
    test("are seen by all statements of the connection, and by no other", async () => {
      const own = await connect({ url, connections: 3 });
      const temporary = await own.createTable("passing", one(1), { temporary: true });
      expect(await temporary.execute()).toEqual([{ n: 1 }]);
      await own.insert("passing", one(2));
      const table = await own.table("passing", { n: int64 });
      expect(await Promise.all([table.execute(), table.execute(), all(own)])).toHaveLength(3);
      expect(await own.tables()).toEqual(["n", "passing"]);
      for await (const { rowCount } of table.batches()) {
        expect(rowCount).toBe(2);
        await own.insert("passing", one(3));
      }
      expect(await table.aggregate((c) => ({ sum: c.n.sum() })).scalar()).toBe(6);
      await own.createTable("passing", one(7), { temporary: true, replace: true });
      expect(await table.execute()).toEqual([{ n: 7 }]);
      await expect(connection.table("passing")).rejects.toMatchObject({ code: "unknown-table" });
      expect(await connection.tables()).toEqual(["n"]);
      await own.close();
    });
    test("also made inside of a transaction", async () => {
      const own = await connect({ url, connections: 1 });
      await own.transaction((inside) => inside.createTable("passing", one(1), { temporary: true }));
      expect(await (await own.table("passing")).execute()).toEqual([{ n: 1 }]);
      expect(await all(own)).toHaveLength(2);
      await own.close();
    });
    test("rows that are kept", async () => {
      const table = await connection.table("n", { n: int64 });
      const cached = await table.mutate((c) => ({ double: c.n.mul(2) })).cache();
      await connection.insert("n", one(8));
      expect(await cached.orderBy("n").execute()).toEqual([
        { n: 1, double: 2 },
        { n: 3, double: 6 },
      ]);
      expect(await connection.tables()).toEqual(["n"]);
      await cached.release();
      await cached.release();
      await expect(cached.execute()).rejects.toMatchObject({ code: "unknown-table" });
      expect(await connection.tables()).toEqual(["n"]);
      await connection.raw("DELETE FROM n WHERE n = 8");
    });
  });

  describe("values from here", () => {
    const schema = {
      b: bool,
      i: int64,
      f: float64,
      d: decimal(20, 3),
      s: string,
      y: binary,
      day: date,
      t: time,
      w: timestamp(),
      z: timestamp("UTC"),
      v: interval,
      u: uuid,
      j: json,
      a: array(string),
      m: map(string, int64),
      r: struct({ x: int64, y: array(date) }),
    };
    const row = {
      b: true,
      i: 9007199254740991,
      f: 0.1,
      d: "12345678901234567.125",
      s: "a'\\b\n\t😀",
      y: new Uint8Array([0, 255]),
      day: "2024-02-29",
      t: "23:59:59.5",
      w: new Date("2024-01-31T12:00:00.123Z"),
      z: new Date("2024-01-31T12:00:00Z"),
      v: { months: 1, days: -2, micros: 3 },
      u: "00112233-4455-6677-8899-aabbccddeeff",
      j: { a: [1, "x", null] },
      a: ["", "NULL", null, '"\\,{}'],
      m: new Map([
        ["k", 1],
        ["l", null],
      ]),
      r: { x: 1, y: ["2024-01-01", null] },
    };
    const none = Object.fromEntries(Object.keys(row).map((name) => [name, null]));
    const given = memtable([row, none], schema);

    test.each(["inline", "bind"] as const)("rows of every dtype, %s", async (literals) => {
      expect(await connection.execute(given, { literals })).toEqual([row, none]);
    });
    test("parameters of every dtype", async () => {
      const names = Object.keys(schema) as (keyof typeof schema)[]; // of an object literal
      const columns = Object.fromEntries(names.map((name) => [name, param(name, schema[name])]));
      const table = one(1).select(columns);
      expect(await connection.execute(table, { params: row })).toEqual([row]);
      expect(await connection.execute(table, { params: none })).toEqual([none]);
    });
    test("rows sent from another connection arrive as they are", async () => {
      const other = await connect(url);
      const there = new Table<typeof schema>(given.relation, other);
      const count = await there.copyTo(connection, "sent", { allowDTypeChanges: true });
      expect(count).toBe(2);
      const sent = await connection.table("sent");
      expect(
        await sent.select("b", "i", "f", "d", "s", "y", "day", "t", "w", "z", "v", "u", "j", "a").execute(),
      ).toEqual([row, none].map(({ m, r, ...rest }) => rest));
      await connection.dropTable("sent");
      await other.close();
    });
    test("a long memtable, and one with more literals than can stand beside a statement", async () => {
      const many = memtable(
        Array.from({ length: 40_000 }, (_, i) => ({ n: i, s: `text ${i}` })),
        { n: int64, s: string },
      );
      const summed = many.aggregate((c) => ({ n: c.n.sum(), s: c.s.nunique() }));
      for (const literals of ["inline", "bind"] as const)
        expect(await connection.execute(summed, { literals })).toEqual([{ n: (39_999 * 40_000) / 2, s: 40_000 }]);
    });
    test("rows from here by the ten thousand go in several statements of a transaction", async () => {
      const rows = memtable(
        Array.from({ length: 25_001 }, (_, i) => ({ n: 1000 + i })),
        { n: int64 },
      );
      expect(await connection.insert("n", rows)).toBe(25_001);
      const table = await connection.table("n", { n: int64 });
      expect(await connection.delete(table.filter((c) => c.n.ge(1000).and(c.n.lt(26_000))))).toBe(25_000);
      await expect(connection.insert("n", rows)).rejects.toMatchObject({ reason: "constraint" });
      expect(await connection.delete(table.filter((c) => c.n.ge(1000)))).toBe(1);
    });
    test("changes count their rows", async () => {
      expect(await connection.insert("n", memtable([{ n: 20 }, { n: 21 }], { n: int64 }))).toBe(2);
      const table = await connection.table("n", { n: int64 });
      expect(
        await connection.update(
          table.filter((c) => c.n.ge(20)),
          (c) => ({ n: c.n.add(10) }),
        ),
      ).toBe(2);
      expect(await connection.merge("n", memtable([{ n: 31 }, { n: 32 }], { n: int64 }), { on: "n" })).toBe(1);
      expect(await connection.delete(table.filter((c) => c.n.ge(20)))).toBe(3);
    });
  });

  test("a plan, with and without running it", async () => {
    const table = await connection.table("n");
    expect(await table.explain()).toMatch(/Scan/);
    expect(await table.explain({ analyze: true })).toMatch(/actual/);
    expect(await connection.explain(one(1).mutate({ x: lit("a") }).relation)).toMatch(/Result/);
  });
  test("events tell of statements", async () => {
    const events: string[] = [];
    const told = await connect({ url, onQuery: ({ sql, rows }) => events.push(`${sql.split(/\s/)[0]} ${rows}`) });
    await told.insert("n", one(40));
    await (await told.table("n")).execute();
    await expect((await told.sql("SELECT 1 / (n - n) AS x FROM n")).execute()).rejects.toThrow();
    await told.raw("DELETE FROM n WHERE n = 40");
    expect(events.filter((event) => !event.includes("null"))).toEqual(["INSERT 1", "SELECT 3", "SELECT 0", "DELETE 1"]);
    await told.close();
  });
});
