import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** The sum of a manufacturer's web discounts that exceed 130 % of the item's mean, over 90 days. */
export const query = ({ web_sales, item, date_dim }: Tpcds, manufacturer = 350, from = "2000-01-27") =>
  web_sales
    .innerJoin(date_dim, [["ws_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.d_date.between(from, lit(from, date).add({ days: 90 })))
    .innerJoin(item, [["ws_item_sk", "i_item_sk"]])
    .filter((c) => c.i_manufact_id.eq(manufacturer))
    .groupBy("i_item_sk")
    .filter((c) => c.ws_ext_discount_amt.gt(c.ws_ext_discount_amt.mean().mul(1.3)))
    .aggregate((c) => ({ "Excess Discount Amount": c.ws_ext_discount_amt.sum() }));
