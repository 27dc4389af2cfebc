import { desc, ifelse, rank } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Gross margin of item classes and categories in a state's stores, ranked within their parent. */
export const query = ({ store_sales, date_dim, item, store }: Tpcds, year = 2001, state = "TN") =>
  store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter((c) => c.d_year.eq(year).and(c.s_state.eq(state)))
    .rollup("i_category", "i_class")
    .aggregate((c) => ({
      gross_margin: c.ss_net_profit.sum().div(c.ss_ext_sales_price.sum()),
      lochierarchy: c.i_category.grouping().add(c.i_class.grouping()),
      parent: ifelse(c.i_class.grouping().eq(0), c.i_category, null),
    }))
    .groupBy("lochierarchy", "parent")
    .orderBy("gross_margin")
    .mutate({ rank_within_parent: rank() })
    .orderBy(desc("lochierarchy", { nulls: "first" }), ...nullsFirst("parent", "rank_within_parent"))
    .select("gross_margin", "i_category", "i_class", "lochierarchy", "rank_within_parent")
    .limit(100);
