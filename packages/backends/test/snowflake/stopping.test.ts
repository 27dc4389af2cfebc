import type { SnowflakeConnection } from "@avocet/backends/snowflake";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { standIn } from "./run.js";

const SLOW = "SELECT COUNT(*) AS n FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))";

describe("stopping statements of Snowflake", () => {
  let local: StandIn;
  let connection: SnowflakeConnection;
  beforeAll(async () => {
    local = await standIn();
    connection = await connect({ url: local.url, connections: 2 });
  });
  afterAll(async () => {
    await connection.close();
    await local.stop();
  });
  /** The statements that the service runs. */
  const running = () => local.server.history.filter(({ state }) => state === "running").length;
  const slow = () => connection.sql(SLOW);
  const works = async () => expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);

  test("by a signal: the service no longer runs it, and the session is used again", async () => {
    const table = await slow();
    const controller = new AbortController();
    const failed = expect(table.execute({ signal: controller.signal })).rejects.toMatchObject({
      code: "backend",
      reason: "cancelled",
    });
    await vi.waitFor(() => expect(running()).toBe(1));
    controller.abort(new Error("no longer wanted"));
    await failed;
    expect(running()).toBe(0);
    expect(local.server.history.at(-1)?.state).toBe("cancelled");
    await works();
    expect(local.server.sessions).toBeLessThanOrEqual(2);
  });
  test("by time", async () => {
    const result = (await slow()).execute({ timeoutMs: 300 });
    await expect(result).rejects.toMatchObject({ reason: "timeout", message: expect.stringMatching(/300 ms/) });
    expect(running()).toBe(0);
    await works();
  });
  test("by the service, where it was told so", async () => {
    await using limited = await connect({ url: local.url, settings: { STATEMENT_TIMEOUT_IN_SECONDS: 1 } });
    const table = await limited.sql(SLOW);
    await expect(table.execute()).rejects.toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(/1 second/),
    });
    expect(await (await limited.sql("SELECT 1 AS one")).scalar()).toBe(1);
  });
  test("before it begins, and while it waits for a session", async () => {
    const table = await slow();
    const count = local.server.history.length;
    await expect(table.execute({ signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: "cancelled" });
    expect(local.server.history).toHaveLength(count);
    const stop = new AbortController();
    const busy = [1, 2].map(() => table.execute({ signal: stop.signal }).catch((error: unknown) => error));
    await vi.waitFor(() => expect(running()).toBe(2));
    await expect(table.execute({ timeoutMs: 100 })).rejects.toMatchObject({ reason: "timeout" });
    stop.abort();
    expect(await Promise.all(busy)).toMatchObject([{ reason: "cancelled" }, { reason: "cancelled" }]);
    expect(running()).toBe(0);
  });
  test("what writes, and a whole transaction", async () => {
    await connection.raw('CREATE TABLE "filled" ("n" INT)');
    const stop = new AbortController();
    const failed = expect(
      connection.transaction(
        async (inside) => {
          await inside.raw('INSERT INTO "filled" VALUES (1)');
          await (await inside.sql(SLOW)).execute();
        },
        { signal: stop.signal },
      ),
    ).rejects.toMatchObject({ reason: "cancelled" });
    await vi.waitFor(() => expect(local.server.history.at(-1)?.sql).toMatch(/GENERATOR/));
    await vi.waitFor(() => expect(running()).toBe(1));
    stop.abort();
    await failed;
    expect(await (await connection.table("filled")).execute()).toEqual([]);
    await connection.dropTable("filled");
  });
  test("closing waits for what runs", async () => {
    const other = await connect({ url: local.url });
    const table = await other.sql("SELECT COUNT(*) AS n FROM TABLE(GENERATOR(ROWCOUNT => 10000000))");
    const result = table.scalar();
    await other.close();
    expect(await result).toBe(10_000_000);
  });
});
