import type { SnowflakeConnection } from "@avocet/backends/snowflake";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { startStandIn } from "./run.js";

const SLOW = "SELECT COUNT(*) AS n FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))";

describe("cancelling statements in Snowflake", () => {
  let standIn: StandIn;
  let connection: SnowflakeConnection;
  beforeAll(async () => {
    standIn = await startStandIn();
    connection = await connect({ url: standIn.url, connections: 2 });
  });
  afterAll(async () => {
    await connection.close();
    await standIn.stop();
  });
  /** The number of statements that the service is running. */
  const runningStatements = () => standIn.server.history.filter(({ state }) => state === "running").length;
  const slowTable = () => connection.sql(SLOW);
  const expectUsable = async () => expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);

  test("an aborted signal stops the statement on the service, and the session is reused", async () => {
    const table = await slowTable();
    const controller = new AbortController();
    const rejection = expect(table.execute({ signal: controller.signal })).rejects.toMatchObject({
      code: "backend",
      reason: "cancelled",
    });
    await vi.waitFor(() => expect(runningStatements()).toBe(1));
    controller.abort(new Error("no longer wanted"));
    await rejection;
    expect(runningStatements()).toBe(0);
    expect(standIn.server.history.at(-1)?.state).toBe("cancelled");
    await expectUsable();
    expect(standIn.server.sessions).toBeLessThanOrEqual(2);
  });
  test("timeoutMs stops the statement on the service", async () => {
    const result = (await slowTable()).execute({ timeoutMs: 300 });
    await expect(result).rejects.toMatchObject({ reason: "timeout", message: expect.stringMatching(/300 ms/) });
    expect(runningStatements()).toBe(0);
    await expectUsable();
  });
  test("a statement timeout of the service has the reason timeout", async () => {
    await using limited = await connect({ url: standIn.url, settings: { STATEMENT_TIMEOUT_IN_SECONDS: 1 } });
    const table = await limited.sql(SLOW);
    await expect(table.execute()).rejects.toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(/1 second/),
    });
    expect(await (await limited.sql("SELECT 1 AS one")).scalar()).toBe(1);
  });
  test("a statement is cancelled before it starts, and while it waits for a session", async () => {
    const table = await slowTable();
    const count = standIn.server.history.length;
    await expect(table.execute({ signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: "cancelled" });
    expect(standIn.server.history).toHaveLength(count);
    const controller = new AbortController();
    const runningQueries = [1, 2].map(() =>
      table.execute({ signal: controller.signal }).catch((error: unknown) => error),
    );
    await vi.waitFor(() => expect(runningStatements()).toBe(2));
    await expect(table.execute({ timeoutMs: 100 })).rejects.toMatchObject({ reason: "timeout" });
    controller.abort();
    expect(await Promise.all(runningQueries)).toMatchObject([{ reason: "cancelled" }, { reason: "cancelled" }]);
    expect(runningStatements()).toBe(0);
  });
  test("cancelling a transaction rolls it back", async () => {
    await connection.raw('CREATE TABLE "filled" ("n" INT)');
    const controller = new AbortController();
    const rejection = expect(
      connection.transaction(
        async (tx) => {
          await tx.raw('INSERT INTO "filled" VALUES (1)');
          await (await tx.sql(SLOW)).execute();
        },
        { signal: controller.signal },
      ),
    ).rejects.toMatchObject({ reason: "cancelled" });
    await vi.waitFor(() => expect(standIn.server.history.at(-1)?.sql).toMatch(/GENERATOR/));
    await vi.waitFor(() => expect(runningStatements()).toBe(1));
    controller.abort();
    await rejection;
    expect(await (await connection.table("filled")).execute()).toEqual([]);
    await connection.dropTable("filled");
  });
  test("close waits for running statements", async () => {
    const otherConnection = await connect({ url: standIn.url });
    const table = await otherConnection.sql("SELECT COUNT(*) AS n FROM TABLE(GENERATOR(ROWCOUNT => 10000000))");
    const result = table.scalar();
    await otherConnection.close();
    expect(await result).toBe(10_000_000);
  });
});
