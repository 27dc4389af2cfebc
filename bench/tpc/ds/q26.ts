import type { Tpcds } from "./schema.js";

/** Mean quantity and prices per item by catalog for one demographic group, without certain promotions. */
export const query = (
  { catalog_sales, customer_demographics, date_dim, item, promotion }: Tpcds,
  gender = "M",
  maritalStatus = "S",
  education = "College",
  year = 2000,
) =>
  catalog_sales
    .innerJoin(customer_demographics, [["cs_bill_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(date_dim, [["cs_sold_date_sk", "d_date_sk"]])
    .innerJoin(item, [["cs_item_sk", "i_item_sk"]])
    .innerJoin(promotion, [["cs_promo_sk", "p_promo_sk"]])
    .filter(
      (c) => [c.cd_gender.eq(gender), c.cd_marital_status.eq(maritalStatus), c.cd_education_status.eq(education)],
      (c) => c.p_channel_email.eq("N").or(c.p_channel_event.eq("N")),
      (c) => c.d_year.eq(year),
    )
    .groupBy("i_item_id")
    .aggregate((c) => ({
      agg1: c.cs_quantity.mean(),
      agg2: c.cs_list_price.mean(),
      agg3: c.cs_coupon_amt.mean(),
      agg4: c.cs_sales_price.mean(),
    }))
    .orderBy("i_item_id")
    .limit(100);
