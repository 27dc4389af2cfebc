import type { Table } from "avocet";
import type { rawSchemas } from "./schemas.js";

type Raw = typeof rawSchemas;

export function stageCustomers(customers: Table<Raw["customers"]>) {
  return customers.rename({ customer_id: "id" });
}

export function stageOrders(orders: Table<Raw["orders"]>) {
  return orders.rename({ order_id: "id", customer_id: "user_id" });
}

/** Converts amounts from cents to units. */
export function stagePayments(payments: Table<Raw["payments"]>) {
  return payments.rename({ payment_id: "id" }).mutate((c) => ({ amount: c.amount.div(100) }));
}
