import { date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The suppliers with the highest revenue in a quarter. */
export const query = ({ lineitem, supplier }: Tpch, from = "1996-01-01") => {
  const revenue = lineitem
    .filter((l) => l.l_shipdate.ge(from).and(l.l_shipdate.lt(lit(from, date).add({ months: 3 }))))
    .groupBy({ s_suppkey: lineitem.c.l_suppkey })
    .aggregate((l) => ({ total_revenue: l.l_extendedprice.mul(lit(1).sub(l.l_discount)).sum() }));
  return supplier
    .innerJoin(
      revenue.filter((r) => r.total_revenue.eq(r.total_revenue.max())),
      "s_suppkey",
    )
    .select("s_suppkey", "s_name", "s_address", "s_phone", "total_revenue")
    .orderBy("s_suppkey");
};
