import type { Tpcds } from "./schema.js";
import { byDelay } from "./shared.js";

const STORE = [
  "s_store_name",
  "s_company_id",
  "s_street_number",
  "s_street_name",
  "s_street_type",
  "s_suite_number",
  "s_city",
  "s_county",
  "s_state",
  "s_zip",
] as const;

/** Days between sale and return for each store, for returns in a month. */
export const query = ({ store_sales, store_returns, store, date_dim }: Tpcds, year = 2001, month = 8) =>
  store_sales
    .innerJoin(store_returns, [
      ["ss_ticket_number", "sr_ticket_number"],
      ["ss_item_sk", "sr_item_sk"],
      ["ss_customer_sk", "sr_customer_sk"],
    ])
    .innerJoin(date_dim, [["sr_returned_date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.d_moy.eq(month)).and(c.ss_sold_date_sk.notNull()))
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .groupBy(...STORE)
    .aggregate((c) => byDelay(c.sr_returned_date_sk.sub(c.ss_sold_date_sk)))
    .orderBy(...STORE)
    .limit(100);
