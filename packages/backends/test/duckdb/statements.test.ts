import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, int64, isAvocetError, memtable, param } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { connect } from "../../src/duckdb/index.js";
import { connection } from "./run.js";

const SLOW = "SELECT count(*) AS n FROM range(4000000000) a(i), range(1000) b(j) WHERE (i * j) % 7 = 3";
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (e: unknown) => e,
  );

describe("cancellation", () => {
  test("an aborted signal cancels the statement, and the connection stays usable", async () => {
    const db = await connection();
    const slow = await db.sql(SLOW);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("changed my mind")), 50);
    const started = performance.now();
    const error = await failure(slow.execute({ signal: controller.signal }));
    expect(isAvocetError(error) && [error.code, error.reason]).toEqual(["backend", "cancelled"]);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await (await db.sql("SELECT 1 AS one")).execute()).toEqual([{ one: 1 }]);
  });
  test("an already aborted signal cancels the statement before it runs", async () => {
    const db = await connection();
    const error = await failure((await db.sql(SLOW)).execute({ signal: AbortSignal.abort() }));
    expect(isAvocetError(error) && error.reason).toBe("cancelled");
  });
  test("a timeout has the reason timeout", async () => {
    const db = await connection();
    const error = await failure((await db.sql(SLOW)).execute({ timeoutMs: 50 }));
    expect(isAvocetError(error) && error.reason).toBe("timeout");
    expect(String(error)).toMatch(/longer than 50 ms/);
  });
  test("a cancelled createTable creates no table", async () => {
    const db = await connection();
    const error = await failure(db.createTable("slow", await db.sql(SLOW), { timeoutMs: 50 }));
    expect(isAvocetError(error) && error.reason).toBe("timeout");
    expect(await db.tables()).not.toContain("slow");
  });
  test("a signal cancels reading between batches", async () => {
    const table = await (await connection()).sql("SELECT i FROM range(100000) t(i)");
    const controller = new AbortController();
    let rows = 0;
    const read = async (): Promise<void> => {
      for await (const batch of table.batches({ signal: controller.signal })) {
        rows += batch.rowCount;
        controller.abort();
      }
    };
    const error = await failure(read());
    expect(isAvocetError(error) && error.reason).toBe("cancelled");
    expect(rows).toBe(2048);
  });
  test("a timeout cancels waiting for a connection", async () => {
    await using db = await connect({ connections: 1 });
    const slow = await db.sql(SLOW);
    const first = new AbortController();
    const running = failure(slow.execute({ signal: first.signal }));
    const error = await failure(slow.execute({ timeoutMs: 30 }));
    expect(isAvocetError(error) && error.reason).toBe("timeout");
    first.abort();
    await running;
  });
});

describe("concurrent statements", () => {
  test("more statements than connections return their rows", async () => {
    const db = await connection();
    const tables = await Promise.all(
      Array.from({ length: 20 }, (_, n) => db.sql(`SELECT ${n} AS n, count(*) AS c FROM range(${n * 1000})`)),
    );
    expect(await Promise.all(tables.map((t) => t.execute()))).toEqual(tables.map((_, n) => [{ n, c: n * 1000 }]));
  });
  test("a short statement neither waits for a long one nor is cancelled with it", async () => {
    const db = await connection();
    const controller = new AbortController();
    const slow = failure((await db.sql(SLOW)).execute({ signal: controller.signal }));
    const short = await db.sql("SELECT 1 AS one");
    expect(await short.execute()).toEqual([{ one: 1 }]);
    controller.abort();
    expect(await slow).toMatchObject({ details: { reason: "cancelled" } });
  });
  test("writers run one after the other", async () => {
    await using db = await connect();
    await db.createTable("log", memtable([], { n: int64 }));
    await Promise.all(Array.from({ length: 30 }, (_, n) => db.insert("log", memtable([{ n }]))));
    const log = await db.table("log", { n: int64 });
    expect(await log.aggregate((c) => ({ rows: count(), total: c.n.sum() })).execute()).toEqual([
      { rows: 30, total: 435 },
    ]);
  });
});

test("parameters need values of their dtype", async () => {
  const db = await connection();
  const from = memtable({ n: [1, 2, 3] }).filter((c) => c.n.ge(param("minimum", int64)));
  expect(await db.execute(from, { params: { minimum: 2 } })).toEqual([{ n: 2 }, { n: 3 }]);
  await expect(db.execute(from)).rejects.toThrow(/The parameter `minimum` has no value\nPass one/);
  await expect(db.execute(from, { params: { minimum: "two" } })).rejects.toThrow(/Cannot represent "two" as int64/);
  await db.createTable("two_up", from, { params: { minimum: 2 }, replace: true });
  expect(await (await db.table("two_up")).execute()).toHaveLength(2);
  await expect(db.createView("two_up_view", from)).rejects.toThrow(
    /The view two_up_view cannot contain the parameter `minimum`/,
  );
});

test("explain returns the query plan", async () => {
  const table = await (await connection()).sql("SELECT 1 AS one");
  expect(await table.explain()).toMatch(/PROJECTION|DUMMY_SCAN|COLUMN_DATA_SCAN/);
  expect(await table.explain({ analyze: true })).toMatch(/Total Time|EXPLAIN_ANALYZE/);
});

describe("closing", () => {
  test("a closed connection rejects statements, and may be closed again", async () => {
    const db = await connect();
    const table = await db.sql("SELECT 1 AS one");
    await db.close();
    await db.close();
    await expect(table.execute()).rejects.toThrow(/This connection is closed/);
    await expect(db.tables()).rejects.toThrow(/This connection is closed/);
  });
  test("close waits for running statements", async () => {
    const db = await connect();
    const running = db.createTable("t", await db.sql("SELECT i FROM range(1000000) t(i)"));
    const closed = db.close();
    await expect(running).resolves.toBeDefined();
    await closed;
  });
  test("two connections of one process share a file", async () => {
    const path = join(tmpdir(), `avocet-${process.pid}.duckdb`);
    await rm(path, { force: true });
    {
      await using first = await connect(path);
      await using two = await connect(path);
      await first.createTable("t", memtable([{ n: 1 }]));
      expect(await (await two.table("t")).execute()).toEqual([{ n: 1 }]);
      await expect(connect({ path, threads: 1 })).rejects.toThrow(/already open in this process, with other options/);
      await first.close();
      await two.insert("t", memtable([{ n: 2 }]));
    }
    {
      await using readers = await connect({ path, readOnly: true });
      expect(await (await readers.table("t")).execute()).toHaveLength(2);
      await expect(readers.dropTable("t")).rejects.toThrow(/read-only/);
    }
    await rm(path, { force: true });
  });
});

test("a file that another process has open raises an error that names the process", async () => {
  const path = join(tmpdir(), `avocet-held-${process.pid}.duckdb`);
  await rm(path, { force: true });
  const script = `require("@duckdb/node-api").DuckDBInstance.create(process.argv[1]).then(() => console.log("open")); process.stdin.resume();`;
  const holder = spawn(process.execPath, ["-e", script, path], {
    cwd: import.meta.dirname,
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  await expect(connect(path)).rejects.toMatchObject({
    code: "backend",
    reason: "connection",
    retryable: true,
    message: expect.stringMatching(new RegExp(`open in another process: .*${holder.pid}[\\s\\S]*readOnly: true`)),
  });
  holder.kill();
  await once(holder, "exit");
  await using free = await connect(path);
  await free.createTable("t", memtable([{ n: 1 }]));
  await rm(path, { force: true });
});

test("sessions are in UTC in every local time zone", async () => {
  const db = await connection();
  const table = await db.sql("SELECT CAST(TIMESTAMPTZ '2020-07-01 00:00:00+00' AS VARCHAR) AS t");
  expect(await table.execute()).toEqual([{ t: "2020-07-01 00:00:00+00" }]);
});
