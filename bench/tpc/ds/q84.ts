import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Customers of a city in an income range, once for each store return with the same demographics. */
export const query = (
  { customer, customer_address, household_demographics, income_band, store_returns }: Tpcds,
  city = "Edgewood",
  income = 38128,
) =>
  customer
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(household_demographics, [["c_current_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(income_band, [["hd_income_band_sk", "ib_income_band_sk"]])
    .filter((c) => [c.ca_city.eq(city), c.ib_lower_bound.ge(income), c.ib_upper_bound.le(income + 50_000)])
    .innerJoin(store_returns, [["c_current_cdemo_sk", "sr_cdemo_sk"]])
    .orderBy(...nullsFirst("c_customer_id"))
    .select((c) => ({
      customer_id: c.c_customer_id,
      customername: c.c_last_name.fillNull("").concat(", ", c.c_first_name.fillNull("")),
    }))
    .limit(100);
