import { count, date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The number of orders of a quarter with a late line, by priority. */
export const query = ({ orders, lineitem }: Tpch, from = "1993-07-01") =>
  orders
    .filter((o) => o.o_orderdate.ge(from).and(o.o_orderdate.lt(lit(from, date).add({ months: 3 }))))
    .semiJoin(
      lineitem.filter((l) => l.l_commitdate.lt(l.l_receiptdate)),
      [["o_orderkey", "l_orderkey"]],
    )
    .groupBy("o_orderpriority")
    .aggregate({ order_count: count() })
    .orderBy("o_orderpriority");
