import type { Tpcds } from "./schema.js";
import { byDelay, nullsFirst } from "./shared.js";

/** Days between sale and shipment by catalog in a year, by warehouse, ship mode and call center. */
export const query = ({ catalog_sales, warehouse, ship_mode, call_center, date_dim }: Tpcds, firstMonth = 1200) =>
  catalog_sales
    .innerJoin(date_dim, [["cs_ship_date_sk", "d_date_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11))
    .innerJoin(warehouse, [["cs_warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(ship_mode, [["cs_ship_mode_sk", "sm_ship_mode_sk"]])
    .innerJoin(call_center, [["cs_call_center_sk", "cc_call_center_sk"]])
    .groupBy((c) => ({ w_substr: c.w_warehouse_name.left(20), sm_type: c.sm_type, cc_name_lower: c.cc_name.lower() }))
    .aggregate((c) => byDelay(c.cs_ship_date_sk.sub(c.cs_sold_date_sk)))
    .orderBy(...nullsFirst("w_substr", "sm_type", "cc_name_lower"))
    .limit(100);
