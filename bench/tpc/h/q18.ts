import { desc } from "avocet";
import type { Tpch } from "./schema.js";

/** The customers with the largest orders. */
export const query = ({ customer, orders, lineitem }: Tpch, quantity = 300) =>
  customer
    .innerJoin(orders, [["c_custkey", "o_custkey"]])
    .innerJoin(lineitem, [["o_orderkey", "l_orderkey"]])
    .groupBy("c_name", "c_custkey", "o_orderkey", "o_orderdate", "o_totalprice")
    .having((c) => c.l_quantity.sum().gt(quantity))
    .aggregate((c) => ({ quantity: c.l_quantity.sum() }))
    .orderBy(desc("o_totalprice"), "o_orderdate")
    .limit(100);
