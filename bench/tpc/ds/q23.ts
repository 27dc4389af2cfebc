import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Catalog and web purchases in a month by the stores' best customers, of items that stores sell frequently. */
export const query = (tables: Tpcds, year = 2000, month = 2, share = 0.5) => {
  const { store_sales, date_dim, item, customer } = tables;
  const days = date_dim.filter((d) => d.d_year.between(year, year + 3));
  const frequent = store_sales
    .innerJoin(days, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .groupBy((c) => ({ itemdesc: c.i_item_desc.left(30), item_sk: c.ss_item_sk, solddate: c.d_date }))
    .having(count().gt(4))
    .aggregate()
    .select("item_sk");
  const spent = (sales: typeof store_sales) =>
    sales
      .semiJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
      .groupBy({ customer_sk: store_sales.c.ss_customer_sk })
      .aggregate((s) => ({ spent: s.ss_quantity.mul(s.ss_sales_price).sum() }));
  const topSpending = spent(store_sales.semiJoin(days, [["ss_sold_date_sk", "d_date_sk"]]))
    .aggregate((c) => ({ max_spent: c.spent.max() }))
    .asScalar();
  const best = spent(store_sales).filter((c) => c.spent.gt(topSpending.mul(share)));
  return allSales(tables)
    .filter((s) => s.channel.ne("store"))
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.d_moy.eq(month)))
    .semiJoin(best, "customer_sk")
    .innerJoin(frequent, "item_sk")
    .innerJoin(customer, [["customer_sk", "c_customer_sk"]])
    .groupBy("channel", "c_last_name", "c_first_name")
    .aggregate((c) => ({ sales: c.quantity.mul(c.list_price).sum() }))
    .drop("channel")
    .orderBy(...nullsFirst("c_last_name", "c_first_name", "sales"))
    .limit(100);
};
