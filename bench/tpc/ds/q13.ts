import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** Mean store sales for some combinations of demographics and price, and of state and profit. */
export const query = (
  { store_sales, store, customer_demographics, household_demographics, customer_address, date_dim }: Tpcds,
  year = 2001,
  people = [
    { maritalStatus: "M", education: "Advanced Degree", from: 100, to: 150, dependents: 3 },
    { maritalStatus: "S", education: "College", from: 50, to: 100, dependents: 1 },
    { maritalStatus: "W", education: "2 yr Degree", from: 150, to: 200, dependents: 1 },
  ],
  locations = [
    { states: ["TX", "OH", "TX"], from: 100, to: 200 },
    { states: ["OR", "NM", "KY"], from: 150, to: 300 },
    { states: ["VA", "TX", "MS"], from: 50, to: 250 },
  ],
) =>
  store_sales
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(customer_demographics, [["ss_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(customer_address, [["ss_addr_sk", "ca_address_sk"]])
    .filter(
      (c) => c.d_year.eq(year).and(c.ca_country.eq("United States")),
      (c) =>
        or(
          ...people.map(({ maritalStatus, education, from, to, dependents }) =>
            c.cd_marital_status
              .eq(maritalStatus)
              .and(c.cd_education_status.eq(education))
              .and(c.ss_sales_price.between(from, to))
              .and(c.hd_dep_count.eq(dependents)),
          ),
        ),
      (c) =>
        or(...locations.map(({ states, from, to }) => c.ca_state.isin(states).and(c.ss_net_profit.between(from, to)))),
    )
    .aggregate((c) => ({
      avg1: c.ss_quantity.mean(),
      avg2: c.ss_ext_sales_price.mean(),
      avg3: c.ss_ext_wholesale_cost.mean(),
      sum: c.ss_ext_wholesale_cost.sum(),
    }));
