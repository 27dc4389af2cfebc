import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales } from "./shared.js";

/** The number of customers and days with purchases in all three channels on the same day, in a year. */
export const query = (tables: Tpcds, firstMonth = 1200) => {
  const sales = allSales(tables)
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((s) => s.d_month_seq.between(firstMonth, firstMonth + 11))
    .innerJoin(tables.customer, [["customer_sk", "c_customer_sk"]]);
  const buyers = (channel: string) =>
    sales.filter((s) => s.channel.eq(channel)).select("c_last_name", "c_first_name", "d_date");
  return buyers("store")
    .intersect([buyers("catalog"), buyers("web")])
    .aggregate({ hot_customers: count() });
};
