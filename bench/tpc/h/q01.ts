import { count, date, lit } from "avocet";
import type { Tpch } from "./schema.js";

/** Pricing summary report: quantities, amounts and discounts of lines shipped up to a date. */
export const query = ({ lineitem }: Tpch, days = 90) =>
  lineitem
    .filter((l) => l.l_shipdate.le(lit("1998-12-01", date).sub({ days })))
    .mutate((l) => ({ disc_price: l.l_extendedprice.mul(lit(1).sub(l.l_discount)) }))
    .mutate((l) => ({ charge: l.disc_price.mul(l.l_tax.add(1)) }))
    .groupBy("l_returnflag", "l_linestatus")
    .aggregate((l) => ({
      sum_qty: l.l_quantity.sum(),
      sum_base_price: l.l_extendedprice.sum(),
      sum_disc_price: l.disc_price.sum(),
      sum_charge: l.charge.sum(),
      avg_qty: l.l_quantity.mean(),
      avg_price: l.l_extendedprice.mean(),
      avg_disc: l.l_discount.mean(),
      count_order: count(),
    }))
    .orderBy("l_returnflag", "l_linestatus");
