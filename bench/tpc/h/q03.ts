import { desc, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The unshipped orders of a date with the highest revenue. */
export const query = ({ customer, orders, lineitem }: Tpch, segment = "BUILDING", day = "1995-03-15") =>
  customer
    .filter((c) => c.c_mktsegment.eq(segment))
    .innerJoin(orders, [["c_custkey", "o_custkey"]])
    .innerJoin(lineitem, [["o_orderkey", "l_orderkey"]])
    .filter((c) => c.o_orderdate.lt(day).and(c.l_shipdate.gt(day)))
    .groupBy("l_orderkey", "o_orderdate", "o_shippriority")
    .aggregate((c) => ({ revenue: c.l_extendedprice.mul(lit(1).sub(c.l_discount)).sum() }))
    .select("l_orderkey", "revenue", "o_orderdate", "o_shippriority")
    .orderBy(desc("revenue"), "o_orderdate")
    .limit(10);
