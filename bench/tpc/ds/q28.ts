import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** Mean, count and distinct count of list prices for ranges of quantity, price, coupon and cost. */
export const query = (
  { store_sales }: Tpcds,
  buckets = {
    B1: { from: 0, to: 5, price: 8, coupon: 459, cost: 57 },
    B2: { from: 6, to: 10, price: 90, coupon: 2323, cost: 31 },
    B3: { from: 11, to: 15, price: 142, coupon: 12214, cost: 79 },
    B4: { from: 16, to: 20, price: 135, coupon: 6071, cost: 38 },
    B5: { from: 21, to: 25, price: 122, coupon: 836, cost: 17 },
    B6: { from: 26, to: 30, price: 154, coupon: 7326, cost: 7 },
  },
) => {
  const bucket = <const B extends keyof typeof buckets>(name: B) => {
    const { from, to, price, coupon, cost } = buckets[name];
    return store_sales
      .filter(
        (s) => s.ss_quantity.between(from, to),
        (s) =>
          or(
            s.ss_list_price.between(price, price + 10),
            s.ss_coupon_amt.between(coupon, coupon + 1000),
            s.ss_wholesale_cost.between(cost, cost + 20),
          ),
      )
      .aggregate((s) => [
        s.ss_list_price.mean().as(`${name}_LP`),
        s.ss_list_price.count().as(`${name}_CNT`),
        s.ss_list_price.nunique().as(`${name}_CNTD`),
      ]);
  };
  return bucket("B1").crossJoin([bucket("B2"), bucket("B3"), bucket("B4"), bucket("B5"), bucket("B6")]);
};
