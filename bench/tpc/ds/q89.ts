import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** Months in which a brand's sales in a store deviated from the year's mean, for some item classes. */
export const query = (
  { item, store_sales, date_dim, store }: Tpcds,
  year = 1999,
  groups = [
    { categories: ["Books", "Electronics", "Sports"], classes: ["computers", "stereo", "football"] },
    { categories: ["Men", "Jewelry", "Women"], classes: ["shirts", "birdal", "dresses"] },
  ],
) =>
  store_sales
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter(
      (c) => c.d_year.eq(year),
      (c) => or(...groups.map((g) => c.i_category.isin(g.categories).and(c.i_class.isin(g.classes)))),
    )
    .groupBy("i_category", "i_class", "i_brand", "s_store_name", "s_company_name", "d_moy")
    .aggregate((c) => ({ sum_sales: c.ss_sales_price.sum() }))
    .groupBy("i_category", "i_brand", "s_store_name", "s_company_name")
    .mutate((c) => ({ avg_monthly_sales: c.sum_sales.mean() }))
    .filter((c) => c.sum_sales.sub(c.avg_monthly_sales).abs().div(c.avg_monthly_sales).gt(0.1))
    .orderBy(
      (c) => c.sum_sales.sub(c.avg_monthly_sales),
      ...(["s_store_name", "i_category", "i_class", "i_brand", "s_company_name", "d_moy"] as const),
      ...(["sum_sales", "avg_monthly_sales"] as const),
    )
    .limit(100);
