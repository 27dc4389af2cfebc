import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Store spending of customers in the three months after they ordered a class of items, in steps of 50. */
export const query = (tables: Tpcds, category = "Women", className = "maternity", year = 1998, month = 12) => {
  const { customer, customer_address, date_dim, item, store, store_sales } = tables;
  const days = date_dim.filter((d) => d.d_year.eq(year).and(d.d_moy.eq(month)));
  const thisMonth = days.select("d_month_seq").distinct().asScalar();
  const orders = allSales(tables)
    .filter((s) => s.channel.ne("store"))
    .semiJoin(days, [["date_sk", "d_date_sk"]])
    .innerJoin(item, [["item_sk", "i_item_sk"]])
    .filter((c) => c.i_category.eq(category).and(c.i_class.eq(className)));
  return customer
    .semiJoin(orders, [["c_customer_sk", "customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(store, [
      ["ca_county", "s_county"],
      ["ca_state", "s_state"],
    ])
    .innerJoin(store_sales, [["c_customer_sk", "ss_customer_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.d_month_seq.between(thisMonth.add(1), thisMonth.add(3)))
    .groupBy("c_customer_sk")
    .aggregate((c) => ({ revenue: c.ss_ext_sales_price.sum() }))
    .groupBy((c) => ({ segment: c.revenue.div(50).round() }))
    .aggregate({ num_customers: count() })
    .mutate((c) => ({ segment_base: c.segment.mul(50) }))
    .orderBy(...nullsFirst("segment", "num_customers"), "segment_base")
    .limit(100);
};
