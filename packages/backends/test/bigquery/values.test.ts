import * as a from "@avocet/core";
import { literalValue, resolveEncoding } from "@avocet/core/backend";
import { describe, expect, test } from "vitest";
import { type Cell, pageDecoder } from "../../src/bigquery/values/decode.js";
import { encodeParameter } from "../../src/bigquery/values/parameter.js";
import type { SchemaField } from "../../src/bigquery/values/schema.js";

const encoding = (options: a.ValueOptions = {}): a.ValueEncoding => resolveEncoding(options);
function decodeCell(dtype: a.DType, field: SchemaField, v: Cell["v"], options: a.ValueOptions = {}): unknown {
  const decode = pageDecoder(new Map([["x", dtype]]), [field], encoding(options));
  return decode([{ f: [{ v }] }]).columns[0]?.[0];
}

describe("decoding cells of BigQuery results", () => {
  test.each<[string, a.DType, SchemaField, Cell["v"], unknown, a.ValueOptions?]>([
    ["NULL", a.int64, { type: "INTEGER" }, null, null],
    ["integers", a.int64, { type: "INTEGER" }, "-12", -12],
    [
      "large integers as bigint",
      a.int64,
      { type: "INTEGER" },
      "9223372036854775807",
      9223372036854775807n,
      { int64: "bigint" },
    ],
    ["floats", a.float64, { type: "FLOAT" }, "1.5E-7", 1.5e-7],
    ["NaN", a.float64, { type: "FLOAT" }, "NaN", Number.NaN],
    ["decimals", a.decimal(10, 2), { type: "NUMERIC" }, "1.5", "1.50"],
    ["bytes", a.binary, { type: "BYTES" }, "AP8=", new Uint8Array([0, 255])],
    ["timestamps with a time zone", a.timestamp("UTC"), { type: "TIMESTAMP" }, "-1", new Date(-1)],
    [
      "the largest timestamp",
      a.timestamp("UTC"),
      { type: "TIMESTAMP" },
      "253402300799999999",
      new Date("9999-12-31T23:59:59.999Z"),
    ],
    [
      "the smallest timestamp as a string",
      a.timestamp("UTC"),
      { type: "TIMESTAMP" },
      "-62135596800000000",
      "0001-01-01T00:00:00Z",
      { timestamp: "string" },
    ],
    [
      "microseconds of a timestamp as a string",
      a.timestamp("UTC"),
      { type: "TIMESTAMP" },
      "-1",
      "1969-12-31T23:59:59.999999Z",
      { timestamp: "string" },
    ],
    ["timestamps as microseconds", a.timestamp("UTC"), { type: "TIMESTAMP" }, "-1", -1n, { timestamp: "micros" }],
    [
      "timestamps without a time zone",
      a.timestamp(),
      { type: "DATETIME" },
      "2020-01-02T03:04:05.000006",
      "2020-01-02T03:04:05.000006",
      { timestamp: "string" },
    ],
    ["times", a.time, { type: "TIME" }, "12:00:00.500", "12:00:00.5"],
    ["intervals", a.interval, { type: "INTERVAL" }, "-1-2 3 -4:5:6.7", { months: -14, days: 3, micros: -14706700000 }],
    ["json", a.json, { type: "JSON" }, "null", null],
    ["arrays", a.array(a.date), { type: "DATE", mode: "REPEATED" }, [{ v: "2020-01-01" }], ["2020-01-01"]],
    [
      "structs",
      a.struct({ a: a.int64, b: a.string }),
      { type: "RECORD", fields: [{ type: "INTEGER" }, { type: "STRING" }] },
      { f: [{ v: "1" }, { v: null }] },
      { a: 1, b: null },
    ],
    ["NULL structs", a.struct({ a: a.int64 }), { type: "RECORD", fields: [{ type: "INTEGER" }] }, null, null],
    [
      "maps",
      a.map(a.string, a.int64),
      { type: "RECORD", mode: "REPEATED", fields: [{ type: "STRING" }, { type: "INTEGER" }] },
      [{ v: { f: [{ v: "k" }, { v: "1" }] } }],
      new Map([["k", 1]]),
    ],
    [
      "arrays of arrays",
      a.array(a.array(a.int64)),
      { type: "RECORD", mode: "REPEATED", fields: [{ type: "INTEGER", mode: "REPEATED" }] },
      [{ v: { f: [{ v: [{ v: "1" }] }] } }],
      [[1]],
    ],
    ["nested values as JSON", a.array(a.int64), { type: "STRING" }, "[1,null]", [1, null]],
  ])("%s are decoded", (_, dtype, field, wire, value, options) => {
    expect(decodeCell(dtype, field, wire, options)).toEqual(value);
  });
  test("unsafe integers, wrong types and wrong column counts are errors", () => {
    expect(() => decodeCell(a.int64, { type: "INTEGER" }, "9007199254740993")).toThrow("exceeds 2^53");
    expect(() => decodeCell(a.int64, { type: "STRING" }, "x")).toThrow("Expected int64");
    expect(() => pageDecoder(new Map([["x", a.int64]]), [], encoding())).toThrow("0 columns where 1");
  });
});

const BOOLS = { type: "ARRAY", arrayType: { type: "BOOL" } };
describe("encoding parameters for BigQuery", () => {
  test.each<[a.DType, unknown, object, object]>([
    [a.int32, 5, { type: "INT64" }, { value: "5" }],
    [a.uint64, 18446744073709551615n, { type: "NUMERIC" }, { value: "18446744073709551615" }],
    [a.decimal(38, 9), "1.5", { type: "NUMERIC" }, { value: "1.5" }],
    [a.decimal(38, 10), "1.5", { type: "BIGNUMERIC" }, { value: "1.5" }],
    [a.decimal(30, 0), "15", { type: "BIGNUMERIC" }, { value: "15" }],
    [a.float64, Number.POSITIVE_INFINITY, { type: "FLOAT64" }, { value: "Infinity" }],
    [a.binary, new Uint8Array([0, 255]), { type: "BYTES" }, { value: "AP8=" }],
    [a.timestamp("UTC"), new Date(0), { type: "TIMESTAMP" }, { value: "1970-01-01 00:00:00+00:00" }],
    [a.interval, { months: -1, micros: 1 }, { type: "INTERVAL" }, { value: "-0-1 0 0:0:0.000001" }],
    [
      a.uuid,
      "00000000-0000-0000-0000-000000000001",
      { type: "STRING" },
      { value: "00000000-0000-0000-0000-000000000001" },
    ],
    [a.string, null, { type: "STRING" }, {}],
    [
      a.array(a.bool),
      [true, null],
      { type: "ARRAY", arrayType: { type: "STRUCT", structTypes: [{ name: "list", type: BOOLS }] } },
      { arrayValues: [{ structValues: { list: { arrayValues: [{ value: "true" }, {}] } } }] },
    ],
    [
      a.array(a.bool),
      null,
      { type: "ARRAY", arrayType: { type: "STRUCT", structTypes: [{ name: "list", type: BOOLS }] } },
      { arrayValues: [] },
    ],
  ])("parameter %# of dtype %o", (dtype, value, type, wire) => {
    const bound = { dtype, value: literalValue(value, dtype) };
    expect(encodeParameter(bound, "p")).toEqual({ name: "p", parameterType: type, parameterValue: wire });
    expect(encodeParameter(bound, null)).not.toHaveProperty("name");
  });
});
