import type { Table } from "avocet";
import { eachOf } from "avocet";
import type { stagedSchemas } from "./schemas.js";

type Staged = typeof stagedSchemas;

/** A constant list, so that the compiler knows the columns built from it by name. */
export const paymentMethods = ["credit_card", "coupon", "bank_transfer", "gift_card"] as const;

/** Each order with the amount paid, by payment method and in total. */
export function processOrders(
  orders: Table<Staged["orders"]>,
  payments: Table<Staged["payments"]>,
  methods: typeof paymentMethods,
) {
  const byMethod = eachOf(
    methods,
    (method) => `${method}_amount`,
    (method) => payments.c.amount.sum({ where: payments.c.payment_method.eq(method) }).coalesce(0),
  );
  const orderPayments = payments.groupBy("order_id").aggregate(byMethod, { total_amount: payments.c.amount.sum() });
  return orders
    .leftJoin(orderPayments, "order_id")
    .select(
      orders.c.order_id,
      orders.c.customer_id,
      orders.c.order_date,
      orders.c.status,
      ...methods.map((method) => orderPayments.c[`${method}_amount`]),
      orderPayments.c.total_amount.as("amount"),
    );
}
