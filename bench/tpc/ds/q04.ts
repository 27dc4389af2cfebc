import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Customers whose catalog spending grew more than their store and web spending. */
export const query = (tables: Tpcds, year = 2001) =>
  allSales(tables)
    .innerJoin(tables.customer, [["customer_sk", "c_customer_sk"]])
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.between(year, year + 1))
    .mutate((c) => ({
      spent: c.ext_list_price.sub(c.ext_wholesale_cost).sub(c.ext_discount_amt).add(c.ext_sales_price).div(2),
    }))
    .groupBy((c) => ({
      customer_id: c.c_customer_id,
      customer_first_name: c.c_first_name,
      customer_last_name: c.c_last_name,
      customer_preferred_cust_flag: c.c_preferred_cust_flag,
    }))
    .aggregate((c) => {
      const total = (channel: string, salesYear: number) =>
        c.spent.sum({ where: c.channel.eq(channel).and(c.d_year.eq(salesYear)) });
      return {
        store_before: total("store", year),
        store_after: total("store", year + 1),
        catalog_before: total("catalog", year),
        catalog_after: total("catalog", year + 1),
        web_before: total("web", year),
        web_after: total("web", year + 1),
      };
    })
    .filter((c) => {
      const catalog = c.catalog_after.div(c.catalog_before);
      return [
        c.store_before.gt(0).and(c.catalog_before.gt(0)).and(c.web_before.gt(0)),
        catalog.gt(c.store_after.div(c.store_before)),
        catalog.gt(c.web_after.div(c.web_before)),
      ];
    })
    .select("customer_id", "customer_first_name", "customer_last_name", "customer_preferred_cust_flag")
    .orderBy(...nullsFirst("customer_id", "customer_first_name", "customer_last_name", "customer_preferred_cust_flag"))
    .limit(100);
