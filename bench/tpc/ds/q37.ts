import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** Items of some manufacturers and prices with moderate stock in a period that sold by catalog. */
export const query = (
  { item, inventory, date_dim, catalog_sales }: Tpcds,
  price = 68,
  from = "2000-02-01",
  manufacturers = [677, 940, 694, 808],
) => {
  const stock = inventory
    .filter((i) => i.inv_quantity_on_hand.between(100, 500))
    .innerJoin(date_dim, [["inv_date_sk", "d_date_sk"]])
    .filter((c) => c.d_date.between(from, lit(from, date).add({ days: 60 })));
  return item
    .filter((i) => i.i_current_price.between(price, price + 30).and(i.i_manufact_id.isin(manufacturers)))
    .semiJoin(stock, [["i_item_sk", "inv_item_sk"]])
    .semiJoin(catalog_sales, [["i_item_sk", "cs_item_sk"]])
    .select("i_item_id", "i_item_desc", "i_current_price")
    .distinct()
    .orderBy("i_item_id")
    .limit(100);
};
