import { asc } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Discounts and profit of some households on Mondays in stores of a range of sizes. */
export const query = (
  { store_sales, date_dim, store, household_demographics, customer }: Tpcds,
  dependents = 6,
  vehicles = 2,
  year = 1999,
) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .filter(
      (c) => c.hd_dep_count.eq(dependents).or(c.hd_vehicle_count.gt(vehicles)),
      (c) => c.d_dow.eq(1).and(c.d_year.between(year, year + 2)),
      (c) => c.s_number_employees.between(200, 295),
    )
    .groupBy("ss_ticket_number", "ss_customer_sk", "ss_addr_sk", "s_city")
    .aggregate((c) => ({ amt: c.ss_coupon_amt.sum(), profit: c.ss_net_profit.sum() }))
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .select("c_last_name", "c_first_name", (c) => ({ city: c.s_city.left(30) }), "ss_ticket_number", "amt", "profit")
    .orderBy(...nullsFirst("c_last_name", "c_first_name", "city", "profit"), asc("ss_ticket_number"))
    .limit(100);
