import { date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** Suppliers of a nation whose stock of some parts exceeds half of what they shipped in a year. */
export const query = (
  { supplier, nation, partsupp, part, lineitem }: Tpch,
  color = "forest",
  from = "1994-01-01",
  nationName = "CANADA",
) => {
  const shipped = lineitem
    .filter((l) => l.l_shipdate.ge(from).and(l.l_shipdate.lt(lit(from, date).add({ years: 1 }))))
    .groupBy("l_partkey", "l_suppkey")
    .aggregate((l) => ({ quantity: l.l_quantity.sum() }));
  const excess = partsupp
    .semiJoin(
      part.filter((p) => p.p_name.startsWith(color)),
      [["ps_partkey", "p_partkey"]],
    )
    .innerJoin(shipped, [
      ["ps_partkey", "l_partkey"],
      ["ps_suppkey", "l_suppkey"],
    ])
    .filter((c) => c.ps_availqty.gt(c.quantity.mul(0.5)));
  return supplier
    .semiJoin(excess, [["s_suppkey", "ps_suppkey"]])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .filter((c) => c.n_name.eq(nationName))
    .select("s_name", "s_address")
    .orderBy("s_name");
};
