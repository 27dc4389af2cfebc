import { DIGITS } from "./ds-locations.js";
import { list, phrase } from "./noise.js";
import { COLORS, WORDS } from "./vocabulary.js";

export const ITEMS = 360;
export const PROMOTIONS = 30;
export const REASONS = 35;
export const SHIP_MODES = 20;
export const CATALOG_PAGES = 120;

/** The specification's categories with the classes that the generated data uses. */
const CLASSES: Readonly<Record<string, readonly [string, string, string, string]>> = {
  Women: ["dresses", "fragrances", "maternity", "swimwear"],
  Men: ["accessories", "pants", "shirts", "sports-apparel"],
  Children: ["infants", "newborn", "school-uniforms", "toddlers"],
  Shoes: ["athletic", "kids", "mens", "womens"],
  Music: ["classical", "country", "pop", "rock"],
  Jewelry: ["birdal", "bracelets", "diamonds", "earings"],
  Home: ["bathroom", "bedding", "decor", "lighting"],
  Sports: ["baseball", "football", "golf", "tennis"],
  Books: ["computers", "mystery", "reference", "self-help"],
  Electronics: ["personal", "portable", "stereo", "televisions"],
};
const CATEGORIES = Object.keys(CLASSES);
const SYLLABLES = ["amalg", "edu pack", "exporti", "importo", "scholar", "univ", "corp", "brand", "nameless", "maxi"];
/** Brands that queries filter by: of books and electronics, and of clothes. */
const READING = ["scholaramalgamalg #14", "scholaramalgamalg #7", "exportiunivamalg #9", "scholaramalgamalg #9"];
const WEARING = ["amalgimporto #1", "edu packscholar #1", "exportiimporto #1", "importoamalg #1"];
const MAKERS = [128, 977, 350, 677, 940, 694, 808, 129, 270, 821, 423, 738, 744, 751, 765, 778];
const MANAGERS = [1, 8, 28];
const QUERIED_COLORS = [
  "peach",
  "slate",
  "blanched",
  "burnished",
  "purple",
  "burlywood",
  "indian",
  "spring",
  "floral",
  "medium",
];
const UNITS = [
  "Box",
  "Bunch",
  "Bundle",
  "Carton",
  "Case",
  "Cup",
  "Dozen",
  "Dram",
  "Each",
  "Gram",
  "Gross",
  "Lb",
  "Ounce",
  "Pallet",
  "Pound",
  "Ton",
  "Tsp",
];
const SIZES = ["N/A", "economy", "extra large", "large", "medium", "petite", "small"];
/** Combinations of color, unit and size that half of the clothes have. */
const CLOTHES: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  Women: [
    ["powder", "Ounce", "medium"],
    ["khaki", "Oz", "extra large"],
    ["brown", "Bunch", "N/A"],
    ["honeydew", "Ton", "small"],
    ["midnight", "Pallet", "medium"],
    ["snow", "Gross", "extra large"],
    ["cyan", "Cup", "N/A"],
    ["papaya", "Dram", "small"],
  ],
  Men: [
    ["floral", "N/A", "petite"],
    ["deep", "Dozen", "petite"],
    ["light", "Box", "medium"],
    ["cornflower", "Pound", "extra large"],
    ["orange", "Each", "petite"],
    ["frosted", "Tbl", "petite"],
    ["forest", "Lb", "medium"],
    ["ghost", "Bundle", "extra large"],
  ],
};
const SHIP_TYPES = ["EXPRESS", "LIBRARY", "NEXT DAY", "OVERNIGHT", "REGULAR", "TWO DAY"];
const CARRIERS = [
  "AIRBORNE",
  "ALLIANCE",
  "BARIAN",
  "DHL",
  "DIAMOND",
  "FEDEX",
  "GERMA",
  "LATVIAN",
  "MSC",
  "ORIENTAL",
  "TBS",
  "UPS",
  "USPS",
  "ZHOU",
];
const REASON_WORDS = [
  "Package was damaged",
  "Stopped working",
  "Did not get it on time",
  "Not the product that was ordered",
  "Gift exchange",
];

const clothes = (column: 0 | 1 | 2, otherwise: string): string => {
  const of = (category: string): string => list((CLOTHES[category] ?? []).map((c) => c[column]));
  return `case when one_in(n, 20, 2) and category = 'Women' then pick(n, 21, ${of("Women")})
    when one_in(n, 20, 2) and category = 'Men' then pick(n, 21, ${of("Men")}) else ${otherwise} end`;
};
const phraseOf = (n: string, stream: number, count: number): string => phrase(n, stream, WORDS, count);
const flag = (n: string, stream: number, odds: number): string => `if(one_in(${n}, ${stream}, ${odds}), 'Y', 'N')`;

export const products: readonly string[] = [
  `insert into item by name select n as i_item_sk, key_id(first_version(n)) as i_item_id, version_from(n) as i_rec_start_date, version_to(n) as i_rec_end_date,
     ${phraseOf("n", 30, 9)} as i_item_desc, price as i_current_price, (price * between_(n, 39, 40, 90) / 100)::decimal(7, 2) as i_wholesale_cost,
     k * 1000000 + class * 1000 + brand as i_brand_id,
     case when brand <= 4 and category in ('Books', 'Children', 'Electronics') then (${list(READING)})[brand]
       when brand <= 4 and category in ('Women', 'Music', 'Men') then (${list(WEARING)})[brand]
       else (${list(SYLLABLES)})[k] || (${list(SYLLABLES)})[class] || ' #' || brand end as i_brand,
     class as i_class_id, map_extract_value(map {${CATEGORIES.map((c) => `'${c}': ${list(CLASSES[c] ?? [])}`).join(", ")}}, category)[class] as i_class,
     k as i_category_id, category as i_category, maker as i_manufact_id, spelled(maker) as i_manufact,
     ${clothes(2, `pick(n, 40, ${list(SIZES)})`)} as i_size, between_(n, 41, 100000, 999999) || ${list(COLORS)}[n % ${COLORS.length} + 1] as i_formulation,
     ${clothes(0, `if(one_in(n, 42, 2), pick(n, 43, ${list(QUERIED_COLORS)}), pick(n, 44, ${list(COLORS)}))`)} as i_color,
     ${clothes(1, `pick(n, 45, ${list(UNITS)})`)} as i_units, 'Unknown' as i_container,
     if(one_in(n, 46, 2), pick(n, 47, ${list(MANAGERS)}), between_(n, 48, 1, 100)) as i_manager_id, spelled(n) as i_product_name
   from (
     select n, n % 10 + 1 as k, (${list(CATEGORIES)})[n % 10 + 1] as category, between_(n, 50, 1, 4) as class, between_(n, 51, 1, 8) as brand,
       if(one_in(n, 52, 2), pick(n, 53, ${list(MAKERS)}), between_(n, 54, 1, 1000)) as maker,
       (case noise(n, 55) % 8 when 0 then between_(n, 56, 99, 149) when 1 then between_(n, 56, 6200, 9800) when 2 then between_(n, 56, 6500, 7400)
          when 3 then between_(n, 56, 6800, 9200) else between_(n, 56, 9, 9999) end / 100)::decimal(7, 2) as price
     from range(1, ${ITEMS + 1}) r(n))`,
  `insert into promotion by name select n as p_promo_sk, key_id(n) as p_promo_id, date_key('1998-01-01') + between_(n, 60, -300, 300) as p_start_date_sk,
     date_key('1998-01-01') + between_(n, 60, -300, 300) + between_(n, 61, 5, 60) as p_end_date_sk, between_(n, 62, 1, ${ITEMS}) as p_item_sk,
     1000 as p_cost, 1 as p_response_target, (${list(DIGITS)})[n % 10 + 1] as p_promo_name, ${flag("n", 63, 2)} as p_channel_dmail,
     ${flag("n", 64, 8)} as p_channel_email, ${flag("n", 65, 8)} as p_channel_catalog, ${flag("n", 66, 8)} as p_channel_tv,
     'N' as p_channel_radio, 'N' as p_channel_press, ${flag("n", 67, 4)} as p_channel_event, 'N' as p_channel_demo,
     ${phraseOf("n", 68, 6)} as p_channel_details, 'Unknown' as p_purpose, 'N' as p_discount_active
   from range(1, ${PROMOTIONS + 1}) r(n)`,
  `insert into reason by name select n as r_reason_sk, key_id(n) as r_reason_id, coalesce((${list(REASON_WORDS)})[n], 'reason ' || n) as r_reason_desc
   from range(1, ${REASONS + 1}) r(n)`,
  `insert into ship_mode by name select n as sm_ship_mode_sk, key_id(n) as sm_ship_mode_id, (${list(SHIP_TYPES)})[n % 6 + 1] as sm_type,
     (['AIR', 'BIKE', 'SEA', 'SURFACE'])[n % 4 + 1] as sm_code, (${list(CARRIERS)})[n % ${CARRIERS.length} + 1] as sm_carrier,
     'contract ' || between_(n, 80, 1000, 9999) as sm_contract
   from range(1, ${SHIP_MODES + 1}) r(n)`,
  `insert into catalog_page by name select n as cp_catalog_page_sk, key_id(n) as cp_catalog_page_id,
     date_key('1998-01-01') + 60 * (n // 4) as cp_start_date_sk, date_key('1998-01-01') + 60 * (n // 4) + 59 as cp_end_date_sk,
     'DEPARTMENT' as cp_department, n // 4 + 1 as cp_catalog_number, n % 4 + 1 as cp_catalog_page_number, ${phraseOf("n", 90, 8)} as cp_description,
     pick(n, 98, ['bi-annual', 'monthly', 'quarterly']) as cp_type
   from range(1, ${CATALOG_PAGES + 1}) r(n)`,
  // Each item is counted weekly for five years in half of the warehouses; the stock of some items varies strongly.
  `insert into inventory by name select date_key('1998-01-01') + 7 * w as inv_date_sk, n as inv_item_sk, wh as inv_warehouse_sk,
     now_and_then(row, 110, if(n % 7 = 0, (noise(row, 111) % 1000) ** 4 // 1000000000, between_(row, 112, 0, 1000))) as inv_quantity_on_hand
   from (select w, n, wh, (w * ${ITEMS} + n) * 4 + wh as row from range(261) a(w), range(1, ${ITEMS + 1}) b(n), range(1, 5) c(wh) where (n + wh) % 2 = 0)`,
];
