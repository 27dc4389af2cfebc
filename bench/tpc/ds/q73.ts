import { count, desc } from "avocet";
import type { Tpcds } from "./schema.js";

/** Customers with small purchases at the start of a month, from households with fewer vehicles than dependents. */
export const query = (
  { store_sales, date_dim, store, household_demographics, customer }: Tpcds,
  year = 1999,
  counties = ["Orange County", "Bronx County", "Franklin Parish", "Williamson County"],
  potentials = ["Unknown", ">10000"],
) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .filter(
      (c) => c.d_year.between(year, year + 2).and(c.d_dom.between(1, 2)),
      (c) => c.s_county.isin(counties).and(c.hd_buy_potential.isin(potentials)),
      (c) => c.hd_vehicle_count.gt(0).and(c.hd_dep_count.div(c.hd_vehicle_count).gt(1)),
    )
    .groupBy("ss_ticket_number", "ss_customer_sk")
    .aggregate({ cnt: count() })
    .filter((c) => c.cnt.between(1, 5))
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .select("c_last_name", "c_first_name", "c_salutation", "c_preferred_cust_flag", "ss_ticket_number", "cnt")
    .orderBy(desc("cnt"), "c_last_name");
