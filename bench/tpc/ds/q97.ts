import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales } from "./shared.js";

/** The number of customers who bought an item only in stores, only by catalog, or in both, in a year. */
export const query = (tables: Tpcds, firstMonth = 1200) =>
  allSales(tables)
    .innerJoin(tables.date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11).and(c.customer_sk.notNull()))
    .groupBy("customer_sk", "item_sk")
    .aggregate((c) => ({
      inStores: count({ where: c.channel.eq("store") }).gt(0),
      byCatalog: count({ where: c.channel.eq("catalog") }).gt(0),
    }))
    .aggregate((c) => ({
      store_only: count({ where: c.inStores.and(c.byCatalog.not()) }),
      catalog_only: count({ where: c.byCatalog.and(c.inStores.not()) }),
      store_and_catalog: count({ where: c.inStores.and(c.byCatalog) }),
    }));
