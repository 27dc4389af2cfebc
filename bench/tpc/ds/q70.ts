import { desc, ifelse, rank } from "avocet";
import type { Tpcds } from "./schema.js";

/** Profit of stores in the five best states, by state and county, ranked within their parent. */
export const query = ({ store_sales, date_dim, store }: Tpcds, firstMonth = 1200) => {
  const sales = store_sales
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11));
  const best = sales
    .groupBy("s_state")
    .aggregate((c) => ({ profit: c.ss_net_profit.sum() }))
    .groupBy("s_state")
    .orderBy(desc("profit"))
    .filter(rank().le(5));
  return sales
    .semiJoin(best, "s_state")
    .rollup("s_state", "s_county")
    .aggregate((c) => ({
      total_sum: c.ss_net_profit.sum(),
      lochierarchy: c.s_state.grouping().add(c.s_county.grouping()),
      parent: ifelse(c.s_county.grouping().eq(0), c.s_state, null),
    }))
    .groupBy("lochierarchy", "parent")
    .orderBy(desc("total_sum"))
    .mutate({ rank_within_parent: rank() })
    .orderBy(desc("lochierarchy"), "parent", "rank_within_parent")
    .select("total_sum", "s_state", "s_county", "lochierarchy", "rank_within_parent")
    .limit(100);
};
