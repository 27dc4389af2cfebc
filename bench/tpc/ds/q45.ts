import type { Tpcds } from "./schema.js";

/** Web sales in a quarter to customers near some zip codes, or of some items. */
export const query = (
  { web_sales, customer, customer_address, date_dim, item }: Tpcds,
  zips = ["85669", "86197", "88274", "83405", "86475", "85392", "85460", "80348", "81792"],
  items = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29],
  quarter = 2,
  year = 2001,
) => {
  const itemIds = item.filter((i) => i.i_item_sk.isin(items)).select("i_item_id");
  return web_sales
    .innerJoin(customer, [["ws_bill_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .innerJoin(item, [["ws_item_sk", "i_item_sk"]])
    .innerJoin(date_dim, [["ws_sold_date_sk", "d_date_sk"]])
    .filter(
      (c) => c.d_qoy.eq(quarter).and(c.d_year.eq(year)),
      (c) => c.ca_zip.left(5).isin(zips).or(c.i_item_id.isin(itemIds)),
    )
    .groupBy("ca_zip", "ca_city")
    .aggregate((c) => ({ sales: c.ws_sales_price.sum() }))
    .orderBy("ca_zip", "ca_city")
    .limit(100);
};
