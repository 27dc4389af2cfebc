import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Customers whose web spending grew more than their store spending, by net amount paid. */
export const query = (tables: Tpcds, year = 2001) =>
  allSales(tables)
    .innerJoin(tables.customer, [["customer_sk", "c_customer_sk"]])
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.between(year, year + 1))
    .groupBy((c) => ({
      customer_id: c.c_customer_id,
      customer_first_name: c.c_first_name,
      customer_last_name: c.c_last_name,
    }))
    .aggregate((c) => {
      const total = (channel: string, salesYear: number) =>
        c.net_paid.sum({ where: c.channel.eq(channel).and(c.d_year.eq(salesYear)) });
      return {
        store_before: total("store", year),
        store_after: total("store", year + 1),
        web_before: total("web", year),
        web_after: total("web", year + 1),
      };
    })
    .filter((c) => [
      c.store_before.gt(0).and(c.web_before.gt(0)),
      c.web_after.div(c.web_before).gt(c.store_after.div(c.store_before)),
    ])
    .select("customer_id", "customer_first_name", "customer_last_name")
    .orderBy(...nullsFirst("customer_id"))
    .limit(100);
