import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Items whose stock in a warehouse varied strongly in one month and in the next. */
export const query = ({ inventory, item, warehouse, date_dim }: Tpcds, year = 2001, month = 1) => {
  const varied = inventory
    .innerJoin(item, [["inv_item_sk", "i_item_sk"]])
    .innerJoin(warehouse, [["inv_warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(date_dim, [["inv_date_sk", "d_date_sk"]])
    .filter((c) => c.d_year.eq(year))
    .groupBy("w_warehouse_name", "w_warehouse_sk", "i_item_sk", "d_moy")
    .aggregate((c) => ({ stdev: c.inv_quantity_on_hand.std(), mean: c.inv_quantity_on_hand.mean() }))
    .mutate((c) => ({ cov: c.stdev.div(c.mean) }))
    .filter((c) => c.cov.gt(1));
  return varied
    .filter((c) => c.d_moy.eq(month))
    .innerJoin(
      varied.filter((c) => c.d_moy.eq(month + 1)),
      ["w_warehouse_sk", "i_item_sk"],
      { suffix: "_next" },
    )
    .orderBy(
      ...nullsFirst("w_warehouse_sk", "i_item_sk", "d_moy", "mean", "cov", "d_moy_next", "mean_next", "cov_next"),
    )
    .select((c) => ({
      wsk1: c.w_warehouse_sk,
      isk1: c.i_item_sk,
      dmoy1: c.d_moy,
      mean1: c.mean,
      cov1: c.cov,
      w_warehouse_sk: c.w_warehouse_sk,
      i_item_sk: c.i_item_sk,
      d_moy: c.d_moy_next,
      mean: c.mean_next,
      cov: c.cov_next,
    }));
};
