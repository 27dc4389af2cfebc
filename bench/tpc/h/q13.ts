import { count, desc } from "avocet";
import type { Tpch } from "./schema.js";

/** The distribution of customers by their number of orders, including none. */
export const query = ({ customer, orders }: Tpch, word1 = "special", word2 = "requests") =>
  customer
    .leftJoin(
      orders.filter((o) => o.o_comment.like(`%${word1}%${word2}%`).not()),
      [["c_custkey", "o_custkey"]],
    )
    .groupBy("c_custkey")
    .aggregate((c) => ({ c_count: c.o_orderkey.count() }))
    .groupBy("c_count")
    .aggregate({ custdist: count() })
    .orderBy(desc("custdist"), desc("c_count"));
