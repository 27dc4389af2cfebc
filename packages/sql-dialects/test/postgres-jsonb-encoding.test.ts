import type { DType } from "@avocet/core";
import {
  array,
  binary,
  date,
  decimal,
  float64,
  int64,
  interval,
  json,
  map,
  notNull,
  string,
  struct,
  timestamp,
  uint64,
} from "@avocet/core";
import { literalValue } from "@avocet/core/backend";
import { describe, expect, test } from "vitest";
import { inputText as postgresInputText } from "../src/postgres/index.js";
import { encodeJsonb } from "../src/postgres/jsonb-encoding.js";

describe("JSON encoding of values inside of jsonb", () => {
  const cases: readonly (readonly [dtype: DType, value: unknown, text: string])[] = [
    [int64, 2n ** 62n, "4611686018427387904"],
    [uint64, 2n ** 64n - 1n, "18446744073709551615"],
    [decimal(9, 2), "1.5", "1.50"],
    [float64, Number.NaN, '"NaN"'],
    [float64, Number.NEGATIVE_INFINITY, '"-Infinity"'],
    [float64, 1e21, "1e+21"],
    [string, 'a"b\n', '"a\\"b\\n"'],
    [binary, new Uint8Array([1, 255]), '"\\\\x01ff"'],
    [date, "2024-02-29", '"2024-02-29"'],
    [timestamp(), "2024-02-29T01:02:03.500", '"2024-02-29T01:02:03.5"'],
    [timestamp("UTC"), "2024-02-29T01:02:03Z", '"2024-02-29T01:02:03+00:00"'],
    [interval, { months: 14, days: -3, micros: 3_661_500_000 }, '"P1Y2M-3DT1H1M1.5S"'],
    [interval, { micros: -1 }, '"PT-0.000001S"'],
    [interval, {}, '"PT0S"'],
    [json, { a: null }, '[{"a":null}]'],
    [json, null, "null"],
    [array(array(int64)), [[1, null], null], "[[1,null],null]"],
    [struct({ a: int64, "b c": string }), { a: 1, "b c": null }, '{"a":1,"b c":null}'],
    [map(notNull(int64), string), new Map([[1, "x"]]), '[[1,"x"]]'],
  ];
  test.each(cases)("a value of %j is encoded", (dtype, value, text) => {
    expect(encodeJsonb(literalValue(value, dtype), dtype)).toBe(text);
  });
});

test("bind parameters are encoded as PostgreSQL input text", () => {
  const text = (value: unknown, dtype: DType) => postgresInputText(literalValue(value, dtype), dtype);
  expect(text(null, int64)).toBe(null);
  expect(text([1, null, 3], array(int64))).toBe('{"1",NULL,"3"}');
  expect(text(['a"b', "c\\d"], array(string))).toBe('{"a\\"b","c\\\\d"}');
  expect(text([[1], []], array(array(int64)))).toBe('{"[1]","[]"}');
  expect(text(new Map([["k", 1]]), map(string, int64))).toBe('[["k",1]]');
  expect(text({ a: 1 }, json)).toBe('{"a":1}');
  expect(text(new Uint8Array([171]), binary)).toBe("\\xab");
});
