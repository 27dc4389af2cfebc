import { AvocetError, memtable } from "@avocet/core";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { describe, expect, test } from "vitest";
import type { Progress, QueryEvent } from "../../src/duckdb/index.js";
import { connect } from "../../src/duckdb/index.js";
import { progressBar } from "../../src/shared/events/progress-bar.js";

/** A query that takes more than a second on one thread. */
const SLOW = "SELECT max(md5(n::VARCHAR || md5(n::VARCHAR))) AS last FROM numbers";
const events = (): { list: QueryEvent[]; onQuery: (event: QueryEvent) => void } => {
  const list: QueryEvent[] = [];
  return { list, onQuery: (event) => list.push(event) };
};

describe("onQuery", () => {
  test("onQuery receives the SQL, row count and time of reads and writes", async () => {
    const { list, onQuery } = events();
    await using at = await connect({ onQuery, labels: { team: "sales" } });
    const testStart = Date.now();
    await at.execute(memtable([{ a: 1 }, { a: 2 }]));
    await at.createTable("t", memtable([{ a: 1 }, { a: 2 }, { a: 3 }]));
    await at.insert("t", memtable([{ a: 4 }]));
    const [read, create, insert] = list.filter(
      ({ sql }) => /^(SELECT|CREATE|INSERT)/.test(sql) && !sql.includes("schema"),
    );
    expect(read).toMatchObject({ dialect: "duckdb", rows: 2, error: undefined, labels: { team: "sales" } });
    expect(read?.millis).toBeGreaterThan(0);
    expect(read?.startedAt).toBeGreaterThanOrEqual(testStart);
    expect(create?.sql).toMatch(/^CREATE TABLE "t"/);
    expect(insert).toMatchObject({ rows: 1 });
  });
  test("onQuery receives errors, and the row count of streams that end early", async () => {
    const { list, onQuery } = events();
    await using at = await connect({ onQuery });
    await expect(at.raw("SELECT error('no')")).rejects.toThrow();
    expect(list.at(-1)?.error).toBeInstanceOf(AvocetError);
    const manyRows = await at.sql("SELECT range AS n FROM range(10000)");
    for await (const _ of manyRows.batches()) break;
    const rows = list.at(-1)?.rows ?? 0;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(10_000);
  });
  test("errors of an onQuery callback do not fail the statement", async () => {
    await using at = await connect({
      onQuery() {
        throw new Error("not mine");
      },
    });
    expect(await at.execute(memtable([{ a: 1 }]))).toEqual([{ a: 1 }]);
  });
});

describe("progress", () => {
  test("a long statement reports its progress", async () => {
    const list: Progress[] = [];
    await using at = await connect({ threads: 1, onProgress: (progress) => list.push(progress) });
    await at.raw("CREATE TABLE numbers AS SELECT range AS n FROM range(3000000)");
    list.length = 0;
    await (await at.sql(SLOW)).execute();
    expect(list.length).toBeGreaterThan(0);
    for (const { fraction } of list) expect(fraction === null || (fraction >= 0 && fraction <= 1)).toBe(true);
    expect(list.some(({ fraction }) => fraction !== null && fraction > 0)).toBe(true);
  });
  test("the progress bar appears after a second, and is cleared", () => {
    const written: string[] = [];
    const bar = progressBar({ isTTY: true, write: (text) => written.push(text) });
    bar({ sql: "", fraction: 0.1, state: null, millis: 500 });
    expect(written).toEqual([]);
    bar({ sql: "", fraction: 0.5, state: null, millis: 1500 });
    bar({ sql: "", fraction: null, state: "queued", millis: 2000 });
    bar(null);
    expect(written).toEqual([
      `\r\u001b[K[${"#".repeat(15)}${" ".repeat(15)}] 50 %  1.5 s`,
      "\r\u001b[Kqueued  2.0 s",
      "\r\u001b[K",
    ]);
  });
  test("no progress bar is drawn without a terminal", () => {
    const written: string[] = [];
    progressBar({ write: (text) => written.push(text) })({ sql: "", fraction: 0.5, state: null, millis: 1500 });
    expect(written).toEqual([]);
  });
});

test("statements become OpenTelemetry spans if it is set up", async () => {
  const { trace } = await import("@opentelemetry/api");
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  try {
    await using at = await connect({ labels: { team: "sales" } });
    await at.execute(memtable([{ a: 1 }]));
    await expect(at.raw("SELECT error('no')")).rejects.toThrow();
    const [good, bad] = exporter.getFinishedSpans();
    expect(good?.name).toBe("SELECT");
    expect(good?.attributes).toMatchObject({
      "db.system.name": "duckdb",
      "db.response.returned_rows": 1,
      "avocet.label.team": "sales",
    });
    expect(good?.status.code).toBe(0);
    expect(bad?.status).toMatchObject({ code: 2, message: expect.stringContaining("no") });
  } finally {
    trace.disable();
    await provider.shutdown();
  }
});
