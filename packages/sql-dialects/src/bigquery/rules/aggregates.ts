import type { DType } from "@avocet/core";
import { float64 } from "@avocet/core";
import { isDecimal, isFloat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { isWholePartition } from "../../lower/value.js";
import { and, call, commaList, isNotNull, NULL, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { cast } from "../cast.js";
import { comparableText, comparesAsText, isOrderable, leadingSortKey } from "../compare.js";
import { elementRows, evaluateOnce, ifElse } from "../scope.js";
import { typeName } from "../types.js";
import { collectArray, firstOrLast } from "./array-agg.js";
import { higherMomentRules } from "./higher-moments.js";
import { nullUnless } from "./operands.js";
import { orderStatisticRules } from "./order-statistics.js";

type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "node" | "unsupported" | "window">;

const plainAggregate =
  (name: string) =>
  (a: AggregateArgs, { aggregate }: Context): Sql =>
    aggregate(name, [nullUnless(a.arg, a.where)]);
const decimalToFloat = (arg: Sql, dtype: DType): Sql =>
  isDecimal(dtype) || dtype.kind === "uint64" ? cast(arg, float64) : arg;
const sampleOrPopulation =
  (sample: string, population: string) =>
  (a: AggregateArgs & { readonly how: "sample" | "population" | undefined }, { aggregate, dtype }: Context): Sql =>
    aggregate(a.how === "population" ? population : sample, [nullUnless(decimalToFloat(a.arg, dtype("arg")), a.where)]);
const pairAggregate =
  (name: string) =>
  (
    a: { readonly left: Sql; readonly right: Sql; readonly where: Sql | undefined },
    { aggregate, dtype }: Context,
  ): Sql =>
    aggregate(name, [
      nullUnless(decimalToFloat(a.left, dtype("left")), a.where),
      decimalToFloat(a.right, dtype("right")),
    ]);
/** Casts a bool to 0 or 1. */
const boolToInt = (arg: Sql, dtype: DType): Sql =>
  dtype.kind === "bool" ? cast(arg, { kind: "int64", nullable: true }) : arg;

/** COUNT(DISTINCT …). BigQuery supports it over whole partitions only; the values of a frame are collected first. */
function countDistinct(
  key: Sql,
  filter: Sql | undefined,
  { aggregate, window }: Pick<Context, "aggregate" | "window">,
): Sql {
  const filtered = nullUnless(key, filter);
  if (!window || (window.orderBy.length === 0 && (window.frame === null || isWholePartition(window))))
    return aggregate("COUNT", [filtered], { distinct: true });
  return evaluateOnce({ values: aggregate("ARRAY_AGG", [sql`${filtered} IGNORE NULLS`]) }, ({ values }) => {
    const rows = elementRows(values, { kind: "string", nullable: false });
    return sql`(${rows.query(sql`SELECT COUNT(DISTINCT ${rows.element}) FROM ${rows.fromWithoutOffset}`)})`;
  });
}
const distinctKey = (arg: Sql, dtype: DType): Sql => (comparesAsText(dtype) ? comparableText(arg, dtype) : arg);

const minOrMax =
  (name: "MIN" | "MAX") =>
  (a: AggregateArgs, context: Context): Sql => {
    const dtype = context.dtype("arg");
    if (!isOrderable(dtype))
      throw context.unsupported(`values of ${dtype.kind} cannot be ordered`, "extract an orderable part first");
    const arg = nullUnless(a.arg, a.where);
    const result = context.aggregate(name, [arg]);
    if (name === "MAX" || !isFloat(dtype)) return result;
    // BigQuery's MIN returns NaN if any value is NaN.
    return call("COALESCE", context.aggregate(name, [ifElse(call("IS_NAN", arg), NULL, arg)]), result);
  };
const argMinOrMax =
  (descending: boolean) =>
  (
    { arg, key, where: filter }: { readonly arg: Sql; readonly key: Sql; readonly where: Sql | undefined },
    context: Context,
  ): Sql => {
    const dtype = context.dtype("key");
    if (!isOrderable(dtype))
      throw context.unsupported(`values of ${dtype.kind} cannot be ordered`, "order by an orderable part");
    const conditions = [
      ...(filter ? [filter] : []),
      ...(dtype.nullable ? [isNotNull(key)] : []),
      ...(context.dtype("arg").nullable ? [isNotNull(arg)] : []),
    ];
    const condition = conditions.length ? conditions.reduce(and) : undefined;
    const lead = leadingSortKey(key, dtype);
    const order: SortSql = {
      sql: key,
      descending,
      nulls: "last",
      nullable: false,
      ...(lead ? { leadingKey: lead } : {}),
    };
    return firstOrLast({ arg, dtype: context.dtype("arg"), filter: condition, orderBy: [order] }, context);
  };

export const aggregateRules = {
  ...orderStatisticRules,
  ...higherMomentRules,
  CountStar: ({ where: filter }, { aggregate }) => (filter ? aggregate("COUNTIF", [filter]) : aggregate("COUNT", [])),
  Count: plainAggregate("COUNT"),
  CountDistinct: ({ arg, where: filter }, context) =>
    countDistinct(distinctKey(arg, context.dtype("arg")), filter, context),
  CountDistinctStar: ({ where: filter }, context) => {
    const { table } = context.node.args;
    const row = sql`STRUCT(${commaList(table ? context.columns(table) : [])})`;
    return countDistinct(call("TO_JSON_STRING", row), filter, context);
  },
  ApproxCountDistinct: ({ arg, where: filter }, context) => {
    const key = distinctKey(arg, context.dtype("arg"));
    return context.window
      ? countDistinct(key, filter, context)
      : context.aggregate("APPROX_COUNT_DISTINCT", [nullUnless(key, filter)]);
  },
  Sum: (a, { aggregate, dtype, node }) => {
    const arg = boolToInt(a.arg, dtype("arg"));
    const widened =
      dtype("arg").kind === "bool" || typeName(dtype("arg")) === typeName(node.dtype) ? arg : cast(arg, node.dtype);
    return aggregate("SUM", [nullUnless(widened, a.where)]);
  },
  Mean: (a, { aggregate, dtype }) => {
    const argType = dtype("arg");
    const mean = aggregate("AVG", [nullUnless(boolToInt(a.arg, argType), a.where)]);
    return isDecimal(argType) || argType.kind === "uint64" ? cast(mean, float64) : mean;
  },
  Min: minOrMax("MIN"),
  Max: minOrMax("MAX"),
  ArgMin: argMinOrMax(false),
  ArgMax: argMinOrMax(true),
  Arbitrary: ({ arg, where: filter }, context) =>
    firstOrLast({ arg, dtype: context.dtype("arg"), filter, orderBy: [] }, context),
  Variance: sampleOrPopulation("VAR_SAMP", "VAR_POP"),
  StandardDev: sampleOrPopulation("STDDEV_SAMP", "STDDEV_POP"),
  // CORR returns NaN if one of the arguments is constant.
  Correlation: (a, context) =>
    evaluateOnce({ correlation: pairAggregate("CORR")(a, context) }, ({ correlation: r }) =>
      ifElse(call("IS_NAN", r), NULL, r),
    ),
  Covariance: (a, context) => pairAggregate(a.how === "population" ? "COVAR_POP" : "COVAR_SAMP")(a, context),
  Any: plainAggregate("LOGICAL_OR"),
  All: plainAggregate("LOGICAL_AND"),
  BitAnd: plainAggregate("BIT_AND"),
  BitOr: plainAggregate("BIT_OR"),
  BitXor: plainAggregate("BIT_XOR"),
  Collect: ({ arg, orderBy, distinct, includeNull, where: filter }, context) =>
    collectArray({ arg, dtype: context.dtype("arg"), orderBy, distinct, includeNull, filter }, context),
  GroupConcat: ({ arg, separator, orderBy, where: filter }, context) => {
    const isConstant = separator.kind === "literal" || separator.kind === "param";
    if (isConstant && !(context.window && orderBy?.length))
      return context.aggregate("STRING_AGG", [nullUnless(arg, filter), separator], { orderBy });
    const values = { arg, dtype: context.dtype("arg"), orderBy, filter };
    return call("ARRAY_TO_STRING", collectArray(values, context), separator);
  },
} satisfies Partial<Rules>;
