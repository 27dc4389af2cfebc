import type { Tpcds } from "./schema.js";

/** Customers near a store, born abroad, who paid the most for returned items of a color. */
export const query = (
  { store_sales, store_returns, store, item, customer, customer_address }: Tpcds,
  market = 8,
  color = "peach",
) => {
  const sales = store_sales
    .innerJoin(store_returns, [
      ["ss_ticket_number", "sr_ticket_number"],
      ["ss_item_sk", "sr_item_sk"],
    ])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .filter(
      (c) => c.c_birth_country.ne(c.ca_country.upper()).and(c.s_zip.eq(c.ca_zip)),
      (c) => c.s_market_id.eq(market),
    )
    .groupBy(
      "c_last_name",
      "c_first_name",
      "s_store_name",
      "ca_state",
      "s_state",
      "i_color",
      "i_current_price",
      "i_manager_id",
      "i_units",
      "i_size",
    )
    .aggregate((c) => ({ netpaid: c.ss_net_paid.sum() }));
  const mean = sales.aggregate((c) => ({ mean: c.netpaid.mean() })).asScalar();
  return sales
    .filter((c) => c.i_color.eq(color))
    .groupBy("c_last_name", "c_first_name", "s_store_name")
    .aggregate((c) => ({ paid: c.netpaid.sum() }))
    .filter((c) => c.paid.gt(mean.mul(0.05)))
    .orderBy("c_last_name", "c_first_name", "s_store_name");
};
