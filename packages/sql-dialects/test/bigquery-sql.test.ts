import {
  array,
  count,
  date,
  denseRank,
  desc,
  float64,
  int8,
  int64,
  interval,
  json,
  lit,
  map,
  memtable,
  param,
  rowNumber,
  string,
  struct,
  table,
  timestamp,
} from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import { expect, test } from "vitest";
import { bigquery } from "../src/bigquery/index.js";

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 });
const posts = table("posts", { id: int64, tags: array(string), authors: array(struct({ x0: int64, id: int64 })) });
const events = table("events", { id: int64, at: timestamp("UTC"), doc: json });

type Of = { readonly relation: ir.Relation };
const sqlOf = (t: Of): string => bigquery.compile(t.relation).sql;
const wireOf = (t: Of): string => bigquery.compile(t.relation, { encodeResults: true }).sql;
const lines = (...text: readonly string[]): string => text.join("\n");

test("filter, groupBy an expression and orderBy become clauses of one SELECT", () => {
  const t = orders
    .filter((c) => c.status.eq("placed"))
    .groupBy((c) => ({ month: c.order_date.truncate("month") }))
    .aggregate((c) => ({ n: c.order_id.count() }))
    .orderBy(desc("month"));
  expect(sqlOf(t)).toBe(
    lines(
      "SELECT DATE_TRUNC(`order_date`, MONTH) AS `month`, COUNT(`order_id`) AS `n`",
      "FROM `orders`",
      "WHERE `status` = 'placed'",
      "GROUP BY 1",
      "ORDER BY `month` DESC NULLS LAST",
    ),
  );
});

test("a grouping expression that is used in another expression becomes a column of a CTE", () => {
  const t = orders
    .groupBy((c) => ({ year: c.order_date.year() }))
    .aggregate(() => ({ n: count() }))
    .mutate((c) => ({ next: c.year.add(1) }));
  expect(sqlOf(t)).toBe(
    lines(
      "WITH `orders_1` AS (",
      "  SELECT EXTRACT(YEAR FROM `order_date`) AS `year`, COUNT(*) AS `n`",
      "  FROM `orders`",
      "  GROUP BY 1",
      ")",
      "SELECT `year`, `n`, `year` + 1 AS `next`",
      "FROM `orders_1`",
    ),
  );
});

test("windows sort NULLs with an IS NULL key, and QUALIFY is preceded by WHERE", () => {
  const t = orders
    .filter((c) => rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }).eq(1))
    .select("order_id");
  expect(sqlOf(t)).toBe(
    lines(
      "SELECT `order_id`",
      "FROM `orders`",
      "WHERE TRUE",
      "QUALIFY ROW_NUMBER() OVER (PARTITION BY `customer_id` ORDER BY `order_date` IS NULL, `order_date`) = 1",
    ),
  );
});

test("ranks have no frame, floats are partitioned by their text, and GROUPS frames become ranges over ranks", () => {
  const t = payments.select((c) => ({
    rank: denseRank().over({ partitionBy: c.amount, orderBy: c.payment_id }),
    sum: c.amount.sum().over({ orderBy: c.order_id, groups: [-1, 0] }),
  }));
  const sql = sqlOf(t);
  expect(sql).toContain(
    "DENSE_RANK() OVER (PARTITION BY TO_JSON_STRING(`amount`) ORDER BY `payment_id` IS NULL, `payment_id`)",
  );
  expect(sql).toContain("RANGE BETWEEN 1 PRECEDING AND CURRENT ROW");
});

test("NaN is larger than all numbers in comparisons, sorting and min", () => {
  expect(sqlOf(payments.filter((c) => c.amount.gt(5)).select("order_id"))).toContain("WHERE NOT `amount` <= 5");
  expect(sqlOf(payments.filter((c) => c.amount.lt(5)).select("order_id"))).toContain("WHERE `amount` < 5");
  expect(sqlOf(payments.orderBy("amount").select("order_id"))).toContain(
    "ORDER BY IS_NAN(`amount`) ASC NULLS LAST, `amount` ASC NULLS LAST",
  );
  expect(sqlOf(payments.aggregate((c) => ({ smallest: c.amount.min() })))).toContain(
    "COALESCE(MIN(IF(IS_NAN(`amount`), NULL, `amount`)), MIN(`amount`))",
  );
});

test("mode and first are computed from arrays", () => {
  const t = payments.groupBy("order_id").aggregate((c) => ({
    mode: c.payment_method.mode(),
    first: c.payment_method.first({ orderBy: c.payment_id, where: c.amount.lt(9) }),
  }));
  expect(sqlOf(t)).toBe(
    lines(
      "SELECT",
      "  `order_id`,",
      "  WITH(`values` AS ARRAY_AGG(`payment_method` IGNORE NULLS), (SELECT `element` FROM UNNEST(`values`) AS `element` WHERE `element` IS NOT NULL GROUP BY `element` ORDER BY COUNT(*) DESC, `element` LIMIT 1)) AS `mode`,",
      "  ARRAY_AGG(IF(`amount` < 9, `payment_method`, NULL) IGNORE NULLS ORDER BY `payment_id` IS NULL, `payment_id` LIMIT 1)[SAFE_OFFSET(0)] AS `first`",
      "FROM `payments`",
      "GROUP BY `order_id`",
    ),
  );
});

test("array callbacks become subqueries whose element fields hide no parameter and no column", () => {
  expect(sqlOf(posts.select((c) => ({ up: c.tags.map((t) => t.upper()) })))).toBe(
    lines(
      "SELECT",
      "  IF(`tags` IS NULL, NULL, ARRAY(SELECT UPPER(`x0`) FROM UNNEST(`tags`) AS `x0` WITH OFFSET AS `place` ORDER BY `place`)) AS `up`",
      "FROM `posts`",
    ),
  );
  const filtered = sqlOf(
    posts.select((c) => ({ matches: c.authors.filter((a) => a.f.id.eq(c.id).and(a.f.x0.gt(1))) })),
  );
  expect(filtered).toContain("FROM UNNEST(`posts`.`authors`) AS `x0_2`");
  expect(filtered).toContain("WHERE `x0_2`.`id` = `posts`.`id` AND `x0_2`.`x0` > 1");
});

test("unnested arrays are joined by alias, and aliases never equal a column name", () => {
  expect(sqlOf(posts.select("id", "tags").unnest("tags", { offset: "nth", keepEmpty: true }))).toBe(
    lines(
      "SELECT `posts`.`id`, `tags`, `nth`",
      "FROM `posts`",
      "LEFT JOIN UNNEST(`posts`.`tags`) AS `tags` WITH OFFSET AS `nth`",
    ),
  );
  const same = table("a", { a: int64, b: int64 });
  expect(sqlOf(same.select((c) => ({ x: c.a.add(c.b) })))).toBe("SELECT `a` + `b` AS `x`\nFROM `a` AS `a_2`");
});

test("memtables become arrays of structs, and equal bound literals share a parameter", () => {
  const t = memtable([{ id: 1, s: "it's \\ `x`\n" }], { id: int64, s: string });
  expect(sqlOf(t)).toBe(
    "SELECT `id`, `s`\nFROM UNNEST(ARRAY<STRUCT<`id` INT64, `s` STRING>>[STRUCT(1, 'it\\'s \\\\ `x`\\n')]) AS `memtable`",
  );
  const bound = bigquery.compile(
    orders.filter((c) => c.status.isin(["a", "b", "a"]).and(c.order_id.eq(param("id", int64)))).select("order_id")
      .relation,
    { literals: "bind" },
  );
  expect(bound.sql).toContain("`status` IN (@p1, @p2, @p1)");
  expect(bound.params.map((p) => p.name ?? p.value)).toEqual(["a", "b", "id"]);
});

test("results for the driver encode nested values as JSON and replace invalid column names", () => {
  expect(wireOf(posts.select("id", "tags"))).toBe("SELECT `id`, TO_JSON_STRING(`tags`) AS `tags`\nFROM `posts`");
  const odd = orders.select((c) => ({ "a.b": c.order_id, x: c.status, X: c.customer_id }));
  expect(wireOf(odd)).toBe(
    "SELECT `order_id` AS `column_1`, `status` AS `x`, `customer_id` AS `column_3`\nFROM `orders`",
  );
  expect(() => sqlOf(odd)).toThrow("cannot distinguish the columns x and X");
  expect(() => sqlOf(orders.select((c) => ({ "a.b": c.order_id })))).toThrow('cannot have the name "a.b"');
  const deep = memtable([{ id: 1 }]).select({
    a: lit([[1], null], array(array(int64))),
    m: lit(new Map([["k", 1]]), map(string, int64)),
  });
  expect(wireOf(deep)).toContain("ARRAY_TO_STRING(");
});

test("columns of a subquery whose names differ in case only are refused", () => {
  const t = orders
    .select((c) => ({ a: c.order_id, A: c.customer_id }))
    .limit(5)
    .filter((c) => c.a.gt(1));
  expect(() => wireOf(t)).toThrow("cannot distinguish the columns a and A");
});

test("casts check the range of the dtype", () => {
  expect(sqlOf(orders.select((c) => ({ small: c.order_id.cast(int8) })))).toContain(
    "IF(`order_id` BETWEEN -128 AND 127, `order_id`, IF(`order_id` IS NULL, NULL, ERROR('a value is out of the range of int8')))",
  );
  expect(sqlOf(orders.select((c) => ({ small: c.order_id.tryCast(int8) })))).toContain(
    "IF(`order_id` BETWEEN -128 AND 127, `order_id`, NULL)",
  );
});

test("an outer join without an equality condition gets an always-true one", () => {
  const t = orders.leftJoin(payments, (o, p) => o.order_id.gt(p.payment_id));
  expect(sqlOf(t.select("status"))).toContain("LEFT JOIN `payments_1` ON `orders_1`.`one` = `payments_1`.`one`\n  AND");
});

test("an as-of join becomes a join filtered by row number", () => {
  const [trades, quotes] = ["trades", "quotes"].map((name) =>
    table(name, { symbol: string, at: timestamp(), price: float64 }),
  );
  if (!trades || !quotes) throw new TypeError("Internal error: a table is missing");
  const sql = sqlOf(trades.asofJoin(quotes, "symbol", { on: (t, q) => t.at.ge(q.at) }));
  expect(sql).toContain("QUALIFY ROW_NUMBER() OVER (PARTITION BY");
  expect(sql).toMatch(/LEFT JOIN .* ON .*`symbol` = .*`symbol`/);
});

test("interval arithmetic, time zones and JSON access", () => {
  const t = events.select((c) => ({
    later: c.at.add({ months: 1 }),
    soon: c.at.add(lit({ months: 0, days: 1, micros: 0 }, interval)),
    here: c.at.atZone("Europe/Berlin"),
    name: c.doc.get("it's").asString(),
  }));
  expect(sqlOf(t)).toBe(
    lines(
      "SELECT",
      "  TIMESTAMP(DATETIME(`at`) + INTERVAL 1 MONTH) AS `later`,",
      "  `at` + INTERVAL 1 DAY AS `soon`,",
      "  DATETIME(`at`, 'Europe/Berlin') AS `here`,",
      "  IF(JSON_TYPE(`doc`['it\\'s']) = 'string', STRING(`doc`['it\\'s']), NULL) AS `name`",
      "FROM `events`",
    ),
  );
});

test("a sample with a seed is refused", () => {
  expect(() => sqlOf(orders.sample(0.5, { seed: 1 }))).toThrow("cannot repeat a sample with a seed");
});

test("a table or dataset name that contains a period is refused", () => {
  for (const where of [{}, { database: "shop" }, { database: "shop", catalog: "example.com:project" }])
    expect(() => sqlOf(table("other.orders", { id: int64 }, where))).toThrow(/cannot have the name other\.orders/);
  expect(() => sqlOf(table("orders", { id: int64 }, { database: "project.other" }))).toThrow(/project\.other/);
  const { sql } = bigquery.compile(
    table("orders", { id: int64 }, { database: "shop", catalog: "example.com:project" }).relation,
  );
  expect(sql).toContain("`example.com:project`.`shop`.`orders`");
});

test("a column of a subquery whose name starts with $ is refused", () => {
  const t = table("orders", { id: int64 })
    .select((c) => ({ $id: c.id }))
    .distinct()
    .select((c) => ({ id: c.$id.add(1) }));
  expect(() => sqlOf(t)).toThrow('cannot have the name "$id"');
});
