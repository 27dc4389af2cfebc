import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { date, decimal, int64, isAvocetError, printDType, string } from "@avocet/core";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { connection } from "./run.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "avocet-csv-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function file(content: string | Uint8Array, name = "data.csv"): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}
const SCHEMA = { id: int64, name: string };

test("readCsv reads the columns of the schema by name, in its order", async () => {
  const db = await connection();
  const path = await file('day,name,extra,id\n2020-01-31,"a, ""b""\nc",x,1\n,,y,2\n');
  const table = await db.readCsv(path, { id: int64, name: string, day: date });
  const rows = await table.execute();
  expectTypeOf(rows).toEqualTypeOf<{ id: number | null; name: string | null; day: string | null }[]>();
  expect(rows).toEqual([
    { id: 1, name: 'a, "b"\nc', day: "2020-01-31" },
    { id: 2, name: null, day: null },
  ]);
  expect(
    await table
      .filter((c) => c.id.gt(1))
      .select("day")
      .execute(),
  ).toEqual([{ day: null }]);
});

test("readCsv accepts all line endings, a byte order mark and a missing last line ending", async () => {
  const db = await connection();
  for (const content of [
    "id,name\r\n1,a\r\n2,b\r\n",
    "id,name\n1,a\n2,b",
    "id,name\r1,a\r2,b\r",
    "\uFEFFid,name\n1,a\n2,b\n",
    '"id","name"\n1,a\n2,b\n',
  ])
    expect(await (await db.readCsv(await file(content), SCHEMA)).execute(), JSON.stringify(content)).toEqual([
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ]);
});

test("readCsv without a schema detects dtypes", async () => {
  const db = await connection();
  const table = await db.readCsv(await file("id,day,share,ok,word\n1,2020-01-31,0.5,true,a\n2,,1.5,false,b\n"));
  expect(Object.entries(table.schema).map(([name, d]) => `${name} ${printDType(d)}`)).toEqual([
    ...["id int64", "day date", "share float64", "ok bool", "word string"],
  ]);
  expect(await table.execute()).toHaveLength(2);
});

test("readCsv accepts another delimiter and NULL text", async () => {
  const db = await connection();
  const path = await file("id|price\n1|1.50\n2|n/a\n3|\n");
  const table = await db.readCsv(path, { id: int64, price: decimal(9, 2) }, { delimiter: "|", nullText: "n/a" });
  expect((await table.execute()).map((row) => row.price)).toEqual(["1.50", null, null]);
});

test("readCsv treats special characters in file names literally", async () => {
  const db = await connection();
  for (const name of ["it's.csv", "a[1]*?.csv", '"; DROP TABLE t; --.csv', "ünï 日本.csv", "$1.csv", "a\\b.csv"]) {
    const path = await file("id,name\n1,a\n", name);
    expect(await (await db.readCsv(path, SCHEMA)).execute(), name).toEqual([{ id: 1, name: "a" }]);
  }
});

test("a CSV file is read at execution, and again by each query of a view", async () => {
  const db = await connection();
  const path = await file("id,name\n1,a\n", "changing.csv");
  await db.createView("changing", await db.readCsv(path, SCHEMA), { replace: true });
  await file("id,name\n1,a\n2,b\n", "changing.csv");
  expect(await (await db.table("changing")).execute()).toHaveLength(2);
});

const BAD: [what: string, content: string | Uint8Array | null, readError: RegExp | null, runError: RegExp | null][] = [
  ["missing", null, /There is no file .*data\.csv\nCheck the path/, null],
  ["empty", "", /data\.csv is empty\nWrite the column names/, null],
  ["without a column", "ident,name\n1,a\n", /has no column `id`\nChoose columns of its first line: ident, name/, null],
  ["naming a column twice", "id,id,name\n1,2,a\n", /Rename one of the two columns `id`/, null],
  [
    "longer in one line",
    "id,name\n1,a\n2,b,c\n",
    null,
    /CSV Error on Line: 3[\s\S]*Expected Number of Columns: 2 Found: 3/,
  ],
  [
    "shorter in one line",
    "id,name\n1,a\n2\n",
    null,
    /CSV Error on Line: 3[\s\S]*Expected Number of Columns: 2 Found: 1/,
  ],
  [
    "of another dtype in one line",
    "id,name\n1,a\nx,b\n",
    null,
    /CSV Error on Line: 3[\s\S]*Could not convert string "x" to 'BIGINT'/,
  ],
  ["open at a quote", 'id,name\n1,"a\n2,b\n', null, /unterminated quote/],
  ["not text", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 0xff, 0xfe, 10, 0), /not utf-8 encoded/, null],
];
test.each(BAD)("a CSV file that is %s raises an error", async (_, content, readError, runError) => {
  const db = await connection();
  const path = join(directory, "data.csv");
  await rm(path, { force: true });
  if (content !== null) await writeFile(path, content);
  const attempt = async (): Promise<unknown> => {
    const table = await db.readCsv(path, SCHEMA);
    if (readError) return "read";
    return db.createTable("from_csv", table, { replace: true });
  };
  const error = await attempt().catch((e: unknown) => e);
  expect(isAvocetError(error) && error.code).toBe("invalid-file");
  expect(String(error)).toMatch(readError ?? runError ?? /never/);
  expect(await db.tables()).not.toContain("from_csv");
});
test("dtype detection does not mistake malformed lines for the header", async () => {
  const db = await connection();
  await expect(db.readCsv(await file("id,name\n1,a\n2,b,c,d\n"))).rejects.toThrow(
    /do not match its first line|sniffing/,
  );
});
