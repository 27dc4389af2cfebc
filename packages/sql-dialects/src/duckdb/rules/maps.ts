import type { Rules } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import { hasQuery } from "../../sql/expr.js";
import { alike, mayBeNull, once, unlessNull } from "./lambda.js";

export const mapRules = {
  MapConstruct: ({ keys, values }) => call("MAP", keys, values),
  MapGet: ({ arg, key, default: fallback }) =>
    fallback
      ? once(
          hasQuery(fallback) ? { arg, key, fallback } : { arg, key },
          (a) =>
            sql`CASE ${call("MAP_CONTAINS", a.arg, a.key)} WHEN TRUE THEN ${call("MAP_EXTRACT_VALUE", a.arg, a.key)} WHEN FALSE THEN ${a.fallback ?? fallback} END`,
        )
      : call("MAP_EXTRACT_VALUE", arg, key),
  MapContains: ({ arg, key }) => call("MAP_CONTAINS", arg, key),
  MapKeys: ({ arg }) => call("MAP_KEYS", arg),
  MapValues: ({ arg }) => call("MAP_VALUES", arg),
  MapLength: ({ arg }, { cast, node }) => cast(call("CARDINALITY", arg), node.dtype),
  // MAP_CONCAT takes a NULL for an empty map.
  MapMerge: (args, context) =>
    unlessNull({ left: args.left, right: args.right }, mayBeNull(context), ({ left, right }) =>
      call("MAP_CONCAT", alike(left, "left", context), alike(right, "right", context)),
    ),
} satisfies Partial<Rules>;
