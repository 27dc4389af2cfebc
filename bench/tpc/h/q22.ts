import { count } from "avocet";
import type { Tpch } from "./schema.js";

/** Customers of some countries with above-average balances and without orders. */
export const query = ({ customer, orders }: Tpch, codes = ["13", "31", "23", "29", "30", "18", "17"]) =>
  customer
    .mutate((c) => ({ cntrycode: c.c_phone.left(2) }))
    .filter((c) => c.cntrycode.isin(codes))
    .filter((c) => c.c_acctbal.gt(c.c_acctbal.mean({ where: c.c_acctbal.gt(0) })))
    .antiJoin(orders, [["c_custkey", "o_custkey"]])
    .groupBy("cntrycode")
    .aggregate((c) => ({ numcust: count(), totacctbal: c.c_acctbal.sum() }))
    .orderBy("cntrycode");
