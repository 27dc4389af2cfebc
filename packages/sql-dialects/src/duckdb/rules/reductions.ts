import { float32, isDecimal, isFloat } from "@avocet/core";
import type { AggregateOptions, RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, intLiteral, isNotNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";

type Args = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "cast" | "dtype"> & { readonly node: RuleContext["node"] };
const simple =
  (name: string) =>
  (a: Args, { aggregate }: Context): Sql =>
    aggregate(name, [a.arg], { where: a.where });
/** As the dtype says: DuckDB's own result is wider or narrower. */
const exact =
  (name: string, options: AggregateOptions = {}) =>
  (a: Args, { aggregate, cast, node }: Context): Sql =>
    cast(aggregate(name, [a.arg], { ...options, where: a.where }), node.dtype);
/** A condition that leaves out rows where the argument is NULL, along with the user's own. */
const present = (arg: Sql, where: Sql | undefined): Sql =>
  where ? sql`${arg} IS NOT NULL AND ${where}` : sql`${arg} IS NOT NULL`;
type Picked = Args & {
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly includeNull: boolean | undefined;
};
/** The first or the last; over a window a function of another name, which takes no FILTER. */
const picked =
  (name: "FIRST" | "LAST") =>
  ({ arg, where, orderBy, includeNull }: Picked, { aggregate, over, unsupported }: RuleContext): Sql => {
    if (!over) return aggregate(name, [arg], { where: includeNull ? where : present(arg, where), orderBy });
    if (where && includeNull) throw unsupported("over a window a condition leaves NULLs out", "leave out includeNull");
    const suffix = includeNull ? undefined : sql`IGNORE NULLS`;
    return aggregate(`${name}_VALUE`, [where ? caseWhen([[where, arg]]) : arg], { orderBy, suffix });
  };
/** Where values do not differ there is nothing to divide by, and DuckDB gives NaN. */
const known = (share: Sql): Sql => call("NULLIF", share, sql`CAST('NaN' AS DOUBLE)`);
const sampled =
  (sample: string, population: string) =>
  (a: Args & { readonly how: "sample" | "population" | undefined }, { aggregate }: Context): Sql =>
    aggregate(a.how === "population" ? population : sample, [a.arg], { where: a.where });

export const reductionRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: simple("COUNT"),
  CountDistinct: ({ arg, where }, { aggregate }) => aggregate("COUNT", [arg], { distinct: true, where }),
  CountDistinctStar: ({ where }, { aggregate, columns, node }) => {
    const { table } = node.args;
    const row = call("ROW", ...(table ? columns(table) : []));
    return aggregate("COUNT", [row], { distinct: true, where });
  },
  ApproxCountDistinct: exact("APPROX_COUNT_DISTINCT"),
  // The sum of integers is a HUGEINT; the cast makes an overflow of int64 an error. Sums of decimals are DECIMAL(38, s).
  Sum: (a, context) => {
    const bool = context.dtype("arg").kind === "bool";
    const arg = bool ? context.cast(a.arg, { kind: "int32", nullable: true }) : a.arg;
    const total = context.aggregate("SUM", [arg], { where: a.where });
    return context.node.dtype.kind === "int64" ? context.cast(total, context.node.dtype) : total;
  },
  Mean: (a, context) => {
    const bool = context.dtype("arg").kind === "bool";
    return context.aggregate("AVG", [bool ? context.cast(a.arg, { kind: "int32", nullable: true }) : a.arg], {
      where: a.where,
    });
  },
  Min: simple("MIN"),
  Max: simple("MAX"),
  ArgMin: ({ arg, key, where }, { aggregate }) => aggregate("ARG_MIN", [arg, key], { where }),
  ArgMax: ({ arg, key, where }, { aggregate }) => aggregate("ARG_MAX", [arg, key], { where }),
  // The median of a DECIMAL would be cut to its scale.
  Median: ({ arg, where }, { aggregate, cast, dtype, node }) =>
    aggregate("MEDIAN", [isDecimal(dtype("arg")) ? cast(arg, node.dtype) : arg], { where }),
  Quantile: ({ arg, quantile, where }, { aggregate, cast, dtype, node }) =>
    cast(
      aggregate("QUANTILE_CONT", [isDecimal(dtype("arg")) ? cast(arg, node.dtype) : arg, quantile], { where }),
      node.dtype,
    ),
  ApproxMedian: ({ arg, where }, { aggregate, cast, node }) =>
    cast(aggregate("APPROX_QUANTILE", [cast(arg, node.dtype), sql`0.5`], { where }), node.dtype),
  // It takes the share as a FLOAT only.
  ApproxQuantile: ({ arg, quantile, where }, { aggregate, cast, node }) =>
    cast(aggregate("APPROX_QUANTILE", [cast(arg, node.dtype), cast(quantile, float32)], { where }), node.dtype),
  // MODE breaks ties by what it meets first; the smallest of the most frequent is the same on every run. It counts each NaN as another
  // value, but lists of NaN as equal.
  Mode: ({ arg, where }, { aggregate, dtype }) => {
    const float = isFloat(dtype("arg"));
    const counted = float ? caseWhen([[isNotNull(arg), sql`[${arg}]`]]) : arg;
    const mode = aggregate("MODE", [counted], { where, orderBy: [{ sql: arg, descending: false, nulls: "last" }] });
    return float ? call("LIST_EXTRACT", mode, intLiteral(1)) : mode;
  },
  Arbitrary: simple("ANY_VALUE"),
  First: picked("FIRST"),
  Last: picked("LAST"),
  Variance: sampled("VAR_SAMP", "VAR_POP"),
  StandardDev: sampled("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, { aggregate }) => known(aggregate("CORR", [left, right], { where })),
  Covariance: ({ left, right, how, where }, { aggregate }) =>
    aggregate(how === "population" ? "COVAR_POP" : "COVAR_SAMP", [left, right], { where }),
  Kurtosis: sampled("KURTOSIS", "KURTOSIS_POP"),
  Skewness: (a, context) => known(simple("SKEWNESS")(a, context)),
  Any: simple("BOOL_OR"),
  All: simple("BOOL_AND"),
  BitAnd: exact("BIT_AND"),
  BitOr: exact("BIT_OR"),
  BitXor: exact("BIT_XOR"),
  Collect: ({ arg, orderBy, distinct, includeNull, where }, { aggregate }) =>
    aggregate("ARRAY_AGG", [arg], { distinct, orderBy, where: includeNull ? where : present(arg, where) }),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate }) =>
    aggregate("STRING_AGG", [arg, separator], { orderBy, where }),
} satisfies Partial<Rules>;
