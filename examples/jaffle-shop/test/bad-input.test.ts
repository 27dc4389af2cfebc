import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAvocetError } from "avocet";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jaffleShop } from "../src/command.js";
import { writeSeeds } from "../src/seed.js";
import { buildShop } from "../src/shop.js";
import { openInOtherProcess } from "./other-process.js";

let root: string;
let validData: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "jaffle-bad-"));
  validData = join(root, "valid");
  await writeSeeds(validData);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const FILES = ["raw_customers.csv", "raw_orders.csv", "raw_payments.csv"];
/** Copies the valid files, with one of them changed or, if `corrupt` is null, deleted. Returns the folder. */
async function copyWithCorruption(name: string, corrupt: ((text: string) => string) | null): Promise<string> {
  const directory = await mkdtemp(join(root, "corrupt-"));
  await mkdir(directory, { recursive: true });
  for (const file of FILES) await copyFile(join(validData, file), join(directory, file));
  const path = join(directory, name);
  if (corrupt) await writeFile(path, corrupt(await readFile(path, "utf8")));
  else await rm(path);
  return directory;
}
const errorOf = (args: readonly string[]): Promise<string | null> => jaffleShop(args, () => undefined);

describe("an invalid CSV file", () => {
  const cases: [string, string, ((text: string) => string) | null, RegExp][] = [
    ["a missing file", "raw_payments.csv", null, /There is no file .*raw_payments\.csv\nCheck the path/],
    ["an empty file", "raw_orders.csv", () => "", /raw_orders\.csv is empty/],
    [
      "a file without a header",
      "raw_orders.csv",
      (t) => t.slice(t.indexOf("\n") + 1),
      /has no column `id`, .*\nChoose columns of its first line: 1, /,
    ],
    ["a file with other columns", "raw_orders.csv", () => "a,b\n1,2\n", /has no column `id`, `user_id`/],
    [
      "a row with too many fields",
      "raw_payments.csv",
      (t) => t.replace(/\n57,/, "\n57,1,2,3,4,"),
      /CSV Error on Line: 58[\s\S]*Expected Number of Columns: 4/,
    ],
    [
      "a value of the wrong type",
      "raw_payments.csv",
      (t) => t.replace(/(\n57,.*,)\d+/, "$1much"),
      /CSV Error on Line: 58[\s\S]*"much"/,
    ],
    [
      "an impossible date",
      "raw_orders.csv",
      (t) => t.replace("2018-02-04", "2018-02-31"),
      /CSV Error on Line: 34[\s\S]*2018-02-31/,
    ],
  ];
  test.each(cases)("%s is reported and leaves no database file", async (_, name, corrupt, message) => {
    const directory = await copyWithCorruption(name, corrupt);
    const database = join(directory, "shop.duckdb");
    expect(await errorOf(["--data", directory, "--database", database])).toMatch(message);
    expect(existsSync(database)).toBe(false);
  });
  test.each(cases)("%s leaves an existing shop unchanged", async (_, name, corrupt) => {
    const directory = await copyWithCorruption(name, corrupt);
    await using connection = await connect();
    await buildShop(connection, validData, () => undefined);
    const original = await (await connection.table("customers")).orderBy("customer_id").execute();
    await writeSeeds(join(directory, "more"), 2);
    await copyFile(join(directory, "more", "raw_customers.csv"), join(directory, "raw_customers.csv"));
    const error = await buildShop(connection, directory, () => undefined).catch((e: unknown) => e);
    expect(isAvocetError(error) && error.code).toBe("invalid-file");
    expect(await (await connection.table("customers")).orderBy("customer_id").execute()).toEqual(original);
    expect(await (await connection.table("raw_customers")).execute()).toHaveLength(100);
    expect(await connection.tables()).toHaveLength(8);
  });
});

test("a database file that is open in another process is reported", async () => {
  const database = join(root, "open.duckdb");
  expect(await errorOf(["--data", validData, "--database", database])).toBeNull();
  {
    await using _ = await openInOtherProcess(database);
    expect(await errorOf(["--data", validData, "--database", database])).toMatch(
      /open\.duckdb is open in another process: .*PID \d+.*\nClose it there and try again/,
    );
  }
  expect(await errorOf(["--data", validData, "--database", database])).toBeNull();
});

test("a file that is not a database is reported and left unchanged", async () => {
  const path = join(root, "notes.txt");
  await writeFile(path, "not a database, but a text that is long enough to be inspected\n".repeat(100));
  const original = await readFile(path);
  expect(await errorOf(["--data", validData, "--database", path])).toMatch(/Cannot open.*not a valid DuckDB database/);
  expect(await readFile(path)).toEqual(original);
});

test("a missing table is reported with a suggestion", async () => {
  await using connection = await connect();
  await buildShop(connection, validData, () => undefined);
  await expect(connection.table("stg_order")).rejects.toThrow(
    /There is no table or view `stg_order`\nDid you mean `stg_orders`/,
  );
});

test("options that make no sense", async () => {
  for (const args of [
    ["--scale", "0"],
    ["--scale", "x"],
    ["--scale", "2", "--data", validData],
    ["--dat", validData],
    ["more"],
  ])
    expect(await errorOf(args)).toMatch(/npm run jaffle-shop -- \[--data DIR\]/);
});
