import type { SnowflakeConnection } from "@avocet/backends/snowflake";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { startStandIn } from "./run.js";

const generateRowsSql = (count: number) =>
  `SELECT SEQ8() AS "n", 'row ' || SEQ8() AS "s", DATEADD(second, SEQ8(), '2024-01-01'::TIMESTAMP_NTZ) AS "at" FROM TABLE(GENERATOR(ROWCOUNT => ${count}))`;

describe("streaming results of Snowflake", () => {
  let standIn: StandIn;
  let connection: SnowflakeConnection;
  beforeAll(async () => {
    standIn = await startStandIn();
    connection = await connect({ url: standIn.url });
  });
  afterAll(async () => {
    await connection.close();
    await standIn.stop();
  });

  test("batches contain all rows in order", async () => {
    const table = await connection.sql(generateRowsSql(100_000));
    let expected = 0;
    for await (const batch of table.batches())
      for (const n of Array.from(batch.columns.n ?? [])) {
        if (n !== expected) throw new Error(`Expected row ${expected}, got ${String(n)}`);
        expected += 1;
      }
    expect(expected).toBe(100_000);
    expect(await table.limit(1).execute()).toEqual([{ n: 0, s: "row 0", at: new Date("2024-01-01") }]);
  });
  test("several streams share one session", async () => {
    await using connectionWithOneSession = await connect({ url: standIn.url, connections: 1 });
    const table = await connectionWithOneSession.sql(generateRowsSql(30_000));
    const streams = [1, 2, 3].map(async () => {
      let count = 0;
      for await (const batch of table.batches()) count += batch.rowCount;
      return count;
    });
    expect(await Promise.all(streams)).toEqual([30_000, 30_000, 30_000]);
  });
  test("leaving a stream early stops fetching and frees the session", async () => {
    const table = await connection.sql(generateRowsSql(300_000));
    let rowCount = 0;
    for await (const batch of table.batches()) {
      rowCount += batch.rowCount;
      if (rowCount > 5000) break;
    }
    expect(rowCount).toBeLessThan(50_000);
    expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);
  });
  test("a stream is cancelled while it is read", async () => {
    const table = await connection.sql(generateRowsSql(300_000));
    const controller = new AbortController();
    const consumption = (async () => {
      for await (const _ of table.batches({ signal: controller.signal })) controller.abort();
    })();
    await expect(consumption).rejects.toMatchObject({ reason: "cancelled" });
  });
  test("a chunk that cannot be fetched is an error, not the end of the stream", async () => {
    const stoppedServer = await startStandIn();
    const lostConnection = await connect({ url: stoppedServer.url, driverOptions: { timeout: 2000 } });
    const table = await lostConnection.sql(generateRowsSql(300_000));
    const consumption = (async () => {
      let isStopped = false;
      for await (const _ of table.batches({ timeoutMs: 20_000 })) {
        if (!isStopped) await stoppedServer.stop();
        isStopped = true;
      }
    })();
    await expect(consumption).rejects.toMatchObject({ code: "backend" });
    await lostConnection.close();
  });
});
