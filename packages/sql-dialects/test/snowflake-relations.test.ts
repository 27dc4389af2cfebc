// The SQL of relations, checked against Snowflake's documentation.
import type { AnyColumn } from "@avocet/core";
import {
  array,
  arrayOf,
  bool,
  count,
  date,
  float64,
  int64,
  intervalFrom,
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
import { snowflake, bindText as snowflakeBindText } from "../src/snowflake/index.js";

const DOCS = "https://docs.snowflake.com/en/sql-reference";
const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 });
const baskets = table("baskets", { id: int64, items: array(int64) });
const sqlOf = (t: { readonly relation: ir.Relation }): string => snowflake.compile(t.relation).sql;
const lines = (...text: readonly string[]): string => text.join("\n");

describe(`windows (${DOCS}/functions-window-syntax)`, () => {
  test("ranks always have ORDER BY and never a frame", () => {
    const t = orders.select((c) => ({
      n: rowNumber().over({}),
      rank: rank().over({ partitionBy: c.customer_id, orderBy: c.order_date.desc() }),
      previous: c.order_id.lag(2).over({ orderBy: c.order_date }),
    }));
    expect(sqlOf(t)).toBe(
      lines(
        "SELECT",
        '  ROW_NUMBER() OVER (ORDER BY NULL) AS "n",',
        '  RANK() OVER (PARTITION BY "customer_id" ORDER BY "order_date" DESC NULLS LAST) AS "rank",',
        '  LAG("order_id", 2) OVER (ORDER BY "order_date" ASC NULLS LAST) AS "previous"',
        'FROM "orders"',
      ),
    );
  });
  test("a RANGE frame over dates uses an interval", () => {
    const t = orders.select((c) => ({
      n: count().over({ orderBy: c.order_date, range: [intervalFrom({ days: -7 }), 0] }),
    }));
    expect(sqlOf(t)).toContain(
      `COUNT(*) OVER (ORDER BY "order_date" ASC NULLS LAST RANGE BETWEEN INTERVAL '7 days' PRECEDING AND CURRENT ROW)`,
    );
  });
  test("a GROUPS frame becomes a RANGE frame over DENSE_RANK", () => {
    const near = orders.select((c) => ({ n: count().over({ orderBy: c.order_date, groups: [-1, 0] }) }));
    expect(sqlOf(near)).toContain(`DENSE_RANK() OVER (ORDER BY "order_date" ASC NULLS LAST) AS "part_1"`);
    expect(sqlOf(near)).toContain(
      `COUNT(*) OVER (ORDER BY "part_1" ASC NULLS LAST RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS "n"`,
    );
    const unbounded = orders.select((c) => ({ n: count().over({ orderBy: c.order_date, groups: [null, 0] }) }));
    expect(sqlOf(unbounded)).toContain(
      `COUNT(*) OVER (ORDER BY "order_date" ASC NULLS LAST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "n"`,
    );
  });
  test("first and argmax over a window become FIRST_VALUE", () => {
    const t = payments.select((c) => ({
      first: c.amount.first().over({ partitionBy: c.order_id, orderBy: c.payment_id }),
      best: c.payment_id.argmax(c.amount).over({ partitionBy: c.order_id }),
    }));
    expect(sqlOf(t)).toBe(
      lines(
        "SELECT",
        '  FIRST_VALUE("amount") IGNORE NULLS OVER (PARTITION BY "order_id" ORDER BY "payment_id" ASC NULLS LAST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "first",',
        '  FIRST_VALUE(CASE WHEN CASE WHEN "payment_id" IS NOT NULL THEN "amount" END IS NOT NULL THEN "payment_id" END) OVER (PARTITION BY "order_id" ORDER BY CASE WHEN "payment_id" IS NOT NULL THEN "amount" END DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "best"',
        'FROM "payments"',
      ),
    );
  });
  test("an ordered window is refused for functions that do not support one", () => {
    const t = payments.mutate((c) => ({ m: c.amount.median().over({ orderBy: c.payment_id }) }));
    expect(() => sqlOf(t)).toThrow(/MEDIAN does not support ORDER BY in a window/);
  });
  test("a filter on a window function becomes QUALIFY", () => {
    const t = orders
      .mutate((c) => ({ n: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
      .filter((c) => c.n.eq(1))
      .select("order_id");
    expect(sqlOf(t)).toBe(
      lines(
        'SELECT "order_id"',
        'FROM "orders"',
        'QUALIFY ROW_NUMBER() OVER (PARTITION BY "customer_id" ORDER BY "order_date" ASC NULLS LAST) = 1',
      ),
    );
  });
});

describe(`aggregates (${DOCS}/functions-aggregation)`, () => {
  test("filters become CASE, orders become WITHIN GROUP, and empty results are NULL", () => {
    const t = payments.groupBy("order_id").aggregate((c) => ({
      n: c.amount.count({ where: c.amount.gt(1) }),
      rows: count({ where: c.amount.gt(1) }),
      methods: c.payment_method.collect({ orderBy: c.amount }),
      text: c.payment_method.groupConcat(", ", { orderBy: c.amount.desc() }),
      first: c.amount.first({ orderBy: c.payment_id }),
      best: c.payment_method.argmax(c.amount),
      middle: c.amount.median(),
      p90: c.amount.quantile(0.9),
    }));
    expect(sqlOf(t)).toBe(
      lines(
        "SELECT",
        '  "order_id",',
        '  COUNT(CASE WHEN "amount" > 1 THEN "amount" END) AS "n",',
        '  COUNT_IF("amount" > 1) AS "rows",',
        '  NULLIF(ARRAY_AGG("payment_method") WITHIN GROUP (ORDER BY "amount" ASC NULLS LAST), ARRAY_CONSTRUCT()) AS "methods",',
        `  CASE WHEN COUNT("payment_method") > 0 THEN LISTAGG("payment_method", ', ') WITHIN GROUP (ORDER BY "amount" DESC NULLS LAST) END AS "text",`,
        '  CAST(GET(ARRAY_AGG("amount") WITHIN GROUP (ORDER BY "payment_id" ASC NULLS LAST), 0) AS FLOAT) AS "first",',
        '  MAX_BY("payment_method", CASE WHEN "payment_method" IS NOT NULL THEN "amount" END) AS "best",',
        '  MEDIAN("amount") AS "middle",',
        '  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY "amount") AS "p90"',
        'FROM "payments"',
        'GROUP BY "order_id"',
      ),
    );
  });
  test("collect with includeNull converts NULL to a JSON null, because ARRAY_AGG skips NULL", () => {
    const t = payments.aggregate((c) => ({ amounts: c.amount.collect({ includeNull: true }) }));
    expect(sqlOf(t)).toBe(
      lines(
        `SELECT NULLIF(ARRAY_AGG(IFNULL(TO_VARIANT("amount"), PARSE_JSON('null'))), ARRAY_CONSTRUCT()) AS "amounts"`,
        'FROM "payments"',
      ),
    );
  });
  test("mode becomes the first value by frequency, then by value", () => {
    const t = payments.groupBy("order_id").aggregate((c) => ({ usual: c.payment_method.mode() }));
    expect(sqlOf(t)).toBe(
      lines(
        'WITH "payments_1" AS (',
        "  SELECT",
        '    "order_id",',
        '    "payment_method",',
        '    COUNT("payment_method") OVER (PARTITION BY "order_id", "payment_method") AS "part 1"',
        '  FROM "payments"',
        ")",
        "SELECT",
        '  "order_id",',
        '  CAST(GET(ARRAY_AGG("payment_method") WITHIN GROUP (ORDER BY "part 1" DESC NULLS LAST, "payment_method" ASC NULLS LAST), 0) AS VARCHAR) AS "usual"',
        'FROM "payments_1"',
        'GROUP BY "order_id"',
      ),
    );
  });
  test("an aggregation of constants without grouping keys uses HAVING", () => {
    const t = orders.aggregate({ kind: lit("all"), n: lit(1) });
    expect(sqlOf(t)).toBe(
      lines(`SELECT 'all' AS "kind", CAST(1 AS NUMBER(38, 0)) AS "n"`, 'FROM "orders"', "HAVING COUNT(*) >= 0"),
    );
  });
  test("nunique becomes COUNT(DISTINCT)", () => {
    expect(sqlOf(payments.select("order_id", "amount").aggregate((c) => ({ n: c.amount.nunique() })))).toContain(
      'COUNT(DISTINCT "amount")',
    );
  });
});

test(`an as-of join has its inequality in MATCH_CONDITION, left side first (${DOCS}/constructs/asof-join)`, () => {
  const later = orders.asofJoin(payments, "order_id", { on: (l, r) => r.payment_id.le(l.customer_id) });
  expect(sqlOf(later.select("status", "amount"))).toBe(
    lines(
      'SELECT "orders"."status", "payments"."amount"',
      'FROM "orders"',
      'ASOF JOIN "payments" MATCH_CONDITION ("orders"."customer_id" >= "payments"."payment_id") ON "orders"."order_id" = "payments"."order_id"',
    ),
  );
});

describe(`lambdas (https://docs.snowflake.com/en/user-guide/querying-semistructured#lambda-expressions)`, () => {
  test("an aggregate used inside a lambda becomes a column of a CTE", () => {
    const t = baskets.aggregate((c) => ({ ids: c.id.collect(), largest: c.id.max() }));
    expect(sqlOf(t.select((c) => ({ gaps: c.ids.map((id) => c.largest.sub(id)) })))).toBe(
      lines(
        'WITH "baskets_1" AS (',
        '  SELECT MAX("id") AS "part_1", ARRAY_AGG("id") AS "part_2"',
        '  FROM "baskets"',
        ")",
        `SELECT TRANSFORM(NULLIF("part_2", ARRAY_CONSTRUCT()), "x0" INT -> "part_1" - "x0") AS "gaps"`,
        'FROM "baskets_1"',
      ),
    );
  });
  test("an uncorrelated subquery is allowed inside a lambda, a correlated one is refused", () => {
    const latest = orders.aggregate((o) => ({ n: o.order_id.max() })).asScalar();
    const shared = (n: typeof latest) => sqlOf(baskets.select((c) => ({ shared: c.items.intersect(arrayOf(n)) })));
    expect(shared(latest)).toContain("-> CASE");
    const correlated = baskets.select((b) => ({
      shared: b.items.intersect(
        arrayOf(
          orders
            .filter((o) => o.customer_id.eq(b.id))
            .aggregate((o) => ({ n: o.order_id.max() }))
            .asScalar(),
        ),
      ),
    }));
    expect(() => sqlOf(correlated)).toThrow(/correlated subquery inside a lambda/);
  });
});

describe(`subqueries (https://docs.snowflake.com/en/user-guide/querying-subqueries)`, () => {
  test("a single-match join uses ROW_NUMBER instead of a correlated LIMIT", () => {
    expect(sqlOf(orders.anyLeftJoin(payments, "order_id").select("status", "amount"))).toBe(
      lines(
        'WITH "orders_1" AS (',
        '  SELECT "order_id", "status", ROW_NUMBER() OVER (ORDER BY NULL) AS "left_row"',
        '  FROM "orders"',
        ")",
        'SELECT "orders_1"."status", "payments"."amount"',
        'FROM "orders_1"',
        'LEFT JOIN "payments" ON "orders_1"."order_id" = "payments"."order_id"',
        'QUALIFY ROW_NUMBER() OVER (PARTITION BY "orders_1"."left_row" ORDER BY NULL) = 1',
      ),
    );
  });
  test("a correlated LIMIT is refused", () => {
    const t = orders.mutate((o) => ({
      last: payments
        .filter((p) => p.order_id.eq(o.order_id))
        .orderBy("payment_id")
        .limit(1)
        .select("amount")
        .asScalar(),
    }));
    expect(() => sqlOf(t)).toThrow(/limit in a subquery that refers to the outer row/);
  });
});

test(`EXCEPT ALL becomes EXCEPT over numbered rows (${DOCS}/operators-query)`, () => {
  const statuses = orders.select("status");
  const t = statuses.difference(statuses.limit(3), { distinct: false });
  expect(sqlOf(t)).toContain(
    lines(
      '  SELECT "status", ROW_NUMBER() OVER (PARTITION BY "status" ORDER BY NULL) AS "copy"',
      "  FROM (",
      '    SELECT "status"',
      '    FROM "orders_1"',
      '  ) AS "operand"',
      "  EXCEPT",
    ),
  );
});

describe(`sources (${DOCS}/constructs/from)`, () => {
  test("sample becomes SAMPLE, with a seed on tables only", () => {
    expect(sqlOf(orders.sample(0.1, { seed: 42 }).select("order_id"))).toBe(
      'SELECT "order_id"\nFROM "orders" SAMPLE BERNOULLI (10) SEED (42)',
    );
    expect(() => sqlOf(orders.limit(5).sample(0.1, { seed: 42 }))).toThrow(/only on tables/);
  });
  test("unnest becomes FLATTEN, whose INDEX is 0-based", () => {
    expect(sqlOf(baskets.unnest("items", { as: "item", offset: "i", keepEmpty: true }).select("id", "item", "i"))).toBe(
      lines(
        "SELECT",
        '  "baskets"."id",',
        '  CAST("item_flattened"."VALUE" AS NUMBER(38, 0)) AS "item",',
        '  "item_flattened"."INDEX" AS "i"',
        'FROM "baskets"',
        'CROSS JOIN LATERAL FLATTEN(INPUT => "baskets"."items", OUTER => TRUE) AS "item_flattened"',
      ),
    );
  });
  test("arrays and maps of a memtable are JSON text in VALUES", () => {
    const t = memtable(
      [
        { id: 1, xs: [1, null], m: new Map([["a", 0.5]]) },
        { id: 2, xs: null, m: null },
      ],
      { id: int64, xs: array(int64), m: map(string, float64) },
    );
    expect(sqlOf(t)).toBe(
      lines(
        'SELECT "id", AS_ARRAY(PARSE_JSON("xs")) AS "xs", AS_OBJECT(PARSE_JSON("m")) AS "m"',
        "FROM (",
        "  VALUES",
        `    (CAST(1 AS NUMBER(38, 0)), '[1,null]', '{"a":5e-1}'),`,
        "    (2, CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR))",
        ') AS "rows"("id", "xs", "m")',
      ),
    );
  });
  test("the columns of a recursive query are cast to one type, and distinct is refused", () => {
    const t = recursive(memtable([{ n: 1 }]), (rows) =>
      rows.filter((c) => c.n.lt(5)).mutate((c) => ({ n: c.n.add(1) })),
    );
    expect(sqlOf(t)).toContain('SELECT CAST("recursion"."n" + 1 AS NUMBER(38, 0)) AS "n"');
    const distinct = recursive(memtable([{ n: 1 }]), (rows) => rows.mutate((c) => ({ n: c.n.mul(-1) })), {
      distinct: true,
    });
    expect(() => sqlOf(distinct)).toThrow(/Dropping duplicates in a recursion is not supported/);
  });
});

describe(`bound values (${DOCS}/bind-variables)`, () => {
  test("bind parameters are numbered, shared by equal values and cast from text", () => {
    const t = payments
      .filter((c) => [c.amount.gt(1.5), c.amount.lt(1.5), c.payment_method.eq("cash"), c.order_id.eq(2n ** 60n)])
      .select("payment_id");
    const { sql, params } = snowflake.compile(t.relation, { literals: "bind" });
    expect(sql).toBe(
      lines(
        'SELECT "payment_id"',
        'FROM "payments"',
        'WHERE "amount" > CAST(:1 AS FLOAT)',
        '  AND "amount" < CAST(:1 AS FLOAT)',
        '  AND "payment_method" = :2',
        '  AND "order_id" = CAST(:3 AS NUMBER(38, 0))',
      ),
    );
    expect(params.map((p) => p.value)).toEqual([1.5, "cash", "1152921504606846976"]);
  });
  test("a param is cast like a bound literal", () => {
    const t = orders.filter((c) => c.order_date.lt(param("day", date))).select("order_id");
    expect(sqlOf(t)).toContain('WHERE "order_date" < CAST(:1 AS DATE)');
  });
  test("bindText returns the text of each dtype", () => {
    const textOf = (column: AnyColumn): string => {
      const { node } = column;
      if (node.type !== "literal") throw new Error("Expected a literal column");
      return snowflakeBindText(node.value, node.dtype);
    };
    expect(textOf(lit(2n ** 60n))).toBe("1152921504606846976");
    expect(textOf(lit(new Date("2024-01-31T12:00:00.5Z")))).toBe("2024-01-31 12:00:00.500 +00:00");
    expect(textOf(lit([1.5, null], array(float64)))).toBe("[1.5e+0,null]");
    const dtype = struct({ a: timestamp("UTC"), b: string });
    expect(textOf(lit({ a: new Date("2024-01-31T12:00:00Z"), b: "x" }, dtype))).toBe(
      '{"a":"2024-01-31T12:00:00.000000Z","b":"x"}',
    );
    expect(textOf(lit(new Map([["k", true]]), map(string, bool)))).toBe('{"k":true}');
    expect(textOf(lit(new Uint8Array([0, 255])))).toBe("00ff");
  });
});
