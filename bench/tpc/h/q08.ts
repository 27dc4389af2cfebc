import { lit } from "avocet";
import type { Tpch } from "./schema.js";

/** A nation's market share for a type of part in a region, by year. */
export const query = (
  { part, supplier, lineitem, orders, customer, nation, region }: Tpch,
  nationName = "BRAZIL",
  regionName = "AMERICA",
  type = "ECONOMY ANODIZED STEEL",
) =>
  part
    .filter((p) => p.p_type.eq(type))
    .innerJoin(lineitem, [["p_partkey", "l_partkey"]])
    .innerJoin(supplier, [["l_suppkey", "s_suppkey"]])
    .innerJoin(orders, [["l_orderkey", "o_orderkey"]])
    .innerJoin(customer, [["o_custkey", "c_custkey"]])
    .innerJoin(nation.select({ cust_key: nation.c.n_nationkey, cust_region: nation.c.n_regionkey }), [
      ["c_nationkey", "cust_key"],
    ])
    .innerJoin(region, [["cust_region", "r_regionkey"]])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .filter((c) => c.r_name.eq(regionName).and(c.o_orderdate.between("1995-01-01", "1996-12-31")))
    .mutate((c) => ({ o_year: c.o_orderdate.year(), volume: c.l_extendedprice.mul(lit(1).sub(c.l_discount)) }))
    .groupBy("o_year")
    .aggregate((c) => ({
      mkt_share: c.volume
        .sum({ where: c.n_name.eq(nationName) })
        .coalesce(0)
        .div(c.volume.sum()),
    }))
    .orderBy("o_year");
