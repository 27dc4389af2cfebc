import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Items whose revenue in a store was at most a tenth of the mean of the store's items. */
export const query = ({ store, item, store_sales, date_dim }: Tpcds, firstMonth = 1176) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11))
    .groupBy("ss_store_sk", "ss_item_sk")
    .aggregate((c) => ({ revenue: c.ss_sales_price.sum() }))
    .groupBy("ss_store_sk")
    .filter((c) => c.revenue.le(c.revenue.mean().mul(0.1)))
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .select("s_store_name", "i_item_desc", "revenue", "i_current_price", "i_wholesale_cost", "i_brand")
    .orderBy(...nullsFirst("s_store_name", "i_item_desc"))
    .limit(100);
