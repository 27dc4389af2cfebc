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
import { draftTableName, isAbandonedDraft } from "../../src/shared/copy/draft-table.js";
import { rows } from "./run.js";

let source: DuckDBConnection;
let target: DuckDBConnection;
beforeAll(async () => {
  [source, target] = [await connect(), await connect()];
});
afterAll(async () => {
  await source.close();
  await target.close();
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

test("copyTo preserves every dtype, including NULL", async () => {
  const table = await source.createTable("everything", rows(ALL, data));
  expect(await table.copyTo(target, "everything")).toBe(2);
  const exact = { values: { int64: "bigint", decimal: "string", timestamp: "micros", json: "string" } } as const;
  const copied = await target.table("everything", ALL);
  expect(await copied.execute(exact)).toEqual(await table.execute(exact));
  expect((await copied.execute(exact))[0]).toMatchObject({ i: -(2n ** 63n), s: "a\0'\"😀", u8: 255 });
});
test("copyTo copies many rows in batches, and appends columns by name", async () => {
  const manyRows = await source.sql("SELECT range AS n, 'row ' || range AS s FROM range(20000)");
  expect(await manyRows.copyTo(target, "many")).toBe(20_000);
  expect(await manyRows.select("s", "n").copyTo(target, "many", { append: true })).toBe(20_000);
  const copied = await target.table("many", { n: int64, s: string });
  expect(await copied.aggregate((c) => ({ rows: c.n.count(), total: c.n.sum(), last: c.s.max() })).execute()).toEqual([
    { rows: 40_000, total: 19_999 * 20_000, last: "row 9999" },
  ]);
});
test("copyTo of no rows creates the columns", async () => {
  const none = await source.createTable("none", rows({ a: int64, b: string }, []));
  expect(await none.copyTo(target, "none")).toBe(0);
  expect((await target.table("none")).columns).toEqual(["a", "b"]);
});
test("a copy that fails halfway changes nothing", async () => {
  await target.createTable("kept", rows({ n: int64 }, [{ n: 7 }]), { replace: true });
  const numbers = await source.sql(
    "SELECT CASE WHEN range = 15000 THEN error('half-way')::BIGINT ELSE range END AS n FROM range(20000)",
  );
  const tablesBefore = await target.tables();
  await expect(numbers.copyTo(target, "kept", { replace: true })).rejects.toThrow(/half-way/);
  await expect(numbers.copyTo(target, "new")).rejects.toThrow(/half-way/);
  expect(await target.tables()).toEqual(tablesBefore);
  expect(await (await target.table("kept")).execute()).toEqual([{ n: 7 }]);
});
test("copyTo replaces an existing table only with replace", async () => {
  const singleRow = await source.createTable("one", rows({ n: int64 }, [{ n: 1 }]), { replace: true });
  await target.createTable("there", rows({ n: int64 }, [{ n: 7 }]), { replace: true });
  await expect(singleRow.copyTo(target, "there")).rejects.toThrow(/A table `there` exists already/);
  await expect(singleRow.copyTo(target, "there", { replace: true, append: true })).rejects.toThrow(/exclude/);
  await singleRow.copyTo(target, "there", { replace: true });
  expect(await (await target.table("there")).execute()).toEqual([{ n: 1 }]);
});
test("abandoned drafts are recognized by name and age, and dropped", async () => {
  const old = draftTableName(Date.now() - 2 * 24 * 3600 * 1000);
  expect(isAbandonedDraft(old)).toBe(true);
  expect(isAbandonedDraft(draftTableName())).toBe(false);
  expect(isAbandonedDraft("avocet_draft_orders")).toBe(false);
  await target.createTable(old, rows({ n: int64 }, []));
  await (await source.createTable("two", rows({ n: int64 }, []), { replace: true })).copyTo(target, "two", {
    replace: true,
  });
  expect(await target.tables()).not.toContain(old);
});
