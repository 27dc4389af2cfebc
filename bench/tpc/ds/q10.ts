import { count, or } from "avocet";
import type { Tpcds } from "./schema.js";

const KEYS = [
  "cd_gender",
  "cd_marital_status",
  "cd_education_status",
  "cd_purchase_estimate",
  "cd_credit_rating",
  "cd_dep_count",
  "cd_dep_employed_count",
  "cd_dep_college_count",
] as const;

/** Demographics of customers in some counties who bought in stores and also by catalog or on the web. */
export const query = (
  { customer, customer_address, customer_demographics, store_sales, web_sales, catalog_sales, date_dim }: Tpcds,
  counties = ["Rush County", "Toole County", "Jefferson County", "Dona Ana County", "La Porte County"],
  year = 2002,
  month = 1,
) => {
  const days = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.between(month, month + 3)));
  const byStore = store_sales.semiJoin(days, [["ss_sold_date_sk", "d_date_sk"]]);
  const byWeb = web_sales.semiJoin(days, [["ws_sold_date_sk", "d_date_sk"]]);
  const byCatalog = catalog_sales.semiJoin(days, [["cs_sold_date_sk", "d_date_sk"]]);
  return customer
    .semiJoin(byStore, [["c_customer_sk", "ss_customer_sk"]])
    .filter((c) =>
      or(
        byWeb.filter((w) => w.ws_bill_customer_sk.eq(c.c_customer_sk)).exists(),
        byCatalog.filter((s) => s.cs_ship_customer_sk.eq(c.c_customer_sk)).exists(),
      ),
    )
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .filter((c) => c.ca_county.isin(counties))
    .innerJoin(customer_demographics, [["c_current_cdemo_sk", "cd_demo_sk"]])
    .groupBy(...KEYS)
    .aggregate({ cnt1: count(), cnt2: count(), cnt3: count(), cnt4: count(), cnt5: count(), cnt6: count() })
    .select(
      "cd_gender",
      "cd_marital_status",
      "cd_education_status",
      "cnt1",
      "cd_purchase_estimate",
      "cnt2",
      "cd_credit_rating",
      "cnt3",
      "cd_dep_count",
      "cnt4",
      "cd_dep_employed_count",
      "cnt5",
      "cd_dep_college_count",
      "cnt6",
    )
    .orderBy(...KEYS)
    .limit(100);
};
