import { count, date, desc, float64, int64, param, rank, rowNumber, string, table } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import { expect, test } from "vitest";
import { duckdb } from "../src/duckdb/index.js";

const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 });

const sqlOf = (t: { readonly relation: ir.Relation }): string => duckdb.compile(t.relation).sql;
const lines = (...text: readonly string[]): string => text.join("\n");

test("filters and computed columns are merged into one SELECT", () => {
  const t = orders
    .filter((c) => c.status.eq("placed"))
    .mutate((c) => ({ next: c.order_id.add(1) }))
    .filter((c) => c.next.gt(3));
  expect(sqlOf(t)).toBe(
    lines(
      'SELECT "order_id", "customer_id", "order_date", "status", "order_id" + 1 AS "next"',
      'FROM "orders"',
      `WHERE "status" = 'placed'`,
      '  AND "order_id" + 1 > 3',
    ),
  );
});

test("filter after an aggregation becomes HAVING, and ORDER BY uses the alias", () => {
  const t = payments
    .groupBy("order_id")
    .aggregate((c) => ({ total: c.amount.sum() }))
    .filter((c) => c.total.gt(3))
    .orderBy(desc("total"))
    .limit(5);
  expect(sqlOf(t)).toBe(
    lines(
      'SELECT "order_id", SUM("amount") AS "total"',
      'FROM "payments"',
      'GROUP BY "order_id"',
      'HAVING SUM("amount") > 3',
      'ORDER BY "total" DESC NULLS LAST',
      "LIMIT 5",
    ),
  );
});

test("filter on a window function becomes QUALIFY", () => {
  const t = orders
    .mutate((c) => ({ nth: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
    .filter((c) => c.nth.eq(1));
  expect(sqlOf(t)).toContain(
    'QUALIFY ROW_NUMBER() OVER (PARTITION BY "customer_id" ORDER BY "order_date" ASC NULLS LAST) = 1',
  );
});

test("an aggregated side of a join becomes a CTE, a plain table does not", () => {
  const totals = payments.groupBy("order_id").aggregate((c) => ({ total: c.amount.sum() }));
  expect(sqlOf(orders.leftJoin(totals, "order_id").select(orders.c.order_id, totals.c.total))).toBe(
    lines(
      'WITH "payments_1" AS (',
      '  SELECT "order_id", SUM("amount") AS "total"',
      '  FROM "payments"',
      '  GROUP BY "order_id"',
      ")",
      'SELECT "orders"."order_id", "payments_1"."total"',
      'FROM "orders"',
      'LEFT JOIN "payments_1" ON "orders"."order_id" = "payments_1"."order_id"',
    ),
  );
});

test("filters of the right side move to ON in a left join and to WHERE in an inner join", () => {
  const large = payments.filter((c) => c.amount.gt(20));
  expect(sqlOf(orders.leftJoin(large, "order_id").select("status"))).toBe(
    lines(
      'SELECT "orders"."status"',
      'FROM "orders"',
      'LEFT JOIN "payments" ON "orders"."order_id" = "payments"."order_id"',
      '  AND "payments"."amount" > 20',
    ),
  );
  expect(sqlOf(orders.innerJoin(large, "order_id").select("status"))).toBe(
    lines(
      'SELECT "orders"."status"',
      'FROM "orders"',
      'INNER JOIN "payments" ON "orders"."order_id" = "payments"."order_id"',
      'WHERE "payments"."amount" > 20',
    ),
  );
});

test("a semi join becomes IN for one key and EXISTS otherwise", () => {
  expect(sqlOf(orders.semiJoin(payments, "order_id").select("status"))).toBe(
    lines('SELECT "status"', 'FROM "orders"', 'WHERE "order_id" IN (', '  SELECT "order_id"', '  FROM "payments"', ")"),
  );
  const perOrder = payments.groupBy("order_id").aggregate((c) => ({ total: c.amount.sum() }));
  const large = perOrder.filter((c) => c.total.gt(20));
  expect(sqlOf(orders.semiJoin(large, [["customer_id", "order_id"]]).select("status"))).toBe(
    lines(
      'SELECT "status"',
      'FROM "orders"',
      'WHERE "customer_id" IN (',
      '  SELECT "order_id"',
      '  FROM "payments"',
      '  GROUP BY "order_id"',
      '  HAVING SUM("amount") > 20',
      ")",
    ),
  );
  expect(sqlOf(orders.semiJoin(perOrder.orderBy("total").limit(3), "order_id").select("status"))).toContain("LIMIT 3");
  expect(sqlOf(orders.semiJoin(payments, (o, p) => o.order_id.gt(p.order_id)).select("status"))).toBe(
    lines(
      'SELECT "orders"."status"',
      'FROM "orders"',
      "WHERE EXISTS (",
      "  SELECT 1",
      '  FROM "payments"',
      '  WHERE "orders"."order_id" > "payments"."order_id"',
      ")",
    ),
  );
});

test("a table joined with itself gets two aliases", () => {
  const t = orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id)).select("order_id", "status_right");
  expect(sqlOf(t)).toBe(
    lines(
      'SELECT "orders"."order_id", "orders_2"."status" AS "status_right"',
      'FROM "orders"',
      'INNER JOIN "orders" AS "orders_2" ON "orders"."order_id" = "orders_2"."customer_id"',
    ),
  );
});

test("a relation that is read twice becomes one CTE", () => {
  const late = orders.filter((c) => c.order_id.gt(1));
  const sql = sqlOf(late.innerJoin(late.groupBy("customer_id").aggregate({ n: count() }), "customer_id"));
  expect(sql.match(/"order_id" > 1/g)).toHaveLength(1);
  expect(sql.startsWith('WITH "orders_1" AS (')).toBe(true);
});

test("filter and mutate after limit, window or distinct become a subquery", () => {
  const limited = orders.orderBy("order_id").limit(5);
  expect(sqlOf(limited.filter((c) => c.status.eq("placed")))).toMatch(/LIMIT 5\n\)\nSELECT[\s\S]*WHERE/);
  const ranked = orders.mutate((c) => ({ place: rank().over({ orderBy: c.order_date }) }));
  expect(sqlOf(ranked.filter((c) => c.status.eq("placed")))).toMatch(/OVER[\s\S]*\)\nSELECT[\s\S]*WHERE/);
  expect(
    sqlOf(
      orders
        .select("status")
        .distinct()
        .mutate((c) => ({ long: c.status.upper() })),
    ),
  ).toMatch(/DISTINCT[\s\S]*\)\nSELECT/);
});

test("repeated subexpressions are computed once", () => {
  let x = orders.c.order_id.add(0);
  for (let i = 0; i < 50; i++) x = x.add(x);
  expect(sqlOf(orders.select({ x })).length).toBeLessThan(6000);
});

test("equal bound literals share a parameter, so that GROUP BY still matches", () => {
  const t = payments.groupBy((c) => ({ tens: c.amount.floorDiv(10) })).aggregate((c) => ({ n: c.amount.count() }));
  const { sql, params } = duckdb.compile(t.filter((c) => c.n.gt(10)).relation, { literals: "bind" });
  expect(params).toEqual([{ name: null, value: 10, dtype: { kind: "int64", nullable: false } }]);
  expect(sql).toContain("$1");
});

test("param() is always bound by name", () => {
  const { sql, params } = duckdb.compile(payments.filter((c) => c.amount.gt(param("least", float64))).relation);
  expect(params.map((p) => p.name)).toEqual(["least"]);
  expect(sql).toContain('"amount" > CAST($1 AS DOUBLE)');
});

test("indentation does not change line breaks in literals", () => {
  const inner = orders.filter((c) => c.status.eq("a\nb"));
  expect(sqlOf(orders.semiJoin(inner, "order_id"))).toContain("'a\nb'");
});
