import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** Revenue of items of some categories on the web in a month, and its percentage of the class's revenue. */
export const query = (
  { web_sales, item, date_dim }: Tpcds,
  categories = ["Sports", "Books", "Home"],
  from = "1999-02-22",
) =>
  web_sales
    .innerJoin(item, [["ws_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["ws_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.i_category.isin(categories).and(c.d_date.between(from, lit(from, date).add({ days: 30 }))))
    .groupBy("i_item_id", "i_item_desc", "i_category", "i_class", "i_current_price")
    .aggregate((c) => ({ itemrevenue: c.ws_ext_sales_price.sum() }))
    .groupBy("i_class")
    .mutate((c) => ({ revenueratio: c.itemrevenue.mul(100).div(c.itemrevenue.sum()) }))
    .orderBy("i_category", "i_class", "i_item_id", "i_item_desc", "revenueratio")
    .limit(100);
