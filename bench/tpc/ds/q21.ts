import { date, ifelse, lit } from "avocet";
import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** Items whose stock in a warehouse changed little between the 30 days before and after a date. */
export const query = ({ inventory, warehouse, item, date_dim }: Tpcds, day = "2000-03-11") => {
  const from = lit(day, date).sub({ days: 30 });
  const to = lit(day, date).add({ days: 30 });
  return inventory
    .innerJoin(warehouse, [["inv_warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(item, [["inv_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["inv_date_sk", "d_date_sk"]])
    .filter((c) => c.i_current_price.between(0.99, 1.49).and(c.d_date.between(from, to)))
    .groupBy("w_warehouse_name", "i_item_id")
    .aggregate((c) => ({
      inv_before: ifelse(c.d_date.lt(day), c.inv_quantity_on_hand, 0).sum(),
      inv_after: ifelse(c.d_date.ge(day), c.inv_quantity_on_hand, 0).sum(),
    }))
    .filter((c) => c.inv_after.div(c.inv_before).between(2 / 3, 3 / 2))
    .orderBy(...nullsFirst("w_warehouse_name", "i_item_id"))
    .limit(100);
};
