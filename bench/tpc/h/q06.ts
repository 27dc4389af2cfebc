import { date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The additional revenue of a year without discounts in a range on small quantities. */
export const query = ({ lineitem }: Tpch, from = "1994-01-01", discount = [0.05, 0.07] as const, quantity = 24) =>
  lineitem
    .filter(
      (l) => l.l_shipdate.ge(from).and(l.l_shipdate.lt(lit(from, date).add({ years: 1 }))),
      (l) => l.l_discount.between(...discount),
      (l) => l.l_quantity.lt(quantity),
    )
    .aggregate((l) => ({ revenue: l.l_extendedprice.mul(l.l_discount).sum() }));
