import { list, phrase } from "./noise.js";
import { WORDS } from "./vocabulary.js";

/** Syllables that the specification uses for digits in names of stores, companies, manufacturers and products. */
export const DIGITS = ["bar", "ought", "able", "pri", "ese", "anti", "cally", "ation", "eing", "n st"];
export const STORES = 12;
export const CALL_CENTERS = 6;
export const WAREHOUSES = 4;
export const WEB_SITES = 12;
export const WEB_PAGES = 60;

export const locationMacros: readonly string[] = [
  `spelled(n) as (${list(DIGITS)})[n // 100 % 10 + 1] || (${list(DIGITS)})[n // 10 % 10 + 1] || (${list(DIGITS)})[n % 10 + 1]`,
  `digit(n) as (${list(DIGITS)})[n % 10 + 1]`,
  // Slowly changing dimensions: of every six rows, the first has one version, the next two are versions of one entity,
  // and the last three of another.
  "first_version(sk) as sk - (case sk % 6 when 3 then 1 when 5 then 1 when 0 then 2 else 0 end)",
  "version_from(sk) as date '1997-10-27' + 365 * (sk - first_version(sk))::integer",
  "version_to(sk) as if(sk % 6 in (2, 4, 5), date '1997-10-26' + 365 * (sk + 1 - first_version(sk))::integer, null)",
];

/** The address columns, which four tables have with different prefixes. */
const address = (prefix: string, n: string, stream: number): string =>
  `between_(${n}, ${stream}, 1, 999)::varchar as ${prefix}_street_number, street(${n}, ${stream + 1}) as ${prefix}_street_name,
   street_type(${n}, ${stream + 4}) as ${prefix}_street_type, suite(${n}, ${stream + 5}) as ${prefix}_suite_number,
   if(${n} % 3 = 0, 'Fairview', 'Midway') as ${prefix}_city, if(${n} % 4 = 0, 'Franklin Parish', 'Williamson County') as ${prefix}_county,
   'TN' as ${prefix}_state, store_zip(${n}) as ${prefix}_zip, 'United States' as ${prefix}_country, -5 as ${prefix}_gmt_offset`;
const phraseOf = (n: string, stream: number, count: number): string => phrase(n, stream, WORDS, count);

export const locations: readonly string[] = [
  `insert into store by name select n as s_store_sk, key_id(first_version(n)) as s_store_id, version_from(n) as s_rec_start_date,
     version_to(n) as s_rec_end_date, if(n % 5 = 0, date_key('2000-06-01'), null) as s_closed_date_sk, digit(n) as s_store_name,
     between_(n, 100, 200, 300) as s_number_employees, between_(n, 101, 5000000, 9000000) as s_floor_space, '8AM-8PM' as s_hours,
     person(n, 102) as s_manager, if(n % 3 = 0, 8, between_(n, 104, 1, 10)) as s_market_id, 'Unknown' as s_geography_class,
     ${phraseOf("n", 105, 6)} as s_market_desc, person(n, 111) as s_market_manager, 1 as s_division_id, 'Unknown' as s_division_name,
     1 as s_company_id, 'Unknown' as s_company_name, ${address("s", "n", 113)}, between_(n, 119, 0, 11) / 100 as s_tax_percentage
   from range(1, ${STORES + 1}) r(n)`,
  `insert into call_center by name select n as cc_call_center_sk, key_id(first_version(n)) as cc_call_center_id, version_from(n) as cc_rec_start_date,
     version_to(n) as cc_rec_end_date, null as cc_closed_date_sk, date_key('1998-01-01') - between_(n, 130, 0, 900) as cc_open_date_sk,
     (['NY Metro', 'Mid Atlantic', 'North Midwest'])[n % 3 + 1] as cc_name, pick(n, 131, ['small', 'medium', 'large']) as cc_class,
     between_(n, 132, 1, 7) as cc_employees, between_(n, 133, 1000, 4000) as cc_sq_ft, '8AM-4PM' as cc_hours, person(n, 134) as cc_manager,
     between_(n, 136, 1, 6) as cc_mkt_id, ${phraseOf("n", 137, 4)} as cc_mkt_class, ${phraseOf("n", 141, 8)} as cc_mkt_desc, person(n, 149) as cc_market_manager,
     n % 3 + 1 as cc_division, digit(n % 3 + 1) as cc_division_name, n as cc_company, digit(n) as cc_company_name, ${address("cc", "n", 151)},
     between_(n, 157, 0, 12) / 100 as cc_tax_percentage
   from range(1, ${CALL_CENTERS + 1}) r(n)`,
  `insert into warehouse by name select n as w_warehouse_sk, key_id(n) as w_warehouse_id, ${phraseOf("n", 170, 3)} as w_warehouse_name,
     between_(n, 173, 50000, 990000) as w_warehouse_sq_ft, ${address("w", "n", 174)}
   from range(1, ${WAREHOUSES + 1}) r(n)`,
  `insert into web_site by name select n as web_site_sk, key_id(first_version(n)) as web_site_id, version_from(n) as web_rec_start_date,
     version_to(n) as web_rec_end_date, 'site_' || n // 6 as web_name, date_key('1998-01-01') - between_(n, 190, 0, 300) as web_open_date_sk,
     null as web_close_date_sk, 'Unknown' as web_class, person(n, 191) as web_manager, between_(n, 193, 1, 6) as web_mkt_id,
     ${phraseOf("n", 194, 4)} as web_mkt_class, ${phraseOf("n", 198, 6)} as web_mkt_desc, person(n, 204) as web_market_manager,
     n % 3 + 1 as web_company_id, digit(n % 3 + 1) as web_company_name, ${address("web", "n", 206)}, between_(n, 212, 0, 12) / 100 as web_tax_percentage
   from range(1, ${WEB_SITES + 1}) r(n)`,
  `insert into web_page by name select n as wp_web_page_sk, key_id(first_version(n)) as wp_web_page_id, version_from(n) as wp_rec_start_date,
     version_to(n) as wp_rec_end_date, date_key('1998-01-01') - between_(n, 230, 0, 100) as wp_creation_date_sk,
     date_key('2002-12-01') + between_(n, 231, 0, 30) as wp_access_date_sk, if(one_in(n, 232, 3), 'Y', 'N') as wp_autogen_flag,
     if(one_in(n, 233, 4), between_(n, 234, 1, 1000), null) as wp_customer_sk, 'http://www.example.org' as wp_url,
     pick(n, 235, ['ad', 'dynamic', 'feedback', 'general', 'order', 'protected', 'welcome']) as wp_type,
     if(n % 3 = 0, between_(n, 236, 5000, 5200), between_(n, 237, 300, 8000)) as wp_char_count, between_(n, 238, 2, 25) as wp_link_count,
     between_(n, 239, 1, 7) as wp_image_count, between_(n, 240, 0, 4) as wp_max_ad_count
   from range(1, ${WEB_PAGES + 1}) r(n)`,
];
