import { list } from "./noise.js";
import { FIRST_NAMES, LAST_NAMES, STREETS } from "./vocabulary.js";

export const CUSTOMERS = 1000;
/** The first customers are regulars, who make half of all purchases. */
export const REGULARS = 60;
const ADDRESSES = 500;

const MARITAL = ["M", "S", "D", "W", "U"];
const EDUCATION = ["Primary", "Secondary", "College", "2 yr Degree", "4 yr Degree", "Advanced Degree", "Unknown"];
const CREDIT = ["Good", "High Risk", "Low Risk", "Unknown"];
export const BUYING = ["0-500", "501-1000", "1001-5000", "5001-10000", ">10000", "Unknown"];
/** Marital status and education that queries filter by; most generated customers have one of these combinations. */
const QUERIED_DEMOGRAPHICS = [
  ["S", "College"],
  ["M", "4 yr Degree"],
  ["D", "2 yr Degree"],
  ["M", "Advanced Degree"],
  ["W", "2 yr Degree"],
  ["M", "Unknown"],
  ["W", "Advanced Degree"],
  ["D", "Unknown"],
] as const;
const queriedDemographics = QUERIED_DEMOGRAPHICS.map(
  ([m, e]) => MARITAL.indexOf(m) + MARITAL.length * EDUCATION.indexOf(e),
);

/** States with their GMT offsets; a state that is listed twice is picked twice as often. */
const STATES: readonly (readonly [string, number])[] = [
  ...["TX", "MN", "WI", "LA", "IA", "AR", "MS", "ND", "OK", "IL", "IL"].map((s) => [s, -6] as const),
  ...["OH", "KY", "GA", "VA", "IN", "NJ", "CT", "MI"].map((s) => [s, -5] as const),
  ...["CA", "WA", "OR"].map((s) => [s, -8] as const),
];
const WEST: readonly (readonly [string, number])[] = ["NM", "CO", "AZ"].map((s) => [s, -7] as const);
const COUNTIES = [
  "Rush",
  "Toole",
  "Jefferson",
  "Dona Ana",
  "La Porte",
  "Orange",
  "Bronx",
  "York",
  "Barrow",
  "Daviess",
  "Furnas",
  "Levy",
  "Luce",
  "Richland",
  "Walker",
  "Ziebach",
].map((c) => `${c} County`);
const CITIES = ["Midway", "Fairview", "Edgewood", "Oakland", "Springdale", "Union", "Salem", "Five Points"];
/** So few zip codes that many customers share each; stores are in the first four. */
const ZIPS = [
  "35458",
  "35258",
  "31387",
  "31029",
  "35576",
  "24128",
  "76232",
  "85669",
  "86197",
  "60576",
  "50016",
  "98025",
];
export const STORE_ZIPS = ZIPS.slice(0, 4);
const COUNTRIES = [
  "BRAZIL",
  "CANADA",
  "CHILE",
  "FRANCE",
  "GHANA",
  "INDIA",
  "JAPAN",
  "MEXICO",
  "NORWAY",
  "TOGO",
  "UNITED STATES",
];
const SALUTATIONS = ["Dr.", "Miss", "Mr.", "Mrs.", "Ms.", "Sir"];
const STREET_TYPES = ["Ave", "Blvd", "Circle", "Court", "Drive", "Lane", "Parkway", "Road", "Street", "Way"];

export const customerMacros: readonly string[] = [
  `someone(n, stream) as 1 + noise(n, stream) % 2 + 2 * if(one_in(n, stream + 1, 4), noise(n, stream + 2) % 35, pick(n, stream + 2, ${list(queriedDemographics)}))
     + 70 * between_(n, stream + 3, 0, 559)`,
  "household(n, stream) as 1 + noise(n, stream) % 7200",
  // Of every five regulars, one lives in the west with an unknown buying potential, and one near the stores.
  `demography_of(c) as if(c <= ${REGULARS} and c % 5 = 1, 1 + noise(c, 1) % 2 + 2 * pick(c, 2, ${list(queriedDemographics.slice(5, 7))}) + 70 * between_(c, 3, 0, 559), someone(c, 4))`,
  `household_of(c) as if(c <= ${REGULARS} and c % 5 = 1, 1 + noise(c, 8) % 20 + 20 * ${BUYING.indexOf("Unknown")} + 120 * between_(c, 9, 0, 59), household(c, 10))`,
  `address_of(c) as case when c <= ${REGULARS} and c % 5 = 0 then 10 * between_(c, 11, 1, ${ADDRESSES / 10 - 1})
     when c <= ${REGULARS} and c % 5 = 1 then 10 * between_(c, 12, 1, ${ADDRESSES / 10 - 1}) + 1 else between_(c, 13, 1, ${ADDRESSES}) end`,
  `street(n, stream) as pick(n, stream, ${list(STREETS)}) || if(one_in(n, stream + 1, 2), ' ' || pick(n, stream + 2, ${list(STREETS)}), '')`,
  `street_type(n, stream) as pick(n, stream, ${list(STREET_TYPES)})`,
  "suite(n, stream) as 'Suite ' || 10 * between_(n, stream, 0, 49)",
  `store_zip(n) as pick(n, 14, ${list(STORE_ZIPS)})`,
  `person(n, stream) as pick(n, stream, ${list(FIRST_NAMES)}) || ' ' || pick(n, stream + 1, ${list(LAST_NAMES)})`,
];

const byState = (pairs: readonly (readonly [string, number])[]): string =>
  `[${pairs.map(([s, offset]) => `{'name': '${s}', 'zone': ${offset}}`).join(", ")}]`;

export const customers: readonly string[] = [
  `insert into customer_demographics by name select n + 1 as cd_demo_sk, if(n % 2 = 0, 'M', 'F') as cd_gender,
     (${list(MARITAL)})[n // 2 % 5 + 1] as cd_marital_status, (${list(EDUCATION)})[n // 10 % 7 + 1] as cd_education_status,
     500 * (n // 70 % 20 + 1) as cd_purchase_estimate, (${list(CREDIT)})[n // 1400 % 4 + 1] as cd_credit_rating, n // 5600 as cd_dep_count,
     noise(n, 20) % 7 as cd_dep_employed_count, noise(n, 21) % 7 as cd_dep_college_count
   from range(39200) r(n)`,
  `insert into household_demographics by name select n + 1 as hd_demo_sk, n % 20 + 1 as hd_income_band_sk,
     (${list(BUYING)})[n // 20 % 6 + 1] as hd_buy_potential, n // 120 % 10 as hd_dep_count, n // 1200 - 1 as hd_vehicle_count
   from range(7200) r(n)`,
  `insert into income_band by name select n + 1 as ib_income_band_sk, if(n = 0, 0, n * 10000 + 1) as ib_lower_bound, (n + 1) * 10000 as ib_upper_bound
   from range(20) r(n)`,
  `insert into customer_address by name select a as ca_address_sk, key_id(a) as ca_address_id, between_(a, 30, 1, 999)::varchar as ca_street_number,
     street(a, 31) as ca_street_name, street_type(a, 34) as ca_street_type, suite(a, 35) as ca_suite_number, pick(a, 36, ${list(CITIES)}) as ca_city,
     if(a % 10 = 0, 'Williamson County', pick(a, 37, ${list(COUNTIES)})) as ca_county, state.name as ca_state, pick(a, 38, ${list(ZIPS)}) as ca_zip,
     'United States' as ca_country, state.zone as ca_gmt_offset, pick(a, 39, ['apartment', 'condo', 'single family']) as ca_location_type
   from (select a, case a % 10 when 0 then {'name': 'TN', 'zone': -5} when 1 then pick(a, 40, ${byState(WEST)}) else pick(a, 41, ${byState(STATES)}) end as state
     from range(1, ${ADDRESSES + 1}) r(a))`,
  `insert into customer by name select c as c_customer_sk, key_id(c) as c_customer_id, now_and_then(c, 50, demography_of(c)) as c_current_cdemo_sk,
     now_and_then(c, 51, household_of(c)) as c_current_hdemo_sk, address_of(c) as c_current_addr_sk,
     date_key(first) + 30 as c_first_shipto_date_sk, date_key(first) as c_first_sales_date_sk, now_and_then(c, 52, pick(c, 53, ${list(SALUTATIONS)})) as c_salutation,
     now_and_then(c, 54, pick(c, 55, ${list(FIRST_NAMES)})) as c_first_name, now_and_then(c, 56, pick(c, 57, ${list(LAST_NAMES)})) as c_last_name,
     now_and_then(c, 58, if(one_in(c, 59, 2), 'Y', 'N')) as c_preferred_cust_flag, between_(c, 60, 1, 28) as c_birth_day,
     between_(c, 61, 1, 12) as c_birth_month, between_(c, 62, 1924, 1992) as c_birth_year, pick(c, 63, ${list(COUNTRIES)}) as c_birth_country,
     null as c_login, 'customer' || c || '@example.org' as c_email_address, date_key(date '2002-01-01' + between_(c, 64, 0, 364)::integer) as c_last_review_date_sk
   from (select c, date '1998-01-01' + between_(c, 65, 0, 1700)::integer as first from range(1, ${CUSTOMERS + 1}) r(c))`,
];
