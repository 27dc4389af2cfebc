import { count, date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The number of late lines of urgent and other orders, by ship mode. */
export const query = ({ orders, lineitem }: Tpch, modes = ["MAIL", "SHIP"], from = "1994-01-01") => {
  const urgent = orders.c.o_orderpriority.isin(["1-URGENT", "2-HIGH"]);
  return orders
    .innerJoin(lineitem, [["o_orderkey", "l_orderkey"]])
    .filter(
      (c) => c.l_shipmode.isin(modes),
      (c) => c.l_commitdate.lt(c.l_receiptdate).and(c.l_shipdate.lt(c.l_commitdate)),
      (c) => c.l_receiptdate.ge(from).and(c.l_receiptdate.lt(lit(from, date).add({ years: 1 }))),
    )
    .groupBy("l_shipmode")
    .aggregate({ high_line_count: count({ where: urgent }), low_line_count: count({ where: urgent.not() }) })
    .orderBy("l_shipmode");
};
