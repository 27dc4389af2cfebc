import * as a from "@avocet/core";
import { literalValue } from "@avocet/core/backend";
import { expect, test } from "vitest";
import { literal, quote, stringLiteral } from "../src/bigquery/literal.js";
import { withOneGroup } from "../src/bigquery/rules/patterns.js";
import { castName, typeName } from "../src/bigquery/types.js";

test("identifiers are escaped and quoted with backticks", () => {
  expect(quote("a b")).toBe("`a b`");
  expect(quote("a`b\\c\nd\u0001")).toBe("`a\\`b\\\\c\\nd\\x01`");
  expect(() => quote("")).toThrow("1 to 300 characters");
  expect(() => quote("x".repeat(301))).toThrow("1 to 300 characters");
  expect(() => quote("a\0")).toThrow("U+0000");
});

test("strings are escaped and quoted with single quotes", () => {
  expect(stringLiteral("it's")).toBe("'it\\'s'");
  expect(stringLiteral("a\\'b\n\0\u007f🦆")).toBe("'a\\\\\\'b\\n\\x00\\x7f🦆'");
});

test.each<readonly [a.DType, unknown, string]>([
  [a.int64, 5, "5"],
  [a.int64, 2n ** 63n - 1n, "9223372036854775807"],
  [a.uint64, 2n ** 64n - 1n, "NUMERIC '18446744073709551615'"],
  [a.float64, 5, "5.0"],
  [a.float64, 1e300, "1e+300"],
  [a.float64, Number.NaN, "CAST('NaN' AS FLOAT64)"],
  [a.decimal(9, 2), "1.5", "NUMERIC '1.5'"],
  [a.decimal(38, 10), "1.5", "BIGNUMERIC '1.5'"],
  [a.timestamp(), "2024-02-29T01:02:03.5", "DATETIME '2024-02-29 01:02:03.5'"],
  [a.timestamp("UTC"), "2024-02-29T01:02:03Z", "TIMESTAMP '2024-02-29 01:02:03+00'"],
  [a.binary, new Uint8Array([0, 255]), "FROM_HEX('00ff')"],
  [a.interval, { months: -14, days: 0, micros: 0 }, "INTERVAL -14 MONTH"],
  [a.interval, { months: 14, days: -3, micros: -1_500_000 }, "INTERVAL '1-2 -3 -0:0:1.500000' YEAR TO SECOND"],
  [a.json, { a: "'" }, `JSON '{"a":"\\'"}'`],
  [a.array(a.int64), [1, null], "ARRAY<INT64>[1, CAST(NULL AS INT64)]"],
  [a.array(a.array(a.int64)), [[1]], "ARRAY<STRUCT<list ARRAY<INT64>>>[STRUCT(ARRAY<INT64>[1])]"],
  [a.map(a.string, a.int64), new Map([["k", 1]]), "ARRAY<STRUCT<key STRING, value INT64>>[('k', 1)]"],
  [a.struct({ "x y": a.bool }), { "x y": true }, "STRUCT<`x y` BOOL>(TRUE)"],
  [a.date, null, "CAST(NULL AS DATE)"],
])("literal of type %o", (dtype, value, text) => {
  expect(literal(literalValue(value, dtype), dtype)).toBe(text);
});

test("dtypes map to BigQuery types", () => {
  expect(typeName(a.decimal(38, 9))).toBe("NUMERIC");
  expect(typeName(a.decimal(38, 8))).toBe("BIGNUMERIC");
  expect(castName(a.decimal(9, 2))).toBe("NUMERIC(9, 2)");
  expect(typeName(a.map(a.uuid, a.array(a.uint64)))).toBe("ARRAY<STRUCT<key STRING, value ARRAY<NUMERIC>>>");
});

test.each([
  ["(a)(b)", 0, "(?:a)(?:b)"],
  ["(a)(b)", 2, "(?:a)(b)"],
  ["((a)|\\((b)[(]\\])", 3, "(?:(?:a)|\\((b)[(]\\])"],
  ["(?P<x>a)(?i:b)(?<y>c)", 2, "(?:a)(?i:b)(c)"],
  ["[]()](a)\\Q(b)\\E", 1, "[]()](a)\\Q(b)\\E"],
  ["[[:alpha:](](a)", 1, "[[:alpha:](](a)"],
] as const)("withOneGroup(%s, %i) makes only that group capturing", (pattern, group, expected) => {
  expect(withOneGroup(pattern, group)).toBe(expected);
});
test("a group number that the pattern lacks is refused", () => {
  expect(() => withOneGroup("(a)", 2)).toThrow("1 groups");
});
