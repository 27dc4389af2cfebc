import type { DType } from "@avocet/core";
import { float64, isFloat, isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { hasOrder, sortLead } from "../compare.js";
import { cast } from "../convert.js";
import { once } from "../scope.js";
import { typeName } from "../types.js";
import { mode } from "./array-parts.js";
import { gathered, picked } from "./gathered.js";
import { where } from "./operands.js";

type Context = Pick<RuleContext, "aggregate" | "dtype" | "unsupported" | "window"> & {
  readonly node: { readonly dtype: DType };
};
const isNumber = (dtype: DType): boolean => isInteger(dtype) || isFloat(dtype) || dtype.kind === "decimal";
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const times = (left: Sql, right: Sql): Sql => infix(left, "*", right, Precedence.multiply);

/** The values from small to large. */
function inOrder(arg: Sql, dtype: DType, keep: Sql | undefined, context: Context): Sql {
  const lead = sortLead(arg, dtype);
  const key: SortSql = { sql: arg, descending: false, nulls: "last", nullable: false, ...(lead ? { lead } : {}) };
  return gathered({ arg, dtype, keep, orderBy: [key] }, context);
}
/** The value at a share of the way through the values; numbers are interpolated, of others it is the one before. */
function quantile(arg: Sql, share: Sql, keep: Sql | undefined, context: Context): Sql {
  const own = context.dtype("arg");
  const { dtype } = context.node;
  if (!hasOrder(own)) throw context.unsupported(`values of ${own.kind} have no order`, "take a part of them first");
  const number = isNumber(own) || own.kind === "null";
  const value = number && typeName(own) !== "FLOAT64" ? cast(arg, float64) : arg;
  const type = number ? { ...float64, nullable: own.nullable } : own;
  return once({ values: inOrder(value, type, keep, context) }, ({ values }) => {
    const place = times(share, sql`(ARRAY_LENGTH(${values}) - 1)`);
    const at = (how: "FLOOR" | "CEIL", p: Sql): Sql => sql`${values}[OFFSET(CAST(${call(how, p)} AS INT64))]`;
    if (!number) return at("FLOOR", place);
    return once({ place }, ({ place: p }) => {
      const [below, above] = [at("FLOOR", p), at("CEIL", p)];
      const between = infix(
        below,
        "+",
        times(minus(above, below), sql`(${minus(p, call("FLOOR", p))})`),
        Precedence.add,
      );
      const whole = sql`IF(${p} = FLOOR(${p}), ${below}, ${between})`;
      return typeName(dtype) === "FLOAT64" ? whole : cast(whole, dtype);
    });
  });
}
const HALF = sql`0.5`;
/** Of so many parts that a share is off by little. */
const PARTS = 1000;
/** BigQuery has approximations of a whole group only; of a window the exact value is taken. */
function approximate(arg: Sql, share: Sql, keep: Sql | undefined, context: Context): Sql {
  if (context.window) return quantile(arg, share, keep, context);
  const parts = share === HALF ? 2 : PARTS;
  const place = share === HALF ? intLiteral(1) : sql`CAST(ROUND(${times(share, intLiteral(parts))}) AS INT64)`;
  const value = sql`${context.aggregate("APPROX_QUANTILES", [where(arg, keep), intLiteral(parts)])}[SAFE_OFFSET(${place})]`;
  return typeName(context.dtype("arg")) === "FLOAT64" ? value : cast(value, float64);
}

export const orderRules = {
  Median: (a, context) => quantile(a.arg, HALF, a.where, context),
  Quantile: (a, context) => quantile(a.arg, a.quantile, a.where, context),
  ApproxMedian: (a, context) => approximate(a.arg, HALF, a.where, context),
  ApproxQuantile: (a, context) => approximate(a.arg, a.quantile, a.where, context),
  Mode: ({ arg, where: keep }, context) => {
    const dtype = context.dtype("arg");
    const values = gathered({ arg, dtype, keep }, context);
    return once({ values }, (a) => mode(a.values, { ...dtype, nullable: false }));
  },
  First: ({ arg, where: keep, orderBy, includeNull }, context) =>
    picked({ arg, dtype: context.dtype("arg"), keep, orderBy, keepNull: includeNull }, context),
  Last: ({ arg, where: keep, orderBy, includeNull }, context) =>
    picked({ arg, dtype: context.dtype("arg"), keep, orderBy, keepNull: includeNull, last: true }, context),
} satisfies Partial<Rules>;
