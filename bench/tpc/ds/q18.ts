import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Mean catalog purchases of one demographic group, by item and place of residence, with subtotals. */
export const query = (
  { catalog_sales, customer_demographics, customer, customer_address, date_dim, item }: Tpcds,
  gender = "F",
  education = "Unknown",
  months = [1, 6, 8, 9, 12, 2],
  states = ["MS", "IN", "ND", "OK", "NM", "VA"],
  year = 1998,
) =>
  catalog_sales
    .innerJoin(customer_demographics, [["cs_bill_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(customer, [["cs_bill_customer_sk", "c_customer_sk"]])
    .semiJoin(customer_demographics, [["c_current_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["cs_item_sk", "i_item_sk"]])
    .filter(
      (c) => c.cd_gender.eq(gender).and(c.cd_education_status.eq(education)),
      (c) => c.c_birth_month.isin(months).and(c.ca_state.isin(states)),
      (c) => c.d_year.eq(year),
    )
    .rollup("i_item_id", "ca_country", "ca_state", "ca_county")
    .aggregate((c) => ({
      agg1: c.cs_quantity.mean(),
      agg2: c.cs_list_price.mean(),
      agg3: c.cs_coupon_amt.mean(),
      agg4: c.cs_sales_price.mean(),
      agg5: c.cs_net_profit.mean(),
      agg6: c.c_birth_year.mean(),
      agg7: c.cd_dep_count.mean(),
    }))
    .orderBy(...nullsFirst("ca_country", "ca_state", "ca_county", "i_item_id"))
    .limit(100);
