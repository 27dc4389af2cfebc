import { expect, expectTypeOf, test } from "vitest";
import type { Bool, Column } from "../src/index.js";
import { int32, int64, notNull, string, table } from "../src/index.js";

const orders = table("orders", { order_id: notNull(int64), customer_id: int64, status: string });
const customers = table("customers", { customer_id: notNull(int32), name: string });
const ids = customers.select("customer_id");

test("isin and notin accept a table of one column", () => {
  const { order_id, customer_id } = orders.c;
  expect(String(customer_id.isin(ids))).toContain("InSubquery");
  expect(customer_id.isin(ids).dtype.nullable).toBe(true);
  expect(order_id.isin(ids).dtype.nullable).toBe(false);
  expect(order_id.notin(orders.select("customer_id")).dtype.nullable).toBe(true);
  expectTypeOf(order_id.isin(ids)).toEqualTypeOf<Column<Bool<false>>>();
  expectTypeOf(customer_id.notin(ids)).toEqualTypeOf<Column<Bool>>();
  expect(orders.filter((o) => o.customer_id.isin(ids)).columns).toEqual(orders.columns);
});
test("isin refuses tables of several columns and of another dtype", () => {
  // @ts-expect-error one of the columns has strings
  expect(() => orders.c.customer_id.isin(customers)).toThrow(/one column, this one has 2/);
  // @ts-expect-error a string is not a number
  expect(() => orders.c.customer_id.isin(customers.select("name"))).toThrow(
    /Cannot compare int64 with the values of a table of string/,
  );
});
