import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Sales in a month above the mean sale, of item kinds that sell in every channel, with subtotals. */
export const query = (tables: Tpcds, year = 1999) => {
  const sales = allSales(tables)
    .innerJoin(tables.item, [["item_sk", "i_item_sk"]])
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.between(year, year + 2))
    .mutate((c) => ({ value: c.quantity.mul(c.list_price) }));
  const soldEverywhere = sales
    .groupBy("i_brand_id", "i_class_id", "i_category_id")
    .having((c) => c.channel.nunique().eq(3))
    .aggregate();
  const mean = sales.aggregate((c) => ({ mean: c.value.mean() })).asScalar();
  return sales
    .filter((c) => c.d_year.eq(year + 2).and(c.d_moy.eq(11)))
    .semiJoin(soldEverywhere, ["i_brand_id", "i_class_id", "i_category_id"])
    .groupBy("channel", "i_brand_id", "i_class_id", "i_category_id")
    .aggregate((c) => ({ sales: c.value.sum(), number_sales: count() }))
    .filter((c) => c.sales.gt(mean))
    .rollup("channel", "i_brand_id", "i_class_id", "i_category_id")
    .aggregate((c) => ({ sum_sales: c.sales.sum(), sum_number_sales: c.number_sales.sum() }))
    .orderBy(...nullsFirst("channel", "i_brand_id", "i_class_id", "i_category_id"))
    .limit(100);
};
