import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

const MEASURES = ["day", "sales", "returns_", "profit", "loss"] as const;

/** Sales, returns and profit of each store, catalog page and web site over two weeks, with subtotals. */
export const query = (tables: Tpcds, from = "2000-08-23") => {
  const { store_sales, store_returns, catalog_sales, catalog_returns, web_sales, web_returns } = tables;
  const days = tables.date_dim.filter((d) => d.d_date.between(from, lit(from, date).add({ days: 14 })));
  const inStores = store_sales
    .select((s) => ({
      location_sk: s.ss_store_sk,
      day: s.ss_sold_date_sk,
      sales: s.ss_ext_sales_price,
      returns_: 0,
      profit: s.ss_net_profit,
      loss: 0,
    }))
    .union(
      store_returns.select((r) => ({
        location_sk: r.sr_store_sk,
        day: r.sr_returned_date_sk,
        sales: 0,
        returns_: r.sr_return_amt,
        profit: 0,
        loss: r.sr_net_loss,
      })),
    )
    .innerJoin(tables.store, [["location_sk", "s_store_sk"]])
    .select((c) => ({ channel: "store channel", id: lit("store").concat(c.s_store_id) }), ...MEASURES);
  const byCatalog = catalog_sales
    .select((s) => ({
      location_sk: s.cs_catalog_page_sk,
      day: s.cs_sold_date_sk,
      sales: s.cs_ext_sales_price,
      returns_: 0,
      profit: s.cs_net_profit,
      loss: 0,
    }))
    .union(
      catalog_returns.select((r) => ({
        location_sk: r.cr_catalog_page_sk,
        day: r.cr_returned_date_sk,
        sales: 0,
        returns_: r.cr_return_amount,
        profit: 0,
        loss: r.cr_net_loss,
      })),
    )
    .innerJoin(tables.catalog_page, [["location_sk", "cp_catalog_page_sk"]])
    .select((c) => ({ channel: "catalog channel", id: lit("catalog_page").concat(c.cp_catalog_page_id) }), ...MEASURES);
  const onWeb = web_sales
    .select((s) => ({
      location_sk: s.ws_web_site_sk,
      day: s.ws_sold_date_sk,
      sales: s.ws_ext_sales_price,
      returns_: 0,
      profit: s.ws_net_profit,
      loss: 0,
    }))
    .union(
      web_returns
        .innerJoin(web_sales, [
          ["wr_item_sk", "ws_item_sk"],
          ["wr_order_number", "ws_order_number"],
        ])
        .select((r) => ({
          location_sk: r.ws_web_site_sk,
          day: r.wr_returned_date_sk,
          sales: 0,
          returns_: r.wr_return_amt,
          profit: 0,
          loss: r.wr_net_loss,
        })),
    )
    .innerJoin(tables.web_site, [["location_sk", "web_site_sk"]])
    .select((c) => ({ channel: "web channel", id: lit("web_site").concat(c.web_site_id) }), ...MEASURES);
  return inStores
    .union([byCatalog, onWeb])
    .semiJoin(days, [["day", "d_date_sk"]])
    .rollup("channel", "id")
    .aggregate((c) => ({
      sales: c.sales.sum(),
      returns_: c.returns_.sum(),
      profit: c.profit.sum().sub(c.loss.sum()),
    }))
    .orderBy(...nullsFirst("channel", "id"))
    .limit(100);
};
