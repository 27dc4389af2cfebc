import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** Quantities sold for some combinations of demographics and price, and of state and profit. */
export const query = (
  { store_sales, store, customer_demographics, customer_address, date_dim }: Tpcds,
  year = 2000,
  people = [
    { maritalStatus: "M", education: "4 yr Degree", from: 100, to: 150 },
    { maritalStatus: "D", education: "2 yr Degree", from: 50, to: 100 },
    { maritalStatus: "S", education: "College", from: 150, to: 200 },
  ],
  locations = [
    { states: ["CO", "OH", "TX"], from: 0, to: 2000 },
    { states: ["OR", "MN", "KY"], from: 150, to: 3000 },
    { states: ["VA", "CA", "MS"], from: 50, to: 25000 },
  ],
  country = "United States",
) =>
  store_sales
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(customer_demographics, [["ss_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(customer_address, [["ss_addr_sk", "ca_address_sk"]])
    .filter(
      (c) => c.d_year.eq(year).and(c.ca_country.eq(country)),
      (c) =>
        or(
          ...people.map(({ maritalStatus, education, from, to }) =>
            c.cd_marital_status
              .eq(maritalStatus)
              .and(c.cd_education_status.eq(education))
              .and(c.ss_sales_price.between(from, to)),
          ),
        ),
      (c) =>
        or(...locations.map(({ states, from, to }) => c.ca_state.isin(states).and(c.ss_net_profit.between(from, to)))),
    )
    .aggregate((c) => ({ quantity: c.ss_quantity.sum() }));
