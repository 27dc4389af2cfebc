import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** States with at least ten sales, in one month, of items that cost 20 % more than the mean of their category. */
export const query = ({ customer_address, customer, store_sales, date_dim, item }: Tpcds, year = 2001, month = 1) => {
  const monthSequence = date_dim
    .filter((d) => d.d_year.eq(year).and(d.d_moy.eq(month)))
    .select("d_month_seq")
    .distinct();
  const dear = item
    .filter((i) => i.i_category.notNull())
    .groupBy("i_category")
    .filter((i) => i.i_current_price.gt(i.i_current_price.mean().mul(1.2)));
  return customer_address
    .innerJoin(customer, [["ca_address_sk", "c_current_addr_sk"]])
    .innerJoin(store_sales, [["c_customer_sk", "ss_customer_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .filter((c) => c.d_month_seq.eq(monthSequence.asScalar()))
    .innerJoin(dear, [["ss_item_sk", "i_item_sk"]])
    .groupBy({ state: customer_address.c.ca_state })
    .aggregate({ cnt: count() })
    .filter((c) => c.cnt.ge(10))
    .orderBy(...nullsFirst("cnt", "state"))
    .limit(100);
};
