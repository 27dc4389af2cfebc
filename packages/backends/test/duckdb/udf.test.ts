import {
  AvocetError,
  array,
  binary,
  bool,
  date,
  decimal,
  type Float64,
  float64,
  fromJSON,
  int64,
  interval,
  map,
  notNull,
  type Schema,
  string,
  struct,
  timestamp,
  toJSON,
  udf,
  uuid,
} from "@avocet/core";
import { expect, expectTypeOf, test } from "vitest";
import { connect } from "../../src/duckdb/index.js";
import { connection, rows, run } from "./run.js";

const t = rows({ id: notNull(int64), s: string, x: float64 }, [
  { id: 1, s: "ab", x: 1.5 },
  { id: 2, s: null, x: 2.5 },
  { id: 3, s: "b'); --", x: null },
]);

test("udf.scalar and udf.aggregate call functions of the engine", async () => {
  const similarity = udf.scalar("jaro_similarity", [string, string], float64, { nulls: "strict" });
  const mad = udf.aggregate("mad", [float64], float64);
  const result = await run(
    t.orderBy("id").select({ j: similarity(t.c.s, "ab"), l: udf.scalar("lcase", [string], string)(t.c.s) }),
  );
  expect(result.map((row) => row.j)).toEqual([1, null, expect.any(Number)]);
  expect(await run(t.aggregate({ m: mad(t.c.x), one: mad(t.c.x, { where: t.c.id.eq(1) }) }))).toEqual([
    { m: 0.5, one: 0 },
  ]);
  const window = t.orderBy("id").select({ m: mad(t.c.x).over({ orderBy: t.c.id }) });
  expect((await run(window)).map((row) => row.m)).toEqual([0, 0.5, 0.5]);
});

test("a registered function is called for each row, and skips NULL", async () => {
  const seen: unknown[] = [];
  const twice = await (await connection()).registerScalar(
    "twice",
    { args: [string, float64], returns: float64 },
    (s, x) => {
      expectTypeOf(s).toEqualTypeOf<string>();
      seen.push([s, x]);
      return s.length * x;
    },
  );
  const column = twice(t.c.s, t.c.x);
  expectTypeOf(column.dtype).toEqualTypeOf<Float64<true>>();
  expect((await run(t.orderBy("id").select({ y: column }))).map((row) => row.y)).toEqual([3, null, null]);
  expect(seen).toEqual([["ab", 1.5]]);
  expect(await run(t.filter((c) => twice(c.s, c.x).gt(2)).select("id"))).toEqual([{ id: 1 }]);
});

test("registered functions may receive and return NULL", async () => {
  const db = await connection();
  const isKnown = await db.registerScalar(
    "known",
    { args: [string], returns: bool, nulls: "never" },
    (s) => s !== null,
  );
  const short = await db.registerScalar("short", { args: [string], returns: string, nulls: "always" }, (s) =>
    s !== null && s.length < 3 ? s : null,
  );
  const result = await run(t.orderBy("id").select({ known: isKnown(t.c.s), short: short(t.c.s) }));
  expect(result.map((row) => [row.known, row.short])).toEqual([
    [true, "ab"],
    [false, null],
    [true, null],
  ]);
});

test("registered functions receive and return values of every dtype", async () => {
  const db = await connection();
  const fields = {
    n: int64,
    f: float64,
    b: bool,
    s: string,
    raw: binary,
    d: date,
    at: timestamp("UTC"),
    clock: timestamp(),
    span: interval,
    money: decimal(10, 2),
    id: uuid,
    list: array(string),
    dict: map(notNull(string), int64),
    place: struct({ lat: float64, lon: float64 }),
  } satisfies Schema;
  const row = {
    n: 9_007_199_254_740_991,
    f: -0.5,
    b: true,
    s: "é'\u0001🦊",
    raw: new Uint8Array([0, 255]),
    d: "2024-02-29",
    at: new Date("2026-01-31T12:00:00.123Z"),
    clock: new Date("2026-01-31T12:00:00Z"),
    span: { months: 1, days: -2, micros: 3 },
    money: "12.5",
    id: "123e4567-e89b-12d3-a456-426614174000",
    list: ["a", null],
    dict: new Map([["k", 1]]),
    place: { lat: 1.5, lon: null },
  };
  const source = rows(fields, [row]);
  const [plain] = await run(source);
  for (const [name, dtype] of Object.entries(fields)) {
    const received: unknown[] = [];
    const identity = await db.registerScalar(`same_${name}`, { args: [dtype], returns: dtype }, (value) => {
      received.push(value);
      return value as never;
    });
    const column = source.c[name as "n"];
    const [back] = await run(source.select({ v: identity(column as never) }));
    const expected = plain?.[name as "n"];
    expect(received, name).toEqual([expected]);
    expect(back?.v, name).toEqual(expected);
  }
});

test("a registered function that throws or returns another dtype fails the statement", async () => {
  const db = await connection();
  const boom = await db.registerScalar("boom", { args: [int64], returns: int64 }, () => {
    throw new Error("no such luck");
  });
  await expect(run(t.select({ v: boom(t.c.id) }))).rejects.toThrow(/no such luck/);
  await expect(run(t.select({ v: boom(t.c.id) }))).rejects.toBeInstanceOf(AvocetError);
  const wrong = await db.registerScalar("wrong", { args: [int64], returns: int64 }, () => "x" as never);
  await expect(run(t.select({ v: wrong(t.c.id) }))).rejects.toThrow(/Cannot represent "x" as !?int64/);
  const none = await db.registerScalar("none", { args: [int64], returns: int64 }, () => null as never);
  await expect(run(t.select({ v: none(t.c.id) }))).rejects.toThrow(/Cannot represent null/i);
});

test("a registered function runs in concurrent statements and transactions", async () => {
  const db = await connect();
  let calls = 0;
  const next = await db.registerScalar("next_one", { args: [int64], returns: int64, deterministic: false }, (n) => {
    calls++;
    return n + 1;
  });
  const manyRows = await db.sql("SELECT range AS n FROM range(10000)");
  const typed = manyRows.select({ n: next(manyRows.c.n as never) }).aggregate((c) => ({ total: c.n.sum() }));
  const sums = await Promise.all(Array.from({ length: 4 }, () => typed.execute()));
  expect(sums.flat()).toEqual(Array.from({ length: 4 }, () => ({ total: 50_005_000 })));
  expect(calls).toBe(40_000);
  const txResult = await db.transaction(async (tx) => {
    const f = await tx.registerScalar("in_tx", { args: [int64], returns: int64 }, (n) => n * 2);
    return tx.execute(manyRows.limit(1).select({ v: f(5) }));
  });
  expect(txResult).toEqual([{ v: 10 }]);
  await db.close();
});

test("registering a name again replaces the function", async () => {
  const db = await connection();
  await db.registerScalar("version", { args: [int64], returns: int64 }, () => 1);
  const second = await db.registerScalar("version", { args: [int64], returns: int64 }, () => 2);
  expect(await run(t.limit(1).select({ v: second(t.c.id) }))).toEqual([{ v: 2 }]);
});

test("a function survives JSON if the reader allows its name", async () => {
  const db = await connection();
  const half = await db.registerScalar("half", { args: [int64], returns: float64 }, (n) => n / 2);
  const text = JSON.stringify(toJSON(t.orderBy("id").select({ v: half(t.c.id) })));
  const back = fromJSON(text, { allowFunctions: ["half"], runner: db });
  expect("relation" in back && (await back.execute())).toEqual([{ v: 0.5 }, { v: 1 }, { v: 1.5 }]);
});

test("invalid function names are rejected", async () => {
  const db = await connection();
  await expect(db.registerScalar("a b", { args: [], returns: int64 }, () => 1)).rejects.toThrow(
    /letters, digits and _/,
  );
});
