import { or } from "avocet";
import type { Tpcds } from "./schema.js";

/** The percentage of a category's sales in a month that had a promotion, within a time zone. */
export const query = (
  { store_sales, store, promotion, date_dim, customer, customer_address, item }: Tpcds,
  category = "Jewelry",
  year = 1998,
  month = 11,
  gmtOffset = -5,
) =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .filter((c) => [
      c.ca_gmt_offset.eq(gmtOffset),
      c.s_gmt_offset.eq(gmtOffset),
      c.i_category.eq(category),
      c.d_year.eq(year),
      c.d_moy.eq(month),
    ])
    .leftJoin(promotion, [["ss_promo_sk", "p_promo_sk"]])
    .aggregate((c) => ({
      promotions: c.ss_ext_sales_price.sum({
        where: or(c.p_channel_dmail.eq("Y"), c.p_channel_email.eq("Y"), c.p_channel_tv.eq("Y")),
      }),
      total: c.ss_ext_sales_price.sum(),
    }))
    .mutate((c) => ({ percentage: c.promotions.div(c.total).mul(100) }));
