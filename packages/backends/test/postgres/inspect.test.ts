import { inspect } from "node:util";
import { expect, test } from "vitest";
import { connect } from "../../src/postgres/index.js";
import { url } from "./run.js";

test("a connection prints host and database, and never its password", async () => {
  const { hostname, port, pathname } = new URL(url);
  const target = `${hostname}:${port}${pathname}`;
  const db = await connect({ url, password: new URL(url).password || "s3cr3t" });
  try {
    expect(inspect(db)).toBe(`postgres connection to ${target} (open)`);
    await db.transaction(async (tx) => {
      expect(JSON.stringify([tx])).toBe(`["postgres connection to ${target} (in a transaction)"]`);
    });
  } finally {
    await db.close();
  }
  expect(String(db)).toBe(`postgres connection to ${target} (closed)`);
});
