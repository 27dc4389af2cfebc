import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** Mean refunds by reason, for some combinations of demographics and price, and of state and profit. */
export const query = (
  { web_sales, web_returns, customer_demographics, customer_address, date_dim, reason, web_page }: Tpcds,
  year = 2000,
  people = [
    { maritalStatus: "M", education: "Advanced Degree", price: [100, 150] },
    { maritalStatus: "S", education: "College", price: [50, 100] },
    { maritalStatus: "W", education: "2 yr Degree", price: [150, 200] },
  ] as const,
  locations = [
    { states: ["IN", "OH", "NJ"], profit: [100, 200] },
    { states: ["WI", "CT", "KY"], profit: [150, 300] },
    { states: ["LA", "IA", "AR"], profit: [50, 250] },
  ] as const,
) =>
  web_sales
    .innerJoin(web_returns, [
      ["ws_item_sk", "wr_item_sk"],
      ["ws_order_number", "wr_order_number"],
    ])
    .semiJoin(web_page, [["ws_web_page_sk", "wp_web_page_sk"]])
    .innerJoin(date_dim, [["ws_sold_date_sk", "d_date_sk"]])
    .innerJoin(customer_demographics, [["wr_refunded_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(customer_demographics, [["wr_returning_cdemo_sk", "cd_demo_sk"]], { suffix: "_returning" })
    .innerJoin(customer_address, [["wr_refunded_addr_sk", "ca_address_sk"]])
    .innerJoin(reason, [["wr_reason_sk", "r_reason_sk"]])
    .filter(
      (c) => c.d_year.eq(year).and(c.ca_country.eq("United States")),
      (c) => c.cd_marital_status.eq(c.cd_marital_status_returning),
      (c) => c.cd_education_status.eq(c.cd_education_status_returning),
      (c) =>
        or(
          ...people.map(({ maritalStatus, education, price: [low, high] }) =>
            c.cd_marital_status
              .eq(maritalStatus)
              .and(c.cd_education_status.eq(education))
              .and(c.ws_sales_price.between(low, high)),
          ),
        ),
      (c) =>
        or(
          ...locations.map(({ states, profit: [low, high] }) =>
            c.ca_state.isin(states).and(c.ws_net_profit.between(low, high)),
          ),
        ),
    )
    .groupBy("r_reason_desc")
    .aggregate((c) => ({
      avg1: c.ws_quantity.mean(),
      avg2: c.wr_refunded_cash.mean(),
      avg3: c.wr_fee.mean(),
    }))
    .select((c) => ({ reason: c.r_reason_desc.left(20) }), "avg1", "avg2", "avg3")
    .orderBy("reason", "avg1", "avg2", "avg3")
    .limit(100);
