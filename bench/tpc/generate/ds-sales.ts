import { CUSTOMERS, REGULARS } from "./ds-customers.js";
import { CALL_CENTERS, STORES, WAREHOUSES, WEB_PAGES, WEB_SITES } from "./ds-locations.js";
import { CATALOG_PAGES, ITEMS, PROMOTIONS, REASONS, SHIP_MODES } from "./ds-products.js";

const TICKETS = 8000;
const CATALOG_ORDERS = 3000;
const WEB_ORDERS = 2400;

export const saleMacros: readonly string[] = [
  "money(x) as (x / 100)::decimal(7, 2)",
  "on_day(n) as 2450815 + n",
  // Regulars make half of the purchases.
  `buyer(o) as if(one_in(o, 300, 2), between_(o, 301, 1, ${REGULARS}), between_(o, 302, 1, ${CUSTOMERS}))`,
  // A fifth of the sales is on one day per month, a sixth in November and December, some in the first week of 2000.
  `sold_on(o) as case when o % 160 = 16 then between_(o, 308, 731, 734) when o % 5 = 0 then 13 + between_(o, 303, 0, 59) * 365 // 12
     when one_in(o, 304, 6) then between_(o, 305, 0, 4) * 365 + between_(o, 306, 305, 364) else between_(o, 307, 0, 1825) end`,
  // On the monthly sales days, twelve items sell best.
  `bought(o, key) as case when o % 5 = 0 and noise(key, 310) % 5 < 3 then ${ITEMS / 12} * between_(key, 311, 1, 12)
     when one_in(key, 312, 2) then between_(key, 313, 1, ${ITEMS}) else noise(key, 314) % ${ITEMS} * (noise(key, 315) % ${ITEMS}) // ${ITEMS} + 1 end`,
];

/**
 * The baskets of all three channels. A third of the catalog and web orders repeats the store basket `origin`, with the
 * same customer, items, amounts and prices, on the same day or later.
 */
const baskets = `create temp table basket as
  select channel, number, origin, customer, between_(origin, 334, 1, 20) as size, between_(origin, 427, 1, ${STORES}) as store,
    sold_on(origin) + if(origin = number or origin > 1000000, 0, if(number % 2 = 0, between_(origin, 320, 0, 2), between_(origin, 321, 1, 120))) as day,
    case when one_in(origin, 322, 5) then between_(origin, 323, 0, 86399) else between_(origin, 323, 28800, 75599) end as second,
    if(one_in(origin, 324, 2), demography_of(customer), someone(origin, 325)) as cdemo,
    if(one_in(origin, 330, 2), household_of(customer), household(origin, 331)) as hdemo,
    address_of(if(one_in(origin, 332, 2), customer, other)) as addr
  from (
    select *, buyer(origin) as customer, between_(origin, 333, 1, ${CUSTOMERS}) as other
    from (
      select 's' as channel, n as number, n as origin from range(1, ${TICKETS + 1}) r(n)
      union all select 'c', n, if(n % 3 = 0, 8 * (n // 3), 1000000 + n) from range(1, ${CATALOG_ORDERS + 1}) r(n)
      union all select 'w', n, if(n % 3 = 0, 8 * (n // 3), 2000000 + n) from range(1, ${WEB_ORDERS + 1}) r(n)))`;

/** The lines of the baskets. A quarter of them has small quantities and a modest profit. */
const lines = `create temp table line as
  select *, money(wholesale) as w, money(list) as l, money(sales) as s, money(quantity * (list - sales)) as discount, money(sales * quantity) as paid_before,
    money(wholesale * quantity) as cost, money(list * quantity) as listed, money(coupon) as coupon_amount, money(net * rate // 100) as tax,
    money(list * quantity * between_(key, 340, 0, 50) // 100) as shipping, money(net) as paid, money(net - wholesale * quantity) as profit,
    noise(origin, 341) % 5 < 2 and one_in(key, 345, 3) as returned, if(one_in(key, 342, 4), quantity, between_(key, 343, 1, quantity)) as returned_quantity,
    day + between_(key, 344, 1, 125) as returned_day
  from (
    select *, sales * quantity - coupon as net, between_(key, 350, 0, 9) as rate
    from (
      select *, if(one_in(key, 351, 5), sales * quantity * between_(key, 352, 0, 100) // 100, 0) as coupon
      from (
        select *, if(modest, wholesale + between_(key, 346, 4000, 7000), list * (100 - between_(key, 353, 0, 99)) // 100) as sales
        from (
          select *, if(modest, wholesale + between_(key, 347, 7000, 9000), wholesale * (100 + between_(key, 354, 0, 200)) // 100) as list
          from (
            select *, bought(origin, key) as item, one_in(key, 355, 4) as modest,
              if(one_in(key, 355, 4), between_(key, 356, 2, 4), between_(key, 357, 1, 100)) as quantity, between_(key, 358, 100, 10000) as wholesale
            from (select *, origin * 32 + n as key, (number * 32 + n) * 3 + (case channel when 's' then 0 when 'c' then 1 else 2 end) as row
              from basket, range(1, 21) r(n) where n <= size)
            qualify row_number() over (partition by channel, number, item order by n) = 1)))))`;

/** A column with occasional NULLs; a different `stream` for each column makes the NULLs independent. */
const sometimesNull = (stream: number, value: string, column: string): string =>
  `now_and_then(row, ${stream}, ${value}) as ${column}`;

const amountColumns = (
  prefix: string,
): string => `${sometimesNull(400, "quantity", `${prefix}_quantity`)}, ${sometimesNull(401, "w", `${prefix}_wholesale_cost`)},
    ${sometimesNull(402, "l", `${prefix}_list_price`)}, ${sometimesNull(403, "s", `${prefix}_sales_price`)}, ${sometimesNull(404, "discount", `${prefix}_ext_discount_amt`)},
    ${sometimesNull(405, "paid_before", `${prefix}_ext_sales_price`)}, ${sometimesNull(406, "cost", `${prefix}_ext_wholesale_cost`)},
    ${sometimesNull(407, "listed", `${prefix}_ext_list_price`)}, ${sometimesNull(408, "tax", `${prefix}_ext_tax`)}, ${sometimesNull(409, "coupon_amount", `${prefix}_coupon_amt`)},
    ${sometimesNull(410, "paid", `${prefix}_net_paid`)}, ${sometimesNull(411, "paid + tax", `${prefix}_net_paid_inc_tax`)}, ${sometimesNull(412, "profit", `${prefix}_net_profit`)}`;

const storeSales = `insert into store_sales by name select ${sometimesNull(420, "on_day(day)", "ss_sold_date_sk")}, ${sometimesNull(421, "second", "ss_sold_time_sk")}, item as ss_item_sk,
    ${sometimesNull(422, "customer", "ss_customer_sk")}, ${sometimesNull(423, "cdemo", "ss_cdemo_sk")}, ${sometimesNull(424, "hdemo", "ss_hdemo_sk")}, ${sometimesNull(425, "addr", "ss_addr_sk")},
    ${sometimesNull(426, "store", "ss_store_sk")}, ${sometimesNull(428, `between_(row, 429, 1, ${PROMOTIONS})`, "ss_promo_sk")},
    number as ss_ticket_number, ${amountColumns("ss")}
  from line where channel = 's'`;

/** The columns of catalog and web orders, with recipient and shipping. */
const shippedOrderColumns = (
  prefix: string,
): string => `${sometimesNull(420, "on_day(day)", `${prefix}_sold_date_sk`)}, ${sometimesNull(421, "second", `${prefix}_sold_time_sk`)},
    ${sometimesNull(430, "on_day(day + between_(row, 431, 2, 125))", `${prefix}_ship_date_sk`)}, item as ${prefix}_item_sk,
    ${sometimesNull(422, "customer", `${prefix}_bill_customer_sk`)}, ${sometimesNull(423, "cdemo", `${prefix}_bill_cdemo_sk`)}, ${sometimesNull(424, "hdemo", `${prefix}_bill_hdemo_sk`)},
    ${sometimesNull(425, "addr", `${prefix}_bill_addr_sk`)}, ${sometimesNull(432, "recipient", `${prefix}_ship_customer_sk`)},
    ${sometimesNull(433, "demography_of(recipient)", `${prefix}_ship_cdemo_sk`)}, ${sometimesNull(434, "household_of(recipient)", `${prefix}_ship_hdemo_sk`)},
    ${sometimesNull(435, "address_of(recipient)", `${prefix}_ship_addr_sk`)}, ${sometimesNull(436, `between_(row, 437, 1, ${SHIP_MODES})`, `${prefix}_ship_mode_sk`)},
    ${sometimesNull(438, `between_(row, 439, 1, ${WAREHOUSES})`, `${prefix}_warehouse_sk`)}, ${sometimesNull(440, `between_(row, 441, 1, ${PROMOTIONS})`, `${prefix}_promo_sk`)},
    number as ${prefix}_order_number, ${amountColumns(prefix)}, ${sometimesNull(442, "shipping", `${prefix}_ext_ship_cost`)},
    ${sometimesNull(443, "paid + shipping", `${prefix}_net_paid_inc_ship`)}, ${sometimesNull(444, "paid + shipping + tax", `${prefix}_net_paid_inc_ship_tax`)}`;
const orders = (channel: string): string =>
  `(select *, if(one_in(origin, 450, 5), between_(origin, 451, 1, ${CUSTOMERS}), customer) as recipient from line where channel = '${channel}')`;

const catalogSales = `insert into catalog_sales by name select ${shippedOrderColumns("cs")}, ${sometimesNull(452, `between_(number, 453, 1, ${CALL_CENTERS})`, "cs_call_center_sk")},
    ${sometimesNull(454, `between_(row, 455, 1, ${CATALOG_PAGES})`, "cs_catalog_page_sk")}
  from ${orders("c")}`;
const webSales = `insert into web_sales by name select ${shippedOrderColumns("ws")}, ${sometimesNull(456, `between_(row, 457, 1, ${WEB_PAGES})`, "ws_web_page_sk")},
    ${sometimesNull(458, `between_(number, 459, 1, ${WEB_SITES})`, "ws_web_site_sk")}
  from ${orders("w")}`;

/** The amount columns of a return; the refund is split into cash, reversed charge and credit. */
const returnAmountColumns = (
  prefix: string,
  amount: string,
  credit: string,
): string => `${sometimesNull(460, "returned_quantity", `${prefix}_return_quantity`)},
    ${sometimesNull(461, "back", amount)}, ${sometimesNull(462, "back_tax", `${prefix}_return_tax`)}, ${sometimesNull(463, "back + back_tax", `${prefix}_return_amt_inc_tax`)},
    ${sometimesNull(464, "fee", `${prefix}_fee`)}, ${sometimesNull(465, "back_shipping", `${prefix}_return_ship_cost`)}, ${sometimesNull(466, "cash", `${prefix}_refunded_cash`)},
    ${sometimesNull(467, "charge", `${prefix}_reversed_charge`)}, ${sometimesNull(468, "back - cash - charge", credit)},
    ${sometimesNull(469, "back_shipping + back_tax + fee + money(noise(key, 470) % 5000)", `${prefix}_net_loss`)}`;
const returns = (channel: string): string => `(
    select *, (back * between_(key, 471, 0, 60) / 100)::decimal(7, 2) as cash, (back * between_(key, 472, 0, 40) / 100)::decimal(7, 2) as charge
    from (
      select *, (s * returned_quantity)::decimal(7, 2) as back, money(sales * returned_quantity * rate // 100) as back_tax,
        money(between_(key, 473, 50, 10000)) as fee, (shipping * returned_quantity / quantity)::decimal(7, 2) as back_shipping,
        if(one_in(key, 474, 10), between_(key, 475, 1, ${CUSTOMERS}), customer) as returner
      from line where channel = '${channel}' and returned))`;
const reason = `between_(row, 476, 1, ${REASONS})`;

const storeReturns = `insert into store_returns by name select ${sometimesNull(480, "on_day(returned_day)", "sr_returned_date_sk")}, ${sometimesNull(481, "between_(row, 482, 28800, 61199)", "sr_return_time_sk")},
    item as sr_item_sk, ${sometimesNull(483, "customer", "sr_customer_sk")}, ${sometimesNull(484, "cdemo", "sr_cdemo_sk")}, ${sometimesNull(485, "hdemo", "sr_hdemo_sk")},
    ${sometimesNull(486, "addr", "sr_addr_sk")}, ${sometimesNull(487, "store", "sr_store_sk")}, ${sometimesNull(488, reason, "sr_reason_sk")},
    number as sr_ticket_number, ${returnAmountColumns("sr", "sr_return_amt", "sr_store_credit")}
  from ${returns("s")}`;

/** The customer columns of a return: who is refunded and who returns the goods, mostly the same person. */
const returnCustomerColumns = (
  prefix: string,
): string => `${sometimesNull(480, "on_day(returned_day)", `${prefix}_returned_date_sk`)}, ${sometimesNull(481, "between_(row, 482, 0, 86399)", `${prefix}_returned_time_sk`)},
    item as ${prefix}_item_sk, ${sometimesNull(483, "customer", `${prefix}_refunded_customer_sk`)}, ${sometimesNull(484, "cdemo", `${prefix}_refunded_cdemo_sk`)},
    ${sometimesNull(485, "hdemo", `${prefix}_refunded_hdemo_sk`)}, ${sometimesNull(486, "addr", `${prefix}_refunded_addr_sk`)}, ${sometimesNull(490, "returner", `${prefix}_returning_customer_sk`)},
    ${sometimesNull(491, "if(returner = customer, cdemo, demography_of(returner))", `${prefix}_returning_cdemo_sk`)},
    ${sometimesNull(492, "if(returner = customer, hdemo, household_of(returner))", `${prefix}_returning_hdemo_sk`)},
    ${sometimesNull(493, "if(returner = customer, addr, address_of(returner))", `${prefix}_returning_addr_sk`)}, ${sometimesNull(488, reason, `${prefix}_reason_sk`)},
    number as ${prefix}_order_number`;
const catalogReturns = `insert into catalog_returns by name select ${returnCustomerColumns("cr")}, ${sometimesNull(494, `between_(number, 453, 1, ${CALL_CENTERS})`, "cr_call_center_sk")},
    ${sometimesNull(495, `between_(row, 455, 1, ${CATALOG_PAGES})`, "cr_catalog_page_sk")}, ${sometimesNull(496, `between_(row, 497, 1, ${SHIP_MODES})`, "cr_ship_mode_sk")},
    ${sometimesNull(498, `between_(row, 439, 1, ${WAREHOUSES})`, "cr_warehouse_sk")}, ${returnAmountColumns("cr", "cr_return_amount", "cr_store_credit")}
  from ${returns("c")}`;
const webReturns = `insert into web_returns by name select ${returnCustomerColumns("wr")}, ${sometimesNull(499, `between_(row, 457, 1, ${WEB_PAGES})`, "wr_web_page_sk")},
    ${returnAmountColumns("wr", "wr_return_amt", "wr_account_credit")}
  from ${returns("w")}`;

export const sales: readonly string[] = [
  baskets,
  lines,
  storeSales,
  catalogSales,
  webSales,
  storeReturns,
  catalogReturns,
  webReturns,
  "drop table line",
  "drop table basket",
];
