import { rank } from "avocet";
import type { Tpcds } from "./schema.js";

/** The ten best and the ten worst items of a store by mean profit, side by side. */
export const query = ({ store_sales, item }: Tpcds, store = 4) => {
  const sales = store_sales.filter((s) => s.ss_store_sk.eq(store));
  const unknownAddress = sales
    .filter((s) => s.ss_addr_sk.isNull())
    .aggregate((s) => ({ profit: s.ss_net_profit.mean() }));
  const items = sales
    .groupBy("ss_item_sk")
    .aggregate((s) => ({ profit: s.ss_net_profit.mean() }))
    .filter((s) => s.profit.gt(unknownAddress.asScalar().mul(0.9)));
  const topTen = (order: "asc" | "desc") =>
    items
      .mutate((s) => ({ rnk: rank().over({ orderBy: s.profit[order]() }) }))
      .filter((s) => s.rnk.lt(11))
      .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
      .select("rnk", "i_product_name");
  return topTen("asc")
    .innerJoin(topTen("desc"), "rnk")
    .select((c) => ({ rnk: c.rnk, best_performing: c.i_product_name, worst_performing: c.i_product_name_right }))
    .orderBy("rnk")
    .limit(100);
};
