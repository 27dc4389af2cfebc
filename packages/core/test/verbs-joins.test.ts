import { describe, expect, expectTypeOf, test } from "vitest";
import type { Condition, DateType, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { date, float64, int64, notNull, printDType, string, table, timestamp } from "../src/index.js";

const trades = table("trades", { id: notNull(int64), symbol: notNull(string), at: timestamp(), qty: int64 });
const quotes = table("quotes", { symbol: notNull(string), at: timestamp(), bid: notNull(float64) });
const orders = table("orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("payments", { payment_id: notNull(int64), order_id: int64, amount: float64 });
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const dtypes = (of: { readonly schema: Schema }) =>
  Object.entries(of.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`);

describe("as-of joins", () => {
  test("have the columns of both sides, nullable on the right", () => {
    const t = trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at) });
    expect(dtypes(t)).toEqual([
      "id !int64",
      "symbol !string",
      "at timestamp",
      "qty int64",
      "at_right timestamp",
      "bid float64",
    ]);
    expectTypeOf<SchemaOf<typeof t>["bid"]>().toEqualTypeOf<Float64>();
    expectTypeOf<SchemaOf<typeof t>["symbol"]>().toEqualTypeOf<Str<false>>();
    const quoteJoin = trades.asofJoin(quotes, [], { on: (l, r) => r.at.lt(l.at), suffix: "_q" });
    expectTypeOf<keyof SchemaOf<typeof quoteJoin>>().toEqualTypeOf<
      "id" | "symbol" | "at" | "qty" | "symbol_q" | "at_q" | "bid"
    >();
    expect(String(quoteJoin)).toContain("AsOfJoin[r0, r1] r0.at > r1.at");
  });
  test("refuse invalid keys, inequalities and tolerances", () => {
    // @ts-expect-error the keys are missing
    expect(() => trades.asofJoin(quotes, { on: (l, r) => l.at.ge(r.at) })).toThrow(
      /keys of an as-of join must be column names/,
    );
    // @ts-expect-error there is no such column
    expect(() => trades.asofJoin(quotes, "symbl", { on: (l, r) => l.at.ge(r.at) })).toThrow(/no column `symbl`/);
    expect(() => trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.eq(r.at) })).toThrow(/one inequality/);
    expect(() => trades.asofJoin(quotes, [], { on: (l, r) => l.at.ge(r.at).and(l.qty.gt(r.bid)) })).toThrow(
      /one inequality/,
    );
    expect(() => trades.asofJoin(quotes, "symbol", { on: (l) => l.at.ge(l.at) })).toThrow(/one inequality/);
    expect(() => trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at), tolerance: 5 })).toThrow(
      /does not fit timestamp/,
    );
    expect(() => trades.asofJoin(quotes, "symbol", { on: (l, r) => l.qty.ge(r.bid), tolerance: -1 })).toThrow(
      /non-negative number/,
    );
    expect(() => trades.asofJoin(quotes, "symbol", { on: (l, r) => l.qty.ge(r.bid), tolerance: { days: 1 } })).toThrow(
      /does not fit int64/,
    );
    expect(() => trades.asofJoin(quotes, "symbol", { on: (l, r) => l.at.ge(r.at), tolerance: { days: -1 } })).toThrow(
      /non-negative number or an interval/,
    );
  });
});

describe("anyLeftJoin and anyInnerJoin", () => {
  test("have the columns of a left and an inner join", () => {
    const left = orders.anyLeftJoin(payments, "order_id");
    expect(dtypes(left).slice(-2)).toEqual(["payment_id int64", "amount float64"]);
    expectTypeOf<SchemaOf<typeof left>["payment_id"]>().toEqualTypeOf<Int64>();
    const inner = orders.anyInnerJoin(payments, (o, p) => o.order_id.eq(p.order_id));
    expectTypeOf<SchemaOf<typeof inner>["payment_id"]>().toEqualTypeOf<Int64<false>>();
    expect(inner.columns).toContain("order_id_right");
    expect(String(inner)).toContain("AnyInnerJoin[r0, r1]");
  });
});

describe("lateral joins", () => {
  test("have the columns of both sides, nullable on the right of a left join", () => {
    const t = orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)).select("payment_id"));
    expectTypeOf<SchemaOf<typeof t>["payment_id"]>().toEqualTypeOf<Int64<false>>();
    const left = orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)), {
      how: "left",
      suffix: "_p",
    });
    expectTypeOf<SchemaOf<typeof left>["payment_id"]>().toEqualTypeOf<Int64>();
    expectTypeOf<keyof SchemaOf<typeof left>>().toEqualTypeOf<
      "order_id" | "customer_id" | "order_date" | "status" | "payment_id" | "order_id_p" | "amount"
    >();
    expect(left.relation).toMatchObject({ lateral: true, kind: "left" });
  });
  test("refuse columns of unrelated tables and invalid arguments", () => {
    expect(() => orders.lateralJoin(() => payments.filter(orders.c.order_id.eq(payments.c.order_id)))).not.toThrow();
    const late = orders.filter((o) => o.order_date.gt("2018-01-01"));
    expect(() => late.lateralJoin(() => payments.filter(orders.c.order_id.eq(payments.c.order_id)))).toThrow(
      /belongs to another table/,
    );
    // @ts-expect-error not a table
    expect(() => orders.lateralJoin((o) => o.order_id)).toThrow(/callback that returns a table/);
    // @ts-expect-error inner or left
    expect(() => orders.lateralJoin(() => payments, { how: "outer" })).toThrow(/"inner" or "left"/);
  });
});

test("crossJoin accepts several tables", () => {
  const t = orders
    .select("status")
    .crossJoin([payments.select("amount"), quotes.select("bid"), payments.select("amount")], {
      suffix: "_2",
    });
  expect(t.columns).toEqual(["status", "amount", "bid", "amount_2"]);
  expectTypeOf<SchemaOf<typeof t>>().toEqualTypeOf<{
    status: Str;
    amount: Float64;
    bid: Float64<false>;
    amount_2: Float64;
  }>();
  expect(orders.crossJoin([]).relation).toBe(orders.relation);
});

describe("self-joins", () => {
  test("the parameters of a callback refer to the left and the right side", () => {
    const t = orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id));
    expect(String(t)).toContain("InnerJoin[r0, r1] r0.order_id == r1.customer_id");
    expect(t.columns).toContain("order_id_right");
  });
  test("columns that both sides have are ambiguous", () => {
    expect(() => orders.innerJoin(orders, orders.c.order_id.eq(orders.c.customer_id))).toThrow(
      /both sides of the join/,
    );
    const placed = orders.filter((c) => c.status.eq("placed"));
    const late = orders.filter((c) => c.order_date.gt("2018-01-01"));
    expect(() => late.innerJoin(placed, orders.c.order_id.eq(placed.c.customer_id))).toThrow(/both sides of the join/);
    expect(() => late.innerJoin(placed, late.c.order_id.eq(placed.c.customer_id))).not.toThrow();
    const selfJoin = orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id));
    expect(() => selfJoin.select(orders.c.status)).toThrow(/ambiguous/);
    expect(() => selfJoin.filter((c) => c.status_right.eq("x"))).not.toThrow();
    const view = orders.view();
    const viewed = orders.innerJoin(view, orders.c.order_id.eq(view.c.customer_id));
    expect(viewed.select(orders.c.status, view.c.status.as("other")).columns).toEqual(["status", "other"]);
  });
  test("inside a callback, the inner occurrence of a table is a separate relation", () => {
    const last = orders.filter((o) =>
      orders
        .filter((i) => i.customer_id.eq(o.customer_id).and(i.order_date.gt(o.order_date)))
        .exists()
        .not(),
    );
    expect(String(last)).toContain("r1.customer_id == r0.customer_id");
    const nested = orders.filter((a) =>
      orders
        .filter((b) => orders.filter((c) => c.order_id.eq(b.order_id).and(c.status.eq(a.status))).exists())
        .exists(),
    );
    expect(String(nested)).toContain("r2.order_id == r1.order_id");
    expect(String(nested)).toContain("r2.status == r0.status");
    expect(() =>
      orders.filter((o) =>
        orders
          .groupBy("status")
          .count()
          .filter((c) => c.count.gt(o.order_id))
          .exists(),
      ),
    ).not.toThrow();
    const correlatedJoin = orders.filter((o) =>
      payments
        .innerJoin(orders, "order_id")
        .filter((i) => i.status.eq(o.status))
        .exists(),
    );
    expect(String(correlatedJoin)).toContain("r2.status == r0.status");
    expect(() =>
      orders.filter(() => payments.semiJoin(orders, payments.c.order_id.eq(orders.c.order_id)).exists()),
    ).toThrow(/could refer to the outer row/);
    const joined = orders.filter((o) =>
      orders
        .innerJoin(payments, "order_id")
        .filter((i) => i.status.eq(o.status))
        .exists(),
    );
    expect(String(joined)).toContain("r2.status == r0.status");
  });
  test("inside a callback, columns of the outer row and of the inner table are ambiguous", () => {
    const filterByExists = (build: (o: typeof orders.c) => { exists(): Condition }) =>
      orders.filter((o) => build(o).exists());
    expect(() => filterByExists((o) => orders.filter(orders.c.customer_id.eq(o.customer_id)))).toThrow(
      /could refer to the outer row/,
    );
    expect(() => filterByExists(() => orders.select(orders.c.status))).toThrow(/could refer to the outer row/);
    expect(() => filterByExists(() => orders.aggregate({ max: orders.c.order_id.max() }))).toThrow(
      /column of the outer table/,
    );
    const firstThree = orders.limit(3);
    expect(() => filterByExists((o) => firstThree.filter((f) => f.order_id.eq(o.order_id)))).toThrow(
      /could refer to the outer row/,
    );
    const view = orders.view();
    expect(() => filterByExists((o) => view.filter((v) => v.order_id.eq(o.order_id)))).not.toThrow();
    expect(() => filterByExists((o) => payments.aggregate({ x: o.order_id.sum() }))).toThrow(
      /column of the outer table/,
    );
  });
});

test("a join condition refuses aggregates, window functions and values that are not bool", () => {
  expect(() => orders.innerJoin(payments, (o, p) => o.order_id.eq(p.order_id.max()))).toThrow(/before the join/);
  expect(() => orders.innerJoin(payments, (o, p) => o.order_id.max().over().eq(p.order_id))).toThrow(/before the join/);
  expect(() => orders.innerJoin(payments, (o, p) => o.order_id.grouping().eq(p.order_id))).toThrow(
    /requires grouping sets/,
  );
  // @ts-expect-error a number is not a condition
  expect(() => orders.innerJoin(payments, (o, p) => o.order_id.add(p.order_id))).toThrow(/condition/);
  // @ts-expect-error there is no such column
  expect(() => orders.innerJoin(payments, "orderid")).toThrow(/no column `orderid`/);
});

describe("unionByName", () => {
  const a = orders.select("order_id", "status");
  const b = orders.select("order_date", "order_id");
  test("fills missing columns with NULL", () => {
    const t = a.unionByName(b);
    expect(dtypes(t)).toEqual(["order_id int64", "status string", "order_date date"]);
    expectTypeOf<SchemaOf<typeof t>>().toEqualTypeOf<{ order_id: Int64; status: Str; order_date: DateType }>();
    const several = payments.unionByName([a, quotes.select("bid"), payments]);
    expect(dtypes(several)).toEqual([
      "payment_id int64",
      "order_id int64",
      "amount float64",
      "status string",
      "bid float64",
    ]);
    expectTypeOf<SchemaOf<typeof several>>().toEqualTypeOf<{
      payment_id: Int64;
      order_id: Int64;
      amount: Float64;
      status: Str;
      bid: Float64;
    }>();
    const widened = payments.select("payment_id").unionByName(quotes.select({ payment_id: quotes.c.bid }));
    expectTypeOf<SchemaOf<typeof widened>>().toEqualTypeOf<{ payment_id: Float64<false> }>();
    expect(dtypes(widened)).toEqual(["payment_id !float64"]);
  });
  test("refuses incompatible dtypes and an empty list of tables", () => {
    expect(() => a.unionByName(payments.select({ status: payments.c.amount }))).toThrow(
      /status` is string in one table/,
    );
    expect(() => a.unionByName([])).toThrow(/at least one other table/);
  });
});
