import type { Tpcds } from "./schema.js";
import { byDelay, nullsFirst } from "./shared.js";

/** Days between sale and shipment on the web in a year, by warehouse, ship mode and site. */
export const query = ({ web_sales, warehouse, ship_mode, web_site, date_dim }: Tpcds, firstMonth = 1200) =>
  web_sales
    .innerJoin(date_dim, [["ws_ship_date_sk", "d_date_sk"]])
    .filter((c) => c.d_month_seq.between(firstMonth, firstMonth + 11))
    .innerJoin(warehouse, [["ws_warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(ship_mode, [["ws_ship_mode_sk", "sm_ship_mode_sk"]])
    .innerJoin(web_site, [["ws_web_site_sk", "web_site_sk"]])
    .groupBy((c) => ({ w_substr: c.w_warehouse_name.left(20), sm_type: c.sm_type, web_name: c.web_name }))
    .aggregate((c) => byDelay(c.ws_ship_date_sk.sub(c.ws_sold_date_sk)))
    .orderBy(...nullsFirst("w_substr", "sm_type", "web_name"))
    .limit(100);
