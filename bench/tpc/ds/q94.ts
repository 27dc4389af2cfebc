import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** Web orders of a company shipped to a state by several warehouses, without returns. */
export const query = (
  { web_sales, date_dim, customer_address, web_site, web_returns }: Tpcds,
  from = "1999-02-01",
  state = "IL",
  company = "pri",
) =>
  web_sales
    .innerJoin(date_dim, [["ws_ship_date_sk", "d_date_sk"]])
    .innerJoin(customer_address, [["ws_ship_addr_sk", "ca_address_sk"]])
    .innerJoin(web_site, [["ws_web_site_sk", "web_site_sk"]])
    .filter(
      (c) => c.d_date.between(from, lit(from, date).add({ days: 60 })),
      (c) => c.ca_state.eq(state).and(c.web_company_name.eq(company)),
    )
    .semiJoin(web_sales, (c, otherSale) =>
      c.ws_order_number.eq(otherSale.ws_order_number).and(c.ws_warehouse_sk.ne(otherSale.ws_warehouse_sk)),
    )
    .antiJoin(web_returns, [["ws_order_number", "wr_order_number"]])
    .aggregate((c) => ({
      "order count": c.ws_order_number.nunique(),
      "total shipping cost": c.ws_ext_ship_cost.sum(),
      "total net profit": c.ws_net_profit.sum(),
    }));
