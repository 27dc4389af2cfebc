import { or } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Catalog sales in a quarter by zip code, for some zip codes and states and for high prices. */
export const query = (
  { catalog_sales, customer, customer_address, date_dim }: Tpcds,
  zips = ["85669", "86197", "88274", "83405", "86475", "85392", "85460", "80348", "81792"],
  states = ["CA", "WA", "GA"],
  quarter = 2,
  year = 2001,
) =>
  catalog_sales
    .innerJoin(customer, [["cs_bill_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .filter(
      (c) => or(c.ca_zip.left(5).isin(zips), c.ca_state.isin(states), c.cs_sales_price.gt(500)),
      (c) => c.d_qoy.eq(quarter).and(c.d_year.eq(year)),
    )
    .groupBy("ca_zip")
    .aggregate((c) => ({ sales: c.cs_sales_price.sum() }))
    .orderBy(...nullsFirst("ca_zip"))
    .limit(100);
