import { int64, isAvocetError, memtable } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Progress, QueryEvent } from "../../src/shared/events/event.js";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { startStandIn } from "./run.js";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn({ waitMs: 100 });
});
afterAll(() => standIn.stop());

const SLOW = "SELECT COUNT(*) AS n FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))";
const recordEvents = () => {
  const events: QueryEvent[] = [];
  return { list: events, onQuery: (event: QueryEvent) => events.push(event) };
};
const sentStatements = () => standIn.server.history;

describe("onQuery", () => {
  test("query events contain row counts and query ids", async () => {
    const { list, onQuery } = recordEvents();
    const labels = { team: "sales" };
    await using connection = await connect({ url: standIn.url, onQuery, labels });
    const startedAfter = Date.now();
    await connection.createTable("told", memtable([{ a: 1 }, { a: 2 }, { a: 3 }]));
    await connection.insert("told", memtable([{ a: 4 }]));
    expect(await (await connection.table("told")).execute()).toHaveLength(4);
    const table = await connection.table("told", { a: int64 });
    expect(await connection.delete(table.filter((c) => c.a.gt(2)))).toBe(2);
    await connection.dropTable("told");
    const eventsByKeyword = ["CREATE", "INSERT", "SELECT", "DELETE"].map((keyword) =>
      list.find(({ sql }) => sql.startsWith(keyword)),
    );
    expect(eventsByKeyword.map((event) => event?.rows)).toEqual([null, 1, 4, 2]);
    for (const event of eventsByKeyword) {
      expect(event).toMatchObject({ dialect: "snowflake", labels, error: undefined });
      expect(event?.startedAt).toBeGreaterThanOrEqual(startedAfter);
      expect(event?.millis).toBeGreaterThan(0);
      expect(sentStatements().find(({ queryId }) => queryId === event?.queryId)?.sql).toBe(event?.sql);
    }
  });
  test("onQuery is called for failed statements", async () => {
    const { list, onQuery } = recordEvents();
    await using connection = await connect({ url: standIn.url, onQuery });
    await expect(connection.raw("SELECT TO_NUMBER('x')")).rejects.toThrow();
    expect(isAvocetError(list.at(-1)?.error)).toBe(true);
    expect(list.at(-1)).toMatchObject({ sql: "SELECT TO_NUMBER('x')", queryId: sentStatements().at(-1)?.queryId });
  });
  test("the row count of an abandoned stream is the number of rows that were fetched", async () => {
    const { list, onQuery } = recordEvents();
    await using connection = await connect({ url: standIn.url, onQuery });
    const largeTable = await connection.sql("SELECT SEQ4() AS n FROM TABLE(GENERATOR(ROWCOUNT => 20000))");
    for await (const _ of largeTable.batches({ size: 1000 })) break;
    const rows = list.at(-1)?.rows ?? 0;
    expect(rows).toBeGreaterThanOrEqual(1000);
    expect(rows).toBeLessThan(20_000);
  });
});

describe("tags", () => {
  test("every statement is tagged, including those of transactions and describe requests", async () => {
    await using connection = await connect({ url: standIn.url, labels: { team: "sales", cost: "7" } });
    const firstIndex = sentStatements().length;
    await connection.raw('CREATE TABLE "tagged" ("a" INT)');
    await connection.transaction(async (tx) => {
      await tx.insert("tagged", memtable([{ a: 1 }]));
    });
    for await (const _ of (await connection.table("tagged")).batches()) break;
    await connection.sql("SELECT 1 AS one");
    await connection.dropTable("tagged");
    const statements = sentStatements().slice(firstIndex);
    for (const keyword of ["CREATE", "BEGIN", "INSERT", "COMMIT", "DESCRIBE", "SELECT", "DROP"])
      expect(statements.map(({ sql }) => sql.split(/\s/, 1)[0])).toContain(keyword);
    expect([...new Set(statements.map(({ tag }) => tag))]).toEqual(['{"team":"sales","cost":"7"}']);
  });
  test("labels with special characters are sent in the tag, not in the SQL text", async () => {
    const labels = { "o'clock": `it's "so"; \\ -- \n $$ DROP`, "": "🦆" };
    await using connection = await connect({ url: standIn.url, labels });
    await (await connection.sql("SELECT 1 AS one")).execute();
    expect(JSON.parse(sentStatements().at(-1)?.tag ?? "")).toEqual(labels);
    expect(sentStatements().at(-1)?.sql).not.toContain("DROP");
  });
});

describe("progress", () => {
  test("onProgress reports the state of a long statement until it ends", async () => {
    const reports: Progress[] = [];
    const controller = new AbortController();
    await using connection = await connect({
      url: standIn.url,
      onProgress(progress) {
        reports.push(progress);
        if (reports.length === 2) controller.abort();
      },
    });
    const slow = await connection.sql(SLOW);
    await expect(slow.execute({ signal: controller.signal })).rejects.toMatchObject({ reason: "cancelled" });
    const count = reports.length;
    const expected = { sql: expect.stringContaining("GENERATOR"), fraction: null, state: "RUNNING" };
    expect(reports.slice(0, 2)).toMatchObject([expected, expected]);
    expect(reports[0]?.millis).toBeGreaterThanOrEqual(990);
    expect(reports[1]?.millis).toBeGreaterThan(reports[0]?.millis ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(reports).toHaveLength(count);
  });
});
