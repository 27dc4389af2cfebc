import { count } from "avocet";
import type { Tpcds } from "./schema.js";

/** The ratio of morning to evening web sales to large households, on pages of a range of lengths. */
export const query = (
  { web_sales, household_demographics, time_dim, web_page }: Tpcds,
  dependents = 6,
  morning = 8,
  evening = 19,
) =>
  web_sales
    .innerJoin(household_demographics, [["ws_ship_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(time_dim, [["ws_sold_time_sk", "t_time_sk"]])
    .innerJoin(web_page, [["ws_web_page_sk", "wp_web_page_sk"]])
    .filter((c) => c.hd_dep_count.eq(dependents).and(c.wp_char_count.between(5000, 5200)))
    .aggregate((c) => {
      const sales = (hour: number) => count({ where: c.t_hour.between(hour, hour + 1) });
      return { am_pm_ratio: sales(morning).div(sales(evening)) };
    });
