import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

describe.skipIf(database === null)("cancellation of PostgreSQL statements", () => {
  let connection: PostgresConnection;
  let watcher: PostgresConnection;
  beforeAll(async () => {
    connection = await connect({ url, applicationName: "stopping", connections: 3 });
    watcher = await connect({ url, applicationName: "watcher" });
  });
  afterAll(async () => {
    await connection?.close();
    await watcher?.close();
  });

  const sleeping = async (): Promise<unknown> =>
    (
      await watcher.sql(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'stopping' AND query LIKE '%pg_sleep%' AND state = 'active'",
      )
    ).scalar();
  const sessions = async (): Promise<unknown> =>
    (await watcher.sql("SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'stopping'")).scalar();
  const sleep = () => connection.sql("SELECT pg_sleep(60)::text AS s");

  test("a signal cancels the statement on the server, and the session is reused", async () => {
    const table = await sleep();
    const controller = new AbortController();
    const result = table.execute({ signal: controller.signal });
    const failed = expect(result).rejects.toMatchObject({ code: "backend", reason: "cancelled" });
    await vi.waitFor(async () => expect(await sleeping()).toBe(1));
    controller.abort(new Error("no longer wanted"));
    await failed;
    expect(await sleeping()).toBe(0);
    expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);
    expect(Number(await sessions())).toBeLessThanOrEqual(3);
  });
  test("a timeout cancels the statement on the server", async () => {
    const started = performance.now();
    await expect((await sleep()).execute({ timeoutMs: 150 })).rejects.toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(/150 ms/),
    });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await sleeping()).toBe(0);
  });
  test("statementTimeoutMs lets the server cancel statements", async () => {
    const limited = await connect({ url, statementTimeoutMs: 100 });
    const table = await limited.sql("SELECT pg_sleep(60)::text AS s");
    await expect(table.execute()).rejects.toMatchObject({ reason: "timeout" });
    expect(await (await limited.sql("SELECT 1 AS one")).scalar()).toBe(1);
    await limited.close();
  });
  test("a statement cancelled by another session has the reason cancelled", async () => {
    const table = await sleep();
    const failed = expect(table.execute()).rejects.toMatchObject({
      reason: "cancelled",
      message: expect.stringMatching(/user request/),
    });
    await vi.waitFor(async () => expect(await sleeping()).toBe(1));
    await watcher.raw(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'stopping' AND state = 'active'",
    );
    await failed;
  });
  test("a signal cancels a statement before it starts and while it waits for a session", async () => {
    const table = await sleep();
    await expect(table.execute({ signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: "cancelled" });
    const controller = new AbortController();
    const busy = Array.from({ length: 3 }, () =>
      table.execute({ signal: controller.signal }).catch((error: unknown) => error),
    );
    await vi.waitFor(async () => expect(await sleeping()).toBe(3));
    await expect(table.execute({ timeoutMs: 50 })).rejects.toMatchObject({ reason: "timeout" });
    controller.abort();
    expect(await Promise.all(busy)).toMatchObject([
      { reason: "cancelled" },
      { reason: "cancelled" },
      { reason: "cancelled" },
    ]);
    expect(await sleeping()).toBe(0);
  });
  test("a signal after the end of a statement has no effect", async () => {
    const controller = new AbortController();
    const probe = await connection.sql("SELECT 1 AS one");
    expect(await probe.scalar({ signal: controller.signal })).toBe(1);
    controller.abort();
    await wait(20);
    expect(await probe.scalar()).toBe(1);
  });
  test("a signal cancels a stream between two batches", async () => {
    const controller = new AbortController();
    const table = await connection.sql(
      "SELECT i, repeat('x', 100) AS s FROM (SELECT generate_series(1, 100000000) AS i) AS g",
    );
    const read = async () => {
      for await (const { rowCount } of table.batches({ signal: controller.signal }))
        if (rowCount > 0) controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ reason: "cancelled" });
    expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);
  });
  test("cancelling statements at random times does not affect other statements", async () => {
    const probe = await connection.sql("SELECT 1 AS one");
    const short = await connection.sql("SELECT pg_sleep(0.005)::text AS s");
    for (let round = 0; round < 30; round++) {
      const stopped = short.execute({ timeoutMs: round % 10 }).catch((error: unknown) => error);
      const fine = Promise.all([probe.scalar(), probe.scalar()]);
      await stopped;
      expect(await fine).toEqual([1, 1]);
      expect(await probe.scalar()).toBe(1);
    }
  });
  test("cancelled writes are rolled back", async () => {
    await connection.raw("CREATE TABLE written (n int)");
    const slow = "INSERT INTO written SELECT 1 FROM (SELECT pg_sleep(60)) AS s";
    await expect(connection.raw(slow, { timeoutMs: 100 })).rejects.toMatchObject({ reason: "timeout" });
    const attempt = connection.transaction(
      async (tx) => {
        await tx.raw("INSERT INTO written VALUES (2)");
        await tx.raw(slow);
      },
      { timeoutMs: 200 },
    );
    await expect(attempt).rejects.toMatchObject({ reason: "timeout" });
    expect(await (await connection.sql("SELECT count(*) AS n FROM written")).scalar()).toBe(0);
  });
  test("a nested transaction is cancelled without its outer transaction", async () => {
    await connection.transaction(async (tx) => {
      const nested = tx.transaction((nestedTx) => nestedTx.raw("SELECT pg_sleep(60)", { timeoutMs: 50 }));
      await expect(nested).rejects.toMatchObject({ reason: "timeout" });
      await tx.raw("INSERT INTO written VALUES (3)");
    });
    expect(await (await connection.sql("SELECT n FROM written")).execute()).toEqual([{ n: 3 }]);
  });
  test("cancellation leaves no timers and sockets open", async () => {
    const client = await connect({ url });
    await expect((await client.sql("SELECT pg_sleep(60)::text AS s")).execute({ timeoutMs: 50 })).rejects.toThrow();
    const socketsBefore = process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
    await client.close();
    await wait(50);
    const socketsAfter = process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
    expect(socketsAfter).toBe(socketsBefore - 1);
  });
});
