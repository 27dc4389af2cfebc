import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Weekend purchases of some households in a city other than their own. */
export const query = (
  { store_sales, date_dim, store, household_demographics, customer_address, customer }: Tpcds,
  dependents = 4,
  vehicles = 3,
  year = 1999,
  cities = ["Fairview", "Midway"],
) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(customer_address, [["ss_addr_sk", "ca_address_sk"]])
    .filter(
      (c) => c.hd_dep_count.eq(dependents).or(c.hd_vehicle_count.eq(vehicles)),
      (c) => c.d_dow.isin([6, 0]).and(c.d_year.between(year, year + 2)),
      (c) => c.s_city.isin(cities),
    )
    .groupBy("ss_ticket_number", "ss_customer_sk", "ss_addr_sk", (c) => ({ bought_city: c.ca_city }))
    .aggregate((c) => ({ amt: c.ss_coupon_amt.sum(), profit: c.ss_net_profit.sum() }))
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .filter((c) => c.ca_city.ne(c.bought_city))
    .select("c_last_name", "c_first_name", "ca_city", "bought_city", "ss_ticket_number", "amt", "profit")
    .orderBy(...nullsFirst("c_last_name", "c_first_name", "ca_city", "bought_city", "ss_ticket_number"))
    .limit(100);
