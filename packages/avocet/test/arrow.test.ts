import { tableToIPC } from "@uwdata/flechette";
import * as arrow from "apache-arrow";
import type { DType } from "avocet";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  interval,
  json,
  map,
  memtable,
  notNull,
  nullType,
  string,
  struct,
  Table,
  table,
  time,
  timestamp,
  uint8,
  uint16,
  uint32,
  uint64,
  uuid,
} from "avocet";
import type { DuckDBConnection } from "avocet/duckdb";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let db: DuckDBConnection;
beforeAll(async () => {
  db = await connect();
});
afterAll(() => db.close());

/** A dtype, a value, the type as apache-arrow prints it, and the value that apache-arrow returns. */
const CASES: readonly (readonly [dtype: DType, value: unknown, type: string, arrowValue: unknown])[] = [
  [bool, true, "Bool", true],
  [int8, -128, "Int8", -128],
  [int16, -32768, "Int16", -32768],
  [int32, -2147483648, "Int32", -2147483648],
  [int64, 9223372036854775807n, "Int64", 9223372036854775807n],
  [uint8, 255, "Uint8", 255],
  [uint16, 65535, "Uint16", 65535],
  [uint32, 4294967295, "Uint32", 4294967295],
  [uint64, 18446744073709551615n, "Uint64", 18446744073709551615n],
  [float32, 1.5, "Float32", 1.5],
  [float64, 0.1, "Float64", 0.1],
  [string, "日本 👋 and more than twelve bytes", "Utf8", "日本 👋 and more than twelve bytes"],
  [binary, Uint8Array.of(0, 255), "Binary", Uint8Array.of(0, 255)],
  [date, "1969-12-31", "Date32<DAY>", new Date("1969-12-31T00:00:00Z").getTime()],
  [time, "12:00:00.000001", "Time64<MICROSECOND>", 43_200_000_001n],
  [timestamp(), "2020-01-01T00:00:00.123456", "Timestamp<MICROSECOND>", 1577836800123.456],
  [timestamp("UTC"), "2020-01-01T00:00:00Z", "Timestamp<MICROSECOND, UTC>", 1577836800000],
  [uuid, "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "Utf8", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
  [json, { a: 1 }, "Utf8", '{"a":1}'],
  [array(int64), [1, null, 3], "List<Int64>", [1n, null, 3n]],
  [array(array(string)), [["a"], [], null], "List<List<Utf8>>", [["a"], [], null]],
  [struct({ a: int32, b: array(string) }), { a: 1, b: ["x"] }, "Struct<{a:Int32, b:List<Utf8>}>", { a: 1, b: ["x"] }],
  [map(string, int64), new Map([["k", 1]]), "Map<{key:Utf8, value:Int64}>", { k: 1n }],
];

/** Converts a value of apache-arrow to plain JavaScript. */
function toPlain(value: unknown): unknown {
  if (value instanceof arrow.Vector) return Array.from(value, toPlain);
  if (value instanceof arrow.StructRow) return Object.fromEntries([...value].map(([k, v]) => [k, toPlain(v)]));
  if (value instanceof arrow.MapRow) return Object.fromEntries([...value].map(([k, v]) => [k, toPlain(v)]));
  return value;
}
const throughIpc = (source: Parameters<typeof tableToIPC>[0]): arrow.Table =>
  arrow.tableFromIPC(tableToIPC(source, { format: "stream" }) ?? new Uint8Array());

describe("toArrow", () => {
  test.each(CASES)("converts %j", async (dtype, value, type, arrowValue) => {
    const rows = [{ v: value }, { v: null }, { v: value }];
    const result = await db.execute(memtable(rows, { v: dtype }).select("v").limit(0));
    expect(result).toEqual([]);
    const stored = await db.createTable("stored", memtable(rows, { v: dtype }), { replace: true });
    for (const source of [stored, stored.filter((c) => c.v.isNull().not())]) {
      const parsed = throughIpc(await source.toArrow({ values: { int64: "bigint" } }));
      expect(String(parsed.schema.fields[0]?.type)).toBe(type);
      const values = Array.from(parsed.getChild("v") ?? [], toPlain);
      expect(values).toEqual(source === stored ? [arrowValue, null, arrowValue] : [arrowValue, arrowValue]);
    }
  });
  test("converts decimals of any precision exactly", async () => {
    const schema = { a: decimal(9, 2), b: decimal(18, 3), c: decimal(38, 10), d: decimal(38, 0) };
    const rows = [
      { a: "-0.05", b: "-123456789012345.678", c: "1.0000000001", d: "-99999999999999999999999999999999999999" },
      {},
    ];
    const stored = await db.createTable("stored", memtable(rows, schema), { replace: true });
    const read = throughIpc(await stored.toArrow());
    expect(read.schema.fields.map(({ type }) => String(type))).toEqual([
      "Decimal[9e+2]",
      "Decimal[18e+3]",
      "Decimal[38e+10]",
      "Decimal[38e0]",
    ]);
    const digits = (name: string): (bigint | null)[] =>
      Array.from(read.getChild(name) ?? [], (limbs: Uint32Array | null) =>
        limbs === null
          ? null
          : BigInt.asIntN(
              128,
              limbs.reduceRight((sum, limb) => (sum << 32n) | BigInt(limb), 0n),
            ),
      );
    expect(digits("a")).toEqual([-5n, null]);
    expect(digits("b")).toEqual([-123456789012345678n, null]);
    expect(digits("c")).toEqual([10000000001n, null]);
    expect(digits("d")).toEqual([-99999999999999999999999999999999999999n, null]);
  });
  test("converts intervals to months, days and nanoseconds, and NULLs without a type", async () => {
    const stored = await db.createTable(
      "stored",
      memtable([{ i: { months: 14, days: -3, micros: 4_000_001 } }, {}], { i: interval }),
      { replace: true },
    );
    const arrowTable = await stored.toArrow();
    expect(Array.from(arrowTable.getChild("i"))).toEqual([Float64Array.of(14, -3, 4_000_001_000), null]);
    const nothing = await new Table(memtable([{ n: null }], { n: nullType }).relation, db).toArrow();
    expect(Array.from(nothing.getChild("n"))).toEqual([null]);
    const outOfRange = await db.sql("SELECT INTERVAL '9223372036854775 milliseconds' AS i");
    await expect(outOfRange.toArrow()).rejects.toThrow(/exceeds the range of Arrow intervals/);
  });
  test("keeps the schema and nullability without rows", async () => {
    const schema = { id: notNull(int64), at: timestamp("UTC"), l: array(decimal(9, 2)) };
    await db.createTable("stored", memtable([], schema), { replace: true });
    const read = throughIpc(await (await db.table("stored", { ...schema, id: int64 })).toArrow());
    expect(read.numRows).toBe(0);
    expect(read.schema.fields.map((f) => `${f.name}: ${f.type}${f.nullable ? "" : " NOT NULL"}`)).toEqual([
      "id: Int64",
      "at: Timestamp<MICROSECOND, UTC>",
      "l: List<Decimal[9e+2]>",
    ]);
    const fixed = table("t", { id: notNull(int64) });
    expect(fixed.relation.schema.get("id")?.nullable).toBe(false);
  });
  test("returns many rows in few batches", async () => {
    const source = await db.sql(
      "SELECT i, CASE WHEN i % 3 > 0 THEN 'text ' || i END AS s, [i, i + 1] AS l, i % 2 = 0 AS b FROM range(300001) t(i)",
    );
    const arrowTable = await source.toArrow();
    expect(arrowTable.getChild("i").data.length).toBeLessThan(5);
    const read = throughIpc(arrowTable);
    expect(read.numRows).toBe(300_001);
    for (const i of [0, 1, 2047, 2048, 131_071, 131_072, 300_000])
      expect(toPlain(read.get(i))).toEqual({
        i: BigInt(i),
        s: i % 3 > 0 ? `text ${i}` : null,
        l: [BigInt(i), BigInt(i + 1)],
        b: i % 2 === 0,
      });
  });
  test("returns a table that memtable accepts", async () => {
    const rows = [{ id: 1, day: "2024-02-29", at: new Date("2024-02-29T12:00:00Z"), s: "x" }];
    const stored = await db.createTable(
      "stored",
      memtable(rows, { id: int64, day: date, at: timestamp("UTC"), s: string }),
      { replace: true },
    );
    expect(await db.execute(memtable(await stored.toArrow()))).toEqual(rows);
  });
});
