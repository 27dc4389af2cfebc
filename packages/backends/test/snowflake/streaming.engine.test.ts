import type { SnowflakeConnection } from "@avocet/backends/snowflake";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/snowflake/index.js";
import type { StandIn } from "./run.js";
import { standIn } from "./run.js";

const rowsOf = (count: number) =>
  `SELECT SEQ8() AS "n", 'row ' || SEQ8() AS "s", DATEADD(second, SEQ8(), '2024-01-01'::TIMESTAMP_NTZ) AS "at" FROM TABLE(GENERATOR(ROWCOUNT => ${count}))`;

describe("streams of Snowflake", () => {
  let local: StandIn;
  let connection: SnowflakeConnection;
  beforeAll(async () => {
    local = await standIn();
    connection = await connect({ url: local.url });
  });
  afterAll(async () => {
    await connection.close();
    await local.stop();
  });

  test("all rows, in their order, as they are taken", async () => {
    const table = await connection.sql(rowsOf(100_000));
    let next = 0;
    for await (const batch of table.batches())
      for (const n of Array.from(batch.columns.n ?? [])) {
        if (n !== next) throw new Error(`row ${String(n)} in the place of ${next}`);
        next += 1;
      }
    expect(next).toBe(100_000);
    expect(await table.limit(1).execute()).toEqual([{ n: 0, s: "row 0", at: new Date("2024-01-01") }]);
  });
  test("several at once on one session", async () => {
    await using narrow = await connect({ url: local.url, connections: 1 });
    const table = await narrow.sql(rowsOf(30_000));
    const streams = [1, 2, 3].map(async () => {
      let count = 0;
      for await (const batch of table.batches()) count += batch.rowCount;
      return count;
    });
    expect(await Promise.all(streams)).toEqual([30_000, 30_000, 30_000]);
  });
  test("left early: nothing more is fetched, and the session is free", async () => {
    const table = await connection.sql(rowsOf(300_000));
    let taken = 0;
    for await (const batch of table.batches()) {
      taken += batch.rowCount;
      if (taken > 5000) break;
    }
    expect(taken).toBeLessThan(50_000);
    expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);
  });
  test("stopped in the middle", async () => {
    const table = await connection.sql(rowsOf(300_000));
    const stop = new AbortController();
    const all = (async () => {
      for await (const _ of table.batches({ signal: stop.signal })) stop.abort();
    })();
    await expect(all).rejects.toMatchObject({ reason: "cancelled" });
  });
  test("a piece that cannot be fetched any more is an error, not the end", async () => {
    const other = await standIn();
    const lost = await connect({ url: other.url, driverOptions: { timeout: 2000 } });
    const table = await lost.sql(rowsOf(300_000));
    const all = (async () => {
      let stopped = false;
      for await (const _ of table.batches({ timeoutMs: 20_000 })) {
        if (!stopped) await other.stop();
        stopped = true;
      }
    })();
    await expect(all).rejects.toMatchObject({ code: "backend" });
    await lost.close();
  });
});
