// What toCsv writes, readCsv reads equal.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arrayOf, int64, memtable, string } from "@avocet/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connection } from "./run.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "avocet-csv-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const SPECIAL_TEXTS = [
  "",
  '"',
  '""',
  "\r",
  "\n",
  "\r\n",
  ",",
  ";",
  "NA",
  "NULL",
  "\\.",
  "\\",
  "#",
  " ",
  "\t",
  "'",
  "\uFEFF",
];
const cell = fc.oneof(
  fc.constant(null),
  fc.constantFrom(...SPECIAL_TEXTS),
  fc.array(fc.constantFrom(...SPECIAL_TEXTS, "a", "1"), { maxLength: 5 }).map((texts) => texts.join("")),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
// Strings of engines cannot hold U+0000.
const isStorable = (text: string | null): boolean => text === null || !text.includes("\0");
const format = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  nullText: fc.constantFrom("", "NA", "\\N"),
});

test.each(["DuckDB", "Avocet"])("cells that %s writes to CSV are read equal", async (writer) => {
  const db = await connection();
  const schema = { a: string, id: int64, b: string };
  const path = join(directory, `${writer}.csv`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 6 }), format, async (cells, options) => {
      const rows = cells.map(([a, b], id) => ({ a, id, b })).filter(({ a, b }) => isStorable(a) && isStorable(b));
      const table = memtable(rows, schema);
      const stored = await db.createTable("cells", table, { replace: true });
      const sorted = stored.orderBy("id");
      // Avocet writes tables with nested values itself.
      if (writer === "DuckDB") await sorted.toCsv(path, options);
      else await sorted.mutate((c) => ({ nested: arrayOf(c.id) })).toCsv(path, options);
      const read = await db.readCsv(path, schema, options);
      expect(await read.orderBy("id").execute()).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});
