import { int64, isAvocetError, memtable } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Progress, QueryEvent } from "../../src/shared/events/event.js";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { standIn } from "./run.js";

let local: StandIn;
beforeAll(async () => {
  local = await standIn({ waitMs: 100 });
});
afterAll(() => local.stop());

const SLOW = "SELECT COUNT(*) AS n FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))";
const heard = () => {
  const list: QueryEvent[] = [];
  return { list, onQuery: (event: QueryEvent) => list.push(event) };
};
const sent = () => local.server.history;

describe("onQuery", () => {
  test("tells what was read and changed, under the service's own name for it", async () => {
    const { list, onQuery } = heard();
    const labels = { team: "sales" };
    await using connection = await connect({ url: local.url, onQuery, labels });
    const before = Date.now();
    await connection.createTable("told", memtable([{ a: 1 }, { a: 2 }, { a: 3 }]));
    await connection.insert("told", memtable([{ a: 4 }]));
    expect(await (await connection.table("told")).execute()).toHaveLength(4);
    const told = await connection.table("told", { a: int64 });
    expect(await connection.delete(told.filter((c) => c.a.gt(2)))).toBe(2);
    await connection.dropTable("told");
    const events = ["CREATE", "INSERT", "SELECT", "DELETE"].map((word) => list.find(({ sql }) => sql.startsWith(word)));
    expect(events.map((event) => event?.rows)).toEqual([null, 1, 4, 2]);
    for (const event of events) {
      expect(event).toMatchObject({ dialect: "snowflake", labels, error: undefined });
      expect(event?.startedAt).toBeGreaterThanOrEqual(before);
      expect(event?.millis).toBeGreaterThan(0);
      expect(sent().find(({ queryId }) => queryId === event?.queryId)?.sql).toBe(event?.sql);
    }
  });
  test("tells of failures", async () => {
    const { list, onQuery } = heard();
    await using connection = await connect({ url: local.url, onQuery });
    await expect(connection.raw("SELECT TO_NUMBER('x')")).rejects.toThrow();
    expect(isAvocetError(list.at(-1)?.error)).toBe(true);
    expect(list.at(-1)).toMatchObject({ sql: "SELECT TO_NUMBER('x')", queryId: sent().at(-1)?.queryId });
  });
  test("tells how many rows were taken of those that were given up", async () => {
    const { list, onQuery } = heard();
    await using connection = await connect({ url: local.url, onQuery });
    const many = await connection.sql("SELECT SEQ4() AS n FROM TABLE(GENERATOR(ROWCOUNT => 20000))");
    for await (const _ of many.batches({ size: 1000 })) break;
    const rows = list.at(-1)?.rows ?? 0;
    expect(rows).toBeGreaterThanOrEqual(1000);
    expect(rows).toBeLessThan(20_000);
  });
});

describe("tags", () => {
  test("every statement has that of its connection: those of transactions, and what is only described", async () => {
    await using connection = await connect({ url: local.url, labels: { team: "sales", cost: "7" } });
    const from = sent().length;
    await connection.raw('CREATE TABLE "tagged" ("a" INT)');
    await connection.transaction(async (inside) => {
      await inside.insert("tagged", memtable([{ a: 1 }]));
    });
    for await (const _ of (await connection.table("tagged")).batches()) break;
    await connection.sql("SELECT 1 AS one");
    await connection.dropTable("tagged");
    const statements = sent().slice(from);
    for (const word of ["CREATE", "BEGIN", "INSERT", "COMMIT", "DESCRIBE", "SELECT", "DROP"])
      expect(statements.map(({ sql }) => sql.split(/\s/, 1)[0])).toContain(word);
    expect([...new Set(statements.map(({ tag }) => tag))]).toEqual(['{"team":"sales","cost":"7"}']);
  });
  test("labels of any text are beside the statement, not in it", async () => {
    const labels = { "o'clock": `it's "so"; \\ -- \n $$ DROP`, "": "🦆" };
    await using connection = await connect({ url: local.url, labels });
    await (await connection.sql("SELECT 1 AS one")).execute();
    expect(JSON.parse(sent().at(-1)?.tag ?? "")).toEqual(labels);
    expect(sent().at(-1)?.sql).not.toContain("DROP");
  });
});

describe("progress", () => {
  test("a statement that takes long says what the service says of it, until it ends", async () => {
    const list: Progress[] = [];
    const stop = new AbortController();
    await using connection = await connect({
      url: local.url,
      onProgress(progress) {
        list.push(progress);
        if (list.length === 2) stop.abort();
      },
    });
    const slow = await connection.sql(SLOW);
    await expect(slow.execute({ signal: stop.signal })).rejects.toMatchObject({ reason: "cancelled" });
    const count = list.length;
    const told = { sql: expect.stringContaining("GENERATOR"), fraction: null, state: "RUNNING" };
    expect(list.slice(0, 2)).toMatchObject([told, told]);
    expect(list[0]?.millis).toBeGreaterThanOrEqual(990);
    expect(list[1]?.millis).toBeGreaterThan(list[0]?.millis ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(list).toHaveLength(count);
  });
});
