import { date, ifelse, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** Net catalog sales of items of a price range in the 30 days before and after a date, by warehouse state. */
export const query = (
  { catalog_sales, catalog_returns, warehouse, item, date_dim }: Tpcds,
  day = "2000-03-11",
  price: readonly [number, number] = [0.99, 1.49],
) =>
  catalog_sales
    .leftJoin(catalog_returns, [
      ["cs_order_number", "cr_order_number"],
      ["cs_item_sk", "cr_item_sk"],
    ])
    .innerJoin(warehouse, [["cs_warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(item, [["cs_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .filter(
      (c) => c.i_current_price.between(...price),
      (c) => c.d_date.between(lit(day, date).sub({ days: 30 }), lit(day, date).add({ days: 30 })),
    )
    .mutate((c) => ({ net_sales: c.cs_sales_price.sub(c.cr_refunded_cash.fillNull(0)) }))
    .groupBy("w_state", "i_item_id")
    .aggregate((c) => ({
      sales_before: ifelse(c.d_date.lt(day), c.net_sales, 0).sum(),
      sales_after: ifelse(c.d_date.ge(day), c.net_sales, 0).sum(),
    }))
    .orderBy("w_state", "i_item_id")
    .limit(100);
