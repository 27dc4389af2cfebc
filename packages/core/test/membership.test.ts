import { expect, expectTypeOf, test } from "vitest";
import type { Bool, Column } from "../src/index.js";
import { int32, int64, notNull, string, table } from "../src/index.js";

const orders = table("orders", { order_id: notNull(int64), customer_id: int64, status: string });
const customers = table("customers", { customer_id: notNull(int32), name: string });
const ids = customers.select("customer_id");

test("a value among those of a table", () => {
  const { order_id, customer_id } = orders.c;
  expect(String(customer_id.isin(ids))).toContain("InSubquery");
  expect(customer_id.isin(ids).dtype.nullable).toBe(true);
  expect(order_id.isin(ids).dtype.nullable).toBe(false);
  expect(order_id.notin(orders.select("customer_id")).dtype.nullable).toBe(true);
  expectTypeOf(order_id.isin(ids)).toEqualTypeOf<Column<Bool<false>>>();
  expectTypeOf(customer_id.notin(ids)).toEqualTypeOf<Column<Bool>>();
  expect(orders.filter((o) => o.customer_id.isin(ids)).columns).toEqual(orders.columns);
});
test("refuses a table of other columns", () => {
  // @ts-expect-error one of the columns holds text
  expect(() => orders.c.customer_id.isin(customers)).toThrow(/one column, this one has 2/);
  // @ts-expect-error text is not a number
  expect(() => orders.c.customer_id.isin(customers.select("name"))).toThrow(
    /int64 is not found among values of string/,
  );
});
