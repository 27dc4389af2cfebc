import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, lit, memtable, string, struct, table } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connection, evaluate, run, runBound } from "./run.js";

/** Text that has broken encoders: quotes, comments, statement ends, placeholders, line ends, NUL, surrogate pairs. */
const HOSTILE = [
  "'",
  "''",
  "\\'",
  '"',
  '""',
  "';",
  "'; DROP TABLE victim; --",
  "') OR 1=1 --",
  "/* */",
  "*/ --",
  "$1",
  "$$x$$",
  "?",
  ":name",
  "@p",
  "%",
  "_",
  "\n",
  "\r\n",
  "\t",
  "\0",
  "a\0b",
  "\u2028",
  "\u2029",
  "é",
  "😀",
  "\ufeff",
  "\\",
  "\\\\",
  "E'\\x41'",
  "NULL",
];

test.each(HOSTILE)("%j comes back as it was, inline and bound", async (text) => {
  expect(await evaluate(lit(text))).toBe(text);
  const con = await connection();
  await con.createTable("victim", memtable([{ id: 1 }]), { replace: true });
  const wrapped = memtable([{ one: 1 }]).select({ value: lit(text) });
  expect(compileDuckDB(wrapped.relation, { literals: "bind" }).params.map((p) => p.value)).toContain(text);
  for (const read of [run, runBound]) {
    expect(await read(memtable([{ s: text }]))).toEqual([{ s: text }]);
    expect(await read(wrapped.filter((c) => c.value.eq(text)))).toEqual([{ value: text }]);
  }
  expect(await con.tables()).toEqual(["victim"]);
});

test("any text comes back as it was", async () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE));
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

test("names are quoted, whatever is in them", async () => {
  for (const name of HOSTILE.filter((h) => !h.includes("\0"))) {
    const t = memtable([{ [name]: 1 }]);
    expect(await run(t.mutate((c) => ({ [`${name}2`]: c[name] ?? lit(0) })))).toEqual([{ [name]: 1, [`${name}2`]: 1 }]);
    const fields = struct({ [name]: string });
    expect(await evaluate(lit({ [name]: name }, fields))).toEqual({ [name]: name });
  }
  expect(() => table("a\0b", { x: string }).toSQL("duckdb")).toThrow();
});

test("a table's name is never taken for a file", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "avocet-")), "secret.csv");
  writeFileSync(file, "word\nsecret\n");
  const con = await connection();
  const stolen = table(file, { word: string });
  await expect(con.execute(stolen)).rejects.toThrow();
  await con.createTable(file, memtable([{ word: "mine" }]));
  expect(await con.execute(stolen)).toEqual([{ word: "mine" }]);
  await con.dropTable(file);
});
