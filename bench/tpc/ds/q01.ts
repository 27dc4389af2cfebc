import type { Tpcds } from "./schema.js";

/** Customers whose returns to a store exceed 120 % of the store's mean per customer. */
export const query = ({ store_returns, date_dim, store, customer }: Tpcds, year = 2000, state = "TN") =>
  store_returns
    .innerJoin(date_dim, [["sr_returned_date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.eq(year))
    .groupBy("sr_customer_sk", "sr_store_sk")
    .aggregate((c) => ({ total_return: c.sr_return_amt.sum() }))
    .groupBy("sr_store_sk")
    .filter((c) => c.total_return.gt(c.total_return.mean().mul(1.2)))
    .innerJoin(store, [["sr_store_sk", "s_store_sk"]])
    .innerJoin(customer, [["sr_customer_sk", "c_customer_sk"]])
    .filter((c) => c.s_state.eq(state))
    .select("c_customer_id")
    .orderBy("c_customer_id")
    .limit(100);
