import { lit } from "avocet";
import type { Tpch } from "./schema.js";

/** Revenue of shipments between two nations, by year. */
export const query = (
  { supplier, lineitem, orders, customer, nation }: Tpch,
  nation1 = "FRANCE",
  nation2 = "GERMANY",
) =>
  supplier
    .innerJoin(lineitem, [["s_suppkey", "l_suppkey"]])
    .innerJoin(orders, [["l_orderkey", "o_orderkey"]])
    .innerJoin(customer, [["o_custkey", "c_custkey"]])
    .innerJoin(nation.select({ supp_key: nation.c.n_nationkey, supp_nation: nation.c.n_name }), [
      ["s_nationkey", "supp_key"],
    ])
    .innerJoin(nation.select({ cust_key: nation.c.n_nationkey, cust_nation: nation.c.n_name }), [
      ["c_nationkey", "cust_key"],
    ])
    .filter(
      (c) =>
        c.supp_nation
          .eq(nation1)
          .and(c.cust_nation.eq(nation2))
          .or(c.supp_nation.eq(nation2).and(c.cust_nation.eq(nation1))),
      (c) => c.l_shipdate.between("1995-01-01", "1996-12-31"),
    )
    .groupBy("supp_nation", "cust_nation", (c) => ({ l_year: c.l_shipdate.year() }))
    .aggregate((c) => ({ revenue: c.l_extendedprice.mul(lit(1).sub(c.l_discount)).sum() }))
    .orderBy("supp_nation", "cust_nation", "l_year");
