import { date, desc, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** The customers with the most lost revenue from returns of a quarter's orders. */
export const query = ({ customer, orders, lineitem, nation }: Tpch, from = "1993-10-01") =>
  customer
    .innerJoin(orders, [["c_custkey", "o_custkey"]])
    .innerJoin(lineitem, [["o_orderkey", "l_orderkey"]])
    .innerJoin(nation, [["c_nationkey", "n_nationkey"]])
    .filter(
      (c) => c.o_orderdate.ge(from).and(c.o_orderdate.lt(lit(from, date).add({ months: 3 }))),
      (c) => c.l_returnflag.eq("R"),
    )
    .groupBy("c_custkey", "c_name", "c_acctbal", "c_phone", "n_name", "c_address", "c_comment")
    .aggregate((c) => ({ revenue: c.l_extendedprice.mul(lit(1).sub(c.l_discount)).sum() }))
    .select("c_custkey", "c_name", "revenue", "c_acctbal", "n_name", "c_address", "c_phone", "c_comment")
    .orderBy(desc("revenue"))
    .limit(20);
