import { count, or } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

const KEYS = [
  "ca_state",
  "cd_gender",
  "cd_marital_status",
  "cd_dep_count",
  "cd_dep_employed_count",
  "cd_dep_college_count",
] as const;

/** Household sizes of customers who bought in stores and also by catalog or on the web, by state. */
export const query = (
  { customer, customer_address, customer_demographics, store_sales, web_sales, catalog_sales, date_dim }: Tpcds,
  year = 2002,
) => {
  const days = date_dim.filter((d) => d.d_year.eq(year).and(d.d_qoy.lt(4)));
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
    .innerJoin(customer_demographics, [["c_current_cdemo_sk", "cd_demo_sk"]])
    .groupBy(...KEYS)
    .aggregate((c) => ({
      cnt1: count(),
      min1: c.cd_dep_count.min(),
      max1: c.cd_dep_count.max(),
      avg1: c.cd_dep_count.mean(),
      cnt2: count(),
      min2: c.cd_dep_employed_count.min(),
      max2: c.cd_dep_employed_count.max(),
      avg2: c.cd_dep_employed_count.mean(),
      cnt3: count(),
      min3: c.cd_dep_college_count.min(),
      max3: c.cd_dep_college_count.max(),
      avg3: c.cd_dep_college_count.mean(),
    }))
    .orderBy(...nullsFirst(...KEYS))
    .limit(100)
    .select(
      ...(["ca_state", "cd_gender", "cd_marital_status"] as const),
      ...(["cd_dep_count", "cnt1", "min1", "max1", "avg1"] as const),
      ...(["cd_dep_employed_count", "cnt2", "min2", "max2", "avg2"] as const),
      ...(["cd_dep_college_count", "cnt3", "min3", "max3", "avg3"] as const),
    );
};
