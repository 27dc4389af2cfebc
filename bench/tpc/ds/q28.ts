import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** The mean list price, how many prices and how many different ones, for ranges of quantity, price, coupon and cost. */
export const query = ({ store_sales }: Tpcds) => {
  const bucket = <const B extends string>(
    name: B,
    quantities: readonly [number, number],
    price: number,
    coupon: number,
    cost: number,
  ) =>
    store_sales
      .filter(
        (s) => s.ss_quantity.between(...quantities),
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
  return bucket("B1", [0, 5], 8, 459, 57)
    .crossJoin(bucket("B2", [6, 10], 90, 2323, 31))
    .crossJoin(bucket("B3", [11, 15], 142, 12214, 79))
    .crossJoin(bucket("B4", [16, 20], 135, 6071, 38))
    .crossJoin(bucket("B5", [21, 25], 122, 836, 17))
    .crossJoin(bucket("B6", [26, 30], 154, 7326, 7));
};
