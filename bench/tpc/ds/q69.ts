import { count } from "avocet";
import type { Tpcds } from "./schema.js";

const KEYS = [
  "cd_gender",
  "cd_marital_status",
  "cd_education_status",
  "cd_purchase_estimate",
  "cd_credit_rating",
] as const;

/** Demographics of customers in some states who bought in stores but neither by catalog nor on the web. */
export const query = (
  { customer, customer_address, customer_demographics, store_sales, web_sales, catalog_sales, date_dim }: Tpcds,
  states = ["KY", "GA", "NM"],
  year = 2001,
  month = 4,
) => {
  const days = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.between(month, month + 2)));
  const byStore = store_sales.semiJoin(days, [["ss_sold_date_sk", "d_date_sk"]]);
  const byWeb = web_sales.semiJoin(days, [["ws_sold_date_sk", "d_date_sk"]]);
  const byCatalog = catalog_sales.semiJoin(days, [["cs_sold_date_sk", "d_date_sk"]]);
  return customer
    .semiJoin(byStore, [["c_customer_sk", "ss_customer_sk"]])
    .antiJoin(byWeb, [["c_customer_sk", "ws_bill_customer_sk"]])
    .antiJoin(byCatalog, [["c_customer_sk", "cs_ship_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .filter((c) => c.ca_state.isin(states))
    .innerJoin(customer_demographics, [["c_current_cdemo_sk", "cd_demo_sk"]])
    .groupBy(...KEYS)
    .aggregate({ cnt1: count(), cnt2: count(), cnt3: count() })
    .select(
      "cd_gender",
      "cd_marital_status",
      "cd_education_status",
      "cnt1",
      "cd_purchase_estimate",
      "cnt2",
      "cd_credit_rating",
      "cnt3",
    )
    .orderBy(...KEYS)
    .limit(100);
};
