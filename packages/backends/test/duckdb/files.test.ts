import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Schema } from "@avocet/core";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int64,
  interval,
  isAvocetError,
  json,
  map,
  memtable,
  string,
  struct,
  Table,
  time,
  timestamp,
} from "@avocet/core";
import { EXACT_ENCODING } from "@avocet/core/backend";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connection } from "./run.js";

const EXACT = { values: EXACT_ENCODING };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "avocet-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(path(name), "utf8");
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.catch((e: unknown) => e);
  return isAvocetError(error) ? error.code : String(error);
};

const PLAIN = {
  n: int64,
  x: float64,
  d: decimal(20, 2),
  s: string,
  b: bool,
  day: date,
  t: time,
  at: timestamp(),
  zone: timestamp("UTC"),
};
const plain = memtable(
  [
    {
      n: 9007199254740993n,
      x: 0.1,
      d: "123456789012345678.90",
      s: 'a,"b"\n',
      b: true,
      day: "2020-02-29",
      t: "12:00:00.25",
      at: "2020-01-01T00:00:00.000001",
      zone: "2020-01-01T12:00:00Z",
    },
    { n: -1, x: 2.5, d: "-0.05", s: "" },
    { s: "日本 👋" },
  ],
  PLAIN,
);
const NESTED = {
  l: array(int64),
  st: struct({ a: decimal(9, 2), t: timestamp() }),
  m: map(string, float64),
  j: json,
  y: binary,
  i: interval,
};
const nested = memtable(
  [
    {
      l: [1, null, 9007199254740993n],
      st: { a: "1.50", t: "2020-01-01T00:00:00" },
      m: new Map([["k", Number.NaN]]),
      j: { a: [1, null] },
      y: Uint8Array.of(0, 255),
      i: { months: 14, days: 3, micros: 4_000_000 },
    },
    {},
  ],
  NESTED,
);
async function toText(write: (onChunk: (text: string) => void) => Promise<number>): Promise<string> {
  let text = "";
  await write((chunk) => {
    text += chunk;
  });
  return text;
}

describe("toCsv", () => {
  test("the engine and the stream writer produce the same CSV", async () => {
    const table = await (await connection()).createTable("plain", plain, { replace: true });
    expect(await table.toCsv(path("a.csv"))).toBe(3);
    expect(read("a.csv").split("\n").slice(0, 3).join("\n")).toBe(
      'n,x,d,s,b,day,t,at,zone\n9007199254740993,0.1,123456789012345678.90,"a,""b""\n' +
        '",true,2020-02-29,12:00:00.25,2020-01-01 00:00:00.000001,2020-01-01 12:00:00+00',
    );
    expect(await toText((take) => table.toCsv(take))).toBe(read("a.csv"));
    const options = { delimiter: ";", header: false, nullText: "NULL" } as const;
    await table.toCsv(path("b.csv"), options);
    expect(await toText((take) => table.toCsv(take, options))).toBe(read("b.csv"));
    expect(read("b.csv")).toMatch(/^-1;2\.5;-0\.05;"";NULL;/m);
  });
  test("written CSV is read back unchanged", async () => {
    const db = await connection();
    const table = await db.createTable("plain", plain, { replace: true });
    await table.toCsv(path("a.csv"));
    const exact = { values: { int64: "bigint", timestamp: "string" } } as const;
    const back = await db.readCsv(path("a.csv"), PLAIN);
    expect(await back.execute(exact)).toEqual(await table.execute(exact));
  });
  test("nested values are written to CSV as JSON, and binary as hex", async () => {
    const table = await (await connection()).createTable("nested", nested, { replace: true });
    await table.toCsv(path("n.csv"));
    expect(read("n.csv")).toBe(
      'l,st,m,j,y,i\n"[1,null,9007199254740993]","{""a"":""1.50"",""t"":""2020-01-01T00:00:00""}","{""k"":""NaN""}",' +
        '"{""a"":[1,null]}",00ff,1 year 2 months 3 days 4 seconds\n,,,,,\n',
    );
  });
  test("invalid delimiters and NULL texts are rejected", async () => {
    const table = await (await connection()).createTable("plain", plain, { replace: true });
    for (const delimiter of ["", '"', "\n", "ab"])
      expect(await codeOf(table.toCsv(path("a.csv"), { delimiter }))).toBe("invalid-argument");
    expect(await codeOf(table.toCsv(path("a.csv"), { nullText: "a,b" }))).toBe("invalid-argument");
  });
});

describe("toJsonFile", () => {
  test("writes an object on each line, or one array", async () => {
    const table = await (await connection()).createTable("plain", plain, { replace: true });
    expect(await table.toJsonFile(path("a.json"))).toBe(3);
    const lines = read("a.json").trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"n":9007199254740993,"x":0.1,"d":"123456789012345678.90","s":"a,\\"b\\"\\n","b":true');
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ n: -1, d: "-0.05", s: "", b: null });
    await table.toJsonFile(path("b.json"), { form: "array" });
    expect(JSON.parse(read("b.json"))).toEqual(lines.map((line) => JSON.parse(line)));
    expect(await toText((take) => table.toJsonFile(take, { form: "array" }))).toBe(read("b.json"));
    await table.limit(0).toJsonFile(path("c.json"), { form: "array" });
    expect(JSON.parse(read("c.json"))).toEqual([]);
  });
  test("nested values are written to JSON", async () => {
    const table = await (await connection()).createTable("nested", nested, { replace: true });
    expect(JSON.parse((await toText((take) => table.toJsonFile(take))).split("\n")[0] ?? "")).toEqual({
      l: [1, null, 9007199254740992],
      st: { a: "1.50", t: "2020-01-01T00:00:00" },
      m: { k: "NaN" },
      j: { a: [1, null] },
      y: "00ff",
      i: { months: 14, days: 3, micros: 4_000_000 },
    });
  });
  test("writes to a web stream, which is closed at the end and aborted on failure", async () => {
    const db = await connection();
    const chunks: string[] = [];
    const seen: string[] = [];
    const stream = (): WritableStream<string> =>
      new WritableStream({
        write: (chunk) => void chunks.push(chunk),
        close: () => void seen.push("closed"),
        abort: () => void seen.push("aborted"),
      });
    await (await db.createTable("plain", plain, { replace: true })).toJsonFile(stream());
    expect(chunks.join("").trimEnd().split("\n")).toHaveLength(3);
    const fails = await db.sql(
      "SELECT CASE WHEN i = 50000 THEN error('no more') ELSE i END AS i FROM range(60000) t(i)",
    );
    await expect(fails.toJsonFile(stream())).rejects.toThrow(/no more/);
    expect(seen).toEqual(["closed", "aborted"]);
  });
});

test.each([
  ["plain", plain],
  ["nested", nested],
] as const)("Parquet preserves every dtype: %s", async (_, input) => {
  const db = await connection();
  const table: Table = await db.createTable("given", new Table<Schema>(input.relation), { replace: true });
  const rows = await table.execute(EXACT);
  expect(await table.toParquet(path("a.parquet"), { compression: "zstd", rowGroupSize: 2048 })).toBe(rows.length);
  const back = await db.readParquet(path("a.parquet"));
  expect(back.schema).toEqual(table.schema);
  expect(await back.execute(EXACT)).toEqual(rows);
});

describe("reading files", () => {
  test("readParquet reads the declared columns, and checks their dtypes", async () => {
    const db = await connection();
    await (await db.createTable("plain", plain, { replace: true })).toParquet(path("a.parquet"));
    const selected = await db.readParquet(path("a.parquet"), { d: decimal(20, 2), n: int64 });
    expect(await selected.first(EXACT)).toEqual({ d: "123456789012345678.90", n: 9007199254740993n });
    expect(await codeOf(db.readParquet(path("a.parquet"), { n: string }))).toBe("schema-mismatch");
    expect(await codeOf(db.readParquet(path("a.parquet"), { m: int64 }))).toBe("schema-mismatch");
    expect(await codeOf(db.readParquet(path("none.parquet")))).toBe("invalid-file");
  });
  test("readJson reads by schema or detected dtypes", async () => {
    const db = await connection();
    const table = await db.createTable("plain", plain, { replace: true });
    for (const form of ["lines", "array"] as const) {
      await table.toJsonFile(path("a.json"), { form });
      expect(await (await db.readJson(path("a.json"), PLAIN, { form })).execute(EXACT)).toEqual(
        await table.execute(EXACT),
      );
      expect((await db.readJson(path("a.json"))).columns).toEqual(Object.keys(PLAIN));
    }
    writeFileSync(path("b.json"), '{"a": 1}\n{"a": "x", "b": [1]}\n');
    expect(await (await db.readJson(path("b.json"), { b: array(int64) })).execute()).toEqual([{ b: null }, { b: [1] }]);
    expect(await codeOf((await db.readJson(path("b.json"), { a: int64 })).execute())).not.toBe("undefined");
    expect(await codeOf(db.readJson(path("b.json"), { c: int64 }))).toBe("invalid-file");
    expect(await codeOf(db.readJson(path("none.json")))).toBe("invalid-file");
  });
});

describe("an existing file stays unchanged if", () => {
  test.each(["a.csv", "a.json", "a.parquet"])("the query fails: %s", async (name) => {
    const fails = await (await connection()).sql(
      "SELECT CASE WHEN i = 900000 THEN error('no more') ELSE i END AS i FROM range(1000000) t(i)",
    );
    writeFileSync(path(name), "before");
    const write = name.endsWith("csv") ? "toCsv" : name.endsWith("json") ? "toJsonFile" : "toParquet";
    await expect(fails[write](path(name))).rejects.toThrow(/no more/);
    expect(read(name)).toBe("before");
    expect(readdirSync(folder)).toEqual([name]);
    expect(
      await codeOf((await (await connection()).sql("SELECT i FROM range(9) t(i)"))[write](path(name), { maxRows: 8 })),
    ).toBe("too-many-rows");
    expect(readdirSync(folder)).toEqual([name]);
    const stopped = AbortSignal.timeout(20);
    const endless = await (await connection()).sql("SELECT i FROM range(100000000000) t(i)");
    await expect(endless[write](path(name), { signal: stopped })).rejects.toThrow(/cancelled/);
    expect(readdirSync(folder)).toEqual([name]);
    expect(await codeOf(fails.limit(1)[write](join(folder, "none", name)))).toBe("backend");
  });
  test("the disk is full", async () => {
    // A file size limit simulates a full disk.
    const script = `
      import { connect } from "avocet/duckdb";
      process.on("SIGXFSZ", () => {});
      const db = await connect();
      const t = await db.sql("SELECT i, hash(i) AS h FROM range(1000000) t(i)");
      for (const write of ["toCsv", "toJsonFile", "toParquet"])
        console.log(await t[write](process.argv[1] + "/" + write).then(() => "written", (e) => e.code + " " + e.reason));
      process.exit(0);`;
    const output = execFileSync(
      "/bin/sh",
      [
        "-c",
        'ulimit -f 1000; exec "$0" --conditions=none --input-type=module -e "$1" "$2"',
        process.execPath,
        script,
        folder,
      ],
      { encoding: "utf8", cwd: import.meta.dirname, timeout: 60_000 },
    );
    expect(output.trim().split("\n")).toEqual(["backend resources", "backend resources", "backend resources"]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
