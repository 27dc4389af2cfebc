import type { DType } from "@avocet/core";
import * as a from "@avocet/core";
import {
  array,
  decimal,
  int64,
  isAvocetError,
  lit,
  map,
  memtable,
  param,
  printDType,
  string,
  struct,
  timestamp,
} from "@avocet/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connect } from "../../src/duckdb/index.js";
import { connection, evaluate, run } from "./run.js";

/** The dtype and the values of one column of a query in SQL. */
async function column(sql: string): Promise<{ dtype: string; values: unknown[] }> {
  const table = await (await connection()).sql(sql);
  const rows = await table.execute();
  const [dtype] = table.relation.schema.values();
  return { dtype: dtype ? printDType(dtype) : "", values: rows.map((row) => Object.values(row)[0]) };
}

describe("decoding each DuckDB type", () => {
  const bytes = Uint8Array.of(0, 255, 65);
  const cases: [sql: string, dtype: string, value: unknown][] = [
    ["true", "bool", true],
    ["(-128)::TINYINT", "int8", -128],
    ["(-32768)::SMALLINT", "int16", -32768],
    ["(-2147483648)::INTEGER", "int32", -2147483648],
    ["(-9007199254740991)::BIGINT", "int64", -9007199254740991],
    ["9007199254740991::BIGINT", "int64", 9007199254740991],
    ["4294967296::BIGINT", "int64", 4294967296],
    ["(-1)::BIGINT", "int64", -1],
    ["255::UTINYINT", "uint8", 255],
    ["65535::USMALLINT", "uint16", 65535],
    ["4294967295::UINTEGER", "uint32", 4294967295],
    ["9007199254740991::UBIGINT", "uint64", 9007199254740991],
    [
      "(-170141183460469231731687303715884105728)::HUGEINT",
      "decimal(38, 0)",
      "-170141183460469231731687303715884105728",
    ],
    ["99999999999999999999999999999999999999::UHUGEINT", "decimal(38, 0)", "99999999999999999999999999999999999999"],
    ["1.5::FLOAT", "float32", 1.5],
    ["0.1::DOUBLE", "float64", 0.1],
    ["'NaN'::DOUBLE", "float64", Number.NaN],
    ["'-Infinity'::DOUBLE", "float64", Number.NEGATIVE_INFINITY],
    ["'-0'::DOUBLE", "float64", -0],
    ["1.50::DECIMAL(4, 2)", "decimal(4, 2)", "1.50"],
    ["(-0.05)::DECIMAL(9, 2)", "decimal(9, 2)", "-0.05"],
    ["1234567890123.456::DECIMAL(18, 3)", "decimal(18, 3)", "1234567890123.456"],
    ["12345678901234567890.123::DECIMAL(30, 3)", "decimal(30, 3)", "12345678901234567890.123"],
    ["7::DECIMAL(4, 0)", "decimal(4, 0)", "7"],
    ["'a'", "string", "a"],
    ["'Grüße, 世界 👋, and more than twelve bytes'", "string", "Grüße, 世界 👋, and more than twelve bytes"],
    ["'a'::ENUM('b', 'a')", "string", "a"],
    ["'\\x00\\xFFA'::BLOB", "binary", bytes],
    ["DATE '2018-02-28'", "date", "2018-02-28"],
    ["DATE '1582-10-04'", "date", "1582-10-04"],
    ["DATE '10000-01-01'", "date", "+010000-01-01"],
    ["TIME '23:59:59.120'", "time", "23:59:59.12"],
    ["TIME '00:00:00'", "time", "00:00:00"],
    ["TIMESTAMP '1969-12-31 23:59:59.999999'", "timestamp", new Date(-1)],
    ["TIMESTAMP '2300-01-01 00:00:00.123456'", "timestamp", new Date("2300-01-01T00:00:00.123Z")],
    ["TIMESTAMP_S '2020-01-01 12:00:00'", "timestamp(0)", new Date("2020-01-01T12:00:00Z")],
    ["TIMESTAMP_MS '2020-01-01 12:00:00.5'", "timestamp(3)", new Date("2020-01-01T12:00:00.5Z")],
    ["TIMESTAMP_NS '1969-12-31 23:59:59.999999999'", "timestamp(9)", new Date(-1)],
    ["TIMESTAMPTZ '2020-06-01 12:00:00+02'", "timestamp('UTC')", new Date("2020-06-01T10:00:00Z")],
    ["INTERVAL '14 months -3 days 4 seconds'", "interval", { months: 14, days: -3, micros: 4_000_000 }],
    ["'6BA7B810-9DAD-11D1-80B4-00C04FD430C8'::UUID", "uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    [`'{"a": [1, null, "x"]}'::JSON`, "json", { a: [1, null, "x"] }],
    ["[1, NULL, 3]::BIGINT[]", "array<int64>", [1, null, 3]],
    ["[]::VARCHAR[]", "array<string>", []],
    ["[[1], NULL, []]::BIGINT[][]", "array<array<int64>>", [[1], null, []]],
    ["[1, 2]::BIGINT[2]", "array<int64>", [1, 2]],
    [
      "[[1, 2], [3, 4]]::BIGINT[2][2]",
      "array<array<int64>>",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["{'a': 1::BIGINT, 'b': {'c': ['x']}}", "struct<a: int64, b: struct<c: array<string>>>", { a: 1, b: { c: ["x"] } }],
    ["{'a': NULL::BIGINT}", "struct<a: int64>", { a: null }],
    [
      "MAP {'x': 1::BIGINT, 'y': NULL}",
      "map<string, int64>",
      new Map([
        ["x", 1],
        ["y", null],
      ]),
    ],
    ["MAP {DATE '2020-01-01': ['a']}", "map<date, array<string>>", new Map([["2020-01-01", ["a"]]])],
    ["[{'t': TIMESTAMP '2020-01-01'}]", "array<struct<t: timestamp>>", [{ t: new Date("2020-01-01T00:00:00Z") }]],
    [`['[1]'::JSON]`, "array<json>", [[1]]],
  ];
  test.each(cases)("%s → %s", async (sql, dtype, value) => {
    // With a NULL and more rows than a chunk has, so that both ways of reading a vector are tested.
    expect(await column(`SELECT ${sql} AS x`)).toEqual({ dtype, values: [value] });
    expect((await column(`SELECT unnest([NULL, ${sql}]) AS x`)).values).toEqual([null, value]);
    const sparse = `SELECT i, ${sql} AS x FROM range(4100) t(i) WHERE i % 3 > 0`;
    const joined = await column(`SELECT x FROM range(4100) u(i) LEFT JOIN (${sparse}) USING (i) ORDER BY i`);
    expect(joined.values).toHaveLength(4100);
    expect([joined.values[0], joined.values[4097], joined.values[4098]]).toEqual([null, value, null]);
  });
  test("an untyped NULL and an empty result are decoded", async () => {
    expect((await column("SELECT NULL AS x")).values).toEqual([null]);
    expect((await column("SELECT 1 AS x WHERE false")).values).toEqual([]);
  });
  test("binary values are copies of DuckDB's memory", async () => {
    const { values } = await column("SELECT 'abc'::BLOB AS x");
    expect(values[0]).toBeInstanceOf(Uint8Array);
    expect(Buffer.isBuffer(values[0])).toBe(false);
  });
});

describe("values that JavaScript cannot represent", () => {
  const cases: [string, RegExp][] = [
    ["9007199254740992::BIGINT", /9007199254740992 in the column `x` exceeds 2\^53.*\n.*\.cast\(decimal\(38, 0\)\)/],
    ["(-9007199254740992)::BIGINT", /-9007199254740992/],
    ["9223372036854775807::BIGINT", /9223372036854775807/],
    ["18446744073709551615::UBIGINT", /18446744073709551615/],
    ["[9007199254740993::BIGINT]", /9007199254740993/],
    ["{'big': 9007199254740993::BIGINT}", /`x\.big`/],
    ["340282366920938463463374607431768211455::UHUGEINT", /out of range for decimal\(38, 0\)/],
    ["DATE 'infinity'", /infinite or out-of-range date/],
    ["TIMESTAMP '-infinity'", /infinite or out-of-range timestamp/],
    ["TIMESTAMP '290000-01-01'", /infinite or out-of-range timestamp/],
    ["INTERVAL '9007199254740993 microseconds'", /9007199254740993 microseconds/],
  ];
  test.each(cases)("%s raises an error with a hint", async (sql, message) => {
    const error = await column(`SELECT ${sql} AS x`).catch((e: unknown) => e);
    expect(isAvocetError(error) && error.code).toBe("value-out-of-range");
    expect(String(error)).toMatch(message);
  });
  test("large integers can be cast to string or decimal", async () => {
    const big = lit(9223372036854775807n);
    expect(await evaluate({ s: big.cast(string), d: big.cast(decimal(38, 0)) })).toEqual({
      s: "9223372036854775807",
      d: "9223372036854775807",
    });
  });
});

test("a type without a dtype raises an error that names it", async () => {
  const db = await connection();
  for (const sql of ["union_value(a := 1)", "'101'::BIT", "TIMETZ '12:00:00+01'", "row(1, 2)"])
    await expect(db.sql(`SELECT ${sql} AS odd`)).rejects.toThrow(
      /The column `odd` of the query is of type .* which has no dtype/,
    );
});

// Values for round trips through the engine, as inline literals and as bind parameters.
const text = fc
  .oneof(fc.string({ unit: "binary" }), fc.constantFrom("'", '"', "\\", "\0", "--", "NULL", "日本", "%s", "$1"))
  .filter((s) => !/\p{Surrogate}/u.test(s));
const instant = fc.date({
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
const day = instant.map((d) => d.toISOString().slice(0, 10));
const digits = fc.tuple(fc.integer({ min: -999999, max: 999999 }), fc.integer({ min: 0, max: 99 }));
const VALUES: readonly (readonly [DType, fc.Arbitrary<unknown>])[] = [
  [a.bool, fc.boolean()],
  [a.int8, fc.integer({ min: -128, max: 127 })],
  [a.int32, fc.integer()],
  [int64, fc.maxSafeInteger()],
  [a.uint64, fc.maxSafeNat()],
  [a.float64, fc.double({ noNaN: true })],
  [
    a.float64,
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 1.7976931348623157e308),
  ],
  [string, text],
  [a.binary, fc.uint8Array()],
  [a.date, day],
  [a.time, fc.constantFrom("00:00:00", "23:59:59.999999", "12:34:56.5")],
  [timestamp(), instant],
  [timestamp("UTC"), instant],
  [
    decimal(12, 2),
    digits
      .map(([w, f]) => `${w < 0 ? "-" : ""}${Math.abs(w)}.${String(f).padStart(2, "0")}`)
      .filter((s) => s !== "-0.00"),
  ],
  [a.uuid, fc.uuid()],
  [a.json, fc.jsonValue().filter((v) => !JSON.stringify(v).includes("\\u0000") && !JSON.stringify(v).includes("-0"))],
  [
    a.interval,
    fc.record({
      months: fc.integer({ min: -1200, max: 1200 }),
      days: fc.integer({ min: -999, max: 999 }),
      micros: fc.integer(),
    }),
  ],
  [array(int64), fc.array(fc.option(fc.maxSafeInteger()))],
  [array(array(string)), fc.array(fc.array(text))],
  [struct({ "a b": string, c: array(a.date) }), fc.record({ "a b": fc.option(text), c: fc.array(day) })],
  [
    map(string, int64),
    fc.uniqueArray(fc.tuple(text, fc.option(fc.integer())), { selector: ([k]) => k }).map((pairs) => new Map(pairs)),
  ],
];
test.each(
  VALUES.map(([dtype, values]) => [printDType(dtype), dtype, values] as const),
)("values of %s survive a round trip", async (_, dtype, values) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(values), { minLength: 1, maxLength: 5 }), async (list) => {
      const table = memtable(
        list.map((value) => ({ value })),
        { value: dtype },
      );
      expect((await run(table)).map((row) => row.value)).toEqual(list);
      const [value] = list;
      if (value !== null) expect(await evaluate(param("p", dtype), { params: { p: value } })).toEqual(value);
    }),
    { numRuns: 25, seed: 1 },
  );
});

test("preview shows all digits", async () => {
  const table = await (await connection()).sql(
    "SELECT 9007199254740993::BIGINT AS n, TIMESTAMP '2020-01-01 00:00:00.000001' AS at, [TIMESTAMP '2020-01-01'] AS l",
  );
  const text = await table.preview();
  for (const shown of ["9007199254740993", "2020-01-01 00:00:00.000001", '["2020-01-01T00:00:00"]'])
    expect(text).toContain(shown);
});

test("unknown value encodings are rejected", async () => {
  const table = await (await connection()).sql("SELECT 1 AS n");
  const forms: object[] = [{ int64: "big" }, { int65: "bigint" }, { date: 1 }];
  for (const values of forms) await expect(table.execute({ values })).rejects.toThrow(/There is no (encoding|option)/);
  await expect(connect({ values: forms[0] ?? {} })).rejects.toThrow(/There is no encoding/);
});
