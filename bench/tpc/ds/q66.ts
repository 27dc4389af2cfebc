import { asc, eachOf, ifelse } from "avocet";
import type { Tpcds } from "./schema.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;
type Month = (typeof MONTHS)[number];

/** Monthly web and catalog sales of each warehouse in a year, for some carriers and hours. */
export const query = (
  { web_sales, catalog_sales, warehouse, date_dim, time_dim, ship_mode }: Tpcds,
  carriers = ["DHL", "BARIAN"],
  year = 2001,
  fromSecond = 30838,
) => {
  const web = web_sales.select((w) => ({
    warehouse_sk: w.ws_warehouse_sk,
    date_sk: w.ws_sold_date_sk,
    time_sk: w.ws_sold_time_sk,
    ship_mode_sk: w.ws_ship_mode_sk,
    sales: w.ws_ext_sales_price.mul(w.ws_quantity),
    net: w.ws_net_paid.mul(w.ws_quantity),
  }));
  const catalog = catalog_sales.select((s) => ({
    warehouse_sk: s.cs_warehouse_sk,
    date_sk: s.cs_sold_date_sk,
    time_sk: s.cs_sold_time_sk,
    ship_mode_sk: s.cs_ship_mode_sk,
    sales: s.cs_sales_price.mul(s.cs_quantity),
    net: s.cs_net_paid_inc_tax.mul(s.cs_quantity),
  }));
  return web
    .union(catalog)
    .innerJoin(warehouse, [["warehouse_sk", "w_warehouse_sk"]])
    .innerJoin(date_dim, [["date_sk", "d_date_sk"]])
    .innerJoin(time_dim, [["time_sk", "t_time_sk"]])
    .innerJoin(ship_mode, [["ship_mode_sk", "sm_ship_mode_sk"]])
    .filter((c) => [
      c.d_year.eq(year),
      c.t_time.between(fromSecond, fromSecond + 8 * 3600),
      c.sm_carrier.isin(carriers),
    ])
    .groupBy("w_warehouse_name", "w_warehouse_sq_ft", "w_city", "w_county", "w_state", "w_country", (c) => ({
      ship_carriers: carriers.join(","),
      year_: c.d_year,
    }))
    .aggregate((c) => {
      const within = (month: Month) => c.d_moy.eq(MONTHS.indexOf(month) + 1);
      const sales = (month: Month) => ifelse(within(month), c.sales, 0);
      const net = (month: Month) => ifelse(within(month), c.net, 0);
      return {
        ...eachOf(
          MONTHS,
          (month) => `${month}_sales`,
          (month) => sales(month).sum(),
        ),
        ...eachOf(
          MONTHS,
          (month) => `${month}_sales_per_sq_foot`,
          (month) => sales(month).div(c.w_warehouse_sq_ft).sum(),
        ),
        ...eachOf(
          MONTHS,
          (month) => `${month}_net`,
          (month) => net(month).sum(),
        ),
      };
    })
    .orderBy(asc("w_warehouse_name", { nulls: "first" }))
    .limit(100);
};
