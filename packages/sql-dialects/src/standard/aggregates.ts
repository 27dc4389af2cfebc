import { float64, int32 } from "@avocet/core";
import { isDecimal } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../dialect.js";
import { call, isNotNull, operand, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";

export type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "cast" | "dtype"> & { readonly node: RuleContext["node"] };

/** Rule for an aggregate function of one argument. */
export const aggregateCall =
  (name: string) =>
  ({ arg, where }: AggregateArgs, { aggregate }: Pick<Context, "aggregate">): Sql =>
    aggregate(name, [arg], { where });
/** Like {@link aggregateCall}, cast to the dtype of the result. */
const castAggregate =
  (name: string) =>
  (args: AggregateArgs, context: Context): Sql =>
    context.cast(aggregateCall(name)(args, context), context.node.dtype);
/** Combines the condition of the user with one that skips NULLs. */
export const andNotNull = (arg: Sql, where: Sql | undefined): Sql =>
  where ? sql`${operand(isNotNull(arg), Precedence.and)} AND ${operand(where, Precedence.and)}` : isNotNull(arg);
/** Rule for a statistic with a function for samples and one for populations. */
export const statistic =
  (sample: string, population: string) =>
  (args: AggregateArgs & { readonly how: "sample" | "population" | undefined }, context: Context): Sql =>
    aggregateCall(args.how === "population" ? population : sample)(args, context);
/** Casts the argument of SUM or AVG: bools count as 0 and 1. */
const summand = (arg: Sql, { cast, dtype }: Context): Sql => (dtype("arg").kind === "bool" ? cast(arg, int32) : arg);

/** The value at a fraction of the sorted values, interpolated. The quantile of decimals would have their scale. */
const percentile = ({ arg, where }: AggregateArgs, quantile: Sql, { aggregate, cast, dtype }: Context): Sql => {
  const value = isDecimal(dtype("arg")) ? cast(arg, float64) : arg;
  return aggregate("PERCENTILE_CONT", [quantile], { where, clauseSuffix: sql`WITHIN GROUP (ORDER BY ${value})` });
};
const median = (args: AggregateArgs, context: Context): Sql => percentile(args, sql`0.5`, context);
const quantile = (args: AggregateArgs & { readonly quantile: Sql }, context: Context): Sql =>
  percentile(args, args.quantile, context);

/** Rules for aggregates. */
export const aggregateRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: aggregateCall("COUNT"),
  CountDistinct: ({ arg, where }, { aggregate }) => aggregate("COUNT", [arg], { distinct: true, where }),
  CountDistinctStar: ({ where }, { aggregate, columns, node }) => {
    const { table } = node.args;
    const row = call("ROW", ...(table ? columns(table) : []));
    return aggregate("COUNT", [row], { distinct: true, where });
  },
  ApproxCountDistinct: castAggregate("APPROX_COUNT_DISTINCT"),
  // The sum of integers may be wider than int64; the cast raises an error if int64 overflows.
  Sum: ({ arg, where }, context) => {
    const total = context.aggregate("SUM", [summand(arg, context)], { where });
    return context.node.dtype.kind === "int64" ? context.cast(total, context.node.dtype) : total;
  },
  Mean: ({ arg, where }, context) => context.aggregate("AVG", [summand(arg, context)], { where }),
  Min: aggregateCall("MIN"),
  Max: aggregateCall("MAX"),
  ArgMin: ({ arg, key, where }, { aggregate }) => aggregate("MIN_BY", [arg, key], { where }),
  ArgMax: ({ arg, key, where }, { aggregate }) => aggregate("MAX_BY", [arg, key], { where }),
  Median: median,
  Quantile: quantile,
  ApproxMedian: median,
  ApproxQuantile: quantile,
  Mode: ({ arg, where }, { aggregate }) =>
    aggregate("MODE", [sql``], { where, clauseSuffix: sql`WITHIN GROUP (ORDER BY ${arg})` }),
  Arbitrary: aggregateCall("ANY_VALUE"),
  Variance: statistic("VAR_SAMP", "VAR_POP"),
  StandardDev: statistic("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, { aggregate }) => aggregate("CORR", [left, right], { where }),
  Covariance: ({ left, right, how, where }, { aggregate }) =>
    aggregate(how === "population" ? "COVAR_POP" : "COVAR_SAMP", [left, right], { where }),
  Kurtosis: statistic("KURTOSIS", "KURTOSIS_POP"),
  Skewness: aggregateCall("SKEWNESS"),
  Any: aggregateCall("BOOL_OR"),
  All: aggregateCall("BOOL_AND"),
  BitAnd: castAggregate("BIT_AND"),
  BitOr: castAggregate("BIT_OR"),
  BitXor: castAggregate("BIT_XOR"),
  Collect: ({ arg, orderBy, distinct, includeNull, where }, { aggregate }) =>
    aggregate("ARRAY_AGG", [arg], { distinct, orderBy, where: includeNull ? where : andNotNull(arg, where) }),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate }) =>
    aggregate("STRING_AGG", [arg, separator], { orderBy, where }),
} satisfies Partial<Rules>;
