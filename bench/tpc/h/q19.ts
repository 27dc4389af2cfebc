import { lit, or } from "avocet";
import type { Tpch } from "./schema.js";

/** Discounted revenue from three kinds of parts that were delivered in person. */
export const query = (
  { lineitem, part }: Tpch,
  kinds = [
    { brand: "Brand#12", containers: ["SM CASE", "SM BOX", "SM PACK", "SM PKG"], quantity: 1, size: 5 },
    { brand: "Brand#23", containers: ["MED BAG", "MED BOX", "MED PKG", "MED PACK"], quantity: 10, size: 10 },
    { brand: "Brand#34", containers: ["LG CASE", "LG BOX", "LG PACK", "LG PKG"], quantity: 20, size: 15 },
  ],
) =>
  lineitem
    .innerJoin(part, [["l_partkey", "p_partkey"]])
    .filter(
      (c) => c.l_shipmode.isin(["AIR", "AIR REG"]).and(c.l_shipinstruct.eq("DELIVER IN PERSON")),
      (c) =>
        or(
          ...kinds.map(({ brand, containers, quantity, size }) =>
            c.p_brand
              .eq(brand)
              .and(c.p_container.isin(containers))
              .and(c.l_quantity.between(quantity, quantity + 10))
              .and(c.p_size.between(1, size)),
          ),
        ),
    )
    .aggregate((c) => ({ revenue: c.l_extendedprice.mul(lit(1).sub(c.l_discount)).sum() }));
