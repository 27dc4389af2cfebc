import type { DType } from "@avocet/core";
import { float64, isDecimal, isFloat } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { wholePartition } from "../../lower/value.js";
import { and, call, commaList, isNotNull, NULL, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { hasOrder, hasText, sortLead, textOf } from "../compare.js";
import { cast } from "../convert.js";
import { either, elementsOf, once } from "../scope.js";
import { typeName } from "../types.js";
import { gathered, picked } from "./gathered.js";
import { momentRules } from "./higher-moments.js";
import { where } from "./operands.js";
import { orderRules } from "./order-statistics.js";

type Args = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "node" | "unsupported" | "window">;

const simple =
  (name: string) =>
  (a: Args, { aggregate }: Context): Sql =>
    aggregate(name, [where(a.arg, a.where)]);
const asFloat = (arg: Sql, dtype: DType): Sql =>
  isDecimal(dtype) || dtype.kind === "uint64" ? cast(arg, float64) : arg;
const sampled =
  (sample: string, population: string) =>
  (a: Args & { readonly how: "sample" | "population" | undefined }, { aggregate, dtype }: Context): Sql =>
    aggregate(a.how === "population" ? population : sample, [where(asFloat(a.arg, dtype("arg")), a.where)]);
const paired =
  (name: string) =>
  (
    a: { readonly left: Sql; readonly right: Sql; readonly where: Sql | undefined },
    { aggregate, dtype }: Context,
  ): Sql =>
    aggregate(name, [where(asFloat(a.left, dtype("left")), a.where), asFloat(a.right, dtype("right"))]);
/** Numbers of a bool are 0 and 1. */
const numeric = (arg: Sql, dtype: DType): Sql =>
  dtype.kind === "bool" ? cast(arg, { kind: "int64", nullable: true }) : arg;

/** BigQuery counts different values of a whole partition only; of a frame they are gathered first. */
function countDistinct(
  key: Sql,
  keep: Sql | undefined,
  { aggregate, window }: Pick<Context, "aggregate" | "window">,
): Sql {
  const kept = where(key, keep);
  if (!window || (window.orderBy.length === 0 && (window.frame === null || wholePartition(window))))
    return aggregate("COUNT", [kept], { distinct: true });
  return once({ values: aggregate("ARRAY_AGG", [sql`${kept} IGNORE NULLS`]) }, ({ values }) => {
    const rows = elementsOf(values, { kind: "string", nullable: false });
    return sql`(${rows.query(sql`SELECT COUNT(DISTINCT ${rows.element}) FROM ${rows.only}`)})`;
  });
}
const countable = (arg: Sql, dtype: DType): Sql => (hasText(dtype) ? textOf(arg, dtype) : arg);

const ordered =
  (name: "MIN" | "MAX") =>
  (a: Args, context: Context): Sql => {
    const dtype = context.dtype("arg");
    if (!hasOrder(dtype))
      throw context.unsupported(`values of ${dtype.kind} have no order`, "take a part of them first");
    const arg = where(a.arg, a.where);
    const most = context.aggregate(name, [arg]);
    if (name === "MAX" || !isFloat(dtype)) return most;
    // BigQuery's MIN is NaN where one is.
    return call("COALESCE", context.aggregate(name, [either(call("IS_NAN", arg), NULL, arg)]), most);
  };
const byKey =
  (descending: boolean) =>
  (
    { arg, key, where: keep }: { readonly arg: Sql; readonly key: Sql; readonly where: Sql | undefined },
    context: Context,
  ): Sql => {
    const dtype = context.dtype("key");
    if (!hasOrder(dtype)) throw context.unsupported(`values of ${dtype.kind} have no order`, "order by a part of them");
    const present = [
      ...(keep ? [keep] : []),
      ...(dtype.nullable ? [isNotNull(key)] : []),
      ...(context.dtype("arg").nullable ? [isNotNull(arg)] : []),
    ];
    const test = present.length ? present.reduce(and) : undefined;
    const lead = sortLead(key, dtype);
    const order: SortSql = { sql: key, descending, nulls: "last", nullable: false, ...(lead ? { lead } : {}) };
    return picked({ arg, dtype: context.dtype("arg"), keep: test, orderBy: [order] }, context);
  };

export const reductionRules = {
  ...orderRules,
  ...momentRules,
  CountStar: ({ where: keep }, { aggregate }) => (keep ? aggregate("COUNTIF", [keep]) : aggregate("COUNT", [])),
  Count: simple("COUNT"),
  CountDistinct: ({ arg, where: keep }, context) => countDistinct(countable(arg, context.dtype("arg")), keep, context),
  CountDistinctStar: ({ where: keep }, context) => {
    const { table } = context.node.args;
    const row = sql`STRUCT(${commaList(table ? context.columns(table) : [])})`;
    return countDistinct(call("TO_JSON_STRING", row), keep, context);
  },
  ApproxCountDistinct: ({ arg, where: keep }, context) => {
    const key = countable(arg, context.dtype("arg"));
    return context.window
      ? countDistinct(key, keep, context)
      : context.aggregate("APPROX_COUNT_DISTINCT", [where(key, keep)]);
  },
  Sum: (a, { aggregate, dtype, node }) => {
    const arg = numeric(a.arg, dtype("arg"));
    const wide =
      dtype("arg").kind === "bool" || typeName(dtype("arg")) === typeName(node.dtype) ? arg : cast(arg, node.dtype);
    return aggregate("SUM", [where(wide, a.where)]);
  },
  Mean: (a, { aggregate, dtype }) => {
    const own = dtype("arg");
    const mean = aggregate("AVG", [where(numeric(a.arg, own), a.where)]);
    return isDecimal(own) || own.kind === "uint64" ? cast(mean, float64) : mean;
  },
  Min: ordered("MIN"),
  Max: ordered("MAX"),
  ArgMin: byKey(false),
  ArgMax: byKey(true),
  Arbitrary: ({ arg, where: keep }, context) =>
    picked({ arg, dtype: context.dtype("arg"), keep, orderBy: [] }, context),
  Variance: sampled("VAR_SAMP", "VAR_POP"),
  StandardDev: sampled("STDDEV_SAMP", "STDDEV_POP"),
  // BigQuery gives NaN where one of both does not vary.
  Correlation: (a, context) =>
    once({ correlation: paired("CORR")(a, context) }, ({ correlation: r }) => either(call("IS_NAN", r), NULL, r)),
  Covariance: (a, context) => paired(a.how === "population" ? "COVAR_POP" : "COVAR_SAMP")(a, context),
  Any: simple("LOGICAL_OR"),
  All: simple("LOGICAL_AND"),
  BitAnd: simple("BIT_AND"),
  BitOr: simple("BIT_OR"),
  BitXor: simple("BIT_XOR"),
  Collect: ({ arg, orderBy, distinct, includeNull, where: keep }, context) =>
    gathered({ arg, dtype: context.dtype("arg"), orderBy, distinct, keepNull: includeNull, keep }, context),
  GroupConcat: ({ arg, separator, orderBy, where: keep }, context) => {
    const constant = separator.kind === "literal" || separator.kind === "param";
    if (constant && !(context.window && orderBy?.length))
      return context.aggregate("STRING_AGG", [where(arg, keep), separator], { orderBy });
    const values = { arg, dtype: context.dtype("arg"), orderBy, keep };
    return call("ARRAY_TO_STRING", gathered(values, context), separator);
  },
} satisfies Partial<Rules>;
