import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

const COLUMNS = [
  "c_customer_id",
  "c_salutation",
  "c_first_name",
  "c_last_name",
  "c_preferred_cust_flag",
  "c_birth_day",
  "c_birth_month",
  "c_birth_year",
  "c_birth_country",
  "c_login",
  "c_email_address",
  "c_last_review_date_sk",
  "ctr_total_return",
] as const;

/** Customers of a state whose web returns exceed 120 % of the mean of the state they returned from. */
export const query = ({ web_returns, date_dim, customer_address, customer }: Tpcds, year = 2002, state = "GA") => {
  const returned = web_returns
    .innerJoin(date_dim, [["wr_returned_date_sk", "d_date_sk"]])
    .innerJoin(customer_address, [["wr_returning_addr_sk", "ca_address_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.ca_state.notNull()))
    .groupBy("wr_returning_customer_sk", "ca_state")
    .aggregate((c) => ({ ctr_total_return: c.wr_return_amt.sum() }))
    .groupBy("ca_state")
    .filter((c) => c.ctr_total_return.gt(c.ctr_total_return.mean().mul(1.2)));
  return customer
    .semiJoin(
      customer_address.filter((a) => a.ca_state.eq(state)),
      [["c_current_addr_sk", "ca_address_sk"]],
    )
    .innerJoin(returned, [["c_customer_sk", "wr_returning_customer_sk"]])
    .select(...COLUMNS)
    .orderBy(...nullsFirst(...COLUMNS))
    .limit(100);
};
