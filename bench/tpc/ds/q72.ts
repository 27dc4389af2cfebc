import { count, desc } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Catalog orders of one demographic group that shipped late and exceeded a warehouse's stock that week. */
export const query = (
  {
    catalog_sales,
    inventory,
    warehouse,
    item,
    customer_demographics,
    household_demographics,
    date_dim,
    promotion,
    catalog_returns,
  }: Tpcds,
  year = 1999,
  buyPotential = ">10000",
  maritalStatus = "D",
) => {
  const weeks = date_dim.select("d_date_sk", "d_week_seq");
  const shipDates = date_dim.select({ ship_date_sk: date_dim.c.d_date_sk, ship_date: date_dim.c.d_date });
  return catalog_sales
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .innerJoin(shipDates, [["cs_ship_date_sk", "ship_date_sk"]])
    .innerJoin(customer_demographics, [["cs_bill_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(household_demographics, [["cs_bill_hdemo_sk", "hd_demo_sk"]])
    .filter(
      (c) => [c.d_year.eq(year), c.hd_buy_potential.eq(buyPotential), c.cd_marital_status.eq(maritalStatus)],
      (c) => c.ship_date.gt(c.d_date.add({ days: 5 })),
    )
    .innerJoin(inventory.innerJoin(weeks, [["inv_date_sk", "d_date_sk"]]), (sale, stock) => [
      sale.cs_item_sk.eq(stock.inv_item_sk),
      sale.d_week_seq.eq(stock.d_week_seq),
      sale.cs_quantity.gt(stock.inv_quantity_on_hand),
    ])
    .innerJoin(warehouse, [["inv_warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(item, [["cs_item_sk", "i_item_sk"]])
    .leftJoin(promotion, [["cs_promo_sk", "p_promo_sk"]])
    .leftJoin(catalog_returns, [
      ["cs_item_sk", "cr_item_sk"],
      ["cs_order_number", "cr_order_number"],
    ])
    .groupBy("i_item_desc", "w_warehouse_name", "d_week_seq")
    .aggregate((c) => ({
      no_promo: count({ where: c.p_promo_sk.isNull() }),
      promo: count({ where: c.p_promo_sk.notNull() }),
      total_cnt: count(),
    }))
    .orderBy(desc("total_cnt", { nulls: "first" }), ...nullsFirst("i_item_desc", "w_warehouse_name", "d_week_seq"))
    .limit(100);
};
