import { desc } from "avocet";
import type { Tpcds } from "./schema.js";

/** Sales of a manager's brands in a month. */
export const query = ({ date_dim, store_sales, item }: Tpcds, manager = 1, year = 2000, month = 11) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .filter((c) => [c.i_manager_id.eq(manager), c.d_moy.eq(month), c.d_year.eq(year)])
    .groupBy("d_year", (c) => ({ brand_id: c.i_brand_id, brand: c.i_brand }))
    .aggregate((c) => ({ ext_price: c.ss_ext_sales_price.sum() }))
    .orderBy("d_year", desc("ext_price"), "brand_id")
    .limit(100);
