// Round trips of values of every dtype, including extremes, for the tests of each backend.
import { isDeepStrictEqual } from "node:util";
import type { DType, Row, RunOptions, Schema, Table, ValueEncoding } from "@avocet/core";
import * as a from "@avocet/core";
import { INTEGER_RANGE, isArray, isMap, isStruct } from "@avocet/core/backend";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** The part of a connection that is used. */
export interface RoundTrip {
  execute(table: Table<Schema, ValueEncoding>, options?: RunOptions): Promise<Row<Schema, ValueEncoding>[]>;
  createTable(
    name: string,
    table: Table,
    options: { readonly replace: boolean },
  ): Promise<Table<Schema, ValueEncoding>>;
}
/** Values that an engine cannot represent, which are omitted. */
export interface EngineLimits {
  /** The kinds of dtypes that the engine has no type for. */
  readonly without?: readonly a.Kind[];
  /** Whether strings may contain the character U+0000. */
  readonly nul?: boolean;
  /** Whether floats may be NaN, infinite or -0. */
  readonly oddFloats?: boolean;
  /** The maximum precision and scale of decimals. */
  readonly decimal?: readonly [precision: number, scale: number];
  readonly runs?: number;
}

/** Converts an exact value to an encoding. Throws if the encoding cannot represent it. */
function encodeAs(value: unknown, dtype: DType, encoding: ValueEncoding): unknown {
  if (value === null) return null;
  // a generated value
  if (isArray(dtype)) return (value as unknown[]).map((each) => encodeAs(each, dtype.element, encoding));
  if (isMap(dtype))
    return new Map(
      [...(value as Map<unknown, unknown>)].map(([k, v]) => [
        encodeAs(k, dtype.key, encoding),
        encodeAs(v, dtype.value, encoding),
      ]), // a generated value
    );
  if (isStruct(dtype))
    return Object.fromEntries(
      Object.entries(dtype.fields).map(([name, field]) => [
        name,
        encodeAs((value as Record<string, unknown>)[name] ?? null, field, encoding), // a generated value
      ]),
    );
  switch (dtype.kind) {
    case "int64":
    case "uint64":
      if (encoding.int64 === "string") return String(value);
      if (encoding.int64 === "bigint") return value;
      if (!Number.isSafeInteger(Number(value))) throw new RangeError("not a safe integer");
      return Number(value);
    case "decimal":
      return encoding.decimal === "number" ? Number(value) : value;
    case "date":
      return encoding.date === "Date" ? new Date(`${value}T00:00:00Z`) : value;
    case "timestamp":
      if (encoding.timestamp === "string") return value;
      return encoding.timestamp === "Date"
        ? new Date(Number(floorToMillis(microsOf(String(value)))))
        : microsOf(String(value));
    case "json":
      return encoding.json === "string" ? expect.toSatisfy((text) => equalJson(String(text), value)) : value;
    default:
      return value;
  }
}
/** Compares JSON, ignoring the order of keys, which BigQuery sorts. */
const equalJson = (text: string, value: unknown): boolean => isDeepStrictEqual(JSON.parse(text), value);
function microsOf(iso: string): bigint {
  const [, seconds = "", fraction = ""] = /^([^.Z]*)(?:\.(\d+))?Z?$/.exec(iso) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0"));
}
/** Milliseconds, rounded down. */
const floorToMillis = (micros: bigint): bigint => (micros < 0n ? (micros - 999n) / 1000n : micros / 1000n);

const scaled = (digits: bigint, scale: number): string => {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  const point = text.length - scale;
  return `${digits < 0n ? "-" : ""}${text.slice(0, point)}${scale > 0 ? `.${text.slice(point)}` : ""}`;
};
const boundedBigint = (min: bigint, max: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, min < 0n ? -1n : 0n, 0n, 1n));
const boundedInteger = (kind: a.IntegerKind): fc.Arbitrary<number> => {
  const [min, max] = INTEGER_RANGE[kind];
  return boundedBigint(min, max).map(Number);
};
const decimalOf = (precision: number, scale: number): readonly [DType, fc.Arbitrary<string>] => {
  const maxUnscaled = 10n ** BigInt(precision) - 1n;
  return [a.decimal(precision, scale), boundedBigint(-maxUnscaled, maxUnscaled).map((digits) => scaled(digits, scale))];
};
const instants = fc
  .tuple(
    fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
    fc.oneof(fc.constantFrom(0, 1, 999_999, 500_000, 1000), fc.integer({ min: 0, max: 999_999 })),
  )
  .map(([date, micros]) => {
    const fraction = String(micros).padStart(6, "0").replace(/0+$/, "");
    return date.toISOString().slice(0, 19) + (fraction ? `.${fraction}` : "");
  });
const days = fc.oneof(
  instants.map((text) => text.slice(0, 10)),
  fc.constantFrom("0001-01-01", "9999-12-31", "1582-10-10", "1900-02-28", "2000-02-29", "1969-12-31", "1970-01-01"),
);
const times = fc.oneof(
  instants.map((text) => text.slice(11)),
  fc.constantFrom("00:00:00", "23:59:59.999999", "12:00:00.5"),
);
const NASTY = [
  "'",
  '"',
  "\\",
  "--",
  "NULL",
  "日本",
  "👋🏽",
  "%s",
  "$1",
  "\uFEFFmark",
  "é",
  "\r\n",
  "\t",
  "x".repeat(70_000),
];

/** The dtypes with their exact values. */
export function valuesOfDTypes(limits: EngineLimits): readonly (readonly [DType, fc.Arbitrary<unknown>])[] {
  const { nul = true, oddFloats = true, decimal: [precision, scale] = [38, 38] } = limits;
  const text = fc
    .oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constantFrom("", ...NASTY))
    .filter((s) => !/\p{Surrogate}/u.test(s) && (nul || !s.includes("\0")));
  const floats = fc.double(
    oddFloats ? {} : { noNaN: true, noDefaultInfinity: true, min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
  );
  const extremes = fc.constantFrom(5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 0.1, 1e21, 123456789.125);
  const json = fc
    .jsonValue()
    .filter((v) => !JSON.stringify(v).includes("\\u0000"))
    .map((v): unknown => JSON.parse(JSON.stringify(v)));
  const typedValues: readonly (readonly [DType, fc.Arbitrary<unknown>])[] = [
    [a.bool, fc.boolean()],
    [a.int8, boundedInteger("int8")],
    [a.int16, boundedInteger("int16")],
    [a.int32, boundedInteger("int32")],
    [a.int64, boundedBigint(...INTEGER_RANGE.int64)],
    [a.uint8, boundedInteger("uint8")],
    [a.uint16, boundedInteger("uint16")],
    [a.uint32, boundedInteger("uint32")],
    [a.uint64, boundedBigint(...INTEGER_RANGE.uint64)],
    [a.float32, fc.float(oddFloats ? {} : { noNaN: true, noDefaultInfinity: true })],
    [a.float64, fc.oneof(floats, extremes).map((x) => (oddFloats || !Object.is(x, -0) ? x : 0))],
    decimalOf(4, 0),
    decimalOf(9, 2),
    decimalOf(18, 18 <= scale ? 18 : scale),
    decimalOf(precision, 0),
    decimalOf(precision, Math.min(scale, 10)),
    [a.string, text],
    [a.binary, fc.uint8Array()],
    [a.date, days],
    [a.time, times],
    [a.timestamp(), instants],
    [a.timestamp("UTC"), instants.map((iso) => `${iso}Z`)],
    [
      a.interval,
      fc.record({
        months: fc.oneof(fc.integer({ min: -12_000, max: 12_000 }), fc.constantFrom(0, 1200)),
        days: fc.integer({ min: -1_000_000, max: 1_000_000 }),
        micros: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1)),
      }),
    ],
    [a.json, json],
    [a.uuid, fc.uuid()],
    [a.array(a.int64), fc.array(fc.option(boundedBigint(...INTEGER_RANGE.int64)))],
    [a.array(a.array(a.string)), fc.array(fc.option(fc.array(fc.option(text), { maxLength: 3 })), { maxLength: 3 })],
    [
      a.struct({ "a b": a.string, at: a.timestamp(), l: a.array(a.decimal(9, 2)) }),
      fc.record({
        "a b": fc.option(text),
        at: fc.option(instants),
        l: fc.array(
          boundedBigint(-99n, 99n).map((digits) => scaled(digits, 2)),
          { maxLength: 3 },
        ),
      }),
    ],
    [
      a.map(a.string, a.int64),
      fc
        .uniqueArray(fc.tuple(text, fc.option(boundedBigint(...INTEGER_RANGE.int64))), {
          selector: ([k]) => k,
          maxLength: 4,
        })
        .map((pairs) => new Map(pairs)),
    ],
  ];
  const without = new Set<string>(limits.without);
  const has = (dtype: DType): boolean =>
    !without.has(dtype.kind) &&
    (!isArray(dtype) || has(dtype.element)) &&
    (!isMap(dtype) || (has(dtype.key) && has(dtype.value))) &&
    (!isStruct(dtype) || Object.values(dtype.fields).every(has));
  return typedValues.filter(([dtype]) => has(dtype));
}

const ENCODINGS = fc.record({
  int64: fc.constantFrom("number", "bigint", "string"),
  decimal: fc.constantFrom("string", "number"),
  date: fc.constantFrom("string", "Date"),
  timestamp: fc.constantFrom("Date", "string", "micros"),
  json: fc.constantFrom("parsed", "string"),
});

/** Tests round trips of values: as inline literals, as bind parameters, and through a table. */
export function testRoundTrips(open: () => Promise<RoundTrip>, limits: EngineLimits = {}): void {
  describe("values of every dtype survive a round trip", () => {
    test.each(valuesOfDTypes(limits).map(([dtype, values]) => [a.printDType(dtype), dtype, values] as const))(
      "%s",
      async (_, dtype, values) => {
        const engine = await open();
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.option(values), { minLength: 1, maxLength: 6 }),
            ENCODINGS,
            async (list, encoding) => {
              const rows = list.map((v, i) => ({ i, v }));
              const input: Table = new a.Table<Schema>(a.memtable<Schema>(rows, { i: a.int32, v: dtype }).relation);
              const stored = await engine.createTable("round_trip", input, { replace: true });
              const reads = [
                () => engine.execute(input, { values: encoding, literals: "inline" }),
                () => engine.execute(input, { values: encoding, literals: "bind" }),
                () => engine.execute(stored.orderBy("i"), { values: encoding }),
              ];
              const expectedValues = expected(list, dtype, encoding);
              for (const read of reads)
                if (expectedValues === null) await expect(read()).rejects.toMatchObject({ code: "value-out-of-range" });
                else expect((await read()).map((row) => row.v)).toEqual(expectedValues);
            },
          ),
          { numRuns: limits.runs ?? 12, seed: 20261122 },
        );
      },
      60_000,
    );
  });
}

/** The values in an encoding; null if one of them cannot be represented. */
function expected(list: readonly unknown[], dtype: DType, encoding: ValueEncoding): unknown[] | null {
  try {
    return list.map((value) => encodeAs(value, dtype, encoding));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
