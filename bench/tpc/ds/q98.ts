import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Revenue of items of some categories in stores in a month, and its percentage of the class's revenue. */
export const query = (
  { store_sales, item, date_dim }: Tpcds,
  categories = ["Sports", "Books", "Home"],
  from = "1999-02-22",
) =>
  store_sales
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.i_category.isin(categories).and(c.d_date.between(from, lit(from, date).add({ days: 30 }))))
    .groupBy("i_item_id", "i_item_desc", "i_category", "i_class", "i_current_price")
    .aggregate((c) => ({ itemrevenue: c.ss_ext_sales_price.sum() }))
    .groupBy("i_class")
    .mutate((c) => ({ revenueratio: c.itemrevenue.mul(100).div(c.itemrevenue.sum()) }))
    .orderBy(...nullsFirst("i_category", "i_class", "i_item_id", "i_item_desc", "revenueratio"));
