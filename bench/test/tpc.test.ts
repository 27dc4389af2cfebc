import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../tpc/check/database.js";
import { openDatabase } from "../tpc/check/database.js";
import type { Digest } from "../tpc/check/digest.js";
import { digestDifference } from "../tpc/check/digest.js";
import { NUMBERS, queryOf, tablesOf } from "../tpc/check/queries.js";
import type { Suite } from "../tpc/generate/index.js";
import { generatedData } from "../tpc/generate/index.js";

// Digests of DuckDB's answers to the benchmarks' SQL on the same data, recorded by `npm run test:tpc`.
const digests: Readonly<Record<Suite, Readonly<Record<string, Digest>>>> = JSON.parse(
  readFileSync(new URL("../tpc/digests.json", import.meta.url), "utf8"),
);

describe.each([
  ["TPC-H", "h"],
  ["TPC-DS", "ds"],
] as const)("%s on generated data", (_, suite) => {
  let database: Database;
  let tables: unknown;
  beforeAll(async () => {
    database = await openDatabase();
    await database.run(generatedData[suite]);
    tables = await tablesOf(suite, database);
  }, 120_000);
  afterAll(() => database.close());

  test.each(NUMBERS[suite])(`${suite} query %i returns the reference answer`, async (number) => {
    const digest = digests[suite][number];
    const query = await queryOf(suite, number);
    if (!digest || !query) throw new Error(`bench/tpc/${suite} has no query ${number}.`);
    expect(digestDifference(await database.rows(query(tables)), digest)).toBeNull();
  });
});
