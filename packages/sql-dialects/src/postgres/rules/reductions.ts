import type { DType } from "@avocet/core";
import { isFloat, isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, isNotNull, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { cast, castAs, float64, int4, int32, int64, typed } from "../build.js";
import { fromElement, toElement } from "../nested.js";
import { ordinary, sortable } from "../order.js";
import { isNested } from "../types.js";
import { collected, firstBy, overWindow, present, reversed, withinGroup } from "./collected.js";
import { kurtosis, skewness } from "./moments.js";

type Args = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "over"> & { readonly node: { readonly dtype: DType } };

const simple =
  (fn: string) =>
  ({ arg, where }: Args, { aggregate }: Context): Sql =>
    aggregate(fn, [arg], { where });
/** What PostgreSQL gives of whole numbers is exact, and becomes the nearest float; floats of 32 bits are made wide before. */
const asFloat =
  (fn: string) =>
  ({ arg, where }: Args, { aggregate, dtype }: Context): Sql => {
    const own = dtype("arg");
    if (own.kind === "float64") return aggregate(fn, [arg], { where });
    const number = own.kind === "bool" ? cast(arg, int32) : own.kind === "float32" ? cast(arg, float64) : arg;
    return cast(aggregate(fn, [number], { where }), float64);
  };
const asFloat64 = (value: Sql, own: DType): Sql => (own.kind === "float64" ? value : cast(value, float64));
const sampled =
  (sample: string, population: string) =>
  (a: Args & { readonly how: "sample" | "population" | undefined }, context: Context): Sql =>
    asFloat(a.how === "population" ? population : sample)(a, context);
const bits =
  (fn: string) =>
  ({ arg, where }: Args, { aggregate }: Context): Sql =>
    aggregate(fn, [cast(arg, int64)], { where });

/** How many different values there are; over a window of those that are collected first. */
function countDistinct({ arg, where }: Args, context: Context): Sql {
  const own = context.dtype("arg");
  if (!context.over) return context.aggregate("COUNT", [typed(arg, own)], { distinct: true, where });
  const value = toElement(typed(arg, own), own);
  return overWindow([value], where, context, (rows, item) => sql`SELECT COUNT(DISTINCT ${item ?? value}) FROM ${rows}`);
}

const SORTED: ReadonlySet<string> = new Set(["string", "date", "time", "timestamp", "interval", "inet", "decimal"]);
/** The least or greatest; types that PostgreSQL sorts but has none for are taken by their text, or are the first when sorted. */
const extreme =
  (least: boolean) =>
  ({ arg, where }: Args, context: Context): Sql => {
    const own = context.dtype("arg");
    const of = (value: Sql): Sql => context.aggregate(least ? "MIN" : "MAX", [value], { where });
    if (isInteger(own) || isFloat(own) || SORTED.has(own.kind)) return ordinary(of(sortable(arg, own)), own);
    if (own.kind === "bool") return context.aggregate(least ? "BOOL_AND" : "BOOL_OR", [arg], { where });
    const inText = (value: Sql): Sql => of(sortable(value, { kind: "string", nullable: true }));
    if (own.kind === "uuid") return cast(inText(castAs(arg, "text")), own);
    if (own.kind === "binary")
      return call("DECODE", inText(call("ENCODE", arg, stringLiteral("hex"))), stringLiteral("hex"));
    const key: SortSql = { sql: sortable(arg, own), descending: !least, nulls: "last" };
    return fromElement(firstBy(toElement(typed(arg, own), own), [key], where, context), own);
  };

/** The value in the row where the key is least or greatest; rows without either take no part. */
const extremeBy =
  (least: boolean) =>
  ({ arg, key, where }: Args & { readonly key: Sql }, context: Context): Sql => {
    const own = context.dtype("arg");
    const known = (value: Sql, name: string, more: Sql | undefined): Sql | undefined =>
      context.dtype(name).nullable ? present(value, more) : more;
    const order: SortSql = { sql: sortable(key, context.dtype("key")), descending: !least, nulls: "last" };
    const rows = known(key, "key", known(arg, "arg", where));
    return fromElement(firstBy(toElement(typed(arg, own), own), [order], rows, context), own);
  };

interface Picked extends Args {
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly includeNull?: boolean | undefined;
}
/** The first or last value, in an order or as they come. */
const picked =
  (first: boolean) =>
  ({ arg, where, orderBy = [], includeNull }: Picked, context: Context): Sql => {
    const own = context.dtype("arg");
    const rows = includeNull || !own.nullable ? where : present(arg, where);
    const value = toElement(typed(arg, own), own);
    if (orderBy.length > 0) return fromElement(firstBy(value, first ? orderBy : reversed(orderBy), rows, context), own);
    if (context.over && rows === undefined) return context.aggregate(first ? "FIRST_VALUE" : "LAST_VALUE", [arg]);
    const all = context.aggregate("ARRAY_AGG", [value], { where: rows });
    const place = first ? sql`1` : int4(context.aggregate("COUNT", [], { where: rows }));
    return fromElement(sql`(${all})[${place}]`, own);
  };

/** What PostgreSQL makes of sorted values, and not over a window: there they are collected first. */
function sortedAggregate(fn: Sql, value: Sql, { where }: Args, context: Context): Sql {
  if (!context.over) return withinGroup(fn, value, where);
  return overWindow(
    [value],
    where,
    context,
    (rows, item) => sql`SELECT ${fn} WITHIN GROUP (ORDER BY ${item ?? value}) FROM ${rows}`,
  );
}
const share = (a: Args, quantile: Sql, context: Context): Sql =>
  sortedAggregate(call("PERCENTILE_CONT", quantile), asFloat64(a.arg, context.dtype("arg")), a, context);
const median = (a: Args, context: Context): Sql => share(a, sql`0.5`, context);
const quantile = (a: Args & { readonly quantile: Sql }, context: Context): Sql =>
  share(a, a.quantile.kind === "literal" ? a.quantile : cast(a.quantile, float64), context);

/** The most frequent of values that are sorted by something else than themselves; of several the smallest. */
function modeOf(value: Sql, dtype: DType, where: Sql | undefined, context: Context): Sql {
  return overWindow([value], where, context, (rows, item = value) => {
    const own = fromElement(item, dtype);
    return sql`SELECT ${own} FROM ${rows} WHERE ${isNotNull(item)} GROUP BY ${item} ORDER BY COUNT(*) DESC, ${sortable(own, dtype)} ASC LIMIT 1`;
  });
}

export const reductionRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: ({ arg, where }, { aggregate, dtype }) => aggregate("COUNT", [typed(arg, dtype("arg"))], { where }),
  CountDistinct: countDistinct,
  CountDistinctStar: ({ where }, context) => {
    const { table } = context.node.args;
    const columns = table ? context.columns(table) : [];
    if (!context.over) return context.aggregate("COUNT", [call("ROW", ...columns)], { distinct: true, where });
    const row = call("JSONB_BUILD_ARRAY", ...columns);
    return overWindow([row], where, context, (rows, item) => sql`SELECT COUNT(DISTINCT ${item ?? row}) FROM ${rows}`);
  },
  ApproxCountDistinct: countDistinct,
  // The sum of bigints and decimals is a numeric of any size; the cast makes an overflow an error.
  Sum: ({ arg, where }, { aggregate, dtype, node }) => {
    const own = dtype("arg");
    if (own.kind === "bool") return aggregate("SUM", [cast(arg, int32)], { where });
    const total = aggregate("SUM", [own.kind === "float32" ? cast(arg, float64) : arg], { where });
    return node.dtype.kind === "float64" ? total : cast(total, node.dtype);
  },
  Mean: asFloat("AVG"),
  Min: extreme(true),
  Max: extreme(false),
  ArgMin: extremeBy(true),
  ArgMax: extremeBy(false),
  Median: median,
  Quantile: quantile,
  ApproxMedian: median,
  ApproxQuantile: quantile,
  Mode: (a, context) => {
    const own = context.dtype("arg");
    const value = typed(a.arg, own);
    if (isNested(own)) return modeOf(toElement(value, own), own, a.where, context);
    return ordinary(sortedAggregate(call("MODE"), sortable(value, own), a, context), own);
  },
  Arbitrary: ({ arg, where }, context) => picked(true)({ arg, where }, context),
  First: picked(true),
  Last: picked(false),
  Variance: sampled("VAR_SAMP", "VAR_POP"),
  StandardDev: sampled("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, { aggregate, dtype }) =>
    aggregate("CORR", [asFloat64(left, dtype("left")), asFloat64(right, dtype("right"))], { where }),
  Covariance: ({ left, right, how, where }, { aggregate, dtype }) =>
    aggregate(
      how === "population" ? "COVAR_POP" : "COVAR_SAMP",
      [asFloat64(left, dtype("left")), asFloat64(right, dtype("right"))],
      {
        where,
      },
    ),
  Kurtosis: ({ arg, how, where }, context) => kurtosis(arg, context.dtype("arg"), where, how !== "population", context),
  Skewness: ({ arg, where }, context) => skewness(arg, context.dtype("arg"), where, context),
  Any: simple("BOOL_OR"),
  All: simple("BOOL_AND"),
  BitAnd: bits("BIT_AND"),
  BitOr: bits("BIT_OR"),
  BitXor: bits("BIT_XOR"),
  Collect: ({ arg, orderBy = [], distinct, includeNull, where }, context) => {
    const own = context.dtype("arg");
    const rows = includeNull || !own.nullable ? where : present(arg, where);
    const value = toElement(typed(arg, own), own);
    if (!distinct) {
      if (context.over && orderBy.length > 0) return collected(value, { orderBy, where: rows }, context);
      return context.aggregate("ARRAY_AGG", [value], { where: rows, orderBy });
    }
    // What is sorted by must be the very value that is to be different.
    const other = orderBy.find((_, i) => context.node.args.orderBy?.[i]?.value !== context.node.args.arg);
    if (other)
      throw context.unsupported(
        "different values can be sorted by themselves only",
        "take orderBy of the value itself",
      );
    const key = orderBy[0]?.sql ?? value;
    if (context.over) return collected(key, { orderBy, distinct, where: rows }, context);
    return ordinary(context.aggregate("ARRAY_AGG", [key], { where: rows, orderBy, distinct }), context.node.dtype);
  },
  GroupConcat: ({ arg, separator, orderBy = [], where }, context) => {
    if (!context.over || orderBy.length === 0)
      return context.aggregate("STRING_AGG", [arg, separator], { where, orderBy });
    return collected(arg, { orderBy, where }, context, (value, order) =>
      call("STRING_AGG", value, sql`${separator}${order}`),
    );
  },
} satisfies Partial<Rules>;
