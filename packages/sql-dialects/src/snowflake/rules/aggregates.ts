import type { DType } from "@avocet/core";
import { array } from "@avocet/core";
import { isArray, isFloat, isMap, isNumeric, isStruct } from "@avocet/core/backend";
import type { RuleContext, Rules } from "../../dialect.js";
import { and, call, caseWhen, compare, infix, intLiteral, isNotNull, keyword, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { mark, Precedence } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { castTo, float64, int64, ifThen } from "../build.js";
import { reverseSortKeys, withinGroup } from "../sort.js";
import { isOrdered, withOrder } from "../window.js";
import { EMPTY_ARRAY, jsonNullIfNull, encodeElement, decodeElement } from "../variant.js";
import { modeOfElements } from "./arrays.js";

type Args = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "over" | "unsupported"> & {
  readonly node: RuleContext["node"];
};

/** A value in the rows that a condition picks; aggregates pass over NULL. */
const only = (where: Sql | undefined, value: Sql): Sql => (where ? ifThen(where, value) : value);
const simple =
  (name: string) =>
  ({ arg, where }: Args, { aggregate }: Context): Sql =>
    aggregate(name, [only(where, arg)]);
/** A function whose window takes no order. */
function whole(name: string, context: Context): void {
  if (context.over && isOrdered(context.over))
    throw context.unsupported(
      `${name} takes no order in a window`,
      "leave the order out, or join the value by its group",
    );
}
const unorderedWindow =
  (name: string, of: (arg: Sql, dtype: DType) => Sql = (arg) => arg) =>
  ({ arg, where }: Args, context: Context): Sql => {
    whole(name, context);
    return context.aggregate(name, [of(only(where, arg), context.dtype("arg"))]);
  };
const floating = (arg: Sql, dtype: DType): Sql => (isFloat(dtype) ? arg : castTo(arg, float64));
/** Moments of NUMBERs would have few digits. */
const statistic =
  (sample: string, population: string) =>
  (
    { arg, how, where }: Args & { readonly how?: "sample" | "population" | undefined },
    { aggregate, dtype }: Context,
  ): Sql =>
    aggregate(how === "population" ? population : sample, [floating(only(where, arg), dtype("arg"))]);

const isNested = (dtype: DType): boolean =>
  isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval";
const orderless =
  (rule: (args: Args, context: Context) => Sql) =>
  (args: Args, context: Context): Sql => {
    if (isNested(context.dtype("arg")))
      throw context.unsupported(`values of ${context.dtype("arg").kind} have no order in Snowflake`);
    return rule(args, context);
  };

interface Picked {
  readonly arg: Sql;
  readonly where: Sql | undefined;
  readonly includeNull: boolean;
  readonly keys: readonly SortSql[];
}
/** The first in an order: of a group the first item of a list, of a window its first value. */
function first(
  { arg, where, includeNull, keys }: Picked,
  context: Context,
  fn: "FIRST_VALUE" | "LAST_VALUE" = "FIRST_VALUE",
): Sql {
  const own = context.dtype("arg");
  if (context.over) {
    if (includeNull && where)
      throw context.unsupported("a window cannot leave rows out and keep NULL", "filter the rows before");
    if (keys.length > 0 && isOrdered(context.over))
      throw context.unsupported("the window has an order already", "give one order only");
    const nulls = includeNull ? sql`` : sql` IGNORE NULLS`;
    const rows = keys.length > 0 ? withOrder(context.over, keys) : context.over;
    return mark.window(sql`${keyword(fn)}(${only(where, arg)})${nulls} OVER ${rows}`);
  }
  const part = encodeElement(arg, own);
  const list = listOf(only(where, includeNull ? jsonNullIfNull(part) : part), keys, context);
  return decodeElement(call("GET", list, intLiteral(0)), own);
}
const listOf = (value: Sql, keys: readonly SortSql[] | undefined, { aggregate }: Pick<Context, "aggregate">): Sql =>
  aggregate("ARRAY_AGG", [value], { clauseSuffix: withinGroup(keys) });

/** The value in the row where a key is smallest or largest; rows without a value are passed over. */
const picked =
  (fn: "MIN_BY" | "MAX_BY") =>
  ({ arg, key, where }: Args & { readonly key: Sql }, context: Context): Sql => {
    const own = context.dtype("key");
    if (isNested(own)) throw context.unsupported(`values of ${own.kind} have no order in Snowflake`);
    const tests = [...(where ? [where] : []), ...(context.dtype("arg").nullable ? [isNotNull(arg)] : [])];
    const [test, ...more] = tests;
    const by = only(test && more.reduce<Sql>(and, test), key);
    if (!context.over) return context.aggregate(fn, [arg, by]);
    whole(fn, context);
    const keys: SortSql[] = [{ sql: by, descending: fn === "MAX_BY", nulls: "last" }];
    const value = only(isNotNull(by), arg);
    return mark.window(sql`FIRST_VALUE(${value}) OVER ${withOrder(context.over, keys)}`);
  };

/** The share is a constant, and a number without a cast. */
function share(quantile: Sql, { unsupported }: Context): Sql {
  if (quantile.kind === "literal")
    return { kind: "text", segments: [String(quantile.value)], precedence: Precedence.atom };
  if (quantile.kind === "param") return quantile;
  throw unsupported("the share is a constant", "give it as a number");
}
const percentile =
  (fn: "PERCENTILE_CONT" | "PERCENTILE_DISC") =>
  (arg: Sql, share: Sql, context: Context): Sql => {
    whole(fn, context);
    return context.aggregate(fn, [share], { clauseSuffix: sql`WITHIN GROUP (ORDER BY ${arg})` });
  };

/** Conditions of a group are combined by the aggregates of bools; of a window by its smallest or largest, which takes an order. */
const truth =
  (fn: "BOOLOR_AGG" | "BOOLAND_AGG") =>
  ({ arg, where }: Args, { aggregate, over }: Context): Sql =>
    aggregate(over ? (fn === "BOOLOR_AGG" ? "MAX" : "MIN") : fn, [only(where, arg)]);

export const reductionRules = {
  CountStar: ({ where }, { aggregate }) => (where ? aggregate("COUNT_IF", [where]) : aggregate("COUNT", [])),
  Count: simple("COUNT"),
  CountDistinct: ({ arg, where }, context) => {
    whole("COUNT(DISTINCT …)", context);
    return context.aggregate("COUNT", [only(where, arg)], { distinct: true });
  },
  // COUNT(DISTINCT a, b) would pass over rows with a NULL.
  CountDistinctStar: ({ where }, context) => {
    whole("COUNT(DISTINCT …)", context);
    const { table } = context.node.args;
    const row = call("ARRAY_CONSTRUCT", ...(table ? context.columns(table) : []));
    return context.aggregate("COUNT", [only(where, row)], { distinct: true });
  },
  ApproxCountDistinct: unorderedWindow("APPROX_COUNT_DISTINCT"),
  Sum: ({ arg, where }, { aggregate, dtype }) =>
    aggregate("SUM", [only(where, dtype("arg").kind === "bool" ? castTo(arg, int64) : arg)]),
  Mean: ({ arg, where }, { aggregate, dtype }) => {
    const number = dtype("arg").kind === "bool" ? castTo(arg, int64) : arg;
    return aggregate("AVG", [only(where, floating(number, dtype("arg")))]);
  },
  Min: orderless(simple("MIN")),
  Max: orderless(simple("MAX")),
  ArgMin: picked("MIN_BY"),
  ArgMax: picked("MAX_BY"),
  Median: ({ arg, where }, context) => {
    const own = context.dtype("arg");
    if (isNested(own)) throw context.unsupported(`values of ${own.kind} have no order in Snowflake`);
    if (!isNumeric(own)) return percentile("PERCENTILE_DISC")(only(where, arg), sql`0.5`, context);
    whole("MEDIAN", context);
    return context.aggregate("MEDIAN", [floating(only(where, arg), own)]);
  },
  Quantile: ({ arg, quantile, where }, context) => {
    return percentile("PERCENTILE_CONT")(
      floating(only(where, arg), context.dtype("arg")),
      share(quantile, context),
      context,
    );
  },
  ApproxMedian: ({ arg, where }, context) => {
    whole("APPROX_PERCENTILE", context);
    return context.aggregate("APPROX_PERCENTILE", [floating(only(where, arg), context.dtype("arg")), sql`0.5`]);
  },
  ApproxQuantile: ({ arg, quantile, where }, context) => {
    whole("APPROX_PERCENTILE", context);
    return context.aggregate("APPROX_PERCENTILE", [
      floating(only(where, arg), context.dtype("arg")),
      share(quantile, context),
    ]);
  },
  // MODE takes any of several. Groups are lowered as their first value by frequency and size, before they come here.
  Mode: ({ arg, where }, context) => {
    const own = context.dtype("arg");
    if (isNested(own)) throw context.unsupported(`values of ${own.kind} have no order in Snowflake`);
    return modeOfElements(listOf(only(where, encodeElement(arg, own)), undefined, context), array(own), own);
  },
  Arbitrary: (args, context) =>
    isNested(context.dtype("arg"))
      ? first({ ...args, where: args.where, includeNull: false, keys: [] }, context)
      : context.aggregate("MIN", [only(args.where, args.arg)]),
  First: ({ arg, where, orderBy, includeNull }, context) =>
    first({ arg, where, includeNull: nullsOf(includeNull, context), keys: orderBy ?? [] }, context),
  Last: ({ arg, where, orderBy, includeNull }, context) => {
    const nulls = nullsOf(includeNull, context);
    if (context.over && !orderBy?.length)
      return first({ arg, where, includeNull: nulls, keys: [] }, context, "LAST_VALUE");
    return first({ arg, where, includeNull: nulls, keys: reverseSortKeys(orderBy) }, context);
  },
  Variance: statistic("VAR_SAMP", "VAR_POP"),
  StandardDev: statistic("STDDEV_SAMP", "STDDEV_POP"),
  Correlation: ({ left, right, where }, context) => {
    whole("CORR", context);
    return context.aggregate("CORR", pair(left, right, where, context));
  },
  Covariance: ({ left, right, how, where }, context) => {
    const fn = how === "population" ? "COVAR_POP" : "COVAR_SAMP";
    whole(fn, context);
    return context.aggregate(fn, pair(left, right, where, context));
  },
  Kurtosis: ({ arg, how, where }, context) => {
    whole("KURTOSIS", context);
    const value = floating(only(where, arg), context.dtype("arg"));
    const sample = context.aggregate("KURTOSIS", [value]);
    const made = how === "population" ? ofPopulation(sample, context.aggregate("COUNT", [value])) : sample;
    return ofDifferent(made, value, context);
  },
  Skewness: ({ arg, where }, context) => {
    whole("SKEW", context);
    const value = floating(only(where, arg), context.dtype("arg"));
    return ofDifferent(context.aggregate("SKEW", [value]), value, context);
  },
  Any: truth("BOOLOR_AGG"),
  All: truth("BOOLAND_AGG"),
  BitAnd: unorderedWindow("BITAND_AGG"),
  BitOr: unorderedWindow("BITOR_AGG"),
  BitXor: unorderedWindow("BITXOR_AGG"),
  // ARRAY_AGG of nothing is an empty array.
  Collect: ({ arg, orderBy, distinct, includeNull, where }, context) => {
    const nulls = nullsOf(includeNull, context);
    const part = encodeElement(arg, context.dtype("arg"));
    const value = only(where, nulls ? jsonNullIfNull(part) : part);
    if (context.over && isOrdered(context.over) && (distinct || orderBy?.length))
      throw context.unsupported("ARRAY_AGG takes no order of its own in a window with an order", "give one order only");
    if (!distinct) return call("NULLIF", listOf(value, orderBy, context), EMPTY_ARRAY);
    const set = context.aggregate("ARRAY_AGG", [value], { distinct: true });
    const [key, more] = orderBy ?? [];
    if (key && (more || key.sql !== arg || key.nulls !== "last" || nulls))
      throw context.unsupported(
        "different values can only be in their own order",
        "sort by the value itself, or leave the order out",
      );
    const sorted = key ? call("ARRAY_SORT", set, ...(key.descending ? [sql`FALSE`] : [])) : set;
    return call("NULLIF", sorted, EMPTY_ARRAY);
  },
  // LISTAGG of nothing is an empty text.
  GroupConcat: ({ arg, separator, orderBy, where }, context) => {
    const value = only(where, arg);
    const ordered = context.over !== null && isOrdered(context.over);
    if (ordered && orderBy?.length) throw context.unsupported("the window has an order already", "give one order only");
    if (ordered || (separator.kind !== "literal" && separator.kind !== "param"))
      return call("ARRAY_TO_STRING", call("NULLIF", listOf(value, orderBy, context), EMPTY_ARRAY), separator);
    const joined = context.aggregate("LISTAGG", [value, separator], { clauseSuffix: withinGroup(orderBy) });
    return ifThen(compare(context.aggregate("COUNT", [value]), ">", intLiteral(0)), joined);
  },
} satisfies Partial<Rules>;

/** In arrays of JSON a JSON null is a value of its own. */
function nullsOf(includeNull: boolean | undefined, context: Context): boolean {
  if (includeNull && context.dtype("arg").kind === "json" && !context.over)
    throw context.unsupported("NULL among JSON values would be a JSON null", "leave NULL out");
  return includeNull ?? false;
}
function pair(left: Sql, right: Sql, where: Sql | undefined, { dtype }: Context): readonly Sql[] {
  return [floating(only(where, left), dtype("left")), floating(only(where, right), dtype("right"))];
}
/** A measure of a shape, which values that are all equal have none of. */
const ofDifferent = (shape: Sql, value: Sql, { aggregate }: Context): Sql =>
  ifThen(compare(aggregate("MIN", [value]), "<", aggregate("MAX", [value])), shape);

/** The kurtosis of the values themselves from that of a sample; of two or three values it is always the same. */
function ofPopulation(sample: Sql, n: Sql): Sql {
  const [n1, n2, n3] = [1, 2, 3].map((less) => infix(n, "-", intLiteral(less), Precedence.add));
  const scaled = sql`${sample} * (${n2 ?? n}) * (${n3 ?? n}) / (${n1 ?? n}) - 6`;
  return caseWhen([
    [compare(n, "=", intLiteral(2)), sql`-2::FLOAT`],
    [compare(n, "=", intLiteral(3)), sql`-1.5::FLOAT`],
    [compare(n, ">", intLiteral(3)), sql`(${scaled}) / (${infix(n, "+", intLiteral(1), Precedence.add)})`],
  ]);
}
