import { desc } from "avocet";
import type { Tpcds } from "./schema.js";

/** Sales of a manufacturer's brands in one month of each year. */
export const query = ({ date_dim, store_sales, item }: Tpcds, manufacturer = 128, month = 11) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .filter((c) => c.i_manufact_id.eq(manufacturer).and(c.d_moy.eq(month)))
    .groupBy("d_year", (c) => ({ brand_id: c.i_brand_id, brand: c.i_brand }))
    .aggregate((c) => ({ sum_agg: c.ss_ext_sales_price.sum() }))
    .orderBy("d_year", desc("sum_agg"), "brand_id")
    .limit(100);
