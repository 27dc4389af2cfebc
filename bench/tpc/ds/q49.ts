import { or, rank } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Items of each channel with the highest return ratios in a month, by quantity and by amount. */
export const query = (
  { web_sales, web_returns, catalog_sales, catalog_returns, store_sales, store_returns, date_dim }: Tpcds,
  year = 2001,
  month = 12,
) => {
  const web = web_sales
    .innerJoin(web_returns, [
      ["ws_order_number", "wr_order_number"],
      ["ws_item_sk", "wr_item_sk"],
    ])
    .select((c) => ({
      channel: "web",
      item: c.ws_item_sk,
      date_sk: c.ws_sold_date_sk,
      quantity: c.ws_quantity,
      paid: c.ws_net_paid,
      profit: c.ws_net_profit,
      returned: c.wr_return_quantity,
      refunded: c.wr_return_amt,
    }));
  const catalog = catalog_sales
    .innerJoin(catalog_returns, [
      ["cs_order_number", "cr_order_number"],
      ["cs_item_sk", "cr_item_sk"],
    ])
    .select((c) => ({
      channel: "catalog",
      item: c.cs_item_sk,
      date_sk: c.cs_sold_date_sk,
      quantity: c.cs_quantity,
      paid: c.cs_net_paid,
      profit: c.cs_net_profit,
      returned: c.cr_return_quantity,
      refunded: c.cr_return_amount,
    }));
  const store = store_sales
    .innerJoin(store_returns, [
      ["ss_ticket_number", "sr_ticket_number"],
      ["ss_item_sk", "sr_item_sk"],
    ])
    .select((c) => ({
      channel: "store",
      item: c.ss_item_sk,
      date_sk: c.ss_sold_date_sk,
      quantity: c.ss_quantity,
      paid: c.ss_net_paid,
      profit: c.ss_net_profit,
      returned: c.sr_return_quantity,
      refunded: c.sr_return_amt,
    }));
  return web
    .union([catalog, store])
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .filter(
      (c) => c.d_year.eq(year).and(c.d_moy.eq(month)),
      (c) => [c.refunded.gt(10_000), c.profit.gt(1), c.paid.gt(0), c.quantity.gt(0)],
    )
    .groupBy("channel", "item")
    .aggregate((c) => ({
      return_ratio: c.returned.sum().coalesce(0).div(c.quantity.sum()),
      currency_ratio: c.refunded.sum().div(c.paid.sum()),
    }))
    .mutate((c) => ({
      return_rank: rank().over({ partitionBy: c.channel, orderBy: c.return_ratio }),
      currency_rank: rank().over({ partitionBy: c.channel, orderBy: c.currency_ratio }),
    }))
    .filter((c) => or(c.return_rank.le(10), c.currency_rank.le(10)))
    .select("channel", "item", "return_ratio", "return_rank", "currency_rank")
    .orderBy(...nullsFirst("channel", "return_rank", "currency_rank", "item"))
    .limit(100);
};
