import type { Tpcds } from "./schema.js";
import { allSales } from "./shared.js";

/** Sales of items of a category in a month in all channels to addresses of a time zone. */
export const query = (tables: Tpcds, category = "Music", year = 1998, month = 9, gmtOffset = -5) => {
  const { date_dim, customer_address, item } = tables;
  const itemIds = item.filter((i) => i.i_category.eq(category)).select("i_item_id");
  return allSales(tables)
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .innerJoin(customer_address, [["addr_sk", "ca_address_sk"]])
    .innerJoin(item, [["item_sk", "i_item_sk"]])
    .filter((c) => [c.d_year.eq(year), c.d_moy.eq(month), c.ca_gmt_offset.eq(gmtOffset), c.i_item_id.isin(itemIds)])
    .groupBy("i_item_id")
    .aggregate((c) => ({ total_sales: c.ext_sales_price.sum() }))
    .orderBy("i_item_id", "total_sales")
    .limit(100);
};
