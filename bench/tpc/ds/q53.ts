import type { Tpcds } from "./schema.js";
import { itemsOf, REPORTED } from "./shared.js";

/** Quarters in which a manufacturer's sales deviated from its mean. */
export const query = ({ item, store_sales, date_dim, store }: Tpcds, firstMonth = 1200, groups = REPORTED) =>
  store_sales
    .innerJoin(itemsOf(item, groups), [["ss_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11))
    .groupBy("i_manufact_id", "d_qoy")
    .aggregate((c) => ({ sum_sales: c.ss_sales_price.sum() }))
    .groupBy("i_manufact_id")
    .select("i_manufact_id", "sum_sales", (c) => ({ avg_quarterly_sales: c.sum_sales.mean() }))
    .filter((c) => c.sum_sales.sub(c.avg_quarterly_sales).abs().div(c.avg_quarterly_sales).gt(0.1))
    .orderBy("avg_quarterly_sales", "sum_sales", "i_manufact_id")
    .limit(100);
