import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Sales, returns and profit of each store, catalog page and web site for promoted items in a month, with subtotals. */
export const query = (tables: Tpcds, from = "2000-08-23", price = 50) => {
  const days = tables.date_dim.filter((d) => d.d_date.between(from, lit(from, date).add({ days: 30 })));
  const items = tables.item.filter((i) => i.i_current_price.gt(price));
  const promotions = tables.promotion.filter((p) => p.p_channel_tv.eq("N"));
  const inStores = tables.store_sales
    .leftJoin(tables.store_returns, [
      ["ss_item_sk", "sr_item_sk"],
      ["ss_ticket_number", "sr_ticket_number"],
    ])
    .innerJoin(tables.store, [["ss_store_sk", "s_store_sk"]])
    .select((c) => ({
      channel: "store channel",
      id: lit("store").concat(c.s_store_id),
      date_sk: c.ss_sold_date_sk,
      item_sk: c.ss_item_sk,
      promo_sk: c.ss_promo_sk,
      sales: c.ss_ext_sales_price,
      returns_: c.sr_return_amt.fillNull(0),
      profit: c.ss_net_profit.sub(c.sr_net_loss.fillNull(0)),
    }));
  const byCatalog = tables.catalog_sales
    .leftJoin(tables.catalog_returns, [
      ["cs_item_sk", "cr_item_sk"],
      ["cs_order_number", "cr_order_number"],
    ])
    .innerJoin(tables.catalog_page, [["cs_catalog_page_sk", "cp_catalog_page_sk"]])
    .select((c) => ({
      channel: "catalog channel",
      id: lit("catalog_page").concat(c.cp_catalog_page_id),
      date_sk: c.cs_sold_date_sk,
      item_sk: c.cs_item_sk,
      promo_sk: c.cs_promo_sk,
      sales: c.cs_ext_sales_price,
      returns_: c.cr_return_amount.fillNull(0),
      profit: c.cs_net_profit.sub(c.cr_net_loss.fillNull(0)),
    }));
  const onWeb = tables.web_sales
    .leftJoin(tables.web_returns, [
      ["ws_item_sk", "wr_item_sk"],
      ["ws_order_number", "wr_order_number"],
    ])
    .innerJoin(tables.web_site, [["ws_web_site_sk", "web_site_sk"]])
    .select((c) => ({
      channel: "web channel",
      id: lit("web_site").concat(c.web_site_id),
      date_sk: c.ws_sold_date_sk,
      item_sk: c.ws_item_sk,
      promo_sk: c.ws_promo_sk,
      sales: c.ws_ext_sales_price,
      returns_: c.wr_return_amt.fillNull(0),
      profit: c.ws_net_profit.sub(c.wr_net_loss.fillNull(0)),
    }));
  return inStores
    .union([byCatalog, onWeb])
    .semiJoin(days, [["date_sk", "d_date_sk"]])
    .semiJoin(items, [["item_sk", "i_item_sk"]])
    .semiJoin(promotions, [["promo_sk", "p_promo_sk"]])
    .rollup("channel", "id")
    .aggregate((c) => ({ sales: c.sales.sum(), returns_: c.returns_.sum(), profit: c.profit.sum() }))
    .orderBy(...nullsFirst("channel", "id"))
    .limit(100);
};
