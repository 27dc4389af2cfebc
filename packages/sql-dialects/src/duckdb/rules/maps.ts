import type { Rules } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import { alike, unlessNull } from "./lambda.js";

export const mapRules = {
  MapConstruct: ({ keys, values }) => call("MAP", keys, values),
  MapGet: ({ arg, key, default: fallback }) => {
    const found = call("MAP_EXTRACT_VALUE", arg, key);
    if (!fallback) return found;
    return sql`CASE ${call("MAP_CONTAINS", arg, key)} WHEN TRUE THEN ${found} WHEN FALSE THEN ${fallback} END`;
  },
  MapContains: ({ arg, key }) => call("MAP_CONTAINS", arg, key),
  MapKeys: ({ arg }) => call("MAP_KEYS", arg),
  MapValues: ({ arg }) => call("MAP_VALUES", arg),
  MapLength: ({ arg }, { cast, node }) => cast(call("CARDINALITY", arg), node.dtype),
  // MAP_CONCAT takes a NULL for an empty map.
  MapMerge: ({ left, right }, context) =>
    unlessNull(
      { left, right },
      context,
      call("MAP_CONCAT", alike(left, "left", context), alike(right, "right", context)),
    ),
} satisfies Partial<Rules>;
