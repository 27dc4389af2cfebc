import { asc, count, desc } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Customers with large purchases at the start or end of a month, from households with few vehicles. */
export const query = (
  { store_sales, date_dim, store, household_demographics, customer }: Tpcds,
  year = 1999,
  county = "Williamson County",
  potentials = [">10000", "Unknown"],
) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .filter(
      (c) => c.d_year.between(year, year + 2).and(c.s_county.eq(county)),
      (c) => c.d_dom.between(1, 3).or(c.d_dom.between(25, 28)),
      (c) => c.hd_buy_potential.isin(potentials),
      (c) => c.hd_vehicle_count.gt(0).and(c.hd_dep_count.div(c.hd_vehicle_count).gt(1.2)),
    )
    .groupBy("ss_ticket_number", "ss_customer_sk")
    .aggregate({ cnt: count() })
    .filter((c) => c.cnt.between(15, 20))
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .select("c_last_name", "c_first_name", "c_salutation", "c_preferred_cust_flag", "ss_ticket_number", "cnt")
    .orderBy(
      ...nullsFirst("c_last_name", "c_first_name", "c_salutation"),
      desc("c_preferred_cust_flag", { nulls: "first" }),
      asc("ss_ticket_number", { nulls: "first" }),
    );
