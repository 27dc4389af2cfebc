import { desc } from "avocet";
import type { Tpch } from "./schema.js";

/** The number of suppliers without complaints for parts of some sizes. */
export const query = (
  { partsupp, part, supplier }: Tpch,
  brand = "Brand#45",
  type = "MEDIUM POLISHED",
  sizes = [49, 14, 23, 45, 19, 3, 36, 9],
) =>
  partsupp
    .innerJoin(part, [["ps_partkey", "p_partkey"]])
    .filter((c) => c.p_brand.ne(brand).and(c.p_type.startsWith(type).not()).and(c.p_size.isin(sizes)))
    .antiJoin(
      supplier.filter((s) => s.s_comment.like("%Customer%Complaints%")),
      [["ps_suppkey", "s_suppkey"]],
    )
    .groupBy("p_brand", "p_type", "p_size")
    .aggregate((c) => ({ supplier_cnt: c.ps_suppkey.nunique() }))
    .orderBy(desc("supplier_cnt"), "p_brand", "p_type", "p_size");
