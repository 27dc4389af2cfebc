import type { Table } from "avocet";
import { count, printDType } from "avocet";
import type { DuckDBConnection } from "avocet/duckdb";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stagedSchemas } from "../src/schemas.js";
import { buildShop } from "../src/shop.js";

const data = process.env.JAFFLE_DATA;
if (!data)
  console.log(
    "Skipped: set JAFFLE_DATA to the directory of the genuine Jaffle Shop files (dbt-labs/jaffle_shop, seeds)",
  );

const types = (table: Table): string[] => [...table.relation.schema.values()].map(printDType);

describe.skipIf(!data)("the shop built from the genuine files", () => {
  let db: DuckDBConnection;
  let orders: Awaited<ReturnType<typeof buildShop>>["orders"];
  let customers: Awaited<ReturnType<typeof buildShop>>["customers"];
  beforeAll(async () => {
    db = await connect();
    const shop = await buildShop(db, data ?? "", () => undefined);
    orders = await db.table("orders", shop.orders.schema);
    customers = await db.table("customers", shop.customers.schema);
  });
  afterAll(() => db?.close());

  test("raw tables have all rows, and statuses have no line ends", async () => {
    const sizes = ["raw_customers", "raw_orders", "raw_payments"].map(async (name) => {
      const [row] = await (await db.table(name)).aggregate({ rows: count() }).execute();
      return row?.rows;
    });
    expect(await Promise.all(sizes)).toEqual([100, 99, 113]);
    const byStatus = await orders.groupBy("status").aggregate({ n: count() }).orderBy("status").execute();
    expect(byStatus).toEqual([
      { status: "completed", n: 67 },
      { status: "placed", n: 13 },
      { status: "return_pending", n: 2 },
      { status: "returned", n: 4 },
      { status: "shipped", n: 13 },
    ]);
    expect(types(await db.table("raw_orders"))).toEqual(["int64", "int64", "date", "string"]);
    const payments = await db.table("stg_payments", stagedSchemas.payments);
    const [cents] = await payments
      .aggregate((c) => ({ total: c.amount.sum(), min: c.amount.min(), max: c.amount.max() }))
      .execute();
    expect(cents).toEqual({ total: 1672, min: 0, max: 30 });
  });

  test("orders have the amounts of the reference", async () => {
    const [totals] = await orders
      .aggregate((c) => ({
        rows: count(),
        amount: c.amount.sum(),
        credit_card: c.credit_card_amount.sum(),
        coupon: c.coupon_amount.sum(),
        bank_transfer: c.bank_transfer_amount.sum(),
        gift_card: c.gift_card_amount.sum(),
        min: c.amount.min(),
        max: c.amount.max(),
        mean: c.amount.mean(),
      }))
      .execute();
    expect(totals).toEqual({
      rows: 99,
      amount: 1672,
      credit_card: 871,
      coupon: 185,
      bank_transfer: 411,
      gift_card: 205,
      min: 0,
      max: 58,
      mean: 1672 / 99,
    });
    expect(types(await db.table("orders"))).toEqual([
      ...["int64", "int64", "date", "string"],
      ...["float64", "float64", "float64", "float64", "float64"],
    ]);
    for (const row of await orders.execute()) {
      const amounts = [row.credit_card_amount, row.coupon_amount, row.bank_transfer_amount, row.gift_card_amount];
      expect(amounts.reduce<number>((total, amount) => total + (amount ?? Number.NaN), 0)).toBe(row.amount);
    }
    expect(
      await orders
        .filter((c) => c.amount.eq(0))
        .select("order_id")
        .execute(),
    ).toEqual([{ order_id: 65 }]);
    const byStatus = await orders
      .groupBy("status")
      .aggregate((c) => ({ amount: c.amount.sum() }))
      .orderBy("status")
      .execute();
    expect(byStatus.map((row) => row.amount)).toEqual([1103, 284, 38, 49, 198]);
  });

  test("orders by month have the amounts of the reference", async () => {
    const rows = await orders.select("order_date", "amount").execute();
    const months = new Map<string, number[]>();
    for (const { order_date, amount } of rows) {
      const month = String(order_date).slice(0, 7);
      months.set(month, [...(months.get(month) ?? []), amount ?? Number.NaN]);
    }
    const figures = [...months]
      .sort()
      .map(([month, list]) => [month, list.length, list.reduce((total, amount) => total + amount, 0)]);
    expect(figures).toEqual([
      ["2018-01", 29, 496],
      ["2018-02", 27, 415],
      ["2018-03", 35, 622],
      ["2018-04", 8, 139],
    ]);
  });

  test("customers have the orders and lifetime values of the reference", async () => {
    const [totals] = await customers
      .aggregate((c) => ({
        rows: count(),
        ordering: c.number_of_orders.count(),
        valued: c.customer_lifetime_value.count(),
        orders: c.number_of_orders.sum(),
        value: c.customer_lifetime_value.sum(),
        max: c.customer_lifetime_value.max(),
      }))
      .execute();
    expect(totals).toEqual({ rows: 100, ordering: 62, valued: 62, orders: 99, value: 1672, max: 99 });
    expect(types(await db.table("customers"))).toEqual([
      "int64",
      "string",
      "string",
      "date",
      "date",
      "int64",
      "float64",
    ]);
    const spread = await customers
      .groupBy("number_of_orders")
      .aggregate({ n: count() })
      .orderBy("number_of_orders")
      .execute();
    expect(spread.map((row) => [row.number_of_orders, row.n])).toEqual([
      [1, 33],
      [2, 23],
      [3, 5],
      [5, 1],
      [null, 38],
    ]);
    const selected = await customers
      .filter((c) => c.customer_id.isin([1, 2, 4, 42, 51, 54]))
      .orderBy("customer_id")
      .execute();
    expect(selected.map((row) => Object.values(row))).toEqual([
      [1, "Michael", "P.", "2018-01-01", "2018-02-10", 2, 33],
      [2, "Shawn", "M.", "2018-01-11", "2018-01-11", 1, 23],
      [4, "Jimmy", "C.", null, null, null, null],
      [42, "Diana", "S.", "2018-02-04", "2018-03-12", 2, 27],
      [51, "Howard", "R.", expect.any(String), expect.any(String), 3, 99],
      [54, "Rose", "M.", expect.any(String), expect.any(String), 5, 57],
    ]);
  });
});
