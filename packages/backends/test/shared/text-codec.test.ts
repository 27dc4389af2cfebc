import type { DType, ValueOptions } from "@avocet/core";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float32,
  float64,
  inet,
  int8,
  int32,
  int64,
  interval,
  isAvocetError,
  json,
  map,
  nullType,
  string,
  struct,
  time,
  timestamp,
  uint64,
  uuid,
} from "@avocet/core";
import { resolveEncoding } from "@avocet/core/backend";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTexts, parseExact, printExact, textDecoder } from "../../src/shared/text-codec/index.js";

const decode = (dtype: DType, text: string, values?: ValueOptions, bytes: "hex" | "base64" = "hex"): unknown =>
  textDecoder(dtype, { encoding: resolveEncoding(values), binary: bytes }, "c")(text);

const zoned = timestamp("UTC");
const wall = timestamp();
const instant = (iso: string) => new Date(iso);

describe("decoding texts", () => {
  test.each<[DType, string, unknown, ValueOptions?]>([
    [bool, "t", true],
    [bool, "f", false],
    [bool, "true", true],
    [bool, "FALSE", false],
    [int8, "-128", -128],
    [int32, "2147483647", 2147483647],
    [int64, "0", 0],
    [int64, "9007199254740991", 9007199254740991],
    [int64, "-9007199254740991", -9007199254740991],
    [int64, "-9223372036854775808", -9223372036854775808n, { int64: "bigint" }],
    [int64, "9223372036854775807", "9223372036854775807", { int64: "string" }],
    [uint64, "18446744073709551615", 18446744073709551615n, { int64: "bigint" }],
    [float64, "0.1", 0.1],
    [float64, "-0", -0],
    [float64, "1.7976931348623157e+308", Number.MAX_VALUE],
    [float64, "5e-324", Number.MIN_VALUE],
    [float64, "NaN", Number.NaN],
    [float64, "Infinity", Number.POSITIVE_INFINITY],
    [float64, "-inf", Number.NEGATIVE_INFINITY],
    [float32, "1.5", 1.5],
    [decimal(10, 2), "12.50", "12.50"],
    [decimal(10, 2), "12.5", "12.50"],
    [decimal(10, 2), "12", "12.00"],
    [decimal(10, 2), "-0.5", "-0.50"],
    [decimal(10, 2), "12.5000", "12.50"],
    [decimal(10, 2), "12.555", "12.555"],
    [decimal(10, 0), "12.0", "12"],
    [decimal(38, 0), "1e5", "100000"],
    [decimal(38, 9), "1.25E-7", "0.000000125"],
    [decimal(38, 0), "99999999999999999999999999999999999999", "99999999999999999999999999999999999999"],
    [decimal(10, 2), "12.50", 12.5, { decimal: "number" }],
    [string, "", ""],
    [string, "ä\u0301😀\\", "ä\u0301😀\\"],
    [uuid, "00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"],
    [inet, "10.0.0.0/8", "10.0.0.0/8"],
    [binary, "\\x", new Uint8Array()],
    [binary, "\\x00ff10", new Uint8Array([0, 255, 16])],
    [binary, "00FF10", new Uint8Array([0, 255, 16])],
    [date, "2024-02-29", "2024-02-29"],
    [date, "0044-03-15 BC", "-000043-03-15"],
    [date, "10000-01-01", "+010000-01-01"],
    [date, "0001-01-01", "0001-01-01"],
    [date, "2024-02-29", instant("2024-02-29T00:00:00Z"), { date: "Date" }],
    [date, "0001-01-01", instant("0001-01-01T00:00:00Z"), { date: "Date" }],
    [time, "00:00:00", "00:00:00"],
    [time, "23:59:59.999999", "23:59:59.999999"],
    [time, "12:30:00.500000", "12:30:00.5"],
    [time, "12:30:00.000000", "12:30:00"],
    [wall, "2024-01-31 12:00:00", instant("2024-01-31T12:00:00Z")],
    [wall, "2024-01-31T12:00:00.1239", instant("2024-01-31T12:00:00.123Z")],
    [wall, "1969-12-31 23:59:59.9999", instant("1969-12-31T23:59:59.999Z")],
    [wall, "1969-12-31 23:59:59.999999", "1969-12-31T23:59:59.999999", { timestamp: "string" }],
    [wall, "1969-12-31 23:59:59.999999", -1n, { timestamp: "micros" }],
    [wall, "2024-01-31 12:00:00.100000", "2024-01-31T12:00:00.1", { timestamp: "string" }],
    [wall, "0044-03-15 12:00:00 BC", instant("-000043-03-15T12:00:00Z")],
    [wall, "0050-03-15 12:00:00", instant("0050-03-15T12:00:00Z")],
    [wall, "10000-03-15 12:00:00.5", "+010000-03-15T12:00:00.5", { timestamp: "string" }],
    [timestamp(null, 9), "2024-01-31 12:00:00.123456789", "2024-01-31T12:00:00.123456789", { timestamp: "string" }],
    [zoned, "2024-01-31 12:00:00.123456+00", instant("2024-01-31T12:00:00.123Z")],
    [zoned, "2024-01-31 12:00:00+05:30", instant("2024-01-31T06:30:00Z")],
    [zoned, "2024-01-31 12:00:00-08", instant("2024-01-31T20:00:00Z")],
    [zoned, "1880-01-01 00:00:00+00:53:28", instant("1879-12-31T23:06:32Z")],
    [zoned, "2024-01-31T12:00:00+00:00", instant("2024-01-31T12:00:00Z")],
    [zoned, "2024-01-31T12:00:00Z", instant("2024-01-31T12:00:00Z")],
    [zoned, "2024-01-31 12:00:00 UTC", instant("2024-01-31T12:00:00Z")],
    [zoned, "2024-01-31 12:00:00.000001+00", "2024-01-31T12:00:00.000001Z", { timestamp: "string" }],
    [zoned, "2024-01-31 12:00:00+00", 1706702400000000n, { timestamp: "micros" }],
    [interval, "PT0S", { months: 0, days: 0, micros: 0 }],
    [interval, "P1Y2M3DT4H5M6.789S", { months: 14, days: 3, micros: 14_706_789_000 }],
    [interval, "P-1Y-2M3D", { months: -14, days: 3, micros: 0 }],
    [interval, "PT-0.000001S", { months: 0, days: 0, micros: -1 }],
    [interval, "PT-1H-30M", { months: 0, days: 0, micros: -5_400_000_000 }],
    [interval, "P2W", { months: 0, days: 14, micros: 0 }],
    [interval, "1-2 3 4:5:6.789", { months: 14, days: 3, micros: 14_706_789_000 }],
    [interval, "-1-2 -3 -4:5:6", { months: -14, days: -3, micros: -14_706_000_000 }],
    [interval, "0-0 0 0:0:0", { months: 0, days: 0, micros: 0 }],
    [json, '{"a": [1, null]}', { a: [1, null] }],
    [json, "null", null],
    [json, '{"n": 12345678901234567890}', '{"n": 12345678901234567890}', { json: "string" }],
    [array(int64), "[1,null,3]", [1, null, 3]],
    [array(int64), "[9007199254740993]", [9007199254740993n], { int64: "bigint" }],
    [array(int64), '["9007199254740993"]', ["9007199254740993"], { int64: "string" }],
    [array(array(string)), '[["a"],null,[]]', [["a"], null, []]],
    [array(decimal(10, 7)), "[0.0000001, 12]", ["0.0000001", "12.0000000"]],
    [array(float64), '["NaN", 1e21, 0.1]', [Number.NaN, 1e21, 0.1]],
    [array(wall), '["2024-01-31T12:00:00.5"]', [instant("2024-01-31T12:00:00.5Z")]],
    [array(json), '[{"a": 1}, null, "x"]', [{ a: 1 }, null, "x"]],
    [array(json), '[{"a": 12345678901234567890}]', [{ a: 12345678901234567000 }]],
    [array(json), '[{"a": 12345678901234567890}]', ['{"a":12345678901234567890}'], { json: "string" }],
    [struct({ a: int64, b: string }), '{"b": "x", "a": 1}', { a: 1, b: "x" }],
    [struct({ a: int64, b: string }), '{"a": 1}', { a: 1, b: null }],
    [
      map(string, int64),
      '{"a": 1, "b": null}',
      new Map([
        ["a", 1],
        ["b", null],
      ]),
    ],
    [
      map(int64, string),
      '[[1, "a"], [2, null]]',
      new Map([
        [1, "a"],
        [2, null],
      ]),
    ],
    [map(int64, string), '[{"key": 1, "value": "a"}]', new Map([[1, "a"]])],
    [array(binary), '["\\\\x00ff"]', [new Uint8Array([0, 255])]],
  ])("%o %s", (dtype, text, value, values) => {
    expect(decode(dtype, text, values)).toStrictEqual(value);
  });

  test("struct fields may have any names", () => {
    const value = decode(struct(JSON.parse('{"__proto__": {"kind": "int64", "nullable": true}}')), '{"__proto__": 7}');
    expect(Object.entries(value ?? {})).toEqual([["__proto__", 7]]);
  });
  test("binary is decoded from base64", () => {
    expect(decode(binary, "AP8Q", {}, "base64")).toStrictEqual(new Uint8Array([0, 255, 16]));
  });
  test("binary values are plain Uint8Arrays with separate memory", () => {
    const value = decode(binary, "\\x0102");
    expect(value instanceof Uint8Array && value.constructor === Uint8Array && value.buffer.byteLength).toBe(2);
  });
  test("a column is decoded with its NULLs", () => {
    const format = { encoding: resolveEncoding(), binary: "hex" } as const;
    expect(decodeTexts(["1", null, "3"], textDecoder(int64, format, "c"))).toEqual([1, null, 3]);
  });
});

describe("undecodable values raise an error", () => {
  test.each<[DType, string, string, RegExp, ValueOptions?]>([
    [int64, "9007199254740992", "value-out-of-range", /exceeds 2\^53[\s\S]*int64: "bigint"/],
    [int64, "-9223372036854775808", "value-out-of-range", /exceeds 2\^53/],
    [array(int64), "[9007199254740993]", "value-out-of-range", /9007199254740993 in the column `c`/],
    [int64, "12.5", "schema-mismatch", /Expected int64 in the column `c`, got '12.5'/],
    [int64, "", "schema-mismatch", /Expected/],
    [int64, "x", "schema-mismatch", /Expected/, { int64: "bigint" }],
    [int32, "", "schema-mismatch", /Expected/],
    [float64, "", "schema-mismatch", /Expected/],
    [float64, "one", "schema-mismatch", /Expected/],
    [decimal(10, 2), "NaN", "value-out-of-range", /cannot be represented in JavaScript[\s\S]*float64/],
    [decimal(10, 2), "abc", "schema-mismatch", /Expected/],
    [bool, "yes", "schema-mismatch", /Expected/],
    [binary, "\\x0g", "schema-mismatch", /Expected/],
    [date, "infinity", "value-out-of-range", /cannot be represented in JavaScript/],
    [date, "5874897-12-31", "value-out-of-range", /cannot be represented in JavaScript/],
    [date, "today", "schema-mismatch", /Expected/],
    [wall, "-infinity", "value-out-of-range", /cannot be represented in JavaScript/],
    [wall, "294276-12-31 23:59:59", "value-out-of-range", /cannot be represented in JavaScript/],
    [
      wall,
      "294276-12-31 23:59:59",
      "value-out-of-range",
      /cannot be represented in JavaScript/,
      { timestamp: "micros" },
    ],
    [wall, "noon", "schema-mismatch", /Expected/, { timestamp: "string" }],
    [time, "12", "schema-mismatch", /Expected/],
    [interval, "infinity", "value-out-of-range", /cannot be represented in JavaScript/],
    [interval, "PT9007199254740993S", "value-out-of-range", /cannot be represented in JavaScript/],
    [interval, "P", "schema-mismatch", /Expected/],
    [nullType, "x", "schema-mismatch", /Expected/],
    [array(int64), '{"a": 1}', "schema-mismatch", /Expected/],
    [struct({ a: int64 }), "[1]", "schema-mismatch", /Expected/],
    [map(string, int64), "[1]", "schema-mismatch", /Expected/],
    [array(int64), "[true]", "schema-mismatch", /Expected/],
    [array(string), "[{}]", "schema-mismatch", /Expected/],
  ])("%o %s", (dtype, text, code, message, values) => {
    try {
      decode(dtype, text, values);
    } catch (error) {
      expect(isAvocetError(error) && error.code).toBe(code);
      expect(String(error)).toMatch(message);
      return;
    }
    throw new Error("no error");
  });
});

describe("random values", () => {
  test("exact JSON keeps the digits of numbers of any length", () => {
    const number = fc
      .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.option(fc.stringMatching(/^\d{1,20}$/)))
      .map(([integer, fraction]) => (fraction === null ? String(integer) : `${integer}.${fraction}`));
    const text = fc
      .oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ue000", '"1234567890123456789"', "\\"))
      .map((s) => JSON.stringify(s));
    const item = fc.oneof(number, text, fc.constantFrom("true", "null", "[]"));
    fc.assert(
      fc.property(fc.array(item), fc.boolean(), (items, keepAllDigits) => {
        const jsonText = `[${items.join(",")}]`;
        expect(printExact(parseExact(jsonText, keepAllDigits))).toBe(keepAllDigits ? jsonText : expectedText(items));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
  /** The printed JSON: short numbers are printed as in JavaScript. */
  const expectedText = (items: readonly string[]): string =>
    `[${items.map((item) => (/^-?\d/.test(item) && item.length < 16 ? JSON.stringify(Number(item)) : item)).join(",")}]`;

  test("timestamps of every century and fraction are decoded", () => {
    const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(
      fc.property(micros, fc.boolean(), (value, withZone) => {
        const ms = value / 1000n - (value % 1000n < 0n ? 1n : 0n);
        const microDigits = String(value - ms * 1000n).padStart(3, "0");
        const iso = new Date(Number(ms)).toISOString().slice(0, 23) + microDigits;
        const text = iso
          .replace("T", " ")
          .replace(/\.?0+$/, (zeros) => (iso.endsWith(zeros) && iso.length - zeros.length >= 19 ? "" : zeros));
        const dtype = withZone ? zoned : wall;
        const wire = withZone ? `${text}+00` : text;
        expect(decode(dtype, wire)).toEqual(new Date(Number(ms)));
        expect(decode(dtype, wire, { timestamp: "micros" })).toBe(value);
        expect(decode(dtype, wire, { timestamp: "string" })).toBe(text.replace(" ", "T") + (withZone ? "Z" : ""));
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
  test("decimals of every scale are decoded", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }),
        fc.integer({ min: 0, max: 30 }),
        (value, scale) => {
          const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
          const text = `${value < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}${scale ? `.${digits.slice(-scale)}` : ""}`;
          expect(decode(decimal(38, scale), text)).toBe(text);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
