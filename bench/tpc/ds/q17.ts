import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Statistics of quantities of items that were bought in a quarter, returned, and bought again by catalog. */
export const query = (
  { store_sales, store_returns, catalog_sales, date_dim, store, item }: Tpcds,
  quarter = "2001Q1",
  quarters = ["2001Q1", "2001Q2", "2001Q3"],
) => {
  const sold = date_dim.filter((d) => d.d_quarter_name.eq(quarter));
  const later = date_dim.filter((d) => d.d_quarter_name.isin(quarters));
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
    .groupBy("i_item_id", "i_item_desc", "s_state")
    .aggregate((c) => ({
      store_sales_quantitycount: c.ss_quantity.count(),
      store_sales_quantityave: c.ss_quantity.mean(),
      store_sales_quantitystdev: c.ss_quantity.std(),
      store_sales_quantitycov: c.ss_quantity.std().div(c.ss_quantity.mean()),
      store_returns_quantitycount: c.sr_return_quantity.count(),
      store_returns_quantityave: c.sr_return_quantity.mean(),
      store_returns_quantitystdev: c.sr_return_quantity.std(),
      store_returns_quantitycov: c.sr_return_quantity.std().div(c.sr_return_quantity.mean()),
      catalog_sales_quantitycount: c.cs_quantity.count(),
      catalog_sales_quantityave: c.cs_quantity.mean(),
      catalog_sales_quantitystdev: c.cs_quantity.std(),
      catalog_sales_quantitycov: c.cs_quantity.std().div(c.cs_quantity.mean()),
    }))
    .orderBy(...nullsFirst("i_item_id", "i_item_desc", "s_state"))
    .limit(100);
};
