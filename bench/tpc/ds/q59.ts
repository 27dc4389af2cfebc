import { eachOf } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst, WEEKDAYS } from "./shared.js";

/** The ratio of each store's weekly sales to those of a year later, by weekday. */
export const query = ({ store_sales, date_dim, store }: Tpcds, firstMonth = 1212) => {
  const weeks = store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .groupBy("d_week_seq", "ss_store_sk")
    .aggregate((c) =>
      eachOf(
        WEEKDAYS,
        (day) => day,
        (day) => c.ss_sales_price.sum({ where: c.d_day_name.startsWith(day) }),
      ),
    )
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]]);
  const yearFrom = (month: number) =>
    weeks.innerJoin(
      date_dim.filter((d) => d.d_month_seq.between(month, month + 11)).select("d_week_seq"),
      "d_week_seq",
    );
  return yearFrom(firstMonth)
    .innerJoin(
      yearFrom(firstMonth + 12),
      (y, z) => [y.s_store_id.eq(z.s_store_id), y.d_week_seq.eq(z.d_week_seq.sub(52))],
      { suffix: "_next" },
    )
    .select((c) => ({
      s_store_name1: c.s_store_name,
      s_store_id1: c.s_store_id,
      d_week_seq1: c.d_week_seq,
      ...eachOf(
        WEEKDAYS,
        (day) => `${day}_sales_ratio`,
        (day) => c[day].div(c[`${day}_next`]),
      ),
    }))
    .orderBy(...nullsFirst("s_store_name1", "s_store_id1", "d_week_seq1"))
    .limit(100);
};
