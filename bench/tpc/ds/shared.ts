import type { Column, Int64, NamedSort } from "avocet";
import { asc, count, or } from "avocet";
import type { Tpcds } from "./schema.js";

/** The sales of all three channels with common column names; customer and address are those billed. */
export const allSales = ({ store_sales: s, catalog_sales: c, web_sales: w }: Tpcds) =>
  s
    .select({
      channel: "store",
      date_sk: s.c.ss_sold_date_sk,
      time_sk: s.c.ss_sold_time_sk,
      order_number: s.c.ss_ticket_number,
      item_sk: s.c.ss_item_sk,
      customer_sk: s.c.ss_customer_sk,
      addr_sk: s.c.ss_addr_sk,
      quantity: s.c.ss_quantity,
      wholesale_cost: s.c.ss_wholesale_cost,
      list_price: s.c.ss_list_price,
      sales_price: s.c.ss_sales_price,
      ext_discount_amt: s.c.ss_ext_discount_amt,
      ext_sales_price: s.c.ss_ext_sales_price,
      ext_wholesale_cost: s.c.ss_ext_wholesale_cost,
      ext_list_price: s.c.ss_ext_list_price,
      net_paid: s.c.ss_net_paid,
    })
    .union([
      c.select({
        channel: "catalog",
        date_sk: c.c.cs_sold_date_sk,
        time_sk: c.c.cs_sold_time_sk,
        order_number: c.c.cs_order_number,
        item_sk: c.c.cs_item_sk,
        customer_sk: c.c.cs_bill_customer_sk,
        addr_sk: c.c.cs_bill_addr_sk,
        quantity: c.c.cs_quantity,
        wholesale_cost: c.c.cs_wholesale_cost,
        list_price: c.c.cs_list_price,
        sales_price: c.c.cs_sales_price,
        ext_discount_amt: c.c.cs_ext_discount_amt,
        ext_sales_price: c.c.cs_ext_sales_price,
        ext_wholesale_cost: c.c.cs_ext_wholesale_cost,
        ext_list_price: c.c.cs_ext_list_price,
        net_paid: c.c.cs_net_paid,
      }),
      w.select({
        channel: "web",
        date_sk: w.c.ws_sold_date_sk,
        time_sk: w.c.ws_sold_time_sk,
        order_number: w.c.ws_order_number,
        item_sk: w.c.ws_item_sk,
        customer_sk: w.c.ws_bill_customer_sk,
        addr_sk: w.c.ws_bill_addr_sk,
        quantity: w.c.ws_quantity,
        wholesale_cost: w.c.ws_wholesale_cost,
        list_price: w.c.ws_list_price,
        sales_price: w.c.ws_sales_price,
        ext_discount_amt: w.c.ws_ext_discount_amt,
        ext_sales_price: w.c.ws_ext_sales_price,
        ext_wholesale_cost: w.c.ws_ext_wholesale_cost,
        ext_list_price: w.c.ws_ext_list_price,
        net_paid: w.c.ws_net_paid,
      }),
    ]);

/** The returns of all three channels with common column names; channel, item and order number identify the sale. */
export const allReturns = ({ store_returns: s, catalog_returns: c, web_returns: w }: Tpcds) =>
  s
    .select({
      channel: "store",
      item_sk: s.c.sr_item_sk,
      order_number: s.c.sr_ticket_number,
      returned_date_sk: s.c.sr_returned_date_sk,
      returned_quantity: s.c.sr_return_quantity,
      returned_amt: s.c.sr_return_amt,
    })
    .union([
      c.select({
        channel: "catalog",
        item_sk: c.c.cr_item_sk,
        order_number: c.c.cr_order_number,
        returned_date_sk: c.c.cr_returned_date_sk,
        returned_quantity: c.c.cr_return_quantity,
        returned_amt: c.c.cr_return_amount,
      }),
      w.select({
        channel: "web",
        item_sk: w.c.wr_item_sk,
        order_number: w.c.wr_order_number,
        returned_date_sk: w.c.wr_returned_date_sk,
        returned_quantity: w.c.wr_return_quantity,
        returned_amt: w.c.wr_return_amt,
      }),
    ]);

/** Sort keys in ascending order with NULLs first. */
export const nullsFirst = <const K extends string>(...columns: readonly K[]): NamedSort<K>[] =>
  columns.map((column) => asc(column, { nulls: "first" }));

/** The first letters of the weekdays, in the order of the reports. */
export const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** Counts the rows with a delay of up to 30, 60, 90, 120 and more days. */
export const byDelay = (days: Column<Int64>) => ({
  "30 days": count({ where: days.le(30) }),
  "31-60 days": count({ where: days.between(31, 60) }),
  "61-90 days": count({ where: days.between(61, 90) }),
  "91-120 days": count({ where: days.between(91, 120) }),
  ">120 days": count({ where: days.gt(120) }),
});

/** Filters items by groups of categories, classes and brands. */
export const itemsOf = (
  item: Tpcds["item"],
  groups: readonly { categories: readonly string[]; classes: readonly string[]; brands: readonly string[] }[],
) =>
  item.filter((i) =>
    or(
      ...groups.map(({ categories, classes, brands }) =>
        i.i_category.isin(categories).and(i.i_class.isin(classes)).and(i.i_brand.isin(brands)),
      ),
    ),
  );
/** The item groups of the reports on managers and manufacturers. */
export const REPORTED = [
  {
    categories: ["Books", "Children", "Electronics"],
    classes: ["personal", "portable", "reference", "self-help"],
    brands: ["scholaramalgamalg #14", "scholaramalgamalg #7", "exportiunivamalg #9", "scholaramalgamalg #9"],
  },
  {
    categories: ["Women", "Music", "Men"],
    classes: ["accessories", "classical", "fragrances", "pants"],
    brands: ["amalgimporto #1", "edu packscholar #1", "exportiimporto #1", "importoamalg #1"],
  },
];
