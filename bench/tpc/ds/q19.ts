import { desc } from "avocet";
import type { Tpcds } from "./schema.js";

/** Sales of a manager's brands in a month to customers who live outside the store's zip code. */
export const query = (
  { store_sales, date_dim, item, customer, customer_address, store }: Tpcds,
  manager = 8,
  month = 11,
  year = 1998,
) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter(
      (c) => [c.i_manager_id.eq(manager), c.d_moy.eq(month), c.d_year.eq(year)],
      (c) => c.ca_zip.left(5).ne(c.s_zip.left(5)),
    )
    .groupBy((c) => ({ brand_id: c.i_brand_id, brand: c.i_brand }), "i_manufact_id", "i_manufact")
    .aggregate((c) => ({ ext_price: c.ss_ext_sales_price.sum() }))
    .orderBy(desc("ext_price"), "brand", "brand_id", "i_manufact_id", "i_manufact")
    .limit(100);
