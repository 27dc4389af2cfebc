import type { Tpcds } from "./schema.js";
import { allSales } from "./shared.js";

/** Sales of manufacturers of a category in a month to a time zone, over all channels. */
export const query = (tables: Tpcds, category = "Electronics", year = 1998, month = 5, gmtOffset = -5) =>
  allSales(tables)
    .innerJoin(tables.item, [["item_sk", "i_item_sk"]])
    .semiJoin(
      tables.item.filter((i) => i.i_category.eq(category)),
      "i_manufact_id",
    )
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .innerJoin(tables.customer_address, [["addr_sk", "ca_address_sk"]])
    .filter((c) => [c.d_year.eq(year), c.d_moy.eq(month), c.ca_gmt_offset.eq(gmtOffset)])
    .groupBy("i_manufact_id")
    .aggregate((c) => ({ total_sales: c.ext_sales_price.sum() }))
    .orderBy("total_sales")
    .limit(100);
