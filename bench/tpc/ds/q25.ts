import type { Tpcds } from "./schema.js";

/** Profit on items bought in a month, returned, and bought again by catalog within half a year, by store. */
export const query = (
  { store_sales, store_returns, catalog_sales, date_dim, store, item }: Tpcds,
  year = 2001,
  month = 4,
) => {
  const sold = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.eq(month)));
  const later = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.between(month, month + 6)));
  return store_sales
    .semiJoin(sold, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store_returns.semiJoin(later, [["sr_returned_date_sk", "d_date_sk"]]), [
      ["ss_customer_sk", "sr_customer_sk"],
      ["ss_item_sk", "sr_item_sk"],
      ["ss_ticket_number", "sr_ticket_number"],
    ])
    .innerJoin(catalog_sales.semiJoin(later, [["cs_sold_date_sk", "d_date_sk"]]), [
      ["sr_customer_sk", "cs_bill_customer_sk"],
      ["sr_item_sk", "cs_item_sk"],
    ])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .groupBy("i_item_id", "i_item_desc", "s_store_id", "s_store_name")
    .aggregate((c) => ({
      store_sales_profit: c.ss_net_profit.sum(),
      store_returns_loss: c.sr_net_loss.sum(),
      catalog_sales_profit: c.cs_net_profit.sum(),
    }))
    .orderBy("i_item_id", "i_item_desc", "s_store_id", "s_store_name")
    .limit(100);
};
