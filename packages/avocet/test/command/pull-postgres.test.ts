import { testDatabase } from "@avocet/engines/postgres";
import { connect } from "avocet/connect";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { typeErrors } from "../docs/typecheck.js";
import { run } from "./run.js";

const database = await testDatabase();
afterAll(() => database?.drop());

describe.skipIf(database === null)("avocet pull from PostgreSQL", () => {
  const url = database?.url ?? "";
  beforeAll(async () => {
    await using connection = await connect(url);
    await connection.raw(`CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric(15, 2), placed timestamp, at timestamptz NOT NULL,
      tags text[], note varchar(20), raw bytea, document jsonb, "when" interval)`);
    await connection.raw("CREATE VIEW open_orders AS SELECT id, amount::float4 AS amount FROM orders");
  });

  test("writes schemas of tables and views that type-check", async () => {
    const { code, out: text } = await run("pull", url);
    expect(code).toBe(0);
    expect(text).toContain(`  orders: {
    id: notNull(int64),
    amount: decimal(15, 2),
    placed: timestamp(),
    at: notNull(timestamp("UTC")),
    tags: array(string),
    note: string,
    raw: binary,
    document: json,
    when: interval,
  },`);
    expect(text).toContain("  open_orders: {\n    id: int64,\n    amount: float32,\n  },");
    expect(await typeErrors({ "tables.mts": text })).toBe("");
  });
});
