import { desc } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Sales of a manager's brands in all channels at mealtimes of a month, by minute. */
export const query = (
  tables: Tpcds,
  manager = 1,
  year = 1999,
  month = 11,
  meals: readonly string[] = ["breakfast", "dinner"],
) =>
  allSales(tables)
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .innerJoin(tables.item, [["item_sk", "i_item_sk"]])
    .innerJoin(tables.time_dim, [["time_sk", "t_time_sk"]])
    .filter((c) => [c.d_year.eq(year), c.d_moy.eq(month), c.i_manager_id.eq(manager), c.t_meal_time.isin(meals)])
    .groupBy((c) => ({ brand_id: c.i_brand_id, brand: c.i_brand, t_hour: c.t_hour, t_minute: c.t_minute }))
    .aggregate((c) => ({ ext_price: c.ext_sales_price.sum() }))
    .orderBy(desc("ext_price", { nulls: "first" }), ...nullsFirst("brand_id", "t_hour"));
