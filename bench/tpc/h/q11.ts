import { desc } from "avocet";
import type { Tpch } from "./schema.js";

/** Parts that make up a significant share of the value of a nation's stock. */
export const query = ({ partsupp, supplier, nation }: Tpch, nationName = "GERMANY", fraction = 0.0001) => {
  const stock = partsupp
    .innerJoin(supplier, [["ps_suppkey", "s_suppkey"]])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .filter((c) => c.n_name.eq(nationName))
    .mutate((c) => ({ value: c.ps_supplycost.mul(c.ps_availqty) }));
  const total = stock.aggregate((c) => ({ value: c.value.sum() })).asScalar();
  return stock
    .groupBy("ps_partkey")
    .having((c) => c.value.sum().gt(total.mul(fraction)))
    .aggregate((c) => ({ value: c.value.sum() }))
    .orderBy(desc("value"));
};
