import type { Tpcds } from "./schema.js";
import { allReturns, nullsFirst } from "./shared.js";

/** Quantities of items returned in every channel in the weeks of some dates, by channel. */
export const query = (tables: Tpcds, days = ["2000-06-30", "2000-09-27", "2000-11-17"]) => {
  const { date_dim, item } = tables;
  const weeks = date_dim.filter((d) => d.d_date.isin(days)).select("d_week_seq");
  return allReturns(tables)
    .innerJoin(date_dim, [["returned_date_sk", "d_date_sk"]])
    .semiJoin(weeks, "d_week_seq")
    .innerJoin(item, [["item_sk", "i_item_sk"]])
    .groupBy((c) => ({ item_id: c.i_item_id }))
    .having((c) => c.channel.nunique().eq(3))
    .aggregate((c) => ({
      sr_item_qty: c.returned_quantity.sum({ where: c.channel.eq("store") }),
      cr_item_qty: c.returned_quantity.sum({ where: c.channel.eq("catalog") }),
      wr_item_qty: c.returned_quantity.sum({ where: c.channel.eq("web") }),
    }))
    .mutate((c) => ({ total: c.sr_item_qty.add(c.cr_item_qty).add(c.wr_item_qty) }))
    .select((c) => ({
      item_id: c.item_id,
      sr_item_qty: c.sr_item_qty,
      sr_dev: c.sr_item_qty.div(c.total).div(3).mul(100),
      cr_item_qty: c.cr_item_qty,
      cr_dev: c.cr_item_qty.div(c.total).div(3).mul(100),
      wr_item_qty: c.wr_item_qty,
      wr_dev: c.wr_item_qty.div(c.total).div(3).mul(100),
      average: c.total.div(3),
    }))
    .orderBy(...nullsFirst("item_id", "sr_item_qty"))
    .limit(100);
};
