import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Sales, returns and profit of each store, call center and web page in a month, with subtotals. */
export const query = (tables: Tpcds, from = "2000-08-23") => {
  const { date_dim, store, web_page } = tables;
  const days = date_dim.filter((d) => d.d_date.between(from, lit(from, date).add({ days: 30 })));
  const stores = tables.store_sales
    .semiJoin(days, [["ss_sold_date_sk", "d_date_sk"]])
    .semiJoin(store, [["ss_store_sk", "s_store_sk"]])
    .groupBy((c) => ({ channel: "store channel", id: c.ss_store_sk }))
    .aggregate((c) => ({ sales: c.ss_ext_sales_price.sum(), profit: c.ss_net_profit.sum() }))
    .leftJoin(
      tables.store_returns
        .semiJoin(days, [["sr_returned_date_sk", "d_date_sk"]])
        .groupBy((c) => ({ id: c.sr_store_sk }))
        .aggregate((c) => ({ returns_: c.sr_return_amt.sum(), loss: c.sr_net_loss.sum() })),
      "id",
    );
  const callCenters = tables.catalog_sales
    .semiJoin(days, [["cs_sold_date_sk", "d_date_sk"]])
    .groupBy((c) => ({ channel: "catalog channel", id: c.cs_call_center_sk }))
    .aggregate((c) => ({ sales: c.cs_ext_sales_price.sum(), profit: c.cs_net_profit.sum() }))
    .crossJoin(
      tables.catalog_returns
        .semiJoin(days, [["cr_returned_date_sk", "d_date_sk"]])
        .groupBy("cr_call_center_sk")
        .aggregate((c) => ({ returns_: c.cr_return_amount.sum(), loss: c.cr_net_loss.sum() }))
        .drop("cr_call_center_sk"),
    );
  const webPages = tables.web_sales
    .semiJoin(days, [["ws_sold_date_sk", "d_date_sk"]])
    .semiJoin(web_page, [["ws_web_page_sk", "wp_web_page_sk"]])
    .groupBy((c) => ({ channel: "web channel", id: c.ws_web_page_sk }))
    .aggregate((c) => ({ sales: c.ws_ext_sales_price.sum(), profit: c.ws_net_profit.sum() }))
    .leftJoin(
      tables.web_returns
        .semiJoin(days, [["wr_returned_date_sk", "d_date_sk"]])
        .groupBy((c) => ({ id: c.wr_web_page_sk }))
        .aggregate((c) => ({ returns_: c.wr_return_amt.sum(), loss: c.wr_net_loss.sum() })),
      "id",
    );
  return stores
    .union([callCenters, webPages])
    .fillNull({ returns_: 0, loss: 0 })
    .rollup("channel", "id")
    .aggregate((c) => ({
      sales: c.sales.sum(),
      returns_: c.returns_.sum(),
      profit: c.profit.sub(c.loss).sum(),
    }))
    .orderBy(...nullsFirst("channel", "id"), (c) => c.returns_.desc())
    .limit(100);
};
