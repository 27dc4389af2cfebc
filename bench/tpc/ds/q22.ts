import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Mean stock over a year by product, brand, class and category, with subtotals. */
export const query = ({ inventory, date_dim, item }: Tpcds, month = 1200) =>
  inventory
    .innerJoin(date_dim, [["inv_date_sk", "d_date_sk"]])
    .innerJoin(item, [["inv_item_sk", "i_item_sk"]])
    .filter((c) => c.d_month_seq.between(month, month + 11))
    .rollup("i_product_name", "i_brand", "i_class", "i_category")
    .aggregate((c) => ({ qoh: c.inv_quantity_on_hand.mean() }))
    .orderBy(...nullsFirst("qoh", "i_product_name", "i_brand", "i_class", "i_category"))
    .limit(100);
