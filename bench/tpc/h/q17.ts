import type { Tpch } from "./schema.js";

/** The mean yearly revenue from small orders of some parts. */
export const query = ({ lineitem, part }: Tpch, brand = "Brand#23", container = "MED BOX") =>
  lineitem
    .innerJoin(part, [["l_partkey", "p_partkey"]])
    .filter((c) => c.p_brand.eq(brand).and(c.p_container.eq(container)))
    .groupBy("l_partkey")
    .filter((c) => c.l_quantity.lt(c.l_quantity.mean().mul(0.2)))
    .aggregate((c) => ({ avg_yearly: c.l_extendedprice.sum().div(7) }));
