import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { isAvocetError } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { QueryEvent } from "../../src/shared/events/event.js";
import type { SnowflakeOptions } from "../../src/snowflake/index.js";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { startStandIn } from "./run.js";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.stop());

const connectError = async (options: SnowflakeOptions) => {
  const error = await connect(options).then(
    (connection) => connection.close(),
    (reason: unknown) => reason,
  );
  if (!isAvocetError(error)) throw new Error(`Expected an AvocetError, got ${String(error)}`);
  expect(JSON.stringify([error.message, error.details, String(error.cause), error.stack])).not.toContain("geheim");
  return error;
};

describe("connecting to Snowflake", () => {
  test("connect accepts a URL, options, or both", async () => {
    const accountOptions = { account: "local", user: "tester", password: "secret", database: "DB", schema: "PUBLIC" };
    for (const connectOptions of [
      { url: standIn.url },
      { ...accountOptions, warehouse: "WH", accessUrl: standIn.server.url },
      { url: standIn.url.replace("tester:secret", "nobody:nothing"), user: "tester", password: "secret" },
    ]) {
      await using connection = await connect(connectOptions);
      const namespace = await connection.sql("SELECT CURRENT_DATABASE() || '.' || CURRENT_SCHEMA() AS place");
      expect(await namespace.scalar()).toBe("DB.PUBLIC");
    }
    expect(standIn.server.sessions).toBe(0);
  });
  test("a wrong password is an authentication error that does not contain it", async () => {
    const error = await connectError({ url: standIn.url, password: "geheim" });
    expect(error.reason).toBe("authentication");
    expect(error.message).toMatch(/Cannot connect to the Snowflake account local: Incorrect username or password/);
  });
  test("an unreachable host is a connection error", async () => {
    const driverOptions = { sfRetryMaxLoginRetries: 0 };
    const error = await connectError({
      url: standIn.url,
      password: "geheim",
      accessUrl: "http://127.0.0.1:9",
      driverOptions,
    });
    expect(error).toMatchObject({ reason: "connection", retryable: true });
    expect(error.message).toMatch(/Check the name of the account and that it can be reached/);
  });
  test("a host that does not respond is a connection error after connectTimeoutMs", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : 0;
    const started = performance.now();
    const error = await connectError({
      url: standIn.url,
      accessUrl: `http://127.0.0.1:${port}`,
      connectTimeoutMs: 200,
    });
    expect(error).toMatchObject({ reason: "connection", message: expect.stringMatching(/did not respond in time/) });
    expect(performance.now() - started).toBeLessThan(5000);
    silent.closeAllConnections();
    silent.close();
  });
  test("invalid options are refused", async () => {
    expect((await connectError({ user: "ada" })).message).toMatch(/option account is missing/);
    expect((await connectError({ url: standIn.url, settings: { Timezone: "Europe/Rome" } })).message).toMatch(
      /Timezone cannot be changed/,
    );
    expect((await connectError({ url: standIn.url, settings: { "A = 1; DROP": 1 } })).code).toBe("invalid-argument");
    expect((await connectError({ url: standIn.url, connections: 0 })).code).toBe("invalid-argument");
    expect((await connectError({ url: standIn.url, labels: { team: "x".repeat(2000) } })).code).toBe(
      "invalid-argument",
    );
  });
  test("the driver does not write a log file", () => {
    expect(existsSync("snowflake.log")).toBe(false);
  });
});

describe("sessions", () => {
  const lastStatement = () => standIn.server.history.at(-1);

  test("a session starts with fixed formats and time zone UTC", async () => {
    await using connection = await connect({ url: standIn.url, settings: { USE_CACHED_RESULT: false, WEEK: "it's" } });
    const setup = lastStatement()?.sql ?? "";
    expect(setup).toMatch(/^ALTER SESSION SET USE_CACHED_RESULT = FALSE WEEK = 'it\\'s' TIMEZONE = 'UTC' /);
    expect(setup).toMatch(/QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE/);
    await connection.close();
  });
  test("statements are tagged with avocet, with the labels, or with a custom tag", async () => {
    await using unlabelled = await connect({ url: standIn.url });
    await unlabelled.tables();
    expect(lastStatement()?.tag).toBe("avocet");
    await using labelled = await connect({ url: standIn.url, labels: { team: "sales" } });
    await labelled.tables();
    expect(lastStatement()?.tag).toBe('{"team":"sales"}');
    await using customTagged = await connect({ url: standIn.url, settings: { QUERY_TAG: "mine" } });
    await customTagged.tables();
    expect(lastStatement()?.tag).toBe("mine");
  });
  test("a query event contains the query id of the service", async () => {
    const events: QueryEvent[] = [];
    await using connection = await connect({ url: standIn.url, onQuery: (event) => events.push(event) });
    await (await connection.sql("SELECT 1 AS one")).execute();
    expect(events.at(-1)).toMatchObject({
      dialect: "snowflake",
      rows: 1,
      queryId: lastStatement()?.queryId,
      error: undefined,
    });
  });
  test("sessions are opened on demand, up to the maximum", async () => {
    await using connection = await connect({ url: standIn.url, connections: 3 });
    expect(standIn.server.sessions).toBe(1);
    await Promise.all(Array.from({ length: 12 }, () => connection.tables()));
    expect(standIn.server.sessions).toBe(3);
    await connection.close();
    expect(standIn.server.sessions).toBe(0);
    await connection.close();
    await expect(connection.tables()).rejects.toMatchObject({ reason: "connection", message: /closed/ });
  });
  test("expired sessions are replaced", async () => {
    await using connection = await connect({ url: standIn.url, connections: 2 });
    await Promise.all([connection.tables(), connection.tables()]);
    await standIn.server.expire();
    await connection.raw('CREATE OR REPLACE TABLE "kept" ("a" INT)');
    expect(await connection.tables()).toEqual(["kept"]);
    expect(await connection.transaction((tx) => tx.tables())).toEqual(["kept"]);
    await connection.dropTable("kept");
  });
  test("a session that expires inside a transaction fails the transaction", async () => {
    await using connection = await connect({ url: standIn.url });
    const transaction = connection.transaction(async (tx) => {
      await tx.tables();
      await standIn.server.expire();
      return tx.tables();
    });
    await expect(transaction).rejects.toMatchObject({ reason: "connection" });
    expect(await connection.tables()).toEqual([]);
  });
});

describe("errors of the service", () => {
  test("a query without a warehouse fails with a hint", async () => {
    await using connection = await connect({ url: standIn.url.replace("?warehouse=WH&", "?") });
    expect(await connection.tables()).toEqual([]);
    const query = await connection.sql("SELECT 1 AS one");
    await expect(query.execute()).rejects.toMatchObject({
      reason: "resources",
      message: expect.stringMatching(/No active warehouse(?:.|\n)*connect\(\{ warehouse \}\)/),
    });
  });
  test("a missing-table error suggests the most similar name", async () => {
    await using connection = await connect({ url: standIn.url });
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
    // Snowflake converts unquoted names to upper case.
    await expect(connection.sql("SELECT * FROM orders")).rejects.toThrow(/`ORDERS`/);
    await connection.dropTable("orders");
  });
  test("a syntax error marks its position", async () => {
    await using connection = await connect({ url: standIn.url });
    await expect(connection.sql("SELECT (1\n  FROM t")).rejects.toMatchObject({
      reason: "syntax",
      message: expect.stringMatching(/line 2: {3}FROM t\n {10}\^$/),
    });
    await expect(connection.sql('SELECT "nope" FROM (SELECT 1 AS "a")')).rejects.toMatchObject({ reason: "syntax" });
    await expect(connection.raw("SELECT 1; SELECT 2")).rejects.toThrow(/one after the other/);
  });
});
