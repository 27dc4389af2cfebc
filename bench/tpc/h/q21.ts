import { count, desc } from "avocet";
import type { Tpch } from "./schema.js";

/** Suppliers of a nation that were the only late ones in orders of several suppliers. */
export const query = ({ supplier, lineitem, orders, nation }: Tpch, nationName = "SAUDI ARABIA") => {
  const late = lineitem.filter((l) => l.l_receiptdate.gt(l.l_commitdate));
  return late
    .semiJoin(lineitem, (l, otherLine) =>
      l.l_orderkey.eq(otherLine.l_orderkey).and(l.l_suppkey.ne(otherLine.l_suppkey)),
    )
    .antiJoin(late, (l, otherLine) => l.l_orderkey.eq(otherLine.l_orderkey).and(l.l_suppkey.ne(otherLine.l_suppkey)))
    .innerJoin(supplier, [["l_suppkey", "s_suppkey"]])
    .innerJoin(orders, [["l_orderkey", "o_orderkey"]])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .filter((c) => c.o_orderstatus.eq("F").and(c.n_name.eq(nationName)))
    .groupBy("s_name")
    .aggregate({ numwait: count() })
    .orderBy(desc("numwait"), "s_name")
    .limit(100);
};
