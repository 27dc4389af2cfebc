import type { DType } from "@avocet/core";
import { array } from "@avocet/core";
import { isArray, isFloat, isMap, isNumeric, isStruct } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, call, caseWhen, compare, infix, intLiteral, isNotNull, keyword, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { mark } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import type { SortSql } from "../../sql/query.js";
import { castTo, float64, ifThen, int64 } from "../build.js";
import { reverseSortKeys, withinGroup } from "../sort.js";
import { decodeElement, EMPTY_ARRAY, encodeElement, jsonNullIfNull } from "../variant.js";
import { isOrdered, withOrder } from "../window.js";
import { modeOfElements } from "./arrays.js";

type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "over" | "unsupported"> & {
  readonly node: RuleContext["node"];
};

/** NULL in rows that do not meet the condition; aggregates skip NULL. */
const applyFilter = (where: Sql | undefined, value: Sql): Sql => (where ? ifThen(where, value) : value);
const filteredAggregate =
  (name: string) =>
  ({ arg, where }: AggregateArgs, { aggregate }: Context): Sql =>
    aggregate(name, [applyFilter(where, arg)]);
/** Throws if the aggregate is used over an ordered window. */
function refuseOrderedWindow(name: string, context: Context): void {
  if (context.over && isOrdered(context.over))
    throw context.unsupported(
      `${name} does not support ORDER BY in a window`,
      "omit the order, or aggregate with groupBy and join the result",
    );
}
const aggregateWithoutOrder =
  (name: string, convert: (arg: Sql, dtype: DType) => Sql = (arg) => arg) =>
  ({ arg, where }: AggregateArgs, context: Context): Sql => {
    refuseOrderedWindow(name, context);
    return context.aggregate(name, [convert(applyFilter(where, arg), context.dtype("arg"))]);
  };
const toFloat64 = (arg: Sql, dtype: DType): Sql => (isFloat(dtype) ? arg : castTo(arg, float64));
/** VAR and STDDEV over NUMBER lose precision, so the argument is cast to FLOAT. */
const varianceAggregate =
  (sample: string, population: string) =>
  (
    { arg, how, where }: AggregateArgs & { readonly how?: "sample" | "population" | undefined },
    { aggregate, dtype }: Context,
  ): Sql =>
    aggregate(how === "population" ? population : sample, [toFloat64(applyFilter(where, arg), dtype("arg"))]);

const isNested = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval";
const requireOrderable =
  (rule: (args: AggregateArgs, context: Context) => Sql) =>
  (args: AggregateArgs, context: Context): Sql => {
    if (isNested(context.dtype("arg")))
      throw context.unsupported(`values of type ${context.dtype("arg").kind} cannot be ordered`);
    return rule(args, context);
  };

interface FirstValueArgs {
  readonly arg: Sql;
  readonly where: Sql | undefined;
  readonly includeNull: boolean;
  readonly keys: readonly SortSql[];
}
/** The first value in an order: in a group the first element of ARRAY_AGG, in a window FIRST_VALUE. */
function firstValue(
  { arg, where, includeNull, keys }: FirstValueArgs,
  context: Context,
  fn: "FIRST_VALUE" | "LAST_VALUE" = "FIRST_VALUE",
): Sql {
  const argType = context.dtype("arg");
  if (context.over) {
    if (includeNull && where)
      throw context.unsupported("`where` and `includeNull` cannot be combined over a window", "filter the rows first");
    if (keys.length > 0 && isOrdered(context.over))
      throw context.unsupported("the window already has an order", "use only one order");
    const nullsClause = includeNull ? sql`` : sql` IGNORE NULLS`;
    const specification = keys.length > 0 ? withOrder(context.over, keys) : context.over;
    return mark.window(sql`${keyword(fn)}(${applyFilter(where, arg)})${nullsClause} OVER ${specification}`);
  }
  const element = encodeElement(arg, argType);
  const list = arrayAgg(applyFilter(where, includeNull ? jsonNullIfNull(element) : element), keys, context);
  return decodeElement(call("GET", list, intLiteral(0)), argType);
}
const arrayAgg = (value: Sql, keys: readonly SortSql[] | undefined, { aggregate }: Pick<Context, "aggregate">): Sql =>
  aggregate("ARRAY_AGG", [value], { clauseSuffix: withinGroup(keys) });

/** The value in the row with the smallest or largest key. Rows with a NULL value are skipped. */
const argMinOrMax =
  (fn: "MIN_BY" | "MAX_BY") =>
  ({ arg, key, where }: AggregateArgs & { readonly key: Sql }, context: Context): Sql => {
    const keyType = context.dtype("key");
    if (isNested(keyType)) throw context.unsupported(`values of type ${keyType.kind} cannot be ordered`);
    const conditions = [...(where ? [where] : []), ...(context.dtype("arg").nullable ? [isNotNull(arg)] : [])];
    const [firstCondition, ...otherConditions] = conditions;
    const filteredKey = applyFilter(firstCondition && otherConditions.reduce<Sql>(and, firstCondition), key);
    if (!context.over) return context.aggregate(fn, [arg, filteredKey]);
    refuseOrderedWindow(fn, context);
    const keys: SortSql[] = [{ sql: filteredKey, descending: fn === "MAX_BY", nulls: "last" }];
    const value = applyFilter(isNotNull(filteredKey), arg);
    return mark.window(sql`FIRST_VALUE(${value}) OVER ${withOrder(context.over, keys)}`);
  };

/** The quantile argument, which must be a constant without a cast. */
function constantQuantile(quantile: Sql, { unsupported }: Context): Sql {
  if (quantile.kind === "literal")
    return { kind: "text", segments: [String(quantile.value)], precedence: Precedence.atom };
  if (quantile.kind === "param") return quantile;
  throw unsupported("the quantile must be constant", "pass a number");
}
const percentile =
  (fn: "PERCENTILE_CONT" | "PERCENTILE_DISC") =>
  (arg: Sql, quantile: Sql, context: Context): Sql => {
    refuseOrderedWindow(fn, context);
    return context.aggregate(fn, [quantile], { clauseSuffix: sql`WITHIN GROUP (ORDER BY ${arg})` });
  };

/** Combines bools. In a window MIN and MAX are used, because BOOLAND_AGG and BOOLOR_AGG do not support ORDER BY. */
const boolAggregate =
  (fn: "BOOLOR_AGG" | "BOOLAND_AGG") =>
  ({ arg, where }: AggregateArgs, { aggregate, over }: Context): Sql =>
    aggregate(over ? (fn === "BOOLOR_AGG" ? "MAX" : "MIN") : fn, [applyFilter(where, arg)]);

export const aggregateRules = {
  CountStar: ({ where }, { aggregate }) => (where ? aggregate("COUNT_IF", [where]) : aggregate("COUNT", [])),
  Count: filteredAggregate("COUNT"),
  CountDistinct: ({ arg, where }, context) => {
    refuseOrderedWindow("COUNT(DISTINCT …)", context);
    return context.aggregate("COUNT", [applyFilter(where, arg)], { distinct: true });
  },
  // COUNT(DISTINCT a, b) skips rows that contain a NULL.
  CountDistinctStar: ({ where }, context) => {
    refuseOrderedWindow("COUNT(DISTINCT …)", context);
    const { table } = context.node.args;
    const row = call("ARRAY_CONSTRUCT", ...(table ? context.columns(table) : []));
    return context.aggregate("COUNT", [applyFilter(where, row)], { distinct: true });
  },
  ApproxCountDistinct: aggregateWithoutOrder("APPROX_COUNT_DISTINCT"),
  Sum: ({ arg, where }, { aggregate, dtype }) =>
    aggregate("SUM", [applyFilter(where, dtype("arg").kind === "bool" ? castTo(arg, int64) : arg)]),
  Mean: ({ arg, where }, { aggregate, dtype }) => {
    const number = dtype("arg").kind === "bool" ? castTo(arg, int64) : arg;
    return aggregate("AVG", [applyFilter(where, toFloat64(number, dtype("arg")))]);
  },
  Min: requireOrderable(filteredAggregate("MIN")),
  Max: requireOrderable(filteredAggregate("MAX")),
  ArgMin: argMinOrMax("MIN_BY"),
  ArgMax: argMinOrMax("MAX_BY"),
  Median: ({ arg, where }, context) => {
    const argType = context.dtype("arg");
    if (isNested(argType)) throw context.unsupported(`values of type ${argType.kind} cannot be ordered`);
    if (!isNumeric(argType)) return percentile("PERCENTILE_DISC")(applyFilter(where, arg), sql`0.5`, context);
    refuseOrderedWindow("MEDIAN", context);
    return context.aggregate("MEDIAN", [toFloat64(applyFilter(where, arg), argType)]);
  },
  Quantile: ({ arg, quantile, where }, context) => {
    return percentile("PERCENTILE_CONT")(
      toFloat64(applyFilter(where, arg), context.dtype("arg")),
      constantQuantile(quantile, context),
      context,
    );
  },
  ApproxMedian: ({ arg, where }, context) => {
    refuseOrderedWindow("APPROX_PERCENTILE", context);
    return context.aggregate("APPROX_PERCENTILE", [toFloat64(applyFilter(where, arg), context.dtype("arg")), sql`0.5`]);
  },
  ApproxQuantile: ({ arg, quantile, where }, context) => {
    refuseOrderedWindow("APPROX_PERCENTILE", context);
    return context.aggregate("APPROX_PERCENTILE", [
      toFloat64(applyFilter(where, arg), context.dtype("arg")),
      constantQuantile(quantile, context),
    ]);
  },
  // MODE returns any of several equally frequent values. In groups, `rewriteModes` has replaced it already.
  Mode: ({ arg, where }, context) => {
    const argType = context.dtype("arg");
    if (isNested(argType)) throw context.unsupported(`values of type ${argType.kind} cannot be ordered`);
    return modeOfElements(
      arrayAgg(applyFilter(where, encodeElement(arg, argType)), undefined, context),
      array(argType),
      argType,
    );
  },
  Arbitrary: (args, context) =>
    isNested(context.dtype("arg"))
      ? firstValue({ ...args, where: args.where, includeNull: false, keys: [] }, context)
      : context.aggregate("MIN", [applyFilter(args.where, args.arg)]),
  First: ({ arg, where, orderBy, includeNull }, context) =>
    firstValue({ arg, where, includeNull: shouldIncludeNull(includeNull, context), keys: orderBy ?? [] }, context),
  Last: ({ arg, where, orderBy, includeNull }, context) => {
    const includesNull = shouldIncludeNull(includeNull, context);
    if (context.over && !orderBy?.length)
      return firstValue({ arg, where, includeNull: includesNull, keys: [] }, context, "LAST_VALUE");
    return firstValue({ arg, where, includeNull: includesNull, keys: reverseSortKeys(orderBy) }, context);
  },
  Variance: varianceAggregate("VAR_SAMP", "VAR_POP"),
  StandardDev: varianceAggregate("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, context) => {
    refuseOrderedWindow("CORR", context);
    return context.aggregate("CORR", filteredPair(left, right, where, context));
  },
  Covariance: ({ left, right, how, where }, context) => {
    const fn = how === "population" ? "COVAR_POP" : "COVAR_SAMP";
    refuseOrderedWindow(fn, context);
    return context.aggregate(fn, filteredPair(left, right, where, context));
  },
  Kurtosis: ({ arg, how, where }, context) => {
    refuseOrderedWindow("KURTOSIS", context);
    const value = toFloat64(applyFilter(where, arg), context.dtype("arg"));
    const sample = context.aggregate("KURTOSIS", [value]);
    const kurtosis = how === "population" ? populationKurtosis(sample, context.aggregate("COUNT", [value])) : sample;
    return nullIfAllEqual(kurtosis, value, context);
  },
  Skewness: ({ arg, where }, context) => {
    refuseOrderedWindow("SKEW", context);
    const value = toFloat64(applyFilter(where, arg), context.dtype("arg"));
    return nullIfAllEqual(context.aggregate("SKEW", [value]), value, context);
  },
  Any: boolAggregate("BOOLOR_AGG"),
  All: boolAggregate("BOOLAND_AGG"),
  BitAnd: aggregateWithoutOrder("BITAND_AGG"),
  BitOr: aggregateWithoutOrder("BITOR_AGG"),
  BitXor: aggregateWithoutOrder("BITXOR_AGG"),
  // ARRAY_AGG without values returns an empty array.
  Collect: ({ arg, orderBy, distinct, includeNull, where }, context) => {
    const includesNull = shouldIncludeNull(includeNull, context);
    const element = encodeElement(arg, context.dtype("arg"));
    const value = applyFilter(where, includesNull ? jsonNullIfNull(element) : element);
    if (context.over && isOrdered(context.over) && (distinct || orderBy?.length))
      throw context.unsupported("ARRAY_AGG does not support a second order in an ordered window", "use only one order");
    if (!distinct) return call("NULLIF", arrayAgg(value, orderBy, context), EMPTY_ARRAY);
    const distinctValues = context.aggregate("ARRAY_AGG", [value], { distinct: true });
    const [firstKey, secondKey] = orderBy ?? [];
    if (firstKey && (secondKey || firstKey.sql !== arg || firstKey.nulls !== "last" || includesNull))
      throw context.unsupported(
        "distinct values can only be sorted by themselves",
        "sort by the value itself, or omit the order",
      );
    const result = firstKey
      ? call("ARRAY_SORT", distinctValues, ...(firstKey.descending ? [sql`FALSE`] : []))
      : distinctValues;
    return call("NULLIF", result, EMPTY_ARRAY);
  },
  // LISTAGG without values returns an empty string.
  GroupConcat: ({ arg, separator, orderBy, where }, context) => {
    const value = applyFilter(where, arg);
    const isWindowOrdered = context.over !== null && isOrdered(context.over);
    if (isWindowOrdered && orderBy?.length)
      throw context.unsupported("the window already has an order", "use only one order");
    if (isWindowOrdered || (separator.kind !== "literal" && separator.kind !== "param"))
      return call("ARRAY_TO_STRING", call("NULLIF", arrayAgg(value, orderBy, context), EMPTY_ARRAY), separator);
    const joined = context.aggregate("LISTAGG", [value, separator], { clauseSuffix: withinGroup(orderBy) });
    return ifThen(compare(context.aggregate("COUNT", [value]), ">", intLiteral(0)), joined);
  },
} satisfies Partial<Rules>;

/** Whether NULLs are included. Throws for JSON, because in an array of JSON a JSON null is a value. */
function shouldIncludeNull(includeNull: boolean | undefined, context: Context): boolean {
  if (includeNull && context.dtype("arg").kind === "json" && !context.over)
    throw context.unsupported("NULL would become a JSON null in an array of JSON", "omit includeNull");
  return includeNull ?? false;
}
function filteredPair(left: Sql, right: Sql, where: Sql | undefined, { dtype }: Context): readonly Sql[] {
  return [toFloat64(applyFilter(where, left), dtype("left")), toFloat64(applyFilter(where, right), dtype("right"))];
}
/** NULL if all values are equal, for which skewness and kurtosis are undefined. */
const nullIfAllEqual = (statistic: Sql, value: Sql, { aggregate }: Context): Sql =>
  ifThen(compare(aggregate("MIN", [value]), "<", aggregate("MAX", [value])), statistic);

/** Computes the population kurtosis from the sample kurtosis; for two or three values it is constant. */
function populationKurtosis(sample: Sql, count: Sql): Sql {
  const [n1, n2, n3] = [1, 2, 3].map((decrement) => infix(count, "-", intLiteral(decrement), Precedence.add));
  const scaled = sql`${sample} * (${n2 ?? count}) * (${n3 ?? count}) / (${n1 ?? count}) - 6`;
  return caseWhen([
    [compare(count, "=", intLiteral(2)), sql`-2::FLOAT`],
    [compare(count, "=", intLiteral(3)), sql`-1.5::FLOAT`],
    [compare(count, ">", intLiteral(3)), sql`(${scaled}) / (${infix(count, "+", intLiteral(1), Precedence.add)})`],
  ]);
}
