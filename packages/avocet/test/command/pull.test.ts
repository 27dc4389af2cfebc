import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as avocet from "avocet";
import { connect } from "avocet/connect";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { usage } from "../../src/command/command.js";
import { typeErrors } from "../docs/typecheck.js";
import { run } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "avocet-pull-"));
const database = join(folder, "shop.duckdb");
beforeAll(async () => {
  await using connection = await connect(`duckdb:${database}`);
  await connection.raw(`CREATE TABLE orders (
    id BIGINT NOT NULL, "the amount" DECIMAL(15, 2), placed TIMESTAMP, "at" TIMESTAMPTZ NOT NULL, "__proto__" INTEGER,
    tags VARCHAR[], place STRUCT(lat DOUBLE, "a b" DATE), counts MAP(VARCHAR, BIGINT))`);
  await connection.raw('CREATE VIEW "odd ""name""" AS SELECT 1::TINYINT AS x');
  await connection.raw("CREATE TABLE strange (kind ENUM ('a', 'b'), u UNION(n INTEGER, s VARCHAR))");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("avocet pull", () => {
  test("writes schemas of tables and views as TypeScript that matches the tables", async () => {
    const file = join(folder, "tables.ts");
    const { code, err } = await run("pull", database, "--out", file);
    expect(code).toBe(0);
    expect(err).toContain("skipped: strange: ");
    expect(err).toContain(`${file}: 2 tables and views`);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`  orders: {
    id: notNull(int64),
    "the amount": decimal(15, 2),
    placed: timestamp(),
    at: notNull(timestamp("UTC")),
    ["__proto__"]: int32,
    tags: array(string),
    place: struct({ lat: float64, "a b": date }),
    counts: map(string, int64),
  },`);
    expect(text).toContain('  "odd \\"name\\"": {\n    x: int8,\n  },');
    expect(await typeErrors({ "tables.mts": text })).toBe("");
    const tables = new Function(
      ...Object.keys(avocet),
      text
        .replace(/^import.*$/m, "")
        .replace("export const tables =", "return")
        .replace(" as const", ""),
    )(...Object.values(avocet));
    await using connection = await connect(database);
    const orders = await connection.table("orders", tables.orders);
    expect(orders.columns).toContain("__proto__");
  });
  test("opening a table that changed since pull is an error that shows the difference", async () => {
    await using connection = await connect(database);
    const opened = connection.table("orders", { id: avocet.notNull(avocet.int32), total: avocet.float64 });
    await expect(opened).rejects.toMatchObject({
      code: "schema-mismatch",
      message: expect.stringMatching(
        /id: !int32 is declared, but the column is !int64\n.*total: float64 is declared, but does not exist/,
      ),
    });
  });
  test("--table writes only the named table, to standard output by default", async () => {
    const { code, out } = await run("pull", `duckdb:${database}`, "--table", 'odd "name"');
    expect(code).toBe(0);
    expect(out).toContain('import { int8 } from "avocet";');
    expect(out).not.toContain("orders");
  });
  test("wrong arguments and missing tables exit with a message that lists the alternatives", async () => {
    expect(await run("pull", database, "--table", "order")).toMatchObject({
      code: 1,
      err: expect.stringContaining("orders"),
    });
    expect(await run("pull", "oracle://x")).toMatchObject({ code: 1, err: expect.stringContaining("duckdb") });
    expect(await run("pull")).toMatchObject({ code: 2, err: expect.stringContaining(usage) });
    expect(await run("push", database)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Unknown command "push"'),
    });
    expect(await run("pull", database, "again")).toMatchObject({ code: 2 });
    expect(await run("pull", database, "--oot", "x")).toMatchObject({ code: 2, err: expect.stringContaining("--oot") });
    expect(await run("pull", join(folder, "no", "such.duckdb"))).toMatchObject({ code: 1 });
    expect(await run("--help")).toEqual({ code: 0, out: `${usage}\n`, err: "" });
  });
});

test("avocet --version prints the version of the package", async () => {
  // npm requires the field.
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  expect(await run("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
});
