import { tpch } from "../h/schema.js";
import { createTables } from "./ddl.js";
import { createMacros, dropMacros, list, noiseMacros, phrase } from "./noise.js";
import { COLORS, WORDS } from "./vocabulary.js";

const REGIONS = ["AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"];
/** The nations of the specification, by region. */
const NATIONS: readonly (readonly string[])[] = [
  ["ALGERIA", "ETHIOPIA", "KENYA", "MOROCCO", "MOZAMBIQUE"],
  ["ARGENTINA", "BRAZIL", "CANADA", "PERU", "UNITED STATES"],
  ["CHINA", "INDIA", "INDONESIA", "JAPAN", "VIETNAM"],
  ["FRANCE", "GERMANY", "ROMANIA", "RUSSIA", "UNITED KINGDOM"],
  ["EGYPT", "IRAN", "IRAQ", "JORDAN", "SAUDI ARABIA"],
];
const SEGMENTS = ["AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY"];
const PRIORITIES = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"];
const INSTRUCTIONS = ["COLLECT COD", "DELIVER IN PERSON", "NONE", "TAKE BACK RETURN"];
const MODES = ["AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"];
const TYPES = [
  ["ECONOMY", "LARGE", "MEDIUM", "PROMO", "SMALL", "STANDARD"],
  ["ANODIZED", "BRUSHED", "BURNISHED", "PLATED", "POLISHED"],
  ["BRASS", "COPPER", "NICKEL", "STEEL", "TIN"],
] as const;
const CONTAINERS = [
  ["JUMBO", "LG", "MED", "SM", "WRAP"],
  ["BAG", "BOX", "CAN", "CASE", "DRUM", "JAR", "PACK", "PKG"],
] as const;
/** Combinations that some parts have, so that selective queries return rows at this small scale. */
const KITS = [
  { brand: "'Brand#12'", container: "'SM BOX'", size: "3", type: "'PROMO BRUSHED COPPER'" },
  { brand: "'Brand#23'", container: "'MED BOX'", size: "8", type: "'SMALL PLATED TIN'" },
  { brand: "'Brand#34'", container: "'LG CASE'", size: "12", type: "'STANDARD POLISHED NICKEL'" },
  { brand: "'Brand#41'", container: "'JUMBO PKG'", size: "15", type: "'LARGE BURNISHED BRASS'" },
  { brand: "'Brand#52'", container: "'WRAP JAR'", size: "49", type: "'ECONOMY ANODIZED STEEL'" },
] as const;

const SUPPLIERS = 100;
const PARTS = 2000;
const CUSTOMERS = 1500;
const ORDERS = 15000;

const phraseOf = (row: string, stream: number, count: number): string => phrase(row, stream, WORDS, count);
const phone = (row: string, stream: number, nation: string): string =>
  `concat_ws('-', 10 + ${nation}, between_(${row}, ${stream}, 100, 999), between_(${row}, ${stream + 1}, 100, 999), between_(${row}, ${stream + 2}, 1000, 9999))`;
const price = (partKey: string): string => `(90000 + (${partKey} // 10) % 20001 + 100 * (${partKey} % 1000))`;
const supplierOf = (partKey: string, k: string): string =>
  `((${partKey} + ${k} * (${SUPPLIERS} // 4 + (${partKey} - 1) // ${SUPPLIERS})) % ${SUPPLIERS} + 1)`;
const kit = (column: keyof (typeof KITS)[number], otherwise: string): string =>
  `case p % 40 ${KITS.map((k, i) => `when ${i} then ${k[column]}`).join(" ")} else ${otherwise} end`;
const pickEach = (row: string, stream: number, wordLists: readonly (readonly string[])[]): string =>
  wordLists.map((wordList, i) => `pick(${row}, ${stream + i}, ${list(wordList)})`).join(" || ' ' || ");
const nations = NATIONS.flatMap((names, region) => names.map((name) => [name, region] as const))
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, region], i) => `(${i}, '${name}', ${region})`)
  .join(", ");

/** Statements that create and fill the tables of TPC-H at scale 0.01: about 60,000 lines of 15,000 orders. */
export const tpchData: readonly string[] = [
  ...createMacros(noiseMacros),
  ...createTables(tpch),
  `insert into region by name select n - 1 as r_regionkey, (${list(REGIONS)})[n] as r_name, ${phraseOf("n", 10, 6)} as r_comment
   from range(1, 6) r(n)`,
  `insert into nation by name select n as n_nationkey, name as n_name, region as n_regionkey, ${phraseOf("n", 20, 6)} as n_comment
   from (values ${nations}) v(n, name, region)`,
  `insert into supplier by name select n as s_suppkey, format('Supplier#{:09d}', n) as s_name, ${phraseOf("n", 30, 2)} as s_address,
     n % 25 as s_nationkey, ${phone("n", 32, "n % 25")} as s_phone, cents(n, 35, -99999, 999999) as s_acctbal,
     case n % 20 when 7 then 'bold Customer plain Complaints ' when 13 then 'calm Customer sure Recommends ' else '' end || ${phraseOf("n", 36, 5)} as s_comment
   from range(1, ${SUPPLIERS + 1}) r(n)`,
  `insert into part by name select p as p_partkey, if(p % 25 = 3, 'forest ', '') || ${phrase("p", 50, COLORS, 4)} as p_name,
     'Manufacturer#' || brand[7] as p_mfgr, brand as p_brand, ${kit("type", pickEach("p", 56, TYPES))} as p_type,
     ${kit("size", "between_(p, 59, 1, 50)")} as p_size, ${kit("container", pickEach("p", 60, CONTAINERS))} as p_container,
     (${price("p")} / 100)::decimal(15, 2) as p_retailprice, ${phraseOf("p", 62, 3)} as p_comment
   from (select p, ${kit("brand", "'Brand#' || between_(p, 55, 1, 5) || between_(p, 54, 1, 5)")} as brand from range(1, ${PARTS + 1}) r(p))`,
  `insert into partsupp by name select p as ps_partkey, ${supplierOf("p", "k")} as ps_suppkey, between_(p * 4 + k, 70, 1, 9999) as ps_availqty,
     cents(p * 4 + k, 71, 100, 100000) as ps_supplycost, ${phraseOf("p * 4 + k", 72, 8)} as ps_comment
   from range(1, ${PARTS + 1}) r(p), range(0, 4) s(k)`,
  `insert into customer by name select c as c_custkey, format('Customer#{:09d}', c) as c_name, ${phraseOf("c", 80, 2)} as c_address,
     between_(c, 82, 0, 24) as c_nationkey, ${phone("c", 83, "between_(c, 82, 0, 24)")} as c_phone, cents(c, 86, -99999, 999999) as c_acctbal,
     pick(c, 87, ${list(SEGMENTS)}) as c_mktsegment, ${phraseOf("c", 88, 7)} as c_comment
   from range(1, ${CUSTOMERS + 1}) r(c)`,
  // As in the specification, a third of the customers never orders, and only the first 8 of 32 order keys are used.
  `create temp table order_head as select o, ((o - 1) // 8) * 32 + (o - 1) % 8 + 1 as orderkey,
     3 * between_(o, 100, 0, ${CUSTOMERS / 3 - 1}) + between_(o, 101, 1, 2) as custkey,
     date '1992-01-01' + between_(o, 102, 0, 2405)::integer as day, if(o % 500 = 0, 7, between_(o, 103, 1, 7)) as lines
   from range(1, ${ORDERS + 1}) r(o)`,
  `create temp table order_line as select orderkey, day, line, o * 8 + line as n, between_(o * 8 + line, 110, 1, ${PARTS}) as part,
     between_(o * 8 + line, 111, if(o % 500 = 0, 44, 1), 50) as quantity, day + between_(o * 8 + line, 112, 1, 121)::integer as shipped,
     day + between_(o * 8 + line, 113, 30, 90)::integer as promised
   from order_head, range(1, 8) r(line) where line <= lines`,
  `insert into lineitem by name select orderkey as l_orderkey, part as l_partkey, ${supplierOf("part", "between_(n, 114, 0, 3)")} as l_suppkey,
     line as l_linenumber, quantity as l_quantity, quantity * ${price("part")} / 100 as l_extendedprice,
     between_(n, 115, 0, 10) / 100 as l_discount, between_(n, 116, 0, 8) / 100 as l_tax,
     case when received > date '1995-06-17' then 'N' when one_in(n, 117, 2) then 'R' else 'A' end as l_returnflag,
     if(shipped > date '1995-06-17', 'O', 'F') as l_linestatus, shipped as l_shipdate, promised as l_commitdate, received as l_receiptdate,
     pick(n, 118, ${list(INSTRUCTIONS)}) as l_shipinstruct, pick(n, 119, ${list(MODES)}) as l_shipmode, ${phraseOf("n", 120, 4)} as l_comment
   from (select *, shipped + between_(n, 130, 1, 30)::integer as received from order_line)`,
  `insert into orders by name select orderkey as o_orderkey, custkey as o_custkey,
     case open when 0 then 'F' when lines then 'O' else 'P' end as o_orderstatus, total as o_totalprice, day as o_orderdate,
     pick(o, 140, ${list(PRIORITIES)}) as o_orderpriority, format('Clerk#{:09d}', between_(o, 141, 1, 10)) as o_clerk, 0 as o_shippriority,
     if(o % 70 = 0, 'calm special late requests ', '') || ${phraseOf("o", 142, 6)} as o_comment
   from order_head join (
     select l_orderkey, count(*) filter (where l_linestatus = 'O') as open, sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) as total
     from lineitem group by l_orderkey) on l_orderkey = orderkey`,
  "drop table order_line",
  "drop table order_head",
  ...dropMacros(noiseMacros),
];
