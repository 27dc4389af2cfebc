import type { Tpcds } from "./schema.js";

/** Mean quantity and prices per item in stores for one demographic group, without certain promotions. */
export const query = (
  { store_sales, customer_demographics, date_dim, item, promotion }: Tpcds,
  gender = "M",
  maritalStatus = "S",
  education = "College",
  year = 2000,
) =>
  store_sales
    .innerJoin(customer_demographics, [["ss_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(date_dim, [["ss_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["ss_item_sk", "i_item_sk"]])
    .innerJoin(promotion, [["ss_promo_sk", "p_promo_sk"]])
    .filter(
      (c) => [c.cd_gender.eq(gender), c.cd_marital_status.eq(maritalStatus), c.cd_education_status.eq(education)],
      (c) => c.p_channel_email.eq("N").or(c.p_channel_event.eq("N")),
      (c) => c.d_year.eq(year),
    )
    .groupBy("i_item_id")
    .aggregate((c) => ({
      agg1: c.ss_quantity.mean(),
      agg2: c.ss_list_price.mean(),
      agg3: c.ss_coupon_amt.mean(),
      agg4: c.ss_sales_price.mean(),
    }))
    .orderBy("i_item_id")
    .limit(100);
