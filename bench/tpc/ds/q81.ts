import type { Tpcds } from "./schema.js";

const COLUMNS = [
  "c_customer_id",
  "c_salutation",
  "c_first_name",
  "c_last_name",
  "ca_street_number",
  "ca_street_name",
  "ca_street_type",
  "ca_suite_number",
  "ca_city",
  "ca_county",
  "ca_state",
  "ca_zip",
  "ca_country",
  "ca_gmt_offset",
  "ca_location_type",
  "ctr_total_return",
] as const;

/** Customers of a state whose catalog returns exceed 120 % of the mean of the state they returned from. */
export const query = ({ catalog_returns, date_dim, customer_address, customer }: Tpcds, year = 2000, state = "GA") => {
  const returned = catalog_returns
    .innerJoin(date_dim, [["cr_returned_date_sk", "d_date_sk"]])
    .innerJoin(customer_address, [["cr_returning_addr_sk", "ca_address_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.ca_state.notNull()))
    .groupBy("cr_returning_customer_sk", (c) => ({ ctr_state: c.ca_state }))
    .aggregate((c) => ({ ctr_total_return: c.cr_return_amt_inc_tax.sum() }))
    .groupBy("ctr_state")
    .filter((c) => c.ctr_total_return.gt(c.ctr_total_return.mean().mul(1.2)));
  return customer
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .filter((c) => c.ca_state.eq(state))
    .innerJoin(returned, [["c_customer_sk", "cr_returning_customer_sk"]])
    .select(...COLUMNS)
    .orderBy(...COLUMNS)
    .limit(100);
};
