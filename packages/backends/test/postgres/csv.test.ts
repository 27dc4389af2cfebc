import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bool, date, decimal, float64, int64, memtable, string, timestamp } from "@avocet/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

describe.skipIf(database === null)("readCsv on PostgreSQL", () => {
  let connection: PostgresConnection;
  let directory: string;
  beforeAll(async () => {
    connection = await connect(url);
    directory = await mkdtemp(join(tmpdir(), "csv-"));
  });
  afterAll(async () => {
    await connection?.close();
    await rm(directory, { recursive: true, force: true });
  });
  const file = async (text: string): Promise<string> => {
    const path = join(directory, `${Math.random()}.csv`);
    await writeFile(path, text);
    return path;
  };

  test("reads the columns of the schema, in its order", async () => {
    const path = await file(
      '\uFEFFid,"a ""b""",x,on,at,ok,n\n1,"line\nend, ""x""",0.5,2024-02-29,2024-01-31T12:00:00Z,true,1.50\n2,,,,,,\n3,"",1e3,2024-01-01,2024-01-31,f,2\n',
    );
    const table = await connection.readCsv(path, {
      id: int64,
      on: date,
      x: float64,
      'a "b"': string,
      at: timestamp("UTC"),
      ok: bool,
      n: decimal(9, 2),
    });
    expect(await table.orderBy("id").execute()).toEqual([
      {
        id: 1,
        on: "2024-02-29",
        x: 0.5,
        'a "b"': 'line\nend, "x"',
        at: new Date("2024-01-31T12:00:00Z"),
        ok: true,
        n: "1.50",
      },
      { id: 2, on: null, x: null, 'a "b"': null, at: null, ok: null, n: null },
      { id: 3, on: "2024-01-01", x: 1000, 'a "b"': "", at: new Date("2024-01-31T00:00:00Z"), ok: false, n: "2.00" },
    ]);
    expect(await connection.tables()).toEqual([]);
  });
  test("accepts another delimiter and NULL text", async () => {
    const path = await file("a;b\r\n1;x\r\nNA;NA\r\n;y\r\n");
    const table = await connection.readCsv(path, { a: int64, b: string }, { delimiter: ";", nullText: "NA" });
    expect(await table.orderBy("b").execute()).toEqual([
      { a: 1, b: "x" },
      { a: null, b: "y" },
      { a: null, b: null },
    ]);
  });
  test("quoted text is never NULL", async () => {
    const path = await file('a,b\n1,"NA"\n2,NA\n3,\n4,""\n5,"x\rNA"\nNA,"NA,\n"\n');
    const table = await connection.readCsv(path, { a: int64, b: string }, { nullText: "NA" });
    expect(await table.orderBy("a").execute()).toEqual([
      { a: 1, b: "NA" },
      { a: 2, b: null },
      { a: 3, b: null },
      { a: 4, b: "" },
      { a: 5, b: "x\rNA" },
      { a: null, b: "NA,\n" },
    ]);
  });
  test("cells written by toCsv are read equal", async () => {
    const texts = ["", '"', "\r", "\n", "\r\n", ",", ";", "NA", "\\.", "#", " ", "\t", "\uFEFF", "a"];
    const cell = fc.option(fc.array(fc.constantFrom(...texts), { maxLength: 4 }).map((list) => list.join("")));
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 6 }), fc.constantFrom("", "NA"), async (cells, nullText) => {
        const rows = cells.map((text, id) => ({ id, text }));
        const schema = { id: int64, text: string };
        const path = join(directory, "round-trip.csv");
        const table = await connection.createTable("cells", memtable(rows, schema), { replace: true });
        await table.toCsv(path, { nullText });
        const read = await connection.readCsv(path, schema, { nullText });
        expect(await read.orderBy("id").execute()).toEqual(rows);
      }),
      { numRuns: 20 },
    );
    await connection.dropTable("cells");
  });
  test("reads many rows", async () => {
    const path = await file(`i,s\n${Array.from({ length: 200_000 }, (_, i) => `${i},text ${i}\n`).join("")}`);
    const table = await connection.readCsv(path, { i: int64, s: string });
    expect(await table.aggregate((c) => ({ sum: c.i.sum(), n: c.s.nunique() })).execute()).toEqual([
      { sum: (199_999 * 200_000) / 2, n: 200_000 },
    ]);
  });
  test("a table can be created from a CSV file, but not a view", async () => {
    const rows = await connection.readCsv(await file("a\n1\n"), { a: int64 });
    await connection.createTable("kept", rows);
    expect(await (await connection.table("kept")).execute()).toEqual([{ a: 1 }]);
    await expect(connection.createView("fleeting", rows)).rejects.toThrow(/dropped with the connection/);
    expect(await connection.tables()).toEqual(["kept"]);
    await connection.dropTable("kept");
  });
  test.each<[string, string, RegExp]>([
    [
      "a,b\n1,x\nno,y\n",
      "a line with a value that does not fit",
      /invalid input syntax for type bigint: "no"\s+line 3, column a: "no"/,
    ],
    ["a,b\n1\n", "a line that is too short", /missing data for column "b"\s+line 2/],
    ["a,b\n1,x,y\n", "a line that is too long", /extra data after last expected column\s+line 2/],
    ['a,b\n1,"x\n', "a quote that does not end", /unterminated CSV quoted field/],
    ["a\n1\n", "a file without a column", /has no column `b`\nChoose columns of its first line: a/],
    ["a,a\n1,2\n", "a column twice", /Rename one of the two columns `a`/],
    ["", "an empty file", /is empty/],
  ])("%j: %s", async (text, _, message) => {
    const failed = connection.readCsv(await file(text), { a: int64, b: string });
    await expect(failed).rejects.toMatchObject({ code: "invalid-file", message: expect.stringMatching(message) });
  });
  test("a missing file raises an error", async () => {
    await expect(connection.readCsv(join(directory, "none.csv"), { a: int64 })).rejects.toMatchObject({
      code: "invalid-file",
      message: expect.stringMatching(/There is no file/),
    });
    expect(await (await connection.sql("SELECT 1 AS one")).scalar()).toBe(1);
  });
});
