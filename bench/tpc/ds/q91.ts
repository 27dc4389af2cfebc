import { desc, or } from "avocet";
import type { Tpcds } from "./schema.js";

/** Losses of call centers on returns in a month by some demographic groups in a time zone. */
export const query = (
  {
    call_center,
    catalog_returns,
    date_dim,
    customer,
    customer_address,
    customer_demographics,
    household_demographics,
  }: Tpcds,
  year = 1998,
  month = 11,
  people = [
    { maritalStatus: "M", education: "Unknown" },
    { maritalStatus: "W", education: "Advanced Degree" },
  ],
  buyPotential = "Unknown",
  gmtOffset = -7,
) =>
  catalog_returns
    .innerJoin(call_center, [["cr_call_center_sk", "cc_call_center_sk"]])
    .innerJoin(date_dim, [["cr_returned_date_sk", "d_date_sk"]])
    .innerJoin(customer, [["cr_returning_customer_sk", "c_customer_sk"]])
    .innerJoin(customer_demographics, [["c_current_cdemo_sk", "cd_demo_sk"]])
    .innerJoin(household_demographics, [["c_current_hdemo_sk", "hd_demo_sk"]])
    .innerJoin(customer_address, [["c_current_addr_sk", "ca_address_sk"]])
    .filter(
      (c) => [c.d_year.eq(year), c.d_moy.eq(month), c.ca_gmt_offset.eq(gmtOffset)],
      (c) => c.hd_buy_potential.startsWith(buyPotential),
      (c) =>
        or(...people.map((p) => c.cd_marital_status.eq(p.maritalStatus).and(c.cd_education_status.eq(p.education)))),
    )
    .groupBy(
      (c) => ({ Call_Center: c.cc_call_center_id, Call_Center_Name: c.cc_name, Manager: c.cc_manager }),
      "cd_marital_status",
      "cd_education_status",
    )
    .aggregate((c) => ({ Returns_Loss: c.cr_net_loss.sum() }))
    .drop("cd_marital_status", "cd_education_status")
    .orderBy(desc("Returns_Loss"));
