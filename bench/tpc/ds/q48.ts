import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** How much was sold to some kinds of people at some prices, and in some states at some profits. */
export const query = (
  { store_sales, store, customer_demographics, customer_address, date_dim }: Tpcds,
  year = 2000,
  people = [
    { maritalStatus: "M", education: "4 yr Degree", least: 100, most: 150 },
    { maritalStatus: "D", education: "2 yr Degree", least: 50, most: 100 },
    { maritalStatus: "S", education: "College", least: 150, most: 200 },
  ],
  places = [
    { states: ["CO", "OH", "TX"], least: 0, most: 2000 },
    { states: ["OR", "MN", "KY"], least: 150, most: 3000 },
    { states: ["VA", "CA", "MS"], least: 50, most: 25000 },
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
          ...people.map(({ maritalStatus, education, least, most }) =>
            c.cd_marital_status
              .eq(maritalStatus)
              .and(c.cd_education_status.eq(education))
              .and(c.ss_sales_price.between(least, most)),
          ),
        ),
      (c) =>
        or(
          ...places.map(({ states, least, most }) => c.ca_state.isin(states).and(c.ss_net_profit.between(least, most))),
        ),
    )
    .aggregate((c) => ({ quantity: c.ss_quantity.sum() }));
