import { eachOf } from "avocet";
import type { Tpcds } from "./schema.js";
import { WEEKDAYS } from "./shared.js";

/** Store sales in a year by weekday, for stores in a time zone. */
export const query = ({ date_dim, store_sales, store }: Tpcds, year = 2000, gmtOffset = -5) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter((c) => c.s_gmt_offset.eq(gmtOffset).and(c.d_year.eq(year)))
    .groupBy("s_store_name", "s_store_id")
    .aggregate((c) =>
      eachOf(
        WEEKDAYS,
        (day) => `${day}_sales`,
        (day) => c.ss_sales_price.sum({ where: c.d_day_name.startsWith(day) }),
      ),
    )
    .orderBy("s_store_name", "s_store_id")
    .limit(100);
