import { inspect } from "node:util";
import { expect, test } from "vitest";
import { connect } from "../../src/duckdb/index.js";

test("a connection prints as one line with engine, target and state", async () => {
  const db = await connect({ settings: { threads: "1" }, labels: { team: "sales" } });
  expect(String(db)).toBe("duckdb connection to :memory: (open)");
  expect(inspect([db])).toBe("[ duckdb connection to :memory: (open) ]");
  await db.transaction(async (tx) => {
    expect(JSON.stringify({ tx })).toBe('{"tx":"duckdb connection to :memory: (in a transaction)"}');
  });
  await db.close();
  expect(inspect(db)).toBe("duckdb connection to :memory: (closed)");
});
