import type { Tpcds } from "./schema.js";

/** Quantities of items bought in a month, returned within three, and bought again by catalog, by store. */
export const query = (
  { store_sales, store_returns, catalog_sales, date_dim, store, item }: Tpcds,
  year = 1999,
  month = 9,
) => {
  const sold = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.eq(month)));
  const returned = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.between(month, month + 3)));
  const soldAgain = date_dim.filter((d) => d.d_year.between(year, year + 2));
  return store_sales
    .semiJoin(sold, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store_returns.semiJoin(returned, [["sr_returned_date_sk", "d_date_sk"]]), [
      ["ss_customer_sk", "sr_customer_sk"],
      ["ss_item_sk", "sr_item_sk"],
      ["ss_ticket_number", "sr_ticket_number"],
    ])
    .innerJoin(catalog_sales.semiJoin(soldAgain, [["cs_sold_date_sk", "d_date_sk"]]), [
      ["sr_customer_sk", "cs_bill_customer_sk"],
      ["sr_item_sk", "cs_item_sk"],
    ])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .groupBy("i_item_id", "i_item_desc", "s_store_id", "s_store_name")
    .aggregate((c) => ({
      store_sales_quantity: c.ss_quantity.sum(),
      store_returns_quantity: c.sr_return_quantity.sum(),
      catalog_sales_quantity: c.cs_quantity.sum(),
    }))
    .orderBy("i_item_id", "i_item_desc", "s_store_id", "s_store_name")
    .limit(100);
};
