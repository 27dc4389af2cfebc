import { desc } from "avocet";
import type { Tpcds } from "./schema.js";

/** Sales of a manager's categories in a month. */
export const query = ({ date_dim, store_sales, item }: Tpcds, manager = 1, year = 2000, month = 11) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .filter((c) => [c.i_manager_id.eq(manager), c.d_moy.eq(month), c.d_year.eq(year)])
    .groupBy("d_year", "i_category_id", "i_category")
    .aggregate((c) => ({ sales: c.ss_ext_sales_price.sum() }))
    .orderBy(desc("sales"), "d_year", "i_category_id", "i_category")
    .limit(100);
