import type { DType } from "@avocet/core";
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
  string,
  struct,
  time,
  timestamp,
  uint8,
  uint16,
  uint32,
  uint64,
  uuid,
} from "@avocet/core";

/** A dtype with values as results return them, sorted in ascending order if the dtype has an order. */
export interface Sample {
  readonly name: string;
  readonly dtype: DType;
  readonly values: readonly unknown[];
}
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const at = (text: string): Date => new Date(text);

/** Samples of dtypes whose values have an order. */
export const ORDERED: readonly Sample[] = [
  { name: "bool", dtype: bool, values: [false, true] },
  { name: "int8", dtype: int8, values: [-128, -1, 0, 1, 127] },
  { name: "int16", dtype: int16, values: [-32768, -1, 0, 1, 32767] },
  { name: "int32", dtype: int32, values: [-2147483648, -1, 0, 1, 2147483647] },
  { name: "int64", dtype: int64, values: [-MAX_SAFE, -1, 0, 1, MAX_SAFE] },
  { name: "uint8", dtype: uint8, values: [0, 1, 128, 255] },
  { name: "uint16", dtype: uint16, values: [0, 1, 32768, 65535] },
  { name: "uint32", dtype: uint32, values: [0, 1, 2147483648, 4294967295] },
  { name: "uint64", dtype: uint64, values: [0, 1, MAX_SAFE] },
  { name: "float32", dtype: float32, values: [-1.5, 0, Math.fround(0.1), 1, 3.4028234663852886e38] },
  { name: "float64", dtype: float64, values: [-1.7976931348623157e308, -0.1, 0, 5e-300, 0.1, 1e300] },
  {
    name: "float64 with infinity",
    dtype: float64,
    values: [Number.NEGATIVE_INFINITY, -1, 1e300, Number.POSITIVE_INFINITY],
  },
  { name: "float64 with NaN", dtype: float64, values: [-1, 0, 1, Number.NaN] },
  { name: "float32 with NaN", dtype: float32, values: [-1, 0, Number.POSITIVE_INFINITY, Number.NaN] },
  { name: "decimal(9, 2)", dtype: decimal(9, 2), values: ["-9999999.99", "-0.01", "0.00", "0.10", "9999999.99"] },
  { name: "decimal(18, 0)", dtype: decimal(18, 0), values: ["-999999999999999999", "-2", "0", "10"] },
  {
    name: "decimal(38, 9)",
    dtype: decimal(38, 9),
    values: ["-99999999999999999999999999999.999999999", "0.000000001", "12345678901234567890123.500000000"],
  },
  { name: "string", dtype: string, values: ["", " ", "A", "B", "a", "b", "é", "日", "🦆"] },
  {
    name: "binary",
    dtype: binary,
    values: [[], [0], [0, 1], [1], [127, 255], [255]].map((bytes) => new Uint8Array(bytes)),
  },
  { name: "date", dtype: date, values: ["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"] },
  { name: "time", dtype: time, values: ["00:00:00", "00:00:00.000001", "12:34:56.5", "23:59:59.999999"] },
  {
    name: "timestamp",
    dtype: timestamp(),
    values: [
      at("0001-01-01T00:00:00Z"),
      at("1969-12-31T23:59:59.999Z"),
      at("2024-02-29T12:34:56.789Z"),
      at("9999-12-31T23:59:59.999Z"),
    ],
  },
  {
    name: "instant",
    dtype: timestamp("UTC"),
    values: [
      at("0001-01-01T00:00:00Z"),
      at("1969-12-31T23:59:59.999Z"),
      at("2024-02-29T12:34:56.789Z"),
      at("9999-12-31T23:59:59.999Z"),
    ],
  },
  {
    name: "uuid",
    dtype: uuid,
    values: [
      "00000000-0000-0000-0000-000000000000",
      "123e4567-e89b-12d3-a456-426614174000",
      "80000000-0000-4000-8000-000000000000",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ],
  },
];
/** Samples of dtypes whose values can only be compared for equality. */
export const EQUATABLE: readonly Sample[] = [
  {
    name: "interval",
    dtype: interval,
    values: [
      { months: 0, days: 0, micros: 0 },
      { months: 0, days: 1, micros: 0 },
      { months: -2, days: 3, micros: 4 },
    ],
  },
  { name: "array of int64", dtype: array(int64), values: [[], [1], [1, 2], [2]] },
  { name: "array of string", dtype: array(string), values: [[], ["a"], ["a", ""]] },
  {
    name: "struct",
    dtype: struct({ a: int64, b: string }),
    values: [
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 2, b: "x" },
    ],
  },
];
/** Samples of dtypes whose values cannot be compared. */
export const OPAQUE: readonly Sample[] = [
  { name: "json", dtype: json, values: [{ a: [1, null, "x"], b: { c: true } }, [], "text", 1.5, false, {}] },
  {
    name: "map",
    dtype: map(string, int64),
    values: [
      new Map(),
      new Map([["a", 1]]),
      new Map<string, number | null>([
        ["", 0],
        ["b c", null],
      ]),
    ],
  },
  {
    name: "map of integers",
    dtype: map(int64, string),
    values: [
      new Map([
        [1, "x"],
        [-2, "y"],
      ]),
    ],
  },
  { name: "array of dates", dtype: array(date), values: [["2024-02-29", null], [null]] },
  { name: "array of arrays", dtype: array(array(int64)), values: [[[1, 2], null, []], []] },
  {
    name: "array of structs",
    dtype: array(struct({ a: int64, b: array(string) })),
    values: [
      [
        { a: 1, b: ["x"] },
        { a: null, b: null },
      ],
    ],
  },
  {
    name: "nested struct",
    dtype: struct({
      b: bool,
      d: decimal(9, 2),
      on: date,
      at: timestamp("UTC"),
      x: float64,
      in: struct({ "odd 'name\"": string }),
    }),
    values: [
      { b: true, d: "1.50", on: "2024-02-29", at: at("2024-02-29T00:00:00Z"), x: 0.5, in: { "odd 'name\"": "'" } },
      { b: null, d: null, on: null, at: null, x: null, in: { "odd 'name\"": null } },
      { b: null, d: null, on: null, at: null, x: null, in: null },
    ],
  },
];
