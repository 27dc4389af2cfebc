import type { Tpcds } from "./schema.js";
import { nullsFirst } from "./shared.js";

/** The amount that customers paid for what they kept, in sales with a return for one reason. */
export const query = ({ store_sales, store_returns, reason }: Tpcds, reasonText = "reason 28") =>
  store_sales
    .innerJoin(store_returns, [
      ["ss_item_sk", "sr_item_sk"],
      ["ss_ticket_number", "sr_ticket_number"],
    ])
    .innerJoin(reason, [["sr_reason_sk", "r_reason_sk"]])
    .filter((c) => c.r_reason_desc.eq(reasonText))
    .groupBy("ss_customer_sk")
    .aggregate((c) => ({ sumsales: c.ss_quantity.sub(c.sr_return_quantity.fillNull(0)).mul(c.ss_sales_price).sum() }))
    .orderBy(...nullsFirst("sumsales", "ss_customer_sk"))
    .limit(100);
