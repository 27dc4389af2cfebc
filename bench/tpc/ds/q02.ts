import { eachOf } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales, WEEKDAYS } from "./shared.js";

/** The ratio of catalog and web sales to those of a year later, by weekday, for each week. */
export const query = (tables: Tpcds, year = 2001) => {
  const { date_dim } = tables;
  const weeks = allSales(tables)
    .filter((s) => s.channel.ne("store"))
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .groupBy("d_week_seq")
    .aggregate((c) =>
      eachOf(
        WEEKDAYS,
        (day) => day,
        (day) => c.ext_sales_price.sum({ where: c.d_day_name.startsWith(day) }),
      ),
    );
  const weeksOf = (salesYear: number) =>
    weeks.innerJoin(date_dim.filter((d) => d.d_year.eq(salesYear)).select("d_week_seq"), "d_week_seq");
  return weeksOf(year)
    .innerJoin(weeksOf(year + 1), (y, z) => y.d_week_seq.eq(z.d_week_seq.sub(53)), { suffix: "_next" })
    .select((c) => ({
      d_week_seq1: c.d_week_seq,
      r1: c.Sun.div(c.Sun_next).round(2),
      r2: c.Mon.div(c.Mon_next).round(2),
      r3: c.Tue.div(c.Tue_next).round(2),
      r4: c.Wed.div(c.Wed_next).round(2),
      r5: c.Thu.div(c.Thu_next).round(2),
      r6: c.Fri.div(c.Fri_next).round(2),
      r7: c.Sat.div(c.Sat_next).round(2),
    }))
    .orderBy("d_week_seq1");
};
