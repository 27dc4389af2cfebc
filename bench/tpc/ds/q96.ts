import { count } from "avocet";
import type { Tpcds } from "./schema.js";

/** The number of store sales to large households in the second half of an hour. */
export const query = (
  { store_sales, household_demographics, time_dim, store }: Tpcds,
  name = "ese",
  hour = 20,
  dependents = 7,
) =>
  store_sales
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(time_dim, [["ss_sold_time_sk", "t_time_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter(
      (c) => c.t_hour.eq(hour).and(c.t_minute.ge(30)),
      (c) => c.hd_dep_count.eq(dependents).and(c.s_store_name.eq(name)),
    )
    .aggregate({ sales: count() });
