import { count, desc } from "avocet";
import type { Tpcds } from "./schema.js";
import { allReturns, allSales } from "./shared.js";

/** Items that customers bought in stores and in other channels in a year and did not return. */
export const query = (tables: Tpcds, year = 2000) =>
  allSales(tables)
    .antiJoin(allReturns(tables), ["channel", "item_sk", "order_number"])
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.customer_sk.notNull()))
    .groupBy((c) => ({ ss_sold_year: c.d_year, ss_item_sk: c.item_sk, ss_customer_sk: c.customer_sk }))
    .having((c) => count({ where: c.channel.eq("store") }).gt(0))
    .aggregate((c) => {
      const stores = { where: c.channel.eq("store") };
      const otherChannels = { where: c.channel.ne("store") };
      return {
        ratio: c.quantity.sum(stores).div(c.quantity.sum(otherChannels)).round(2),
        store_qty: c.quantity.sum(stores),
        store_wholesale_cost: c.wholesale_cost.sum(stores),
        store_sales_price: c.sales_price.sum(stores),
        other_chan_qty: c.quantity.sum(otherChannels),
        other_chan_wholesale_cost: c.wholesale_cost.sum(otherChannels).fillNull(0),
        other_chan_sales_price: c.sales_price.sum(otherChannels).fillNull(0),
      };
    })
    .filter((c) => c.other_chan_qty.gt(0))
    .orderBy(
      ...(["ss_sold_year", "ss_item_sk", "ss_customer_sk"] as const),
      ...[desc("store_qty"), desc("store_wholesale_cost"), desc("store_sales_price")],
      ...(["other_chan_qty", "other_chan_wholesale_cost", "other_chan_sales_price", "ratio"] as const),
    )
    .limit(100);
