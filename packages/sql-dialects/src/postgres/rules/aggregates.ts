import type { DType } from "@avocet/core";
import { isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, isNotNull, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { cast, castAs, castToInt32, float64, int32, int64, withExplicitType } from "../build.js";
import { fromElement, toElement } from "../jsonb-values.js";
import { collateByDefault, toSortable } from "../sort-keys.js";
import { isNested } from "../types.js";
import { kurtosis, skewness } from "./higher-moments.js";
import {
  andNotNull,
  collectOverWindow,
  firstByOrder,
  queryWindowValues,
  reverseSortKeys,
  withinGroup,
} from "./ordered-aggregates.js";

type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "over"> & { readonly node: { readonly dtype: DType } };

const plainAggregate =
  (fn: string) =>
  ({ arg, where }: AggregateArgs, { aggregate }: Context): Sql =>
    aggregate(fn, [arg], { where });
/**
 * An aggregate that returns float64. float32 is widened first; results over integers are numeric and cast to float64.
 */
const floatAggregate =
  (fn: string) =>
  ({ arg, where }: AggregateArgs, { aggregate, dtype }: Context): Sql => {
    const argType = dtype("arg");
    if (argType.kind === "float64") return aggregate(fn, [arg], { where });
    const number = argType.kind === "bool" ? cast(arg, int32) : argType.kind === "float32" ? cast(arg, float64) : arg;
    return cast(aggregate(fn, [number], { where }), float64);
  };
const toFloat64 = (value: Sql, dtype: DType): Sql => (dtype.kind === "float64" ? value : cast(value, float64));
const sampleOrPopulation =
  (sample: string, population: string) =>
  (a: AggregateArgs & { readonly how: "sample" | "population" | undefined }, context: Context): Sql =>
    floatAggregate(a.how === "population" ? population : sample)(a, context);
const bitAggregate =
  (fn: string) =>
  ({ arg, where }: AggregateArgs, { aggregate }: Context): Sql =>
    aggregate(fn, [cast(arg, int64)], { where });

/** COUNT(DISTINCT …); over a window the values are collected into an array first. */
function countDistinct({ arg, where }: AggregateArgs, context: Context): Sql {
  const argType = context.dtype("arg");
  if (!context.over) return context.aggregate("COUNT", [withExplicitType(arg, argType)], { distinct: true, where });
  const value = toElement(withExplicitType(arg, argType), argType);
  return queryWindowValues(
    [value],
    where,
    context,
    (rows, item) => sql`SELECT COUNT(DISTINCT ${item ?? value}) FROM ${rows}`,
  );
}

const ORDERED_KINDS: ReadonlySet<string> = new Set([
  "string",
  "date",
  "time",
  "timestamp",
  "interval",
  "inet",
  "decimal",
]);
/** MIN or MAX. Types without MIN and MAX are compared by their text, or sorted to take the first value. */
const minOrMax =
  (isMin: boolean) =>
  ({ arg, where }: AggregateArgs, context: Context): Sql => {
    const argType = context.dtype("arg");
    const aggregateOf = (value: Sql): Sql => context.aggregate(isMin ? "MIN" : "MAX", [value], { where });
    if (isInteger(argType) || isFloat(argType) || ORDERED_KINDS.has(argType.kind))
      return collateByDefault(aggregateOf(toSortable(arg, argType)), argType);
    if (argType.kind === "bool") return context.aggregate(isMin ? "BOOL_AND" : "BOOL_OR", [arg], { where });
    const aggregateText = (value: Sql): Sql => aggregateOf(toSortable(value, { kind: "string", nullable: true }));
    if (argType.kind === "uuid") return cast(aggregateText(castAs(arg, "text")), argType);
    if (argType.kind === "binary")
      return call("DECODE", aggregateText(call("ENCODE", arg, stringLiteral("hex"))), stringLiteral("hex"));
    const key: SortSql = { sql: toSortable(arg, argType), descending: !isMin, nulls: "last" };
    return fromElement(
      firstByOrder(toElement(withExplicitType(arg, argType), argType), [key], where, context),
      argType,
    );
  };

/** The value in the row with the smallest or largest key; rows where the value or key is NULL are skipped. */
const argMinOrMax =
  (isMin: boolean) =>
  ({ arg, key, where }: AggregateArgs & { readonly key: Sql }, context: Context): Sql => {
    const argType = context.dtype("arg");
    const skipNulls = (value: Sql, name: string, condition: Sql | undefined): Sql | undefined =>
      context.dtype(name).nullable ? andNotNull(value, condition) : condition;
    const order: SortSql = { sql: toSortable(key, context.dtype("key")), descending: !isMin, nulls: "last" };
    const rows = skipNulls(key, "key", skipNulls(arg, "arg", where));
    return fromElement(
      firstByOrder(toElement(withExplicitType(arg, argType), argType), [order], rows, context),
      argType,
    );
  };

interface FirstOrLastArgs extends AggregateArgs {
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly includeNull?: boolean | undefined;
}
/** The first or last value, by `orderBy` or in arbitrary order. */
const firstOrLast =
  (isFirst: boolean) =>
  ({ arg, where, orderBy = [], includeNull }: FirstOrLastArgs, context: Context): Sql => {
    const argType = context.dtype("arg");
    const rows = includeNull || !argType.nullable ? where : andNotNull(arg, where);
    const value = toElement(withExplicitType(arg, argType), argType);
    if (orderBy.length > 0)
      return fromElement(firstByOrder(value, isFirst ? orderBy : reverseSortKeys(orderBy), rows, context), argType);
    if (context.over && rows === undefined) return context.aggregate(isFirst ? "FIRST_VALUE" : "LAST_VALUE", [arg]);
    const values = context.aggregate("ARRAY_AGG", [value], { where: rows });
    const position = isFirst ? sql`1` : castToInt32(context.aggregate("COUNT", [], { where: rows }));
    return fromElement(sql`(${values})[${position}]`, argType);
  };

/**
 * An ordered-set aggregate (WITHIN GROUP). PostgreSQL does not support OVER with it, so a window's values are collected
 * first.
 */
function sortedAggregate(fn: Sql, value: Sql, { where }: AggregateArgs, context: Context): Sql {
  if (!context.over) return withinGroup(fn, value, where);
  return queryWindowValues(
    [value],
    where,
    context,
    (rows, item) => sql`SELECT ${fn} WITHIN GROUP (ORDER BY ${item ?? value}) FROM ${rows}`,
  );
}
const percentile = (a: AggregateArgs, quantile: Sql, context: Context): Sql =>
  sortedAggregate(call("PERCENTILE_CONT", quantile), toFloat64(a.arg, context.dtype("arg")), a, context);
const median = (a: AggregateArgs, context: Context): Sql => percentile(a, sql`0.5`, context);
const quantile = (a: AggregateArgs & { readonly quantile: Sql }, context: Context): Sql =>
  percentile(a, a.quantile.kind === "literal" ? a.quantile : cast(a.quantile, float64), context);

/** The most frequent of values that need a separate sort key; the smallest if there are several. */
function nestedMode(value: Sql, dtype: DType, where: Sql | undefined, context: Context): Sql {
  return queryWindowValues([value], where, context, (rows, item = value) => {
    const element = fromElement(item, dtype);
    return sql`SELECT ${element} FROM ${rows} WHERE ${isNotNull(item)} GROUP BY ${item} ORDER BY COUNT(*) DESC, ${toSortable(element, dtype)} ASC LIMIT 1`;
  });
}

export const aggregateRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: ({ arg, where }, { aggregate, dtype }) => aggregate("COUNT", [withExplicitType(arg, dtype("arg"))], { where }),
  CountDistinct: countDistinct,
  CountDistinctStar: ({ where }, context) => {
    const { table } = context.node.args;
    const columns = table ? context.columns(table) : [];
    if (!context.over) return context.aggregate("COUNT", [call("ROW", ...columns)], { distinct: true, where });
    const row = call("JSONB_BUILD_ARRAY", ...columns);
    return queryWindowValues(
      [row],
      where,
      context,
      (rows, item) => sql`SELECT COUNT(DISTINCT ${item ?? row}) FROM ${rows}`,
    );
  },
  ApproxCountDistinct: countDistinct,
  // SUM of bigint and numeric returns an unbounded numeric; the cast raises an error on overflow.
  Sum: ({ arg, where }, { aggregate, dtype, node }) => {
    const argType = dtype("arg");
    if (argType.kind === "bool") return aggregate("SUM", [cast(arg, int32)], { where });
    const total = aggregate("SUM", [argType.kind === "float32" ? cast(arg, float64) : arg], { where });
    return node.dtype.kind === "float64" ? total : cast(total, node.dtype);
  },
  Mean: floatAggregate("AVG"),
  Min: minOrMax(true),
  Max: minOrMax(false),
  ArgMin: argMinOrMax(true),
  ArgMax: argMinOrMax(false),
  Median: median,
  Quantile: quantile,
  ApproxMedian: median,
  ApproxQuantile: quantile,
  Mode: (a, context) => {
    const argType = context.dtype("arg");
    const value = withExplicitType(a.arg, argType);
    if (isNested(argType)) return nestedMode(toElement(value, argType), argType, a.where, context);
    return collateByDefault(sortedAggregate(call("MODE"), toSortable(value, argType), a, context), argType);
  },
  Arbitrary: ({ arg, where }, context) => firstOrLast(true)({ arg, where }, context),
  First: firstOrLast(true),
  Last: firstOrLast(false),
  Variance: sampleOrPopulation("VAR_SAMP", "VAR_POP"),
  StandardDev: sampleOrPopulation("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, { aggregate, dtype }) =>
    aggregate("CORR", [toFloat64(left, dtype("left")), toFloat64(right, dtype("right"))], { where }),
  Covariance: ({ left, right, how: variant, where }, { aggregate, dtype }) =>
    aggregate(
      variant === "population" ? "COVAR_POP" : "COVAR_SAMP",
      [toFloat64(left, dtype("left")), toFloat64(right, dtype("right"))],
      {
        where,
      },
    ),
  Kurtosis: ({ arg, how: variant, where }, context) =>
    kurtosis(arg, context.dtype("arg"), where, variant !== "population", context),
  Skewness: ({ arg, where }, context) => skewness(arg, context.dtype("arg"), where, context),
  Any: plainAggregate("BOOL_OR"),
  All: plainAggregate("BOOL_AND"),
  BitAnd: bitAggregate("BIT_AND"),
  BitOr: bitAggregate("BIT_OR"),
  BitXor: bitAggregate("BIT_XOR"),
  Collect: ({ arg, orderBy = [], distinct, includeNull, where }, context) => {
    const argType = context.dtype("arg");
    const rows = includeNull || !argType.nullable ? where : andNotNull(arg, where);
    const value = toElement(withExplicitType(arg, argType), argType);
    if (!distinct) {
      if (context.over && orderBy.length > 0) return collectOverWindow(value, { orderBy, where: rows }, context);
      return context.aggregate("ARRAY_AGG", [value], { where: rows, orderBy });
    }
    // With DISTINCT, ORDER BY expressions must appear in the argument list.
    const otherKey = orderBy.find((_, i) => context.node.args.orderBy?.[i]?.value !== context.node.args.arg);
    if (otherKey)
      throw context.unsupported(
        "distinct values can only be sorted by themselves",
        "order by the collected value itself",
      );
    const key = orderBy[0]?.sql ?? value;
    if (context.over) return collectOverWindow(key, { orderBy, distinct, where: rows }, context);
    return collateByDefault(
      context.aggregate("ARRAY_AGG", [key], { where: rows, orderBy, distinct }),
      context.node.dtype,
    );
  },
  GroupConcat: ({ arg, separator, orderBy = [], where }, context) => {
    if (!context.over || orderBy.length === 0)
      return context.aggregate("STRING_AGG", [arg, separator], { where, orderBy });
    return collectOverWindow(arg, { orderBy, where }, context, (value, order) =>
      call("STRING_AGG", value, sql`${separator}${order}`),
    );
  },
} satisfies Partial<Rules>;
