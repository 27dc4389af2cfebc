import type { DType } from "@avocet/core";
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
  json,
  map,
  memtable,
  string,
  struct,
  Table,
  time,
  timestamp,
  uint8,
  uint32,
  uint64,
  uuid,
} from "@avocet/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

/** The encoding of the values below. */
const ENCODING = { int64: "bigint", timestamp: "string", json: "string" } as const;
const twoDigits = (n: number): string => String(n).padStart(2, "0");
const fraction = fc.oneof(
  fc.constant(""),
  fc.integer({ min: 1, max: 999_999 }).map((n) => `.${String(n).padStart(6, "0").replace(/0+$/, "")}`),
);
const isoDate = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const isoTime = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fraction)
  .map(([h, m, s, f]) => `${twoDigits(h)}:${twoDigits(m)}:${twoDigits(s)}${f}`);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map((s) => s.replaceAll(/[\0\ud800-\udfff]/g, "")),
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom(
    "",
    "NULL",
    "null",
    "\\N",
    "\\x00",
    '"',
    "'",
    "\\",
    "{}",
    "{a,b}",
    "(a)",
    "\r\n\t",
    " x ",
    "$1",
    "--",
    "/*",
    "%",
    "😀",
  ),
);
const integerOf = (bits: number, signed: boolean) => {
  const [min, max] = signed ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n] : [0n, 2n ** BigInt(bits) - 1n];
  return fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, 0n));
};
const digits = (precision: number, scale: number) =>
  fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n }).map((n) => {
    const allDigits = String(n < 0n ? -n : n).padStart(scale + 1, "0");
    return `${n < 0n ? "-" : ""}${allDigits.slice(0, allDigits.length - scale)}${scale ? `.${allDigits.slice(-scale)}` : ""}`;
  });
const jsonDocument = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll(/\\u0000|\\ud[89a-f]../gi, "")));
const uuidText = fc.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const boundedInteger = (max: number) => fc.integer({ min: -max, max }).map((n) => n || 0);

const intervalValue = fc.record(
  { months: boundedInteger(100_000), days: boundedInteger(1_000_000), micros: boundedInteger(Number.MAX_SAFE_INTEGER) },
  { noNullPrototype: true },
);

const SCALARS: readonly (readonly [DType, fc.Arbitrary<unknown>])[] = [
  [bool, fc.boolean()],
  [int8, integerOf(8, true).map(Number)],
  [int32, integerOf(32, true).map(Number)],
  [int64, integerOf(64, true)],
  [uint8, integerOf(8, false).map(Number)],
  [uint32, integerOf(32, false).map(Number)],
  [uint64, integerOf(64, false)],
  [float32, fc.float()],
  [float64, fc.double()],
  [decimal(18, 3), digits(18, 3)],
  [decimal(38, 0), digits(38, 0)],
  [decimal(38, 37), digits(38, 37)],
  [string, text],
  [binary, fc.uint8Array({ maxLength: 9 })],
  [date, isoDate],
  [time, isoTime],
  [timestamp(), fc.tuple(isoDate, isoTime).map(([d, c]) => `${d}T${c}`)],
  [timestamp("UTC"), fc.tuple(isoDate, isoTime).map(([d, c]) => `${d}T${c}Z`)],
  [interval, intervalValue],
  [uuid, uuidText],
  [inet, fc.constantFrom("10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32")],
];
const nullable = (values: fc.Arbitrary<unknown>) => fc.option(values, { freq: 5 });
const NESTED: readonly (readonly [DType, fc.Arbitrary<unknown>])[] = SCALARS.flatMap(([dtype, arbitrary]) => {
  // jsonb has no -0.
  const values = arbitrary.map((value) => (Object.is(value, -0) ? 0 : value));
  const list = fc.array(nullable(values), { maxLength: 4 });
  const pair = fc.record({ a: nullable(values), "b c": list }, { noNullPrototype: true });
  return [
    [array(dtype), list],
    [struct({ a: dtype, "b c": array(dtype) }), pair],
    [array(struct({ a: dtype, "b c": array(dtype) })), fc.array(pair, { maxLength: 3 })],
    [
      map(string, dtype),
      fc.array(fc.tuple(text, nullable(values)), { maxLength: 3 }).map((entries) => new Map(entries)),
    ],
  ] as const;
});

describe.skipIf(database === null)("random values survive a round trip through PostgreSQL", () => {
  let connection: Awaited<ReturnType<typeof connect<typeof ENCODING>>>;
  beforeAll(async () => {
    connection = await connect({ url, values: ENCODING });
  });
  afterAll(() => connection?.close());

  /** Reads values through inline literals, bind parameters, a table, and COPY. */
  const readBack = async (dtype: DType, values: readonly unknown[]): Promise<unknown[][]> => {
    const rows = memtable(
      values.map((v, i) => ({ i, v })),
      { i: int32, v: dtype },
    );
    const read = async (table: Table) => (await table.orderBy("i").execute({ values: ENCODING })).map(({ v }) => v);
    const created = await connection.createTable("made", rows, { replace: true });
    const memTable = new Table(rows.relation, connection);
    await memTable.copyTo(connection, "sent", { replace: true, allowDTypeChanges: true });
    const sent = await connection.table("sent", { i: int32, v: dtype });
    const bound = await memTable.orderBy("i").execute({ literals: "bind" });
    return [
      await read(memTable),
      bound.map(({ v }) => v),
      await read(created as unknown as Table),
      await read(sent as unknown as Table),
    ]; // tables of any schema
  };
  test.each([...SCALARS, ...NESTED])("%o", async (dtype, arbitrary) => {
    const values = fc.sample(fc.option(arbitrary, { freq: 10 }), { seed: 11, numRuns: 40 });
    for (const result of await readBack(dtype, values)) expect(result).toStrictEqual(values);
  });
  test("random JSON", async () => {
    const values = fc.sample(jsonDocument, { seed: 11, numRuns: 60 });
    for (const result of await readBack(json, values))
      expect(result.map((text) => JSON.parse(String(text)))).toEqual(values);
  });
});
