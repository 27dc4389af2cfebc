import type { AnyColumn } from "@avocet/core";
import {
  array,
  date,
  decimal,
  desc,
  float64,
  int32,
  int64,
  json,
  lit,
  map,
  memtable,
  param,
  rank,
  recursive,
  rowNumber,
  string,
  struct,
  table,
  timestamp,
} from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import { describe, expect, test } from "vitest";
import { postgres } from "../src/postgres/index.js";

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 });
const things = table("things", {
  small: int32,
  n: int64,
  x: float64,
  price: decimal(9, 2),
  s: string,
  at: timestamp(),
  list: array(int64),
  lists: array(array(int64)),
  j: json,
  record: struct({ a: int64, b: string }),
  dict: map(string, int64),
});

const sqlOf = (t: { readonly relation: ir.Relation }): string => postgres.compile(t.relation).sql;
const lines = (...text: readonly string[]): string => text.join("\n");
/** The SQL of one expression. */
const written = (build: (c: typeof things.c) => AnyColumn): string =>
  sqlOf(things.select((c) => ({ v: build(c) })))
    .replace(/^SELECT\s+/, "")
    .replace(/ AS "v"\nFROM "things"$/, "");

test("filter, groupBy and orderBy become clauses of one SELECT, and text sorts by code points", () => {
  const t = orders
    .filter((c) => c.status.eq("placed"))
    .groupBy("customer_id")
    .aggregate((c) => ({ n: c.order_id.count(), last: c.status.max() }))
    .filter((c) => c.n.gt(3))
    .orderBy(desc("n"), "last")
    .limit(5);
  expect(sqlOf(t)).toBe(
    lines(
      'SELECT "customer_id", COUNT("order_id") AS "n", MAX("status" COLLATE "C") COLLATE "default" AS "last"',
      'FROM "orders"',
      `WHERE "status" = 'placed'`,
      'GROUP BY "customer_id"',
      'HAVING COUNT("order_id") > 3',
      'ORDER BY "n" DESC NULLS LAST, MAX("status" COLLATE "C") ASC NULLS LAST',
      "LIMIT 5",
    ),
  );
});

test("a filter on a window function becomes a WHERE on a subquery", () => {
  const t = orders
    .mutate((c) => ({ nth: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
    .filter((c) => c.nth.eq(1));
  expect(sqlOf(t)).toContain('WHERE "nth" = 1');
  expect(sqlOf(t)).not.toContain("QUALIFY");
});

test("an as-of join becomes a lateral subquery with LIMIT 1", () => {
  const t = orders.asofJoin(payments, "order_id", { on: (l, r) => l.customer_id.ge(r.payment_id) });
  expect(sqlOf(t)).toContain("LEFT JOIN LATERAL (");
  expect(sqlOf(t)).toContain('"payment_id" DESC NULLS LAST\n  LIMIT 1');
});

describe("SQL of expressions", () => {
  const cases: readonly (readonly [text: string, build: (c: typeof things.c) => AnyColumn])[] = [
    ['CAST("small" AS bigint) + 1', (c) => c.small.add(1)],
    ['"n" + "small"', (c) => c.n.add(c.small)],
    ['CAST("n" AS double precision) / NULLIF("small", 0)', (c) => c.n.div(c.small)],
    ["\"x\" > float8 '0.5'", (c) => c.x.gt(0.5)],
    ['CAST("price" * 1.50 AS numeric(12, 4))', (c) => c.price.mul(lit("1.5", decimal(3, 2)))],
    [`"s" COLLATE "C" < 'b'`, (c) => c.s.lt("b")],
    [`"s" = 'it''s'`, (c) => c.s.eq("it's")],
    [`"s" = E'a\\\\b'`, (c) => c.s.eq("a\\b")],
    [`"s" ~ E'^[0-9]+[^\\\\n]$'`, (c) => c.s.reSearch("^\\d+.$")],
    ['CAST(LENGTH("s") AS bigint)', (c) => c.s.length()],
    ['CAST(EXTRACT(isodow FROM "at") AS bigint)', (c) => c.at.dayOfWeek()],
    [`TO_CHAR("at", 'YYYY"-"MM')`, (c) => c.at.strftime("%Y-%m")],
    ['CASE WHEN "x" > 0 THEN LN("x") END', (c) => c.x.ln()],
    ['("list")[1]', (c) => c.list.at(0)],
    ['CAST(CARDINALITY("list") AS bigint)', (c) => c.list.length()],
    [`CAST("record" ->> 'a' AS bigint)`, (c) => c.record.field("a")],
    [`"j" -> 'k'`, (c) => c.j.get("k")],
    ['CAST(JSONB_ARRAY_LENGTH("dict") AS bigint)', (c) => c.dict.length()],
  ];
  test.each(cases)("%s", (text, build) => {
    expect(written(build)).toBe(text);
  });
});

test("bound literals and parameters are cast to their types", () => {
  const t = orders.filter((c) => c.order_id.gt(param("least", int64)).and(c.order_date.ge("2020-01-01")));
  const { sql, params } = postgres.compile(t.relation, { literals: "bind" });
  expect(sql).toContain('"order_id" > CAST($1 AS bigint)');
  expect(sql).toContain('"order_date" >= CAST($2 AS date)');
  expect(params.map((p) => p.name)).toEqual(["least", null]);
});

test("median and mode become ordered-set aggregates", () => {
  const t = payments.aggregate((c) => ({ middle: c.amount.median(), usual: c.payment_method.mode() }));
  expect(sqlOf(t)).toBe(
    lines(
      "SELECT",
      '  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY "amount") AS "middle",',
      '  MODE() WITHIN GROUP (ORDER BY "payment_method" COLLATE "C") COLLATE "default" AS "usual"',
      'FROM "payments"',
    ),
  );
});

test("a distinct count over a window collects the values in a subquery first", () => {
  const t = orders.select((c) => ({ n: c.status.nunique().over({ partitionBy: c.customer_id }) }));
  expect(sqlOf(t)).toContain('ARRAY_AGG("status") OVER (PARTITION BY "customer_id") AS "part_1"');
});

test("large expressions that are used twice are computed once", () => {
  let t = memtable([{ a: [1] }], { a: array(int64) }).select("a");
  for (let i = 0; i < 6; i++) t = t.mutate((c) => ({ a: c.a.concat(c.a.unique()).sort() }));
  expect(sqlOf(t)).toContain("OFFSET 0");
  expect(sqlOf(t).length).toBeLessThan(20_000);
});

describe("identifiers", () => {
  const long = "n".repeat(64);
  test("an identifier longer than 63 bytes is refused", () => {
    const t = orders.select((c) => ({ [long]: c.order_id }));
    expect(() => sqlOf(t)).toThrow(/longer than the 63 bytes/);
    expect(() => sqlOf(table("é".repeat(32), { a: int64 }))).toThrow(/longer than the 63 bytes/);
    expect(sqlOf(table("é".repeat(31), { a: int64 }))).toContain("é");
  });
  test("generated identifiers are at most 63 bytes long", () => {
    const name = "t".repeat(63);
    const t = table(name, { a: int64, b: int64 });
    const twice = t
      .mutate((c) => ({ r: rank().over({ orderBy: c.b }) }))
      .filter((c) => c.r.eq(1))
      .innerJoin(t, "b")
      .groupBy({ [name]: lit(1) })
      .aggregate((c) => ({ n: c.b.count() }));
    for (const [, quoted = ""] of sqlOf(twice).matchAll(/"([^"]*)"/g)) expect(quoted.length).toBeLessThanOrEqual(63);
  });
  test("U+0000 in identifiers and strings is refused", () => {
    expect(() => sqlOf(table("a\0b", { a: int64 }))).toThrow(/U\+0000/);
    expect(() => sqlOf(orders.filter((c) => c.status.eq("a\0b")))).toThrow(/U\+0000/);
  });
});

test("columns of recursive queries are cast to their types", () => {
  const t = recursive(table("t", { s: string }), (rows) => rows.select((c) => ({ s: c.s.concat("x") })));
  expect(sqlOf(t)).toContain('CAST("s" AS text) AS "s"');
});

describe("unsupported operations", () => {
  test("ambiguous regular expression alternatives are refused with a hint", () => {
    expect(() => written((c) => c.s.reExtract("a|ab"))).toThrow(
      /the longest of several alternatives, not the first\nInstead: write alternatives/,
    );
  });
  test("collecting distinct values ordered by another column is refused", () => {
    const t = orders.aggregate((c) => ({ statuses: c.status.collect({ distinct: true, orderBy: c.order_id }) }));
    expect(() => sqlOf(t)).toThrow(/only be sorted by themselves/);
  });
});
