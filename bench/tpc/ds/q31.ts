import type { Tpcds } from "./schema.js";
import { allSales } from "./shared.js";

/** Counties where web sales grew faster than store sales in two consecutive quarters. */
export const query = (tables: Tpcds, year = 2000) =>
  allSales(tables)
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .innerJoin(tables.customer_address, [["addr_sk", "ca_address_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.ca_county.notNull()))
    .groupBy("ca_county", "d_year")
    .aggregate((c) => {
      const total = (channel: string, quarter: number) =>
        c.ext_sales_price.sum({ where: c.channel.eq(channel).and(c.d_qoy.eq(quarter)) });
      return {
        web_q1_q2_increase: total("web", 2).div(total("web", 1)),
        store_q1_q2_increase: total("store", 2).div(total("store", 1)),
        web_q2_q3_increase: total("web", 3).div(total("web", 2)),
        store_q2_q3_increase: total("store", 3).div(total("store", 2)),
      };
    })
    .filter((c) => [c.web_q1_q2_increase.gt(c.store_q1_q2_increase), c.web_q2_q3_increase.gt(c.store_q2_q3_increase)])
    .orderBy("ca_county");
