import { desc, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** Profit on parts of a color, by nation and year. */
export const query = ({ part, supplier, lineitem, partsupp, orders, nation }: Tpch, color = "green") =>
  part
    .filter((p) => p.p_name.contains(color))
    .innerJoin(lineitem, [["p_partkey", "l_partkey"]])
    .innerJoin(supplier, [["l_suppkey", "s_suppkey"]])
    .innerJoin(partsupp, [
      ["l_suppkey", "ps_suppkey"],
      ["p_partkey", "ps_partkey"],
    ])
    .innerJoin(orders, [["l_orderkey", "o_orderkey"]])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .mutate((c) => ({
      nation: c.n_name,
      o_year: c.o_orderdate.year(),
      amount: c.l_extendedprice.mul(lit(1).sub(c.l_discount)).sub(c.ps_supplycost.mul(c.l_quantity)),
    }))
    .groupBy("nation", "o_year")
    .aggregate((c) => ({ sum_profit: c.amount.sum() }))
    .orderBy("nation", desc("o_year"));
