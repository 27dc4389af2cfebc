import { float64 } from "@avocet/core";
import { isDecimal } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../dialect.js";
import { sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { AggregateArgs } from "./aggregates.js";
import { aggregateCall } from "./aggregates.js";

type Context = Pick<RuleContext, "aggregate" | "cast" | "dtype">;

/** Rule for a statistic with a function for samples and one for populations. */
const statistic =
  (sample: string, population: string) =>
  (
    args: AggregateArgs & { readonly how: "sample" | "population" | undefined },
    context: Pick<Context, "aggregate">,
  ): Sql =>
    aggregateCall(args.how === "population" ? population : sample)(args, context);
/** The value at a fraction of the sorted values, interpolated. The quantile of decimals would have their scale. */
const percentile = ({ arg, where }: AggregateArgs, quantile: Sql, { aggregate, cast, dtype }: Context): Sql => {
  const value = isDecimal(dtype("arg")) ? cast(arg, float64) : arg;
  return aggregate("PERCENTILE_CONT", [quantile], { where, clauseSuffix: sql`WITHIN GROUP (ORDER BY ${value})` });
};
const median = (args: AggregateArgs, context: Context): Sql => percentile(args, sql`0.5`, context);
const quantile = (args: AggregateArgs & { readonly quantile: Sql }, context: Context): Sql =>
  percentile(args, args.quantile, context);

/** Rules for quantiles, variances and other statistics. */
export const statisticRules = {
  Median: median,
  Quantile: quantile,
  ApproxMedian: median,
  ApproxQuantile: quantile,
  Mode: ({ arg, where }, { aggregate }) =>
    aggregate("MODE", [sql``], { where, clauseSuffix: sql`WITHIN GROUP (ORDER BY ${arg})` }),
  Variance: statistic("VAR_SAMP", "VAR_POP"),
  StandardDev: statistic("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, { aggregate }) => aggregate("CORR", [left, right], { where }),
  Covariance: ({ left, right, how, where }, { aggregate }) =>
    aggregate(how === "population" ? "COVAR_POP" : "COVAR_SAMP", [left, right], { where }),
  Kurtosis: statistic("KURTOSIS", "KURTOSIS_POP"),
  Skewness: aggregateCall("SKEWNESS"),
} satisfies Partial<Rules>;
