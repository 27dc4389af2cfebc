import { count } from "avocet";
import type { Tpcds } from "./schema.js";

/** Items of some colors, rarely refunded by catalog, whose sales count in a store did not rise over a year. */
export const query = (
  {
    catalog_sales,
    catalog_returns,
    store_sales,
    store_returns,
    date_dim,
    store,
    customer,
    customer_demographics,
    promotion,
    household_demographics,
    customer_address,
    income_band,
    item,
  }: Tpcds,
  year = 1999,
  colors = ["purple", "burlywood", "indian", "spring", "floral", "medium"],
  price = 64,
) => {
  const rarelyRefunded = catalog_sales
    .innerJoin(catalog_returns, [
      ["cs_item_sk", "cr_item_sk"],
      ["cs_order_number", "cr_order_number"],
    ])
    .mutate((c) => ({ refund: c.cr_refunded_cash.add(c.cr_reversed_charge).add(c.cr_store_credit) }))
    .groupBy("cs_item_sk")
    .having((c) => c.cs_ext_list_price.sum().gt(c.refund.sum().mul(2)))
    .aggregate();
  const items = item.filter(
    (i) => i.i_color.isin(colors),
    (i) => i.i_current_price.between(price, price + 10).and(i.i_current_price.between(price + 1, price + 15)),
  );
  const households = household_demographics.innerJoin(income_band, [["hd_income_band_sk", "ib_income_band_sk"]]);
  const sales = store_sales
    .innerJoin(store_returns, [
      ["ss_item_sk", "sr_item_sk"],
      ["ss_ticket_number", "sr_ticket_number"],
    ])
    .semiJoin(rarelyRefunded, [["ss_item_sk", "cs_item_sk"]])
    .innerJoin(items, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(store, [["ss_store_sk", "s_store_sk"]])
    .semiJoin(promotion, [["ss_promo_sk", "p_promo_sk"]])
    .innerJoin(customer, [["ss_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_demographics, [["ss_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(customer_demographics, [["c_current_cdemo_sk", "cd_demo_sk"]], { suffix: "_now" })
    .filter((c) => c.cd_marital_status.ne(c.cd_marital_status_now))
    .semiJoin(households, [["ss_hdemo_sk", "hd_demo_sk"]])
    .semiJoin(households, [["c_current_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(customer_address, [["ss_addr_sk", "ca_address_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]], { suffix: "_now" })
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(date_dim, [["c_first_sales_date_sk", "d_date_sk"]], { suffix: "_first_sale" })
    .innerJoin(date_dim, [["c_first_shipto_date_sk", "d_date_sk"]], { suffix: "_first_shipment" })
    .groupBy((c) => ({
      product_name: c.i_product_name,
      item_sk: c.i_item_sk,
      store_name: c.s_store_name,
      store_zip: c.s_zip,
      b_street_number: c.ca_street_number,
      b_street_name: c.ca_street_name,
      b_city: c.ca_city,
      b_zip: c.ca_zip,
      c_street_number: c.ca_street_number_now,
      c_street_name: c.ca_street_name_now,
      c_city: c.ca_city_now,
      c_zip: c.ca_zip_now,
      syear: c.d_year,
      fsyear: c.d_year_first_sale,
      s2year: c.d_year_first_shipment,
    }))
    .aggregate((c) => ({
      cnt: count(),
      s1: c.ss_wholesale_cost.sum(),
      s2: c.ss_list_price.sum(),
      s3: c.ss_coupon_amt.sum(),
    }));
  const next = sales
    .filter((c) => c.syear.eq(year + 1))
    .select("item_sk", "store_name", "store_zip", (c) => ({
      s12: c.s1,
      s22: c.s2,
      s32: c.s3,
      syear: c.syear,
      cnt: c.cnt,
    }));
  return sales
    .filter((c) => c.syear.eq(year))
    .rename({ cs1syear: "syear", cs1cnt: "cnt", s11: "s1", s21: "s2", s31: "s3" })
    .innerJoin(next, ["item_sk", "store_name", "store_zip"])
    .filter((c) => c.cnt.le(c.cs1cnt))
    .drop("item_sk", "fsyear", "s2year")
    .orderBy("product_name", "store_name", "cnt", "s11", "s12");
};
