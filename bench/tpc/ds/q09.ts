import { count, ifelse } from "avocet";
import type { Tpcds } from "./schema.js";

/** The mean discount in each range of quantities with many sales, otherwise the mean price paid. */
export const query = (
  { store_sales }: Tpcds,
  thresholds = { bucket1: 74129, bucket2: 122840, bucket3: 56580, bucket4: 10097, bucket5: 165306 },
) =>
  store_sales.aggregate((s) => {
    const bucket = (from: number, to: number, threshold: number) => {
      const where = s.ss_quantity.between(from, to);
      return ifelse(
        count({ where }).gt(threshold),
        s.ss_ext_discount_amt.mean({ where }),
        s.ss_net_paid.mean({ where }),
      );
    };
    return {
      bucket1: bucket(1, 20, thresholds.bucket1),
      bucket2: bucket(21, 40, thresholds.bucket2),
      bucket3: bucket(41, 60, thresholds.bucket3),
      bucket4: bucket(61, 80, thresholds.bucket4),
      bucket5: bucket(81, 100, thresholds.bucket5),
    };
  });
