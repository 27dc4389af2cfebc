import { desc, rank } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

const KEYS = ["i_category", "i_class", "i_brand", "i_product_name", "d_year", "d_qoy", "d_moy", "s_store_id"] as const;

/** The hundred largest sales of each category in a year, over products, months and stores with subtotals. */
export const query = ({ store_sales, date_dim, store, item }: Tpcds, firstMonth = 1200) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11))
    .rollup(...KEYS)
    .aggregate((c) => ({ sumsales: c.ss_sales_price.mul(c.ss_quantity).fillNull(0).sum() }))
    .groupBy("i_category")
    .orderBy(desc("sumsales"))
    .mutate({ rk: rank() })
    .filter((c) => c.rk.le(100))
    .orderBy(...nullsFirst(...KEYS, "sumsales", "rk"))
    .limit(100);
