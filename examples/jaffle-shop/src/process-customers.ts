import type { Table } from "avocet";
import type { stagedSchemas } from "./schemas.js";

type Staged = typeof stagedSchemas;

/** Each customer with their first and most recent order, number of orders and lifetime value; NULL without orders. */
export function processCustomers(
  customers: Table<Staged["customers"]>,
  orders: Table<Staged["orders"]>,
  payments: Table<Staged["payments"]>,
) {
  const customerOrders = orders.groupBy("customer_id").aggregate((c) => ({
    first_order: c.order_date.min(),
    most_recent_order: c.order_date.max(),
    number_of_orders: c.order_id.count(),
  }));
  const customerPayments = payments
    .leftJoin(orders, "order_id")
    .groupBy("customer_id")
    .aggregate((c) => ({ total_amount: c.amount.sum() }));
  return customers
    .leftJoin(customerOrders, "customer_id")
    .leftJoin(customerPayments, "customer_id")
    .rename({ customer_lifetime_value: "total_amount" });
}
