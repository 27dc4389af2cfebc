import { date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The percentage of a month's revenue from promoted parts. */
export const query = ({ lineitem, part }: Tpch, from = "1995-09-01") =>
  lineitem
    .filter((l) => l.l_shipdate.ge(from).and(l.l_shipdate.lt(lit(from, date).add({ months: 1 }))))
    .innerJoin(part, [["l_partkey", "p_partkey"]])
    .mutate((c) => ({ revenue: c.l_extendedprice.mul(lit(1).sub(c.l_discount)) }))
    .aggregate((c) => ({
      promo_revenue: c.revenue
        .sum({ where: c.p_type.startsWith("PROMO") })
        .mul(100)
        .div(c.revenue.sum()),
    }));
