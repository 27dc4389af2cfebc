import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** The sum of a manufacturer's catalog discounts that exceed 130 % of the item's mean, over 90 days. */
export const query = ({ catalog_sales, item, date_dim }: Tpcds, manufacturer = 977, from = "2000-01-27") =>
  catalog_sales
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.d_date.between(from, lit(from, date).add({ days: 90 })))
    .innerJoin(item, [["cs_item_sk", "i_item_sk"]])
    .filter((c) => c.i_manufact_id.eq(manufacturer))
    .groupBy("i_item_sk")
    .filter((c) => c.cs_ext_discount_amt.gt(c.cs_ext_discount_amt.mean().mul(1.3)))
    .aggregate((c) => ({ "excess discount amount": c.cs_ext_discount_amt.sum() }));
