import type { Tpcds } from "./schema.js";
import { allSales, nullsFirst } from "./shared.js";

/** Items whose revenue in a week was about equal in every channel. */
export const query = (tables: Tpcds, day = "2000-01-03") => {
  const { date_dim, item } = tables;
  const week = date_dim
    .filter((d) => d.d_date.eq(day))
    .select("d_week_seq")
    .asScalar();
  return allSales(tables)
    .innerJoin(item, [["item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .filter((c) => c.d_week_seq.eq(week))
    .groupBy((c) => ({ item_id: c.i_item_id }))
    .aggregate((c) => ({
      ss_item_rev: c.ext_sales_price.sum({ where: c.channel.eq("store") }),
      cs_item_rev: c.ext_sales_price.sum({ where: c.channel.eq("catalog") }),
      ws_item_rev: c.ext_sales_price.sum({ where: c.channel.eq("web") }),
    }))
    .filter((c) => {
      const revenues = [c.ss_item_rev, c.cs_item_rev, c.ws_item_rev];
      return revenues.flatMap((a) => revenues.map((b) => a.between(b.mul(0.9), b.mul(1.1))));
    })
    .mutate((c) => ({ average: c.ss_item_rev.add(c.cs_item_rev).add(c.ws_item_rev).div(3) }))
    .select((c) => ({
      item_id: c.item_id,
      ss_item_rev: c.ss_item_rev,
      ss_dev: c.ss_item_rev.div(c.average).mul(100),
      cs_item_rev: c.cs_item_rev,
      cs_dev: c.cs_item_rev.div(c.average).mul(100),
      ws_item_rev: c.ws_item_rev,
      ws_dev: c.ws_item_rev.div(c.average).mul(100),
      average: c.average,
    }))
    .orderBy(...nullsFirst("item_id", "ss_item_rev"))
    .limit(100);
};
