import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Days on which an item's cumulative web sales exceeded its cumulative store sales. */
export const query = (tables: Tpcds, firstMonth = 1200) => {
  const sales = allSales(tables)
    .filter((s) => s.item_sk.notNull())
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((s) => s.d_month_seq.between(firstMonth, firstMonth + 11))
    .groupBy("channel", "item_sk", "d_date")
    .aggregate((s) => ({ sales: s.sales_price.sum() }))
    .groupBy("channel", "item_sk")
    .orderBy("d_date")
    .mutate((s) => ({ sales: s.sales.sum() }));
  const salesOf = (channel: string) => sales.filter((s) => s.channel.eq(channel)).drop("channel");
  return salesOf("web")
    .rename({ web_sales: "sales" })
    .outerJoin(salesOf("store").rename({ store_sales: "sales" }), ["item_sk", "d_date"])
    .groupBy("item_sk")
    .orderBy("d_date")
    .mutate((c) => ({ web_cumulative: c.web_sales.max(), store_cumulative: c.store_sales.max() }))
    .filter((c) => c.web_cumulative.gt(c.store_cumulative))
    .orderBy(...nullsFirst("item_sk", "d_date"))
    .limit(100);
};
