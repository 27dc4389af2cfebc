import { or } from "avocet";
import type { Tpcds } from "./schema.js";

const KINDS = [
  { category: "Women", colors: ["powder", "khaki"], units: ["Ounce", "Oz"], sizes: ["medium", "extra large"] },
  { category: "Women", colors: ["brown", "honeydew"], units: ["Bunch", "Ton"], sizes: ["N/A", "small"] },
  { category: "Men", colors: ["floral", "deep"], units: ["N/A", "Dozen"], sizes: ["petite"] },
  { category: "Men", colors: ["light", "cornflower"], units: ["Box", "Pound"], sizes: ["medium", "extra large"] },
  { category: "Women", colors: ["midnight", "snow"], units: ["Pallet", "Gross"], sizes: ["medium", "extra large"] },
  { category: "Women", colors: ["cyan", "papaya"], units: ["Cup", "Dram"], sizes: ["N/A", "small"] },
  { category: "Men", colors: ["orange", "frosted"], units: ["Each", "Tbl"], sizes: ["petite"] },
  { category: "Men", colors: ["forest", "ghost"], units: ["Lb", "Bundle"], sizes: ["medium", "extra large"] },
];

/** Products of manufacturers that also make clothes of certain colors, units and sizes. */
export const query = ({ item }: Tpcds, manufacturer = 738, kinds = KINDS) => {
  const clothes = item.filter((i) =>
    or(
      ...kinds.map(({ category, colors, units, sizes }) =>
        i.i_category.eq(category).and(i.i_color.isin(colors)).and(i.i_units.isin(units)).and(i.i_size.isin(sizes)),
      ),
    ),
  );
  return item
    .filter((i) => i.i_manufact_id.between(manufacturer, manufacturer + 40))
    .semiJoin(clothes, "i_manufact")
    .select("i_product_name")
    .distinct()
    .orderBy("i_product_name")
    .limit(100);
};
