import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Mean quantity and prices in a state's stores for one demographic group, by item and state, with subtotals. */
export const query = (
  { store_sales, customer_demographics, date_dim, store, item }: Tpcds,
  gender = "M",
  maritalStatus = "S",
  education = "College",
  year = 2002,
  state = "TN",
) =>
  store_sales
    .innerJoin(customer_demographics, [["ss_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .filter(
      (c) => [c.cd_gender.eq(gender), c.cd_marital_status.eq(maritalStatus), c.cd_education_status.eq(education)],
      (c) => c.d_year.eq(year).and(c.s_state.eq(state)),
    )
    .rollup("i_item_id", "s_state")
    .aggregate((c) => ({
      g_state: c.s_state.grouping(),
      agg1: c.ss_quantity.mean(),
      agg2: c.ss_list_price.mean(),
      agg3: c.ss_coupon_amt.mean(),
      agg4: c.ss_sales_price.mean(),
    }))
    .orderBy(...nullsFirst("i_item_id", "s_state"))
    .limit(100);
