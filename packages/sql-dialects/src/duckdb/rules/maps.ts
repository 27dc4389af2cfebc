import type { Rules } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import { hasQuery } from "../../sql/expr.js";
import { castToResult, evaluateOnce, mayBeNull, unlessNull } from "./lambda.js";

/** Rules for maps. */
export const mapRules = {
  MapConstruct: ({ keys, values }) => call("MAP", keys, values),
  MapGet: ({ arg, key, default: fallback }) =>
    fallback
      ? evaluateOnce(
          hasQuery(fallback) ? { arg, key, fallback } : { arg, key },
          (a) =>
            sql`CASE ${call("MAP_CONTAINS", a.arg, a.key)} WHEN TRUE THEN ${call("MAP_EXTRACT_VALUE", a.arg, a.key)} WHEN FALSE THEN ${a.fallback ?? fallback} END`,
        )
      : call("MAP_EXTRACT_VALUE", arg, key),
  MapContains: ({ arg, key }) => call("MAP_CONTAINS", arg, key),
  MapKeys: ({ arg }) => call("MAP_KEYS", arg),
  MapValues: ({ arg }) => call("MAP_VALUES", arg),
  MapLength: ({ arg }, { cast, node }) => cast(call("CARDINALITY", arg), node.dtype),
  // MAP_CONCAT treats NULL as an empty map.
  MapMerge: (args, context) =>
    unlessNull({ left: args.left, right: args.right }, mayBeNull(context), ({ left, right }) =>
      call("MAP_CONCAT", castToResult(left, "left", context), castToResult(right, "right", context)),
    ),
} satisfies Partial<Rules>;
