import { eachOf } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales } from "./shared.js";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** How sales by catalog and web changed from a year to the next, for each day of each week. */
export const query = (tables: Tpcds, year = 2001) => {
  const { date_dim } = tables;
  const weeks = allSales(tables)
    .filter((s) => s.channel.ne("store"))
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .groupBy("d_week_seq")
    .aggregate((c) =>
      eachOf(
        DAYS,
        (day) => day,
        (day) => c.ext_sales_price.sum({ where: c.d_day_name.eq(day) }),
      ),
    );
  const weeksOf = (wanted: number) =>
    weeks.innerJoin(date_dim.filter((d) => d.d_year.eq(wanted)).select("d_week_seq"), "d_week_seq");
  return weeksOf(year)
    .innerJoin(weeksOf(year + 1), (y, z) => y.d_week_seq.eq(z.d_week_seq.sub(53)), { suffix: "_next" })
    .select((c) => ({
      d_week_seq1: c.d_week_seq,
      r1: c.Sunday.div(c.Sunday_next).round(2),
      r2: c.Monday.div(c.Monday_next).round(2),
      r3: c.Tuesday.div(c.Tuesday_next).round(2),
      r4: c.Wednesday.div(c.Wednesday_next).round(2),
      r5: c.Thursday.div(c.Thursday_next).round(2),
      r6: c.Friday.div(c.Friday_next).round(2),
      r7: c.Saturday.div(c.Saturday_next).round(2),
    }))
    .orderBy("d_week_seq1");
};
