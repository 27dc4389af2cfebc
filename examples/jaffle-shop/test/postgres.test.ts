import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "@avocet/engines/postgres";
import * as duckdb from "avocet/duckdb";
import * as postgres from "avocet/postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jaffleShop } from "../src/command.js";
import { writeSeeds } from "../src/seed.js";
import type { Step } from "../src/shop.js";
import { buildShop } from "../src/shop.js";

const database = await testDatabase();
const url = database?.url ?? "";
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "jaffle-"));
  await writeSeeds(directory);
});
afterAll(async () => {
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

type Database = Pick<duckdb.DuckDBConnection, "tables" | "table">;
const readAllTables = async (connection: Database): Promise<Record<string, unknown[]>> => {
  const rowsByTable: Record<string, unknown[]> = {};
  for (const name of await connection.tables()) {
    const table = await connection.table(name);
    rowsByTable[name] = await table.orderBy(table.columns[0] ?? "").execute();
  }
  return rowsByTable;
};

describe.skipIf(database === null)("the shop in PostgreSQL", () => {
  test("has the same rows as in DuckDB, also when rebuilt", async () => {
    await using duckdbConnection = await duckdb.connect();
    await using postgresConnection = await postgres.connect(url);
    await buildShop(duckdbConnection, directory, () => undefined);
    const expected = await readAllTables(duckdbConnection);
    expect(Object.keys(expected)).toHaveLength(8);
    for (let round = 0; round < 3; round++) {
      const steps: Step[] = [];
      await buildShop(postgresConnection, directory, (step) => steps.push(step));
      expect(steps.map(({ rows }) => rows)).toEqual([100, 99, 113, 100, 99, 113, 99, 100]);
      expect(await readAllTables(postgresConnection)).toEqual(expected);
    }
  });
  test("keeps the privileges of other roles when rebuilt", async () => {
    await using postgresConnection = await postgres.connect(url);
    await postgresConnection.raw("CREATE ROLE guest; GRANT SELECT ON orders, stg_orders TO guest");
    await buildShop(postgresConnection, directory, () => undefined);
    const privileges = await postgresConnection.sql(
      "SELECT has_table_privilege('guest', 'orders', 'SELECT') AND has_table_privilege('guest', 'stg_orders', 'SELECT') AS may",
    );
    expect(await privileges.scalar()).toBe(true);
    await postgresConnection.raw("DROP OWNED BY guest; DROP ROLE guest");
  });
  test("is built by the command repeatedly, without printing the password", async () => {
    const secret = new URL(url);
    secret.password = "geheim";
    for (let round = 0; round < 2; round++) {
      const lines: string[] = [];
      expect(await jaffleShop(["--data", directory, "--database", secret.href], (text) => lines.push(text))).toBeNull();
      expect(lines.join("\n")).toMatch(/│ {10}42 │ Diana/);
      expect(lines.join("\n")).not.toContain("geheim");
    }
    const problem = await jaffleShop(["--data", directory, "--database", `${secret.href}_not`], () => undefined);
    expect(problem).toMatch(/There is no database/);
  });
});
