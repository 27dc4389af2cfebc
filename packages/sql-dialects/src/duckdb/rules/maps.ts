import type { Rules } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import { hasQuery } from "../../sql/expr.js";
import { castToResult, evaluateOnce, mayBeNull, unlessNull } from "./lambda.js";

/** Rules for maps that differ from the standard ones. */
export const mapRules = {
  MapGet: ({ arg, key, default: fallback }) =>
    fallback
      ? evaluateOnce(
          hasQuery(fallback) ? { arg, key, fallback } : { arg, key },
          (a) =>
            sql`CASE ${call("MAP_CONTAINS", a.arg, a.key)} WHEN TRUE THEN ${call("MAP_EXTRACT_VALUE", a.arg, a.key)} WHEN FALSE THEN ${a.fallback ?? fallback} END`,
        )
      : call("MAP_EXTRACT_VALUE", arg, key),
  // MAP_CONCAT treats NULL as an empty map.
  MapMerge: (args, context) =>
    unlessNull({ left: args.left, right: args.right }, mayBeNull(context), ({ left, right }) =>
      call("MAP_CONCAT", castToResult(left, "left", context), castToResult(right, "right", context)),
    ),
} satisfies Partial<Rules>;
