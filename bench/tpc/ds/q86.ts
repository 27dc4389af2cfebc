import { desc, ifelse, rank } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Web revenue of item classes and categories in a year, ranked within their parent. */
export const query = ({ web_sales, date_dim, item }: Tpcds, firstMonth = 1200) =>
  web_sales
    .innerJoin(date_dim, [["ws_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ws_item_sk", "i_item_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11))
    .rollup("i_category", "i_class")
    .aggregate((c) => ({
      total_sum: c.ws_net_paid.sum(),
      lochierarchy: c.i_category.grouping().add(c.i_class.grouping()),
      parent: ifelse(c.i_class.grouping().eq(0), c.i_category, null),
    }))
    .groupBy("lochierarchy", "parent")
    .orderBy(desc("total_sum"))
    .mutate({ rank_within_parent: rank() })
    .orderBy(desc("lochierarchy", { nulls: "first" }), ...nullsFirst("parent", "rank_within_parent"))
    .select("total_sum", "i_category", "i_class", "lochierarchy", "rank_within_parent")
    .limit(100);
