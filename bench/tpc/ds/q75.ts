import type { Tpcds } from "./schema.js";
import { allReturns, allSales } from "./shared.js";

const KEYS = ["i_brand_id", "i_class_id", "i_category_id", "i_manufact_id"] as const;

/** Brands of a category whose sales, less returns, fell by more than a tenth from the year before. */
export const query = (tables: Tpcds, category = "Books", year = 2002) => {
  const totals = allSales(tables)
    .leftJoin(allReturns(tables), ["channel", "item_sk", "order_number"])
    .innerJoin(tables.item, [["item_sk", "i_item_sk"]])
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.i_category.eq(category))
    .select("d_year", ...KEYS, (c) => ({
      sales_cnt: c.quantity.sub(c.returned_quantity.fillNull(0)),
      sales_amt: c.ext_sales_price.sub(c.returned_amt.fillNull(0)),
    }))
    .distinct()
    .groupBy("d_year", ...KEYS)
    .aggregate((c) => ({ cnt: c.sales_cnt.sum(), amt: c.sales_amt.sum() }));
  const totalsOf = (salesYear: number) => totals.filter((c) => c.d_year.eq(salesYear));
  return totalsOf(year)
    .innerJoin(totalsOf(year - 1), KEYS, { suffix: "_before" })
    .filter((c) => c.cnt.div(c.cnt_before).lt(0.9))
    .select(
      (c) => ({ prev_year: c.d_year_before, year_: c.d_year }),
      ...KEYS,
      (c) => ({
        prev_yr_cnt: c.cnt_before,
        curr_yr_cnt: c.cnt,
        sales_cnt_diff: c.cnt.sub(c.cnt_before),
        sales_amt_diff: c.amt.sub(c.amt_before),
      }),
    )
    .orderBy("sales_cnt_diff", "sales_amt_diff")
    .limit(100);
};
