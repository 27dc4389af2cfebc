import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

describe.skipIf(database === null)("PostgreSQL streams", () => {
  let connection: PostgresConnection;
  beforeAll(async () => {
    connection = await connect({ url, applicationName: "streaming" });
  });
  afterAll(() => connection?.close());

  const numbers = (count: number, extraColumns = "") =>
    connection.sql(
      `SELECT i::int8 AS i, repeat('x', 20) AS s${extraColumns} FROM (SELECT generate_series(1, ${count}) AS i) AS g`,
    );
  /** The statements that other sessions of this test are running. */
  const running = async (): Promise<unknown[]> => {
    const table = await connection.sql(
      "SELECT query FROM pg_stat_activity WHERE application_name = 'streaming' AND state = 'active' AND pid <> pg_backend_pid()",
    );
    return table.execute();
  };

  test("300,000 rows are read completely", async () => {
    const rows = await (await numbers(300_000)).execute();
    expect(rows.length).toBe(300_000);
    expect(rows.reduce((sum, { i }) => sum + Number(i), 0)).toBe((300_000 * 300_001) / 2);
  });
  test("an empty result has no rows and empty columns", async () => {
    const none = await numbers(0);
    expect(await none.execute()).toEqual([]);
    expect(await none.toColumns()).toEqual({ i: new Float64Array(), s: [] });
  });
  test("wide rows come in small batches", async () => {
    const wide = await connection.sql("SELECT repeat('x', 200000) AS s FROM generate_series(1, 100)");
    let maxRows = 0;
    for await (const batch of wide.batches()) maxRows = Math.max(maxRows, batch.rowCount);
    expect(maxRows).toBeLessThan(10);
  });

  test("leaving a stream early cancels its statement and frees the session", async () => {
    const endless = await numbers(1_000_000_000);
    for (let times = 0; times < 3; times++) {
      let seen = 0;
      for await (const batch of endless.batches()) {
        seen += batch.rowCount;
        if (seen > 10_000) break;
      }
      expect(await running()).toEqual([]);
    }
    const sessions = await connection.sql(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'streaming'",
    );
    expect(await sessions.scalar()).toBeLessThanOrEqual(2);
  });
  test("the server waits for a slow reader", async () => {
    const rssBefore = process.memoryUsage().rss;
    const iterator = (await numbers(20_000_000)).batches()[Symbol.asyncIterator]();
    await iterator.next();
    await wait(500);
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(100 * 2 ** 20);
    expect((await running()).length).toBe(1);
    await iterator.return?.(undefined);
    expect(await running()).toEqual([]);
  });

  test("an error after the last row fails the stream", async () => {
    const failing = await numbers(100_000, ", 1 / (100000 - i) AS boom");
    let seen = 0;
    const read = async () => {
      for await (const batch of failing.batches()) seen += batch.rowCount;
    };
    await expect(read()).rejects.toMatchObject({
      code: "backend",
      reason: "data",
      message: expect.stringMatching(/division by zero/),
    });
    expect(seen).toBe(99_999);
    expect((await (await numbers(3)).execute()).length).toBe(3);
  });
  test("an undecodable value ends the statement", async () => {
    const table = await connection.sql(
      "SELECT 9007199254740993 - 100000 + i AS big FROM (SELECT generate_series(1, 100000000) AS i) AS g",
    );
    await expect(table.execute()).rejects.toThrow(/exceeds 2\^53/);
    expect(await running()).toEqual([]);
  });

  test("more streams than sessions are read completely", async () => {
    const limited = await connect({ url, connections: 2 });
    const table = await limited.sql("SELECT i::int8 AS i FROM (SELECT generate_series(1, 50000) AS i) AS g");
    const sums = await Promise.all(
      Array.from({ length: 6 }, async () => {
        let sum = 0;
        for await (const { columns } of table.batches())
          sum += (columns.i as unknown[]).reduce((a: number, b) => a + Number(b), 0); // numbers
        return sum;
      }),
    );
    expect(new Set(sums)).toEqual(new Set([(50_000 * 50_001) / 2]));
    await limited.close();
  });
  test("a session is free when the server has sent all rows", async () => {
    const single = await connect({ url, connections: 1 });
    const table = await single.sql("SELECT i FROM (SELECT generate_series(1, 5000) AS i) AS g");
    for await (const batch of table.batches()) {
      expect(batch.rowCount).toBeGreaterThan(0);
      expect(await (await single.sql("SELECT 1 AS one")).scalar()).toBe(1);
    }
    await single.close();
  });

  test("other statements of a transaction may run between two batches", async () => {
    await connection.raw("CREATE TABLE seen (n int8)");
    await connection.transaction(async (tx) => {
      const table = await tx.sql("SELECT i::int8 AS n FROM (SELECT generate_series(1, 5000) AS i) AS g");
      const batches: number[] = [];
      for await (const { rowCount } of table.batches()) {
        batches.push(rowCount);
        await tx.raw(`INSERT INTO seen VALUES (${rowCount})`);
      }
      expect(batches.reduce((a, b) => a + b, 0)).toBe(5000);
      expect(batches.length).toBeGreaterThan(1);
      for await (const _ of table.batches()) break;
      expect(await (await tx.sql("SELECT sum(n)::int8 AS n FROM seen")).scalar()).toBe(5000);
    });
  });

  test("close cancels streams that nobody reads, and waits for running statements", async () => {
    const closing = await connect({ url, applicationName: "closing" });
    const endless = await closing.sql(
      "SELECT i, repeat('x', 100) AS s FROM (SELECT generate_series(1, 1000000000) AS i) AS g",
    );
    const slow = (await closing.sql("SELECT pg_sleep(0.3)::text AS s")).execute();
    const iterator = endless.batches()[Symbol.asyncIterator]();
    await iterator.next();
    await wait(100);
    await closing.close();
    expect(await slow).toEqual([{ s: "" }]);
    const readRemaining = async () => {
      while (!(await iterator.next()).done);
    };
    await expect(readRemaining()).rejects.toMatchObject({ reason: "connection" });
    await expect(closing.tables()).rejects.toThrow(/closed/);
    await closing.close();
    const closedSessions = await connection.sql(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'closing'",
    );
    await vi.waitFor(async () => expect(await closedSessions.scalar()).toBe(0));
  });
});
