import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnBatch } from "../src/backend/index.js";
import { concatBatches, EXACT_ENCODING, takeRows, valuesOf, vectorOf } from "../src/backend/index.js";
import type { DType, ValueEncoding } from "../src/index.js";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int8,
  int64,
  interval,
  json,
  map,
  printDType,
  string,
  struct,
  time,
  timestamp,
  uint64,
} from "../src/index.js";

const digits = (precision: number, scale: number): fc.Arbitrary<string> =>
  fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n }).map((n) => {
    const text = String(n < 0n ? -n : n).padStart(scale + 1, "0");
    const point = text.length - scale;
    return `${n < 0n ? "-" : ""}${text.slice(0, point)}${scale > 0 ? `.${text.slice(point)}` : ""}`;
  });
const text = fc.string({ unit: "grapheme", maxLength: 20 });
const instant = fc
  .tuple(fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), fc.nat(999_999))
  .map(([date, micros]) => {
    const fraction = String(micros).padStart(6, "0").replace(/0+$/, "");
    return date.toISOString().slice(0, 19) + (fraction && `.${fraction}`);
  });
const VALUES: readonly (readonly [DType, fc.Arbitrary<unknown>])[] = [
  [bool, fc.boolean()],
  [int8, fc.integer({ min: -128, max: 127 })],
  [int64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  [uint64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  [float64, fc.double()],
  [decimal(15, 6), digits(15, 6)],
  [decimal(18, 0), digits(18, 0)],
  [decimal(38, 20), digits(38, 20)],
  [string, fc.oneof(text, fc.string({ minLength: 20_000, maxLength: 40_000 }))],
  [binary, fc.uint8Array()],
  [date, instant.map((iso) => iso.slice(0, 10))],
  [time, instant.map((iso) => iso.slice(11))],
  [timestamp(), instant],
  [timestamp("UTC", 9), instant.map((iso) => `${2000 + (Number(iso.slice(0, 4)) % 200)}-01${iso.slice(7)}Z`)],
  [
    interval,
    fc.record({ months: fc.integer(), days: fc.integer(), micros: fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)) }),
  ],
  [json, fc.jsonValue().map((value) => JSON.stringify(value))],
  [array(array(bool)), fc.array(fc.option(fc.array(fc.option(fc.boolean()))))],
  [struct({ a: int64, b: string }), fc.record({ a: fc.option(fc.constantFrom(1n, -5n)), b: fc.option(text) })],
  [map(string, date), fc.uniqueArray(text).map((keys) => new Map(keys.map((key) => [key, "2020-02-29"])))],
];
const column = (values: readonly unknown[], dtype: DType): ColumnBatch => ({
  rowCount: values.length,
  columns: [vectorOf(values, dtype, "v")],
});
const decode = (
  { columns: [vector] }: ColumnBatch,
  dtype: DType,
  encoding: ValueEncoding = EXACT_ENCODING,
): unknown[] => Array.from(vector ? valuesOf(vector, dtype, encoding, "v") : []);

describe.each(
  VALUES.map(([dtype, values]) => [printDType(dtype), dtype, values] as const),
)("%s", (_, dtype, values) => {
  const lists = fc.array(fc.option(values), { maxLength: 20 });
  test("values are unchanged in a vector, in concatenated vectors and in selected rows", () => {
    fc.assert(
      fc.property(fc.array(lists, { minLength: 1, maxLength: 5 }), fc.nat(), (batches, seed) => {
        for (const batch of batches) expect(decode(column(batch, dtype), dtype)).toEqual(batch);
        const rows = batches.flat();
        const joined = concatBatches(
          batches.map((batch) => column(batch, dtype)),
          [dtype],
        );
        expect(decode(joined, dtype)).toEqual(rows);
        const positions = Int32Array.from(rows.keys(), (i) => (i * 7 + seed) % rows.length);
        const [vector] = joined.columns;
        if (vector && rows.length > 0)
          expect(Array.from(valuesOf(takeRows(vector, positions, dtype), dtype, EXACT_ENCODING, "v"))).toEqual(
            Array.from(positions, (position) => rows[position]),
          );
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

test("nanosecond timestamps beyond 64 bits are an error", () => {
  for (const timestampText of ["2262-04-12T00:00:00Z", "1677-09-21T00:00:00Z"])
    expect(() => vectorOf([timestampText], timestamp("UTC", 9), "v")).toThrow(
      /A timestamp out of the range of nanoseconds in the column `v`/,
    );
  expect(decode(column(["2262-04-11T23:47:16.854775807Z"], timestamp("UTC", 9)), timestamp("UTC", 9))).toHaveLength(1);
});
