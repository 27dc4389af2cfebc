import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { isAvocetError } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { QueryEvent } from "../../src/shared/events/event.js";
import type { SnowflakeOptions } from "../../src/snowflake/index.js";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { standIn } from "./run.js";

let local: StandIn;
beforeAll(async () => {
  local = await standIn();
});
afterAll(() => local.stop());

const failure = async (options: SnowflakeOptions) => {
  const error = await connect(options).then(
    (connection) => connection.close(),
    (problem: unknown) => problem,
  );
  if (!isAvocetError(error)) throw new Error(`no error of Avocet: ${String(error)}`);
  expect(JSON.stringify([error.message, error.details, String(error.cause), error.stack])).not.toContain("geheim");
  return error;
};

describe("connecting to Snowflake", () => {
  test("by a URL, by options, by both", async () => {
    const parts = { account: "local", user: "tester", password: "secret", database: "DB", schema: "PUBLIC" };
    for (const options of [
      { url: local.url },
      { ...parts, warehouse: "WH", accessUrl: local.server.url },
      { url: local.url.replace("tester:secret", "nobody:nothing"), user: "tester", password: "secret" },
    ]) {
      await using connection = await connect(options);
      const place = await connection.sql("SELECT CURRENT_DATABASE() || '.' || CURRENT_SCHEMA() AS place");
      expect(await place.scalar()).toBe("DB.PUBLIC");
    }
    expect(local.server.sessions).toBe(0);
  });
  test("with a wrong password", async () => {
    const error = await failure({ url: local.url, password: "geheim" });
    expect(error.reason).toBe("authentication");
    expect(error.message).toMatch(/account local cannot be connected to: Incorrect username or password/);
  });
  test("to a host that nobody listens at", async () => {
    const driverOptions = { sfRetryMaxLoginRetries: 0 };
    const error = await failure({ url: local.url, password: "geheim", accessUrl: "http://127.0.0.1:9", driverOptions });
    expect(error).toMatchObject({ reason: "connection", retryable: true });
    expect(error.message).toMatch(/Check that the account's name is right and that it can be reached/);
  });
  test("to one that does not answer", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : 0;
    const started = performance.now();
    const error = await failure({ url: local.url, accessUrl: `http://127.0.0.1:${port}`, connectTimeoutMs: 200 });
    expect(error).toMatchObject({ reason: "connection", message: expect.stringMatching(/did not answer in time/) });
    expect(performance.now() - started).toBeLessThan(5000);
    silent.closeAllConnections();
    silent.close();
  });
  test("without an account, with settings that are fixed, with too few connections", async () => {
    expect((await failure({ user: "ada" })).message).toMatch(/which account/);
    expect((await failure({ url: local.url, settings: { Timezone: "Europe/Rome" } })).message).toMatch(
      /the same in all/,
    );
    expect((await failure({ url: local.url, settings: { "A = 1; DROP": 1 } })).code).toBe("invalid-argument");
    expect((await failure({ url: local.url, connections: 0 })).code).toBe("invalid-argument");
    expect((await failure({ url: local.url, labels: { team: "x".repeat(2000) } })).code).toBe("invalid-argument");
  });
  test("the driver writes no file", () => {
    expect(existsSync("snowflake.log")).toBe(false);
  });
});

describe("sessions", () => {
  const last = () => local.server.history.at(-1);

  test("begin with fixed formats and the zone of UTC", async () => {
    await using connection = await connect({ url: local.url, settings: { USE_CACHED_RESULT: false, WEEK: "it's" } });
    const setup = last()?.sql ?? "";
    expect(setup).toMatch(/^ALTER SESSION SET USE_CACHED_RESULT = FALSE WEEK = 'it\\'s' TIMEZONE = 'UTC' /);
    expect(setup).toMatch(/QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE/);
    await connection.close();
  });
  test("tag their statements", async () => {
    await using plain = await connect({ url: local.url });
    await plain.tables();
    expect(last()?.tag).toBe("avocet");
    await using labelled = await connect({ url: local.url, labels: { team: "sales" } });
    await labelled.tables();
    expect(last()?.tag).toBe('{"team":"sales"}');
    await using own = await connect({ url: local.url, settings: { QUERY_TAG: "mine" } });
    await own.tables();
    expect(last()?.tag).toBe("mine");
  });
  test("tell the service's own name of a statement", async () => {
    const events: QueryEvent[] = [];
    await using connection = await connect({ url: local.url, onQuery: (event) => events.push(event) });
    await (await connection.sql("SELECT 1 AS one")).execute();
    expect(events.at(-1)).toMatchObject({ dialect: "snowflake", rows: 1, queryId: last()?.queryId, error: undefined });
  });
  test("are opened as they are needed, and not more than allowed", async () => {
    await using connection = await connect({ url: local.url, connections: 3 });
    expect(local.server.sessions).toBe(1);
    await Promise.all(Array.from({ length: 12 }, () => connection.tables()));
    expect(local.server.sessions).toBe(3);
    await connection.close();
    expect(local.server.sessions).toBe(0);
    await connection.close();
    await expect(connection.tables()).rejects.toMatchObject({ reason: "connection", message: /closed/ });
  });
  test("that the service has ended are opened again", async () => {
    await using connection = await connect({ url: local.url, connections: 2 });
    await Promise.all([connection.tables(), connection.tables()]);
    await local.server.expire();
    await connection.raw('CREATE OR REPLACE TABLE "kept" ("a" INT)');
    expect(await connection.tables()).toEqual(["kept"]);
    expect(await connection.transaction((inside) => inside.tables())).toEqual(["kept"]);
    await connection.dropTable("kept");
  });
  test("that end inside of a transaction end it", async () => {
    await using connection = await connect({ url: local.url });
    const broken = connection.transaction(async (inside) => {
      await inside.tables();
      await local.server.expire();
      return inside.tables();
    });
    await expect(broken).rejects.toMatchObject({ reason: "connection" });
    expect(await connection.tables()).toEqual([]);
  });
});

describe("what the service refuses", () => {
  test("statements without a warehouse", async () => {
    await using connection = await connect({ url: local.url.replace("?warehouse=WH&", "?") });
    expect(await connection.tables()).toEqual([]);
    const one = await connection.sql("SELECT 1 AS one");
    await expect(one.execute()).rejects.toMatchObject({
      reason: "resources",
      message: expect.stringMatching(/No active warehouse(?:.|\n)*connect\(\{ warehouse \}\)/),
    });
  });
  test("tables that are not there: the nearest is named", async () => {
    await using connection = await connect({ url: local.url });
    await connection.raw('CREATE TABLE "orders" ("id" INT)');
    for (const attempt of [
      () => connection.table("ordres"),
      () => connection.sql('SELECT * FROM "ordres"'),
      () => connection.dropTable("ordres"),
    ])
      await expect(attempt()).rejects.toMatchObject({
        code: "unknown-table",
        message: expect.stringMatching(/`ordres`(?:.|\n)*orders/),
      });
    // A bare name is in upper case for Snowflake.
    await expect(connection.sql("SELECT * FROM orders")).rejects.toThrow(/`ORDERS`/);
    await connection.dropTable("orders");
  });
  test("text that is no SQL: the place is marked", async () => {
    await using connection = await connect({ url: local.url });
    await expect(connection.sql("SELECT (1\n  FROM t")).rejects.toMatchObject({
      reason: "syntax",
      message: expect.stringMatching(/line 2: {3}FROM t\n {10}\^$/),
    });
    await expect(connection.sql('SELECT "nope" FROM (SELECT 1 AS "a")')).rejects.toMatchObject({ reason: "syntax" });
    await expect(connection.raw("SELECT 1; SELECT 2")).rejects.toThrow(/one after the other/);
  });
});
