import { bigQueryForTests } from "@avocet/engines/bigquery";
import { connect } from "avocet/connect";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { typeErrors } from "../docs/typecheck.js";
import { run } from "./run.js";

const server = await bigQueryForTests();
afterAll(() => server?.stop());

describe.skipIf(server === null)("avocet pull from BigQuery", () => {
  const url = `bigquery://project/dataset?apiEndpoint=${encodeURIComponent(server?.url ?? "")}`;
  beforeAll(async () => {
    await using connection = await connect(url);
    await connection.raw(`CREATE TABLE orders (id INT64 NOT NULL, amount NUMERIC(15, 2), placed DATETIME, \`at\` TIMESTAMP NOT NULL,
      tags ARRAY<STRING>, place STRUCT<lat FLOAT64, seen DATE>, raw BYTES, document JSON)`);
    await connection.raw("CREATE VIEW open_orders AS SELECT id FROM dataset.orders");
  });

  test("writes schemas of tables and views that type-check", async () => {
    const { code, out: text } = await run("pull", url);
    expect(code).toBe(0);
    expect(text).toContain(`  orders: {
    id: notNull(int64),
    amount: decimal(15, 2),
    placed: timestamp(),
    at: notNull(timestamp("UTC")),
    tags: notNull(array(notNull(string))),
    place: struct({ lat: float64, seen: date }),
    raw: binary,
    document: json,
  },`);
    expect(text).toContain("  open_orders: {\n    id: int64,\n  },");
    expect(await typeErrors({ "tables.mts": text })).toBe("");
  });
});
