import { date, desc, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** Revenue in a year from sales between suppliers and customers of the same nation, for the nations of a region. */
export const query = (
  { customer, orders, lineitem, supplier, nation, region }: Tpch,
  regionName = "ASIA",
  from = "1994-01-01",
) =>
  customer
    .innerJoin(orders, [["c_custkey", "o_custkey"]])
    .innerJoin(lineitem, [["o_orderkey", "l_orderkey"]])
    .innerJoin(supplier, [
      ["l_suppkey", "s_suppkey"],
      ["c_nationkey", "s_nationkey"],
    ])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .innerJoin(region, [["n_regionkey", "r_regionkey"]])
    .filter(
      (c) => c.r_name.eq(regionName),
      (c) => c.o_orderdate.ge(from).and(c.o_orderdate.lt(lit(from, date).add({ years: 1 }))),
    )
    .groupBy("n_name")
    .aggregate((c) => ({ revenue: c.l_extendedprice.mul(lit(1).sub(c.l_discount)).sum() }))
    .orderBy(desc("revenue"));
