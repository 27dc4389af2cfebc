import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** The mean list price, how many prices and how many different ones, for ranges of quantity, price, coupon and cost. */
export const query = (
  { store_sales }: Tpcds,
  buckets = [
    { name: "B1", quantity: [0, 5], price: 8, coupon: 459, cost: 57 },
    { name: "B2", quantity: [6, 10], price: 90, coupon: 2323, cost: 31 },
    { name: "B3", quantity: [11, 15], price: 142, coupon: 12214, cost: 79 },
    { name: "B4", quantity: [16, 20], price: 135, coupon: 6071, cost: 38 },
    { name: "B5", quantity: [21, 25], price: 122, coupon: 836, cost: 17 },
    { name: "B6", quantity: [26, 30], price: 154, coupon: 7326, cost: 7 },
  ] as const,
) =>
  store_sales.aggregate((s) =>
    buckets.flatMap(({ name, quantity: [least, most], price, coupon, cost }) => {
      const ranges = or(
        s.ss_list_price.between(price, price + 10),
        s.ss_coupon_amt.between(coupon, coupon + 1000),
        s.ss_wholesale_cost.between(cost, cost + 20),
      );
      const where = s.ss_quantity.between(least, most).and(ranges);
      return [
        s.ss_list_price.mean({ where }).as(`${name}_LP`),
        s.ss_list_price.count({ where }).as(`${name}_CNT`),
        s.ss_list_price.nunique({ where }).as(`${name}_CNTD`),
      ];
    }),
  );
