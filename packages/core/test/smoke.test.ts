import { expect, test } from "vitest";
import { date, eachOf, float64, int64, string, table } from "../src/index.js";

const orders = table("stg_orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("stg_payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 });
const methods = ["credit_card", "coupon", "bank_transfer", "gift_card"] as const;
test("print", () => {
  const per = payments.groupBy("order_id").aggregate(
    eachOf(
      methods,
      (m) => `${m}_amount`,
      (m) => payments.c.amount.sum({ where: payments.c.payment_method.eq(m) }).coalesce(0),
    ),
    { total_amount: payments.c.amount.sum() },
  );
  const final = orders
    .leftJoin(per, "order_id")
    .select(
      orders.c.order_id,
      orders.c.customer_id,
      orders.c.order_date,
      orders.c.status,
      ...methods.map((m) => per.c[`${m}_amount`]),
      per.c.total_amount.as("amount"),
    );
  console.log(String(final));
  type R = Awaited<ReturnType<typeof final.execute>>[number];
  const x: R = {
    order_id: 1,
    customer_id: 1,
    order_date: "",
    status: null,
    credit_card_amount: 1,
    coupon_amount: 1,
    bank_transfer_amount: 1,
    gift_card_amount: 1,
    amount: null,
  };
  // @ts-expect-error
  x.credit_card_amountt;
  expect(1).toBe(1);
});
