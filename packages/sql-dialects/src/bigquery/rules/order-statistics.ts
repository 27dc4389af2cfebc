import type { DType } from "@avocet/core";
import { float64 } from "@avocet/core";
import { isFloat, isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import type { SortSql } from "../../sql/query.js";
import { cast } from "../cast.js";
import { isOrderable, leadingSortKey } from "../compare.js";
import { evaluateOnce } from "../scope.js";
import { typeName } from "../types.js";
import { collectArray, firstOrLast } from "./array-agg.js";
import { modeOfElements } from "./array-helpers.js";
import { nullUnless } from "./operands.js";

type Context = Pick<RuleContext, "aggregate" | "dtype" | "unsupported" | "window"> & {
  readonly node: { readonly dtype: DType };
};
const isNumber = (dtype: DType): boolean => isInteger(dtype) || isFloat(dtype) || dtype.kind === "decimal";
const subtract = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const multiply = (left: Sql, right: Sql): Sql => infix(left, "*", right, Precedence.multiply);

/** The values as an array in ascending order. */
function sortedValues(arg: Sql, dtype: DType, filter: Sql | undefined, context: Context): Sql {
  const lead = leadingSortKey(arg, dtype);
  const key: SortSql = {
    sql: arg,
    descending: false,
    nulls: "last",
    nullable: false,
    ...(lead ? { leadingKey: lead } : {}),
  };
  return collectArray({ arg, dtype, filter, orderBy: [key] }, context);
}
/** The value at a fraction of the sorted values; numbers are interpolated, for other types it is the value before. */
function quantile(arg: Sql, fraction: Sql, filter: Sql | undefined, context: Context): Sql {
  const argType = context.dtype("arg");
  const { dtype } = context.node;
  if (!isOrderable(argType))
    throw context.unsupported(`values of ${argType.kind} cannot be ordered`, "extract an orderable part first");
  const interpolates = isNumber(argType) || argType.kind === "null";
  const value = interpolates && typeName(argType) !== "FLOAT64" ? cast(arg, float64) : arg;
  const valueType = interpolates ? { ...float64, nullable: argType.nullable } : argType;
  return evaluateOnce({ values: sortedValues(value, valueType, filter, context) }, ({ values }) => {
    const position = multiply(fraction, sql`(ARRAY_LENGTH(${values}) - 1)`);
    const valueAt = (rounding: "FLOOR" | "CEIL", p: Sql): Sql =>
      sql`${values}[OFFSET(CAST(${call(rounding, p)} AS INT64))]`;
    if (!interpolates) return valueAt("FLOOR", position);
    return evaluateOnce({ place: position }, ({ place: index }) => {
      const [lower, upper] = [valueAt("FLOOR", index), valueAt("CEIL", index)];
      const interpolated = infix(
        lower,
        "+",
        multiply(subtract(upper, lower), sql`(${subtract(index, call("FLOOR", index))})`),
        Precedence.add,
      );
      const result = sql`IF(${index} = FLOOR(${index}), ${lower}, ${interpolated})`;
      return typeName(dtype) === "FLOAT64" ? result : cast(result, dtype);
    });
  });
}
const HALF = sql`0.5`;
/** The number of buckets for APPROX_QUANTILES, which bounds the error of the fraction. */
const QUANTILE_BUCKETS = 1000;
/** An approximate quantile of a group; exact over a window, because APPROX_QUANTILES does not support OVER. */
function approximateQuantile(arg: Sql, fraction: Sql, filter: Sql | undefined, context: Context): Sql {
  if (context.window) return quantile(arg, fraction, filter, context);
  const buckets = fraction === HALF ? 2 : QUANTILE_BUCKETS;
  const bucket =
    fraction === HALF ? intLiteral(1) : sql`CAST(ROUND(${multiply(fraction, intLiteral(buckets))}) AS INT64)`;
  const value = sql`${context.aggregate("APPROX_QUANTILES", [nullUnless(arg, filter), intLiteral(buckets)])}[SAFE_OFFSET(${bucket})]`;
  return typeName(context.dtype("arg")) === "FLOAT64" ? value : cast(value, float64);
}

export const orderStatisticRules = {
  Median: (a, context) => quantile(a.arg, HALF, a.where, context),
  Quantile: (a, context) => quantile(a.arg, a.quantile, a.where, context),
  ApproxMedian: (a, context) => approximateQuantile(a.arg, HALF, a.where, context),
  ApproxQuantile: (a, context) => approximateQuantile(a.arg, a.quantile, a.where, context),
  Mode: ({ arg, where: filter }, context) => {
    const dtype = context.dtype("arg");
    const values = collectArray({ arg, dtype, filter }, context);
    return evaluateOnce({ values }, (a) => modeOfElements(a.values, { ...dtype, nullable: false }));
  },
  First: ({ arg, where: filter, orderBy, includeNull }, context) =>
    firstOrLast({ arg, dtype: context.dtype("arg"), filter, orderBy, includeNull }, context),
  Last: ({ arg, where: filter, orderBy, includeNull }, context) =>
    firstOrLast({ arg, dtype: context.dtype("arg"), filter, orderBy, includeNull, last: true }, context),
} satisfies Partial<Rules>;
