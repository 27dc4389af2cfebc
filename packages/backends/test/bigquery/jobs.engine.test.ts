import * as a from "@avocet/core";
import { isArray, isMap, literalValue, rowsOf } from "@avocet/core/backend";
import { bigQueryForTests } from "@avocet/engines/bigquery";
import { BigQuery } from "@google-cloud/bigquery";
import { afterAll, describe, expect, test } from "vitest";
import { apiOf } from "../../src/bigquery/job/api.js";
import { JobRunner } from "../../src/bigquery/job/job-runner.js";
import type { BigQueryOptions } from "../../src/bigquery/options.js";
import { type Statement, sqlStatement } from "../../src/shared/statement.js";

const server = await bigQueryForTests();
afterAll(() => server?.stop());

function createRunner(options: BigQueryOptions = {}): JobRunner {
  const client = new BigQuery({ projectId: "project", apiEndpoint: server?.url ?? "", autoRetry: false });
  return new JobRunner(
    apiOf(client, undefined),
    { project: "project", dataset: "dataset", ...options },
    (position) => `@p${position}`,
  );
}
async function readRows(
  runner: JobRunner,
  statement: Statement | string,
  schema: a.Schema,
  options: a.RunOptions = {},
): Promise<unknown[]> {
  const readStatement = typeof statement === "string" ? sqlStatement(statement) : statement;
  const rows: unknown[] = [];
  for await (const batch of runner.read(readStatement, new Map(Object.entries(schema)), options))
    rows.push(...rowsOf(batch, Object.keys(schema)));
  return rows;
}
/** Unwraps arrays and maps, which are sent inside another array so that they may be NULL. */
const unboxed = (dtype: a.DType): string => (isArray(dtype) || isMap(dtype) ? "[SAFE_OFFSET(0)].list" : "");
const failure = (work: Promise<unknown>): Promise<a.AvocetError> =>
  work.then(
    () => expect.unreachable(),
    (error: a.AvocetError) => error,
  );

describe.skipIf(server === null)("queries as jobs", () => {
  test("values of every dtype round-trip as parameters", async () => {
    const values: [a.DType, unknown, unknown?][] = [
      [a.int64, 9007199254740991],
      [a.float64, -1.5e-7],
      [a.bool, true],
      [a.string, "é\u0001\"'\\ \u{1f600}"],
      [a.binary, new Uint8Array([0, 255])],
      [a.decimal(10, 2), "-12.50"],
      [a.decimal(38, 20), "123456789012345678.00000000000000000001"],
      [a.date, "0001-01-01"],
      [a.time, "23:59:59.000001"],
      [a.timestamp(), new Date("2020-02-29T12:34:56.789Z")],
      [a.timestamp("UTC"), new Date("1969-12-31T23:59:59.999Z")],
      [a.interval, { months: -14, days: 3, micros: -3_600_000_001 }],
      [a.json, { a: [1, null] }],
      [a.array(a.int64), [1, 2]],
      [a.array(a.array(a.string)), [["x"], []]],
      [a.struct({ a: a.int64, b: a.array(a.date) }), { a: 1, b: ["2020-01-01"] }],
      [a.map(a.string, a.float64), new Map([["k", 0.5]])],
      [a.int64, null],
      [a.timestamp(), null],
    ];
    const schema = Object.fromEntries(values.map(([dtype], i) => [`c${i}`, dtype]));
    const statement = {
      sql: `SELECT ${values.map(([dtype], i) => `@p${i + 1}${unboxed(dtype)} AS c${i}`).join(", ")}`,
      values: values.map(([dtype, value]) => ({ dtype, value: literalValue(value, dtype) })),
    };
    const [row] = await readRows(createRunner(), statement, schema);
    expect(row).toEqual(Object.fromEntries(values.map(([, value], i) => [`c${i}`, value])));
  });

  test("all pages of a result are read", async () => {
    const runner = createRunner({ pageRows: 1000 });
    const rows = await readRows(runner, "SELECT x FROM UNNEST(GENERATE_ARRAY(1, 12345)) AS x ORDER BY x", {
      x: a.int64,
    });
    expect(rows.length).toBe(12345);
    expect(rows.at(-1)).toEqual({ x: 12345 });
    expect(server?.requests.filter((name) => name === "jobs.getQueryResults").length).toBeGreaterThanOrEqual(13);
  });

  test("ending the iteration early stops requests, and only one page is prefetched", async () => {
    const runner = createRunner({ pageRows: 100 });
    const requestsBefore = server?.requests.length ?? 0;
    for await (const batch of runner.read(
      sqlStatement("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 5000)) AS x"),
      new Map([["x", a.int64]]),
      {},
    )) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(batch.rowCount).toBe(100);
      break;
    }
    // The job, its first page and the prefetched one.
    expect(server?.requests.slice(requestsBefore)).toEqual([
      "jobs.insert",
      "jobs.getQueryResults",
      "jobs.getQueryResults",
    ]);
  });

  test("an abort cancels the job on the server", async () => {
    const hold = server?.hold("slow one");
    const abort = new AbortController();
    const running = failure(
      readRows(createRunner(), "SELECT 1 AS x -- slow one", { x: a.int64 }, { signal: abort.signal }),
    );
    await expect.poll(() => server?.running).toBe(1);
    abort.abort();
    expect((await running).reason).toBe("cancelled");
    expect(server?.running).toBe(0);
    expect([...(server?.jobs.values() ?? [])].at(-1)?.cancelRequests).toBe(1);
    hold?.release();
  });
  test("an abort cancels before the request and while it is sent", async () => {
    const aborted = AbortSignal.abort();
    const started = server?.jobs.size;
    expect((await failure(readRows(createRunner(), "SELECT 1 AS x", { x: a.int64 }, { signal: aborted }))).reason).toBe(
      "cancelled",
    );
    expect(server?.jobs.size).toBe(started);
    const hold = server?.hold("very soon");
    const abort = new AbortController();
    const running = failure(
      readRows(createRunner(), "SELECT 1 AS x -- very soon", { x: a.int64 }, { signal: abort.signal }),
    );
    setTimeout(() => abort.abort(), 1);
    expect((await running).reason).toBe("cancelled");
    await expect.poll(() => server?.running).toBe(0);
    hold?.release();
  });
  test("timeoutMs and jobTimeoutMs stop a query", async () => {
    const hold = server?.hold("too long");
    const error = await failure(
      readRows(createRunner(), "SELECT 1 AS x -- too long", { x: a.int64 }, { timeoutMs: 50 }),
    );
    expect(error.reason).toBe("timeout");
    await expect.poll(() => server?.running).toBe(0);
    const late = await failure(
      readRows(createRunner({ jobTimeoutMs: 30 }), "SELECT 1 AS x -- too long", { x: a.int64 }),
    );
    expect(late.message).toContain("Job timed out");
    hold?.release();
  });
  test("a timeout stops a busy query, and later queries run", async () => {
    const runner = createRunner();
    const sql = "SELECT COUNT(*) AS n FROM UNNEST(GENERATE_ARRAY(1, 9000)) AS a, UNNEST(GENERATE_ARRAY(1, 9000)) AS b";
    const running = failure(readRows(runner, sql, { n: a.int64 }, { timeoutMs: 300 }));
    expect((await running).reason).toBe("timeout");
    expect(await readRows(runner, "SELECT 2 AS x", { x: a.int64 })).toEqual([{ x: 2 }]);
  });

  test("transient errors are retried for queries", async () => {
    server?.fail({ method: "jobs.insert", reason: "backendError", times: 1 });
    server?.fail({ method: "jobs.getQueryResults", reason: "rateLimitExceeded", times: 1 });
    expect(await readRows(createRunner(), "SELECT 1 AS x", { x: a.int64 })).toEqual([{ x: 1 }]);
  });
  test("an INSERT runs once even if its response is lost", async () => {
    const runner = createRunner();
    await runner.execute(sqlStatement("CREATE TABLE dataset.once AS SELECT 0 AS x"), {});
    server?.fail({ method: "jobs.insert", reason: "backendError", dropConnection: true, afterWork: true });
    expect(await runner.execute(sqlStatement("INSERT INTO dataset.once (x) VALUES (1)"), {})).toBe(1);
    expect(await readRows(runner, "SELECT COUNT(*) AS n FROM dataset.once", { n: a.int64 })).toEqual([{ n: 2 }]);
  });
  test("labels, maximumBytesBilled, dry runs and columns of a query", async () => {
    const runner = createRunner({ labels: { team: "data" }, maximumBytesBilled: 10 });
    await runner.execute(
      sqlStatement("CREATE OR REPLACE TABLE dataset.costly AS SELECT x, 'text' AS s FROM UNNEST([1, 2, 3]) AS x"),
      {},
    );
    expect([...(server?.jobs.values() ?? [])].at(-1)?.labels).toEqual({ team: "data" });
    const sql = "SELECT * FROM costly";
    expect((await runner.dryRun(sqlStatement(sql), {})).statistics?.totalBytesProcessed).toBe("42");
    expect((await failure(readRows(runner, sql, { x: a.int64, s: a.string }))).reason).toBe("resources");
    expect(await runner.columns(sql, {})).toEqual([
      { name: "x", dtype: a.int64, type: "INT64" },
      { name: "s", dtype: a.string, type: "STRING" },
    ]);
  });
  test.each([
    ["SELECT nonsense", "backend", "syntax", "Unrecognized name: nonsense at [1:8]"],
    ["SELECT DIV(1, 0) AS x", "backend", "data", "division by zero"],
    ["SELECT CAST('a' AS INT64) AS x", "backend", "data", "Bad int64 value: a"],
    ["SELECT * FROM nowhere", "unknown-table", "syntax", "nowhere"],
    ["SELECT * FROM nothing.nowhere", "backend", "syntax", "location"],
  ])("the error of %s has its code, reason and SQL", async (sql, code, reason, text) => {
    const error = await failure(readRows(createRunner(), sql, { x: a.int64 }));
    expect([error.code, error.reason, error.retryable]).toEqual([code, reason, false]);
    expect(error.message).toContain(text);
    expect(error.details.sql).toBe(sql);
    expect(error.details.queryId).toMatch(/^avocet_/);
  });
  test("a missing permission and an unreachable server are reported", async () => {
    server?.fail({ method: "jobs.insert", reason: "accessDenied", message: "Access Denied: Project project" });
    const refused = await failure(readRows(createRunner(), "SELECT 1 AS x", { x: a.int64 }));
    expect([refused.reason, refused.retryable]).toEqual(["authorization", false]);
    const client = new BigQuery({ projectId: "project", apiEndpoint: "http://127.0.0.1:9", autoRetry: false });
    const unreachable = new JobRunner(apiOf(client, undefined), { retries: 0 }, () => "?");
    const error = await failure(readRows(unreachable, "SELECT 1 AS x", { x: a.int64 }));
    expect([error.reason, error.retryable]).toEqual(["connection", true]);
    expect(error.message).toContain("cannot be reached");
  });
  test("close waits for running statements and rejects new ones", async () => {
    const runner = createRunner();
    const running = readRows(runner, "SELECT 1 AS x", { x: a.int64 });
    await runner.close();
    expect(await running).toEqual([{ x: 1 }]);
    expect((await failure(readRows(runner, "SELECT 1 AS x", { x: a.int64 }))).reason).toBe("connection");
  });
});
