import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int64,
  interval,
  json,
  map,
  string,
  struct,
  time,
  timestamp,
  uint8,
  uint64,
  uuid,
} from "@avocet/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DuckDBConnection } from "../../src/duckdb/index.js";
import { connect } from "../../src/duckdb/index.js";
import { draftName, isLeftOver } from "../../src/shared/copy/draft.js";
import { rows } from "./run.js";

let from: DuckDBConnection;
let to: DuckDBConnection;
beforeAll(async () => {
  [from, to] = [await connect(), await connect()];
});
afterAll(async () => {
  await from.close();
  await to.close();
});

const ALL = {
  i: int64,
  u: uint64,
  u8: uint8,
  x: float64,
  amount: decimal(38, 4),
  s: string,
  b: bool,
  raw: binary,
  d: date,
  t: time,
  wall: timestamp(),
  at: timestamp("UTC"),
  span: interval,
  id: uuid,
  doc: json,
  list: array(array(int64)),
  pair: struct({ a: int64, b: array(string) }),
  counts: map(string, decimal(30, 2)),
};
const data = [
  {
    i: -(2n ** 63n),
    u: 2n ** 64n - 1n,
    u8: 255,
    x: Number.POSITIVE_INFINITY,
    amount: "-9999999999999999999999999999999999.9999",
    s: "a\0'\"😀",
    b: false,
    raw: new Uint8Array([0, 255]),
    d: "0001-01-01",
    t: "23:59:59.999999",
    wall: "2024-02-29T12:00:00.123456",
    at: "1969-12-31T23:59:59.999999Z",
    span: { months: -1, days: 40, micros: 5 },
    id: "00000000-0000-0000-0000-0000000000ff",
    doc: { big: "x", list: [1, null, { a: true }] },
    list: [[1, null], [], null],
    pair: { a: 2n ** 53n + 1n, b: ["x", null] },
    counts: new Map([["k", "1234567890123456789012345678.90"]]),
  },
  {},
];

test("every dtype arrives as it was, NULL too", async () => {
  const table = await from.createTable("everything", rows(ALL, data));
  expect(await table.copyTo(to, "everything")).toBe(2);
  const exact = { values: { int64: "bigint", decimal: "string", timestamp: "micros", json: "string" } } as const;
  const copied = await to.table("everything", ALL);
  expect(await copied.execute(exact)).toEqual(await table.execute(exact));
  expect((await copied.execute(exact))[0]).toMatchObject({ i: -(2n ** 63n), s: "a\0'\"😀", u8: 255 });
});
test("many rows, in batches; names in any order when they are added to what is there", async () => {
  const many = await from.sql("SELECT range AS n, 'row ' || range AS s FROM range(20000)");
  expect(await many.copyTo(to, "many")).toBe(20_000);
  expect(await many.select("s", "n").copyTo(to, "many", { append: true })).toBe(20_000);
  const copied = await to.table("many", { n: int64, s: string });
  expect(await copied.aggregate((c) => ({ rows: c.n.count(), total: c.n.sum(), last: c.s.max() })).execute()).toEqual([
    { rows: 40_000, total: 19_999 * 20_000, last: "row 9999" },
  ]);
});
test("no rows keep the columns", async () => {
  const none = await from.createTable("none", rows({ a: int64, b: string }, []));
  expect(await none.copyTo(to, "none")).toBe(0);
  expect((await to.table("none")).columns).toEqual(["a", "b"]);
});
test("a failure half-way leaves all as it was", async () => {
  await to.createTable("kept", rows({ n: int64 }, [{ n: 7 }]), { replace: true });
  const numbers = await from.sql(
    "SELECT CASE WHEN range = 15000 THEN error('half-way')::BIGINT ELSE range END AS n FROM range(20000)",
  );
  const before = await to.tables();
  await expect(numbers.copyTo(to, "kept", { replace: true })).rejects.toThrow(/half-way/);
  await expect(numbers.copyTo(to, "new")).rejects.toThrow(/half-way/);
  expect(await to.tables()).toEqual(before);
  expect(await (await to.table("kept")).execute()).toEqual([{ n: 7 }]);
});
test("a table that is there is kept unless told", async () => {
  const one = await from.createTable("one", rows({ n: int64 }, [{ n: 1 }]), { replace: true });
  await to.createTable("there", rows({ n: int64 }, [{ n: 7 }]), { replace: true });
  await expect(one.copyTo(to, "there")).rejects.toThrow(/there is a table `there` already/);
  await expect(one.copyTo(to, "there", { replace: true, append: true })).rejects.toThrow(/exclude/);
  await one.copyTo(to, "there", { replace: true });
  expect(await (await to.table("there")).execute()).toEqual([{ n: 1 }]);
});
test("a draft that was left behind is known by its name and age, and cleared", async () => {
  const old = draftName(Date.now() - 2 * 24 * 3600 * 1000);
  expect(isLeftOver(old)).toBe(true);
  expect(isLeftOver(draftName())).toBe(false);
  expect(isLeftOver("avocet_draft_orders")).toBe(false);
  await to.createTable(old, rows({ n: int64 }, []));
  await (await from.createTable("two", rows({ n: int64 }, []), { replace: true })).copyTo(to, "two", { replace: true });
  expect(await to.tables()).not.toContain(old);
});
