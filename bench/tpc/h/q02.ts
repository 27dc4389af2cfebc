import { desc } from "avocet";
import type { Tpch } from "./schema.js";

/** The cheapest suppliers of a region for parts of a size and type. */
export const query = (
  { part, supplier, partsupp, nation, region }: Tpch,
  size = 15,
  type = "BRASS",
  regionName = "EUROPE",
) =>
  part
    .filter((p) => p.p_size.eq(size).and(p.p_type.endsWith(type)))
    .innerJoin(partsupp, [["p_partkey", "ps_partkey"]])
    .innerJoin(supplier, [["ps_suppkey", "s_suppkey"]])
    .innerJoin(nation, [["s_nationkey", "n_nationkey"]])
    .innerJoin(region, [["n_regionkey", "r_regionkey"]])
    .filter((c) => c.r_name.eq(regionName))
    .groupBy("p_partkey")
    .filter((c) => c.ps_supplycost.eq(c.ps_supplycost.min()))
    .select("s_acctbal", "s_name", "n_name", "p_partkey", "p_mfgr", "s_address", "s_phone", "s_comment")
    .orderBy(desc("s_acctbal"), "n_name", "s_name", "p_partkey")
    .limit(100);
