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

describe.skipIf(database === null)("PostgreSQL statements", () => {
  let connection: PostgresConnection;
  beforeAll(async () => {
    connection = await connect(url);
    await connection.raw("CREATE TABLE n (n bigint PRIMARY KEY)");
  });
  afterAll(() => connection?.close());
  const storedRows = async (conn = connection): Promise<unknown[]> =>
    (await conn.sql("SELECT n FROM n ORDER BY n")).execute();
  const rowOf = (n: number) => memtable([{ n }], { n: int64 });

  describe("transactions", () => {
    test("transactions and nested transactions commit all changes or none", async () => {
      await connection.transaction(async (tx) => {
        await tx.insert("n", rowOf(1));
        expect(await storedRows()).toEqual([]);
        expect(await storedRows(tx)).toEqual([{ n: 1 }]);
        const failedNested = tx.transaction(async (nestedTx) => {
          await nestedTx.insert("n", rowOf(2));
          throw new Error("not this part");
        });
        await expect(failedNested).rejects.toThrow("not this part");
        await tx.transaction((nestedTx) => nestedTx.insert("n", rowOf(3)));
      });
      expect(await storedRows()).toEqual([{ n: 1 }, { n: 3 }]);
      const failed = connection.transaction(async (tx) => {
        await tx.raw("CREATE TABLE gone (a int); DELETE FROM n");
        throw new Error("no");
      });
      await expect(failed).rejects.toThrow("no");
      expect(await storedRows()).toEqual([{ n: 1 }, { n: 3 }]);
      expect(await connection.tables()).toEqual(["n"]);
    });
    test("a transaction that continues after an error is a conflict", async () => {
      const failed = connection.transaction(async (tx) => {
        await tx.insert("n", rowOf(4));
        await tx.insert("n", rowOf(4)).catch(() => undefined);
      });
      await expect(failed).rejects.toMatchObject({
        reason: "conflict",
        message: expect.stringMatching(/The transaction was rolled back/),
      });
      expect(await storedRows()).toEqual([{ n: 1 }, { n: 3 }]);
    });
    test("concurrent statements of a transaction succeed, and later ones fail", async () => {
      let endedTx: PostgresConnection | undefined;
      await connection.transaction(async (tx) => {
        endedTx = tx;
        await Promise.all([5, 6, 7].map((n) => tx.insert("n", rowOf(n))));
        expect((await Promise.all([storedRows(tx), tx.tables(), storedRows(tx)]))[2]).toHaveLength(5);
      });
      await expect(endedTx?.tables()).rejects.toThrow(/transaction has ended/);
      await connection.delete((await connection.table("n", { n: int64 }, {})).filter((c) => c.n.ge(5)));
    });
    test("statements that leave a transaction open are an error", async () => {
      await expect(connection.raw("BEGIN")).rejects.toThrow(/left a transaction open[\s\S]*connection\.transaction/);
      await expect(connection.raw("BEGIN; DELETE FROM n")).rejects.toThrow(/left a transaction open/);
      await connection.raw("BEGIN; INSERT INTO n VALUES (9); ROLLBACK");
      expect(await storedRows()).toEqual([{ n: 1 }, { n: 3 }]);
    });
    test("a deadlock is a retryable conflict", async () => {
      const change = (first: number, second: number) =>
        connection.transaction(async (tx) => {
          await tx.raw(`UPDATE n SET n = n WHERE n = ${first}`);
          await new Promise((resolve) => setTimeout(resolve, 100));
          await tx.raw(`UPDATE n SET n = n WHERE n = ${second}`);
        });
      const results = await Promise.allSettled([change(1, 3), change(3, 1)]);
      const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
      expect(failed).toMatchObject([{ reason: "conflict", retryable: true }]);
    });
  });

  describe("temporary tables", () => {
    test("are visible to all statements of the connection only", async () => {
      const client = await connect({ url, connections: 3 });
      const temporary = await client.createTable("passing", rowOf(1), { temporary: true });
      expect(await temporary.execute()).toEqual([{ n: 1 }]);
      await client.insert("passing", rowOf(2));
      const table = await client.table("passing", { n: int64 });
      expect(await Promise.all([table.execute(), table.execute(), storedRows(client)])).toHaveLength(3);
      expect(await client.tables()).toEqual(["n", "passing"]);
      for await (const { rowCount } of table.batches()) {
        expect(rowCount).toBe(2);
        await client.insert("passing", rowOf(3));
      }
      expect(await table.aggregate((c) => ({ sum: c.n.sum() })).scalar()).toBe(6);
      await client.createTable("passing", rowOf(7), { temporary: true, replace: true });
      expect(await table.execute()).toEqual([{ n: 7 }]);
      await expect(connection.table("passing")).rejects.toMatchObject({ code: "unknown-table" });
      expect(await connection.tables()).toEqual(["n"]);
      await client.close();
    });
    test("can be created in a transaction", async () => {
      const client = await connect({ url, connections: 1 });
      await client.transaction((tx) => tx.createTable("passing", rowOf(1), { temporary: true }));
      expect(await (await client.table("passing")).execute()).toEqual([{ n: 1 }]);
      expect(await storedRows(client)).toHaveLength(2);
      await client.close();
    });
    test("hold cached rows", async () => {
      const table = await connection.table("n", { n: int64 });
      const cached = await table.mutate((c) => ({ double: c.n.mul(2) })).cache();
      await connection.insert("n", rowOf(8));
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

  describe("memtables and parameters", () => {
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
    const input = memtable([row, none], schema);

    test.each(["inline", "bind"] as const)("memtables have every dtype, with %s literals", async (literals) => {
      expect(await connection.execute(input, { literals })).toEqual([row, none]);
    });
    test("parameters have every dtype", async () => {
      const names = Object.keys(schema) as (keyof typeof schema)[]; // the keys of an object literal
      const columns = Object.fromEntries(names.map((name) => [name, param(name, schema[name])]));
      const table = rowOf(1).select(columns);
      expect(await connection.execute(table, { params: row })).toEqual([row]);
      expect(await connection.execute(table, { params: none })).toEqual([none]);
    });
    test("copyTo preserves rows of another connection", async () => {
      const source = await connect(url);
      const sourceTable = new Table<typeof schema>(input.relation, source);
      const count = await sourceTable.copyTo(connection, "sent", { allowDTypeChanges: true });
      expect(count).toBe(2);
      const sent = await connection.table("sent");
      expect(
        await sent.select("b", "i", "f", "d", "s", "y", "day", "t", "w", "z", "v", "u", "j", "a").execute(),
      ).toEqual([row, none].map(({ m, r, ...rest }) => rest));
      await connection.dropTable("sent");
      await source.close();
    });
    test("memtables may have more literals than a statement has bind parameters", async () => {
      const longTable = memtable(
        Array.from({ length: 40_000 }, (_, i) => ({ n: i, s: `text ${i}` })),
        { n: int64, s: string },
      );
      const summed = longTable.aggregate((c) => ({ n: c.n.sum(), s: c.s.nunique() }));
      for (const literals of ["inline", "bind"] as const)
        expect(await connection.execute(summed, { literals })).toEqual([{ n: (39_999 * 40_000) / 2, s: 40_000 }]);
    });
    test("insert splits a large memtable over several statements in a transaction", async () => {
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
    test("DML returns the number of changed rows", async () => {
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

  test("explain returns the plan, with and without running the statement", async () => {
    const table = await connection.table("n");
    expect(await table.explain()).toMatch(/Scan/);
    expect(await table.explain({ analyze: true })).toMatch(/actual/);
    expect(await connection.explain(rowOf(1).mutate({ x: lit("a") }).relation)).toMatch(/Result/);
  });
  test("onQuery receives the statements and row counts", async () => {
    const events: string[] = [];
    const observed = await connect({ url, onQuery: ({ sql, rows }) => events.push(`${sql.split(/\s/)[0]} ${rows}`) });
    await observed.insert("n", rowOf(40));
    await (await observed.table("n")).execute();
    await expect((await observed.sql("SELECT 1 / (n - n) AS x FROM n")).execute()).rejects.toThrow();
    await observed.raw("DELETE FROM n WHERE n = 40");
    expect(events.filter((event) => !event.includes("null"))).toEqual(["INSERT 1", "SELECT 3", "SELECT 0", "DELETE 1"]);
    await observed.close();
  });
});
