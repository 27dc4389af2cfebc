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
  lit,
  printDType,
  string,
  struct,
  time,
  timestamp,
  uint8,
  uint32,
  uint64,
  uuid,
} from "@avocet/core";
import { fails, perRow, rows, values } from "../../build.js";
import { group } from "../../case.js";

const TEXTS = [{ s: "" }, { s: "a\\x41'" }, { s: "8l릿4🽺é" }, { s: null }];

const BYTES: Readonly<Record<string, readonly number[]>> = {
  "": [],
  "a\\x41'": [97, 92, 120, 52, 49, 39],
  "8l릿4🽺é": [56, 108, 235, 166, 191, 52, 240, 159, 189, 186, 195, 169],
};

interface Cast {
  readonly from: DType;
  readonly to: DType;
  readonly valid: readonly (readonly [value: unknown, result: unknown])[];
  readonly invalid?: readonly unknown[];
}
const at = (text: string): Date => new Date(text);
const UUID = "123e4567-e89b-12d3-a456-426614174000";
const instant = timestamp("UTC");
const unchanged = (...list: readonly unknown[]) => list.map((v) => [v, v] as const);
const CASTS: readonly Cast[] = [
  { from: int64, to: int8, valid: unchanged(-128, 0, 127), invalid: [128, -129, 2 ** 40] },
  { from: int64, to: int16, valid: unchanged(-32768, 32767), invalid: [32768] },
  { from: int64, to: int32, valid: unchanged(-2147483648, 2147483647), invalid: [2147483648] },
  { from: int64, to: uint8, valid: unchanged(0, 255), invalid: [-1, 256] },
  { from: int64, to: uint32, valid: unchanged(0, 4294967295), invalid: [-1, 4294967296] },
  { from: int64, to: uint64, valid: unchanged(0, 2 ** 52), invalid: [-1] },
  { from: uint64, to: int64, valid: unchanged(0, 2 ** 52), invalid: [2n ** 63n] },
  { from: int8, to: int64, valid: unchanged(-128, 127) },
  { from: int64, to: float64, valid: unchanged(0, -5, 2 ** 52) },
  { from: int64, to: float32, valid: unchanged(0, -5, 2 ** 24) },
  {
    from: int64,
    to: decimal(9, 2),
    valid: [
      [0, "0.00"],
      [-5, "-5.00"],
      [9999999, "9999999.00"],
    ],
    invalid: [10000000],
  },
  {
    from: int64,
    to: string,
    valid: [
      [0, "0"],
      [-5, "-5"],
      [2n ** 63n - 1n, "9223372036854775807"],
    ],
  },
  {
    from: int64,
    to: bool,
    valid: [
      [0, false],
      [1, true],
      [-3, true],
    ],
  },
  {
    from: float64,
    to: int64,
    valid: [
      [0, 0],
      [1.4, 1],
      [1.6, 2],
      [-1.6, -2],
      [2.5, 3],
      [-2.5, -3],
      [1e15, 1e15],
    ],
    invalid: [1e30, Number.NaN, Number.POSITIVE_INFINITY],
  },
  {
    from: float64,
    to: int8,
    valid: [
      [127.4, 127],
      [-128, -128],
    ],
    invalid: [127.5, -129],
  },
  {
    from: float32,
    to: int32,
    valid: [
      [1.5, 2],
      [-0.5, -1],
      [0.25, 0],
    ],
    invalid: [Number.NaN],
  },
  {
    from: float64,
    to: float32,
    valid: [
      [0.5, 0.5],
      [0.1, Math.fround(0.1)],
      [-1e10, Math.fround(-1e10)],
    ],
  },
  {
    from: float32,
    to: float64,
    valid: [
      [0.5, 0.5],
      [Math.fround(0.1), Math.fround(0.1)],
    ],
  },
  {
    from: float64,
    to: decimal(9, 2),
    valid: [
      [0.5, "0.50"],
      [-1.25, "-1.25"],
      [0.125, "0.13"],
      [-0.125, "-0.13"],
      [1234567.89, "1234567.89"],
    ],
    invalid: [1e10, Number.NaN],
  },
  {
    from: float64,
    to: string,
    valid: [
      [1.5, "1.5"],
      [-0.25, "-0.25"],
      [1234.5678, "1234.5678"],
    ],
  },
  {
    from: decimal(9, 2),
    to: int64,
    valid: [
      ["1.49", 1],
      ["1.50", 2],
      ["-1.50", -2],
      ["2.50", 3],
      ["-0.01", 0],
    ],
  },
  { from: decimal(9, 2), to: int8, valid: [["127.49", 127]], invalid: ["127.50"] },
  {
    from: decimal(9, 2),
    to: float64,
    valid: [
      ["1.25", 1.25],
      ["-0.10", -0.1],
    ],
  },
  {
    from: decimal(9, 2),
    to: decimal(5, 1),
    valid: [
      ["1.25", "1.3"],
      ["-1.25", "-1.3"],
      ["1.24", "1.2"],
      ["9999.90", "9999.9"],
    ],
    invalid: ["10000.00", "9999.95"],
  },
  { from: decimal(9, 2), to: decimal(38, 10), valid: [["1.25", "1.2500000000"]] },
  {
    from: decimal(9, 2),
    to: string,
    valid: [
      ["1.25", "1.25"],
      ["-0.01", "-0.01"],
      ["100", "100.00"],
      ["1.5", "1.50"],
    ],
  },
  {
    from: decimal(38, 0),
    to: int64,
    valid: [["9007199254740991", 9007199254740991]],
    invalid: ["9223372036854775808"],
  },
  {
    from: bool,
    to: int64,
    valid: [
      [true, 1],
      [false, 0],
    ],
  },
  {
    from: bool,
    to: string,
    valid: [
      [true, "true"],
      [false, "false"],
    ],
  },
  {
    from: string,
    to: int64,
    valid: [
      ["0", 0],
      ["-12", -12],
      ["007", 7],
      ["9007199254740991", 9007199254740991],
    ],
    invalid: ["12.5", "1e3", "", "abc", "1a", "9223372036854775808"],
  },
  { from: string, to: int8, valid: [["127", 127]], invalid: ["128", "x"] },
  {
    from: string,
    to: float64,
    valid: [
      ["1.5", 1.5],
      ["-0.25", -0.25],
      ["1e3", 1000],
      ["12", 12],
    ],
    invalid: ["", "abc", "1.5.5"],
  },
  {
    from: string,
    to: decimal(9, 2),
    valid: [
      ["1.5", "1.50"],
      ["-12", "-12.00"],
      ["0.125", "0.13"],
    ],
    invalid: ["abc", "12345678.5"],
  },
  {
    from: string,
    to: bool,
    valid: [
      ["true", true],
      ["false", false],
    ],
    invalid: ["maybe", ""],
  },
  { from: string, to: date, valid: unchanged("2024-02-29", "1969-12-31"), invalid: ["2024-02-30", "soon", ""] },
  {
    from: string,
    to: time,
    valid: [
      ["12:34:56", "12:34:56"],
      ["00:00:00.5", "00:00:00.5"],
    ],
    invalid: ["25:00:00", "noon", "2024-02-29"],
  },
  {
    from: string,
    to: timestamp(),
    valid: [
      ["2024-02-29 12:34:56", at("2024-02-29T12:34:56Z")],
      ["2024-02-29T12:34:56.789", at("2024-02-29T12:34:56.789Z")],
      ["2024-02-29", at("2024-02-29T00:00:00Z")],
    ],
    invalid: ["2024-02-30 00:00:00", "soon"],
  },
  {
    from: string,
    to: instant,
    valid: [
      ["2024-02-29 12:34:56+00", at("2024-02-29T12:34:56Z")],
      ["2024-02-29T12:34:56Z", at("2024-02-29T12:34:56Z")],
      ["2024-02-29 12:34:56+02:00", at("2024-02-29T10:34:56Z")],
      ["2024-02-29 12:34:56", at("2024-02-29T12:34:56Z")],
    ],
    invalid: ["soon"],
  },
  {
    from: string,
    to: uuid,
    valid: [
      [UUID, UUID],
      [UUID.toUpperCase(), UUID],
    ],
    invalid: ["123", "", "00047141-6624-654a-3d21-b98e7654e-321"],
  },
  { from: uuid, to: string, valid: unchanged(UUID) },
  {
    from: string,
    to: binary,
    valid: [
      ["abc", new Uint8Array([97, 98, 99])],
      ["", new Uint8Array()],
    ],
  },
  { from: date, to: string, valid: unchanged("2024-02-29", "0999-01-01") },
  { from: date, to: timestamp(), valid: [["2024-02-29", at("2024-02-29T00:00:00Z")]] },
  { from: time, to: string, valid: unchanged("12:34:56", "00:00:00.5", "23:59:59.999999") },
  {
    from: timestamp(),
    to: string,
    valid: [
      ["2024-02-29T12:34:56", "2024-02-29 12:34:56"],
      ["2024-02-29T12:34:56.5", "2024-02-29 12:34:56.5"],
      ["1969-12-31T23:59:59.000001", "1969-12-31 23:59:59.000001"],
    ],
  },
  {
    from: instant,
    to: string,
    valid: [
      ["2024-02-29T12:34:56Z", "2024-02-29 12:34:56+00"],
      ["2024-02-29T12:34:56.5Z", "2024-02-29 12:34:56.5+00"],
    ],
  },
  {
    from: timestamp(),
    to: date,
    valid: [
      ["2024-02-29T23:59:59.999999", "2024-02-29"],
      ["1969-12-31T23:00:00", "1969-12-31"],
    ],
  },
  { from: timestamp(), to: time, valid: [["2024-02-29T23:59:59.5", "23:59:59.5"]] },
  { from: instant, to: date, valid: [["2024-02-29T23:59:59Z", "2024-02-29"]] },
  { from: timestamp(), to: instant, valid: [["2024-02-29T12:34:56", at("2024-02-29T12:34:56Z")]] },
  { from: instant, to: timestamp(), valid: [["2024-02-29T12:34:56Z", at("2024-02-29T12:34:56Z")]] },
  {
    from: array(int64),
    to: array(string),
    valid: [
      [
        [1, null, -2],
        ["1", null, "-2"],
      ],
      [[], []],
    ],
  },
  {
    from: array(string),
    to: array(int64),
    valid: [
      [
        ["1", "2"],
        [1, 2],
      ],
    ],
  },
  {
    from: struct({ a: int64, b: int64 }),
    to: struct({ a: string, b: float64 }),
    valid: [
      [
        { a: 1, b: null },
        { a: "1", b: null },
      ],
    ],
  },
];

/** Casts of valid and invalid values. */
export const casts = group(
  "casts",
  CASTS.flatMap(({ from, to, valid, invalid = [] }) => {
    const name = `${printDType(from)} to ${printDType(to)}`;
    const validPairs = [...valid, [null, null] as const];
    const allPairs = [...validPairs, ...invalid.map((v) => [v, null] as const)];
    return [
      perRow(
        name,
        { v: from },
        validPairs.map(([v]) => ({ v })),
        (c) => c.v.cast(to),
        validPairs.map(([, result]) => result),
      ),
      perRow(
        `${name} with tryCast`,
        { v: from },
        allPairs.map(([v]) => ({ v })),
        (c) => c.v.tryCast(to),
        allPairs.map(([, result]) => result),
      ),
      ...invalid.map((v, i) =>
        fails(
          `${name}: invalid value ${i}`,
          rows({ v: from }, [{ v }]).select((c) => ({ v: c.v.cast(to) })),
          "data",
        ),
      ),
    ];
  }),
  [
    fails(
      "array<string> to array<int64>: a fraction is an error",
      rows({ v: array(string) }, [{ v: ["2.5"] }]).select((c) => ({ v: c.v.cast(array(int64)) })),
      "data",
    ),
    fails(
      "array<string> to array<int64>: an invalid element is an error",
      lit(["1", "x"], array(string)).cast(array(int64)),
      "data",
    ),
  ],
  values({
    "cast of a literal": [lit(2.5).cast(int64), 3],
    "cast of an untyped NULL": [lit(null).cast(int64), null],
    "cast of an untyped NULL to an array": [lit(null).cast(array(int64)), null],
    "a chain of casts": [lit(12345).cast(string).cast(int64).cast(float64).cast(int64), 12345],
    "tryCast of a literal": [lit("x").tryCast(int64), null],
    "tryCast of a float64 just below the smallest float32": [
      lit(-8.335434132997503e-46, float64).tryCast(float32),
      Math.fround(-8.335434132997503e-46),
    ],
    "cast of halves in an array rounds away from zero": [
      lit([2.5, -2.5, 0.5, null], array(float64)).cast(array(int64)),
      [3, -3, 1, null],
    ],
    "tryCast of timestamp text to a date": [lit("2024-02-29 12:34:56.5").tryCast(date), null],
    "tryCast of instant text to a timestamp": [
      lit("2024-01-01T12:34:56.5Z").tryCast(timestamp()),
      at("2024-01-01T12:34:56.5Z"),
    ],
    "tryCast of a float64 beyond float32": [lit(-4e47, float64).tryCast(float32), null],
    "tryCast of a decimal beyond int8": [
      lit([null, "9999999.99"], array(decimal(9, 2)))
        .maxs()
        .neg()
        .tryCast(int8),
      null,
    ],
    "tryCast of infinity to float32": [lit(Number.POSITIVE_INFINITY, float64).tryCast(float32), Infinity],
    "tryCast of an array, element by element": [
      lit(["1", "x", "2.5", null], array(string)).tryCast(array(int64)),
      [1, null, null, null],
    ],
    "tryCast of an array of floats": [lit([2.5, 1e300, null], array(float64)).tryCast(array(int64)), [3, null, null]],
    "tryCast in a larger expression": [lit("x").tryCast(int64).coalesce(0).add(1), 1],
  }),
  [
    perRow(
      "cast of an array that nullif turned into NULL",
      { a: array(string) },
      [{ a: ["x"] }, { a: ["1", null] }, { a: null }],
      (c) => c.a.nullif(["x"]).cast(array(int64)),
      [null, [1, null], null],
    ),
    perRow(
      "text with an offset to a timestamp keeps the local time",
      { s: string },
      [{ s: "2024-01-01T12:34:56Z" }, { s: "2024-01-01 12:34:56.25+02:00" }, { s: "2024-01-01 12:34:56" }, { s: null }],
      (c) => ({ cast: c.s.cast(timestamp()), tried: c.s.tryCast(timestamp()) }),
      [at("2024-01-01T12:34:56Z"), at("2024-01-01T12:34:56.25Z"), at("2024-01-01T12:34:56Z"), null].map((t) => ({
        cast: t,
        tried: t,
      })),
    ),
    perRow(
      "tryCast of a computed array, element by element",
      { s: string },
      [{ s: "1,x,3" }, { s: "7" }, { s: null }],
      (c) => c.s.split(",").tryCast(array(int64)),
      [[1, null, 3], [7], null],
    ),
    perRow(
      "tryCast compared with a constant propagates NULL",
      { n: int64, d: decimal(38, 0), e: decimal(10, 2) },
      [
        { n: 300, d: "99999999999999999999", e: "300.50" },
        { n: 5, d: "5", e: "5.00" },
        { n: 6, d: "6", e: "6.25" },
      ],
      (c) => ({
        n: c.n.tryCast(int8).ne(5),
        isLess: c.n.tryCast(int8).lt(6),
        isMember: c.n.tryCast(int8).isin([5, 6]),
        d: c.d.tryCast(int64).ne(5),
        e: c.e.tryCast(decimal(3, 2)).ne(5),
      }),
      [
        { n: null, isLess: null, isMember: null, d: null, e: null },
        { n: false, isLess: true, isMember: true, d: false, e: false },
        { n: true, isLess: false, isMember: true, d: true, e: true },
      ],
    ),
    perRow(
      "string to UTF-8 bytes and back",
      { s: string },
      TEXTS,
      (c) => ({ bytes: c.s.cast(binary), decoded: c.s.cast(binary).cast(string), tried: c.s.tryCast(binary) }),
      ({ s }) => {
        const bytes = s === null ? null : Uint8Array.from(BYTES[String(s)] ?? []);
        return { bytes, decoded: s, tried: bytes };
      },
    ),
  ],
);
