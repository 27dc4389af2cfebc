import {
  count,
  date,
  desc,
  eachOf,
  float64,
  int64,
  rowNumber,
  type Schema,
  string,
  type Table,
  table,
} from "@avocet/core";
import { test } from "vitest";
import { compileDuckDB } from "../src/index.js";

const orders = table("stg_orders", { order_id: int64, customer_id: int64, order_date: date, status: string });
const payments = table("stg_payments", { payment_id: int64, order_id: int64, payment_method: string, amount: float64 });
const methods = ["credit_card", "coupon"] as const;
const show = (t: { relation: Table["relation"] }) => console.log(compileDuckDB(t.relation).sql + "\n");
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
  show(final);
  show(
    final
      .filter((c) => c.amount.gt(10))
      .orderBy(desc("amount"))
      .limit(5),
  );
  show(
    orders
      .filter((c) => c.status.eq("x"))
      .mutate((c) => ({ y: c.order_id.add(1) }))
      .filter((c) => c.y.gt(3)),
  );
  show(
    payments
      .groupBy("order_id")
      .aggregate((c) => ({ n: c.amount.sum() }))
      .filter((c) => c.n.gt(3))
      .orderBy(desc("n")),
  );
  show(
    orders
      .mutate((c) => ({ rn: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
      .filter((c) => c.rn.eq(1)),
  );
  show(orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists()));
  show(
    orders.semiJoin(payments, "order_id").antiJoin(
      payments.filter((c) => c.amount.gt(3)),
      "order_id",
    ),
  );
  show(payments.filter((c) => c.amount.gt(c.amount.mean())));
  show(orders.innerJoin(orders, (l, r) => l.order_id.eq(r.customer_id)));
  const big = orders.filter((c) => c.order_id.gt(1));
  show(big.innerJoin(big.groupBy("customer_id").aggregate({ n: count() }), "customer_id"));
  show(orders.union(orders.filter((c) => c.order_id.gt(1))).orderBy("order_id"));
  show(payments.filter((c) => c.amount.gt(orders.c.order_id.max())));
  let x = orders.c.order_id.add(0);
  for (let i = 0; i < 50; i++) x = x.add(x);
  const t = orders.select({ x });
  const sql = compileDuckDB(t.relation).sql;
  console.log(sql.length, sql.slice(0, 1500));
});
