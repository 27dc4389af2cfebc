import { date, decimal, int32, int64, notNull, string, table } from "avocet";

const long = notNull(int64);
const int = notNull(int32);
const text = notNull(string);
const day = notNull(date);
const money = notNull(decimal(15, 2));

/** The tables of TPC-H, with the dtypes that DuckDB's `dbgen` creates; no column is nullable. */
export const tpch = {
  customer: table("customer", {
    c_custkey: long,
    c_name: text,
    c_address: text,
    c_nationkey: int,
    c_phone: text,
    c_acctbal: money,
    c_mktsegment: text,
    c_comment: text,
  }),
  lineitem: table("lineitem", {
    l_orderkey: long,
    l_partkey: long,
    l_suppkey: long,
    l_linenumber: long,
    l_quantity: money,
    l_extendedprice: money,
    l_discount: money,
    l_tax: money,
    l_returnflag: text,
    l_linestatus: text,
    l_shipdate: day,
    l_commitdate: day,
    l_receiptdate: day,
    l_shipinstruct: text,
    l_shipmode: text,
    l_comment: text,
  }),
  nation: table("nation", {
    n_nationkey: int,
    n_name: text,
    n_regionkey: int,
    n_comment: text,
  }),
  orders: table("orders", {
    o_orderkey: long,
    o_custkey: long,
    o_orderstatus: text,
    o_totalprice: money,
    o_orderdate: day,
    o_orderpriority: text,
    o_clerk: text,
    o_shippriority: int,
    o_comment: text,
  }),
  part: table("part", {
    p_partkey: long,
    p_name: text,
    p_mfgr: text,
    p_brand: text,
    p_type: text,
    p_size: int,
    p_container: text,
    p_retailprice: money,
    p_comment: text,
  }),
  partsupp: table("partsupp", {
    ps_partkey: long,
    ps_suppkey: long,
    ps_availqty: long,
    ps_supplycost: money,
    ps_comment: text,
  }),
  region: table("region", {
    r_regionkey: int,
    r_name: text,
    r_comment: text,
  }),
  supplier: table("supplier", {
    s_suppkey: long,
    s_name: text,
    s_address: text,
    s_nationkey: int,
    s_phone: text,
    s_acctbal: money,
    s_comment: text,
  }),
};

export type Tpch = typeof tpch;
