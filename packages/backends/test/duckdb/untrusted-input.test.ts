import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, lit, memtable, string, table } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connection, evaluate, run } from "./run.js";

// The conformance package has known difficult texts; this tests random texts, and names that are specific to DuckDB.

test("random texts survive a round trip", async () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
  const valid = fc
    .array(text, { minLength: 1, maxLength: 40 })
    .filter((list) => !list.some((s) => /\p{Surrogate}/u.test(s)));
  await fc.assert(
    fc.asyncProperty(valid, async (list) => {
      expect(await evaluate(lit(list, array(string)))).toEqual(list);
      expect(await run(memtable(list.map((s) => ({ s }))))).toEqual(list.map((s) => ({ s })));
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("names with a NUL character are rejected", () => {
  expect(() => table("a\0b", { x: string }).toSQL(duckdb)).toThrow();
});

test("a table name is never read as a file path", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "avocet-")), "secret.csv");
  writeFileSync(file, "word\nsecret\n");
  const con = await connection();
  const stolen = table(file, { word: string });
  await expect(con.execute(stolen)).rejects.toThrow();
  await con.createTable(file, memtable([{ word: "mine" }]));
  expect(await con.execute(stolen)).toEqual([{ word: "mine" }]);
  await con.dropTable(file);
});
