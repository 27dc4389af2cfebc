import { float32 } from "@avocet/core";
import { isDecimal, isFloat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, intLiteral, isNotNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import type { AggregateArgs } from "../../standard/aggregates.js";
import { andNotNull } from "../../standard/aggregates.js";
import { statisticRules } from "../../standard/statistics.js";

type FirstLastArgs = AggregateArgs & {
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly includeNull: boolean | undefined;
};
/** FIRST or LAST; over a window FIRST_VALUE or LAST_VALUE, which do not accept FILTER. */
const firstOrLast =
  (name: "FIRST" | "LAST") =>
  ({ arg, where, orderBy, includeNull }: FirstLastArgs, { aggregate, over, unsupported }: RuleContext): Sql => {
    if (!over) return aggregate(name, [arg], { where: includeNull ? where : andNotNull(arg, where), orderBy });
    if (where && includeNull)
      throw unsupported("`where` and `includeNull` cannot be combined over a window", "omit includeNull");
    const suffix = includeNull ? undefined : sql`IGNORE NULLS`;
    return aggregate(`${name}_VALUE`, [where ? caseWhen([[where, arg]]) : arg], { orderBy, argumentSuffix: suffix });
  };
/** NULL instead of NaN, which DuckDB returns if all values are equal. */
const nullIfNan = (result: Sql): Sql => call("NULLIF", result, sql`CAST('NaN' AS DOUBLE)`);

/** Rules for aggregates that differ from the standard ones. */
export const aggregateRules = {
  ArgMin: ({ arg, key, where }, { aggregate }) => aggregate("ARG_MIN", [arg, key], { where }),
  ArgMax: ({ arg, key, where }, { aggregate }) => aggregate("ARG_MAX", [arg, key], { where }),
  // The median of a DECIMAL would be rounded to its scale.
  Median: ({ arg, where }, { aggregate, cast, dtype, node }) =>
    aggregate("MEDIAN", [isDecimal(dtype("arg")) ? cast(arg, node.dtype) : arg], { where }),
  Quantile: ({ arg, quantile, where }, { aggregate, cast, dtype, node }) =>
    cast(
      aggregate("QUANTILE_CONT", [isDecimal(dtype("arg")) ? cast(arg, node.dtype) : arg, quantile], { where }),
      node.dtype,
    ),
  ApproxMedian: ({ arg, where }, { aggregate, cast, node }) =>
    cast(aggregate("APPROX_QUANTILE", [cast(arg, node.dtype), sql`0.5`], { where }), node.dtype),
  // APPROX_QUANTILE requires the quantile as FLOAT.
  ApproxQuantile: ({ arg, quantile, where }, { aggregate, cast, node }) =>
    cast(aggregate("APPROX_QUANTILE", [cast(arg, node.dtype), cast(quantile, float32)], { where }), node.dtype),
  // MODE breaks ties by input order, so sort to return the smallest of the most frequent values. It treats each NaN as
  // a different value, but lists of NaN as equal.
  Mode: ({ arg, where }, { aggregate, dtype }) => {
    const isFloatArg = isFloat(dtype("arg"));
    const counted = isFloatArg ? caseWhen([[isNotNull(arg), sql`[${arg}]`]]) : arg;
    const mode = aggregate("MODE", [counted], { where, orderBy: [{ sql: arg, descending: false, nulls: "last" }] });
    return isFloatArg ? call("LIST_EXTRACT", mode, intLiteral(1)) : mode;
  },
  First: firstOrLast("FIRST"),
  Last: firstOrLast("LAST"),
  Correlation: (args, context) => nullIfNan(statisticRules.Correlation(args, context)),
  Skewness: (args, context) => nullIfNan(statisticRules.Skewness(args, context)),
} satisfies Partial<Rules>;
