import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import type { Row, Table } from "avocet";
import { table } from "avocet";
import { expect, expectTypeOf, test } from "vitest";
import { processCustomers } from "../src/process-customers.js";
import { paymentMethods, processOrders } from "../src/process-orders.js";
import { rawSchemas, stagedSchemas } from "../src/schemas.js";
import { stageCustomers, stageOrders, stagePayments } from "../src/staging.js";

// These tables have no connection: the functions only build expressions.
const customers = table("stg_customers", stagedSchemas.customers);
const orders = table("stg_orders", stagedSchemas.orders);
const payments = table("stg_payments", stagedSchemas.payments);
type RowOf<T> = T extends Table<infer S> ? Row<S> : never;

test("the printed expression of processOrders is exactly as expected", () => {
  const expected = readFileSync(new URL("expected/process-orders.txt", import.meta.url), "utf8");
  const expression = processOrders(orders, payments, paymentMethods);
  expect(`${expression}\n`).toBe(expected);
  expect(`${inspect(expression)}\n`).toBe(expected);
});

test("the row type of processOrders includes the columns built from the list of methods", () => {
  const expression = processOrders(orders, payments, paymentMethods);
  expectTypeOf<RowOf<typeof expression>>().toEqualTypeOf<{
    order_id: number | null;
    customer_id: number | null;
    order_date: string | null;
    status: string | null;
    credit_card_amount: number | null;
    coupon_amount: number | null;
    bank_transfer_amount: number | null;
    gift_card_amount: number | null;
    amount: number | null;
  }>();
  expect(expression.columns).toEqual([
    ...["order_id", "customer_id", "order_date", "status"],
    ...["credit_card_amount", "coupon_amount", "bank_transfer_amount", "gift_card_amount", "amount"],
  ]);
});

test("the row type of processCustomers has every column", () => {
  const expression = processCustomers(customers, orders, payments);
  expectTypeOf<RowOf<typeof expression>>().toEqualTypeOf<{
    customer_id: number | null;
    first_name: string | null;
    last_name: string | null;
    first_order: string | null;
    most_recent_order: string | null;
    number_of_orders: number | null;
    customer_lifetime_value: number | null;
  }>();
  expect(expression.columns).toEqual([
    ...["customer_id", "first_name", "last_name", "first_order", "most_recent_order"],
    ...["number_of_orders", "customer_lifetime_value"],
  ]);
});

test("staging produces the schemas that the transformations accept", () => {
  const staged = stagePayments(table("raw_payments", rawSchemas.payments));
  expectTypeOf<RowOf<typeof staged>>().toEqualTypeOf<RowOf<typeof payments>>();
  expect(staged.schema).toEqual(stagedSchemas.payments);
  expect(stageOrders(table("raw_orders", rawSchemas.orders)).schema).toEqual(stagedSchemas.orders);
  expect(stageCustomers(table("raw_customers", rawSchemas.customers)).schema).toEqual(stagedSchemas.customers);
});

test("wrong programs do not compile, and throw when the expression is built", () => {
  // @ts-expect-error the inputs are swapped
  expect(() => processOrders(payments, orders, paymentMethods)).toThrow();
  // @ts-expect-error a parameter is missing
  expect(() => processOrders(orders, payments)).toThrow();
  const raw = table("raw_payments", rawSchemas.payments);
  // @ts-expect-error payments that are not staged
  expect(() => processOrders(orders, raw.drop("order_id"), paymentMethods)).toThrow();
  const expression = processOrders(orders, payments, paymentMethods);
  // @ts-expect-error a misspelled column
  expect(() => expression.c.cupon_amount).toThrow(/Did you mean `coupon_amount`/);
  // @ts-expect-error a string has no sum
  expect(() => expression.c.status.sum()).toThrow();
  // @ts-expect-error a payment method that is not in the list
  expect(() => expression.select("paypal_amount")).toThrow(/There is no column `paypal_amount`/);
});

test("errors about columns of another table and name collisions in joins say what to do", () => {
  expect(() => orders.select(payments.c.amount)).toThrow(/amount/);
  const collision = () => orders.leftJoin(orders.mutate({ status_right: "x" }), "order_id");
  expect(collision).toThrow(/Duplicate column in the result of the join: `status_right`[\s\S]*Rename or drop/);
});
