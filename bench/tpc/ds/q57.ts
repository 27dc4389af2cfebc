import { or, s } from "avocet";
import type { Tpcds } from "./schema.js";

const SERIES = ["i_category", "i_brand", "cc_name"] as const;

/** Months in which a call center's sales of a brand deviated from the year's mean, with the adjacent months. */
export const query = ({ item, catalog_sales, date_dim, call_center }: Tpcds, year = 1999) =>
  catalog_sales
    .innerJoin(item, [["cs_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .innerJoin(call_center, [["cs_call_center_sk", "cc_call_center_sk"]])
    .dropNull(SERIES)
    .filter((c) =>
      or(c.d_year.eq(year), c.d_year.eq(year - 1).and(c.d_moy.eq(12)), c.d_year.eq(year + 1).and(c.d_moy.eq(1))),
    )
    .groupBy(...SERIES, "d_year", "d_moy")
    .aggregate((c) => ({ sum_sales: c.cs_sales_price.sum() }))
    .groupBy(...SERIES, "d_year")
    .mutate((c) => ({ avg_monthly_sales: c.sum_sales.mean() }))
    .groupBy(...SERIES)
    .orderBy("d_year", "d_moy")
    .mutate((c) => ({
      psum: c.sum_sales.lag(),
      nsum: c.sum_sales.lead(),
      inner: c.d_moy.lag().notNull().and(c.d_moy.lead().notNull()),
    }))
    .filter(
      (c) => c.d_year.eq(year).and(c.inner),
      (c) => c.sum_sales.sub(c.avg_monthly_sales).abs().div(c.avg_monthly_sales).gt(0.1),
    )
    .select(...SERIES, "d_year", "d_moy", "avg_monthly_sales", "sum_sales", "psum", "nsum")
    .orderBy((c) => c.sum_sales.sub(c.avg_monthly_sales), s.all())
    .limit(100);
