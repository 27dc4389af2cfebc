import { date, lit } from "avocet";
import type { Tpcds } from "./schema.js";

/** Catalog orders shipped to a state by several warehouses, from a county's call centers, without returns. */
export const query = (
  { catalog_sales, date_dim, customer_address, call_center, catalog_returns }: Tpcds,
  from = "2002-02-01",
  state = "GA",
  county = "Williamson County",
) =>
  catalog_sales
    .innerJoin(date_dim, [["cs_ship_date_sk", "d_date_sk"]])
    .innerJoin(customer_address, [["cs_ship_addr_sk", "ca_address_sk"]])
    .innerJoin(call_center, [["cs_call_center_sk", "cc_call_center_sk"]])
    .filter(
      (c) => c.d_date.between(from, lit(from, date).add({ days: 60 })),
      (c) => c.ca_state.eq(state).and(c.cc_county.eq(county)),
    )
    .semiJoin(catalog_sales, (c, otherSale) =>
      c.cs_order_number.eq(otherSale.cs_order_number).and(c.cs_warehouse_sk.ne(otherSale.cs_warehouse_sk)),
    )
    .antiJoin(catalog_returns, [["cs_order_number", "cr_order_number"]])
    .aggregate((c) => ({
      "order count": c.cs_order_number.nunique(),
      "total shipping cost": c.cs_ext_ship_cost.sum(),
      "total net profit": c.cs_net_profit.sum(),
    }));
