import { count, or } from "avocet";
import type { Tpcds } from "./schema.js";

/** The number of store sales to some households in each half hour from 8:30 to 12:30. */
export const query = (
  { store_sales, household_demographics, time_dim, store }: Tpcds,
  name = "ese",
  dependents = [4, 2, 0],
) =>
  store_sales
    .innerJoin(time_dim, [["ss_sold_time_sk", "t_time_sk"]])
    .innerJoin(household_demographics, [["ss_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter(
      (c) => c.s_store_name.eq(name),
      (c) => or(...dependents.map((n) => c.hd_dep_count.eq(n).and(c.hd_vehicle_count.le(n + 2)))),
    )
    .aggregate((c) => {
      const from = (hour: number, minute: 0 | 30) =>
        count({ where: c.t_hour.eq(hour).and(minute === 0 ? c.t_minute.lt(30) : c.t_minute.ge(30)) });
      return {
        h8_30_to_9: from(8, 30),
        h9_to_9_30: from(9, 0),
        h9_30_to_10: from(9, 30),
        h10_to_10_30: from(10, 0),
        h10_30_to_11: from(10, 30),
        h11_to_11_30: from(11, 0),
        h11_30_to_12: from(11, 30),
        h12_to_12_30: from(12, 0),
      };
    });
