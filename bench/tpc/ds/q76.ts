import { count } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Sales without a store, recipient or shipping address, by quarter and category. */
export const query = ({ store_sales: s, web_sales: w, catalog_sales: c, item, date_dim }: Tpcds) =>
  s
    .filter(s.c.ss_store_sk.isNull())
    .select({
      channel: "store",
      col_name: "ss_store_sk",
      date_sk: s.c.ss_sold_date_sk,
      item_sk: s.c.ss_item_sk,
      ext_sales_price: s.c.ss_ext_sales_price,
    })
    .union([
      w.filter(w.c.ws_ship_customer_sk.isNull()).select({
        channel: "web",
        col_name: "ws_ship_customer_sk",
        date_sk: w.c.ws_sold_date_sk,
        item_sk: w.c.ws_item_sk,
        ext_sales_price: w.c.ws_ext_sales_price,
      }),
      c.filter(c.c.cs_ship_addr_sk.isNull()).select({
        channel: "catalog",
        col_name: "cs_ship_addr_sk",
        date_sk: c.c.cs_sold_date_sk,
        item_sk: c.c.cs_item_sk,
        ext_sales_price: c.c.cs_ext_sales_price,
      }),
    ])
    .innerJoin(item, [["item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .groupBy("channel", "col_name", "d_year", "d_qoy", "i_category")
    .aggregate((r) => ({ sales_cnt: count(), sales_amt: r.ext_sales_price.sum() }))
    .orderBy(...nullsFirst("channel", "col_name", "d_year", "d_qoy", "i_category"))
    .limit(100);
