import { float32 } from "@avocet/core";
import { isDecimal, isFloat } from "@avocet/core/dialect";
import type { AggregateOptions, RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, intLiteral, isNotNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";

type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "cast" | "dtype"> & { readonly node: RuleContext["node"] };
const simpleAggregate =
  (name: string) =>
  (args: AggregateArgs, { aggregate }: Context): Sql =>
    aggregate(name, [args.arg], { where: args.where });
/** An aggregate that is cast to its dtype, because DuckDB's result type is wider or narrower. */
const castAggregate =
  (name: string, options: AggregateOptions = {}) =>
  (args: AggregateArgs, { aggregate, cast, node }: Context): Sql =>
    cast(aggregate(name, [args.arg], { ...options, where: args.where }), node.dtype);
/** Combines the condition of the user with one that skips NULLs. */
const notNullCondition = (arg: Sql, where: Sql | undefined): Sql =>
  where ? sql`${arg} IS NOT NULL AND ${where}` : sql`${arg} IS NOT NULL`;
type FirstLastArgs = AggregateArgs & {
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly includeNull: boolean | undefined;
};
/** FIRST or LAST; over a window FIRST_VALUE or LAST_VALUE, which do not accept FILTER. */
const firstOrLast =
  (name: "FIRST" | "LAST") =>
  ({ arg, where, orderBy, includeNull }: FirstLastArgs, { aggregate, over, unsupported }: RuleContext): Sql => {
    if (!over) return aggregate(name, [arg], { where: includeNull ? where : notNullCondition(arg, where), orderBy });
    if (where && includeNull)
      throw unsupported("`where` and `includeNull` cannot be combined over a window", "omit includeNull");
    const suffix = includeNull ? undefined : sql`IGNORE NULLS`;
    return aggregate(`${name}_VALUE`, [where ? caseWhen([[where, arg]]) : arg], { orderBy, argumentSuffix: suffix });
  };
/** NULL instead of NaN, which DuckDB returns if all values are equal. */
const nullIfNan = (result: Sql): Sql => call("NULLIF", result, sql`CAST('NaN' AS DOUBLE)`);
const statistic =
  (sample: string, population: string) =>
  (args: AggregateArgs & { readonly how: "sample" | "population" | undefined }, { aggregate }: Context): Sql =>
    aggregate(args.how === "population" ? population : sample, [args.arg], { where: args.where });

/** Rules for aggregates. */
export const aggregateRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: simpleAggregate("COUNT"),
  CountDistinct: ({ arg, where }, { aggregate }) => aggregate("COUNT", [arg], { distinct: true, where }),
  CountDistinctStar: ({ where }, { aggregate, columns, node }) => {
    const { table } = node.args;
    const row = call("ROW", ...(table ? columns(table) : []));
    return aggregate("COUNT", [row], { distinct: true, where });
  },
  ApproxCountDistinct: castAggregate("APPROX_COUNT_DISTINCT"),
  // Integer sums are HUGEINT; the cast raises an error if int64 overflows. Sums of decimals are DECIMAL(38, s).
  Sum: (args, context) => {
    const isBool = context.dtype("arg").kind === "bool";
    const arg = isBool ? context.cast(args.arg, { kind: "int32", nullable: true }) : args.arg;
    const total = context.aggregate("SUM", [arg], { where: args.where });
    return context.node.dtype.kind === "int64" ? context.cast(total, context.node.dtype) : total;
  },
  Mean: (args, context) => {
    const isBool = context.dtype("arg").kind === "bool";
    return context.aggregate("AVG", [isBool ? context.cast(args.arg, { kind: "int32", nullable: true }) : args.arg], {
      where: args.where,
    });
  },
  Min: simpleAggregate("MIN"),
  Max: simpleAggregate("MAX"),
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
  // a
  // different value, but lists of NaN as equal.
  Mode: ({ arg, where }, { aggregate, dtype }) => {
    const isFloatArg = isFloat(dtype("arg"));
    const counted = isFloatArg ? caseWhen([[isNotNull(arg), sql`[${arg}]`]]) : arg;
    const mode = aggregate("MODE", [counted], { where, orderBy: [{ sql: arg, descending: false, nulls: "last" }] });
    return isFloatArg ? call("LIST_EXTRACT", mode, intLiteral(1)) : mode;
  },
  Arbitrary: simpleAggregate("ANY_VALUE"),
  First: firstOrLast("FIRST"),
  Last: firstOrLast("LAST"),
  Variance: statistic("VAR_SAMP", "VAR_POP"),
  StandardDev: statistic("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, { aggregate }) => nullIfNan(aggregate("CORR", [left, right], { where })),
  Covariance: ({ left, right, how, where }, { aggregate }) =>
    aggregate(how === "population" ? "COVAR_POP" : "COVAR_SAMP", [left, right], { where }),
  Kurtosis: statistic("KURTOSIS", "KURTOSIS_POP"),
  Skewness: (a, context) => nullIfNan(simpleAggregate("SKEWNESS")(a, context)),
  Any: simpleAggregate("BOOL_OR"),
  All: simpleAggregate("BOOL_AND"),
  BitAnd: castAggregate("BIT_AND"),
  BitOr: castAggregate("BIT_OR"),
  BitXor: castAggregate("BIT_XOR"),
  Collect: ({ arg, orderBy, distinct, includeNull, where }, { aggregate }) =>
    aggregate("ARRAY_AGG", [arg], { distinct, orderBy, where: includeNull ? where : notNullCondition(arg, where) }),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate }) =>
    aggregate("STRING_AGG", [arg, separator], { orderBy, where }),
} satisfies Partial<Rules>;
