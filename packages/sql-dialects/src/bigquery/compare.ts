import type { DType } from "@avocet/core";
import { commonDType, isFloat } from "@avocet/core/dialect";
import type { RuleContext } from "../dialect.js";
import { and, call, compare, isNull, not, operand, or, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { widenTo } from "./cast.js";
import { evaluateOnceIfCostly } from "./scope.js";
import { isNested } from "./types.js";

type Context = Pick<RuleContext, "unsupported">;
/** An expression with its dtype. */
export interface TypedSql {
  readonly sql: Sql;
  readonly dtype: DType;
}

/** Casts both values to their common dtype, which is returned as the third item. */
export function castToCommon(left: TypedSql, right: TypedSql, context: Context): readonly [Sql, Sql, DType] {
  const common = commonDType(left.dtype, right.dtype) ?? left.dtype;
  return [widenTo(left.sql, left.dtype, common, context), widenTo(right.sql, right.dtype, common, context), common];
}

/**
 * True if values of a dtype are compared by their JSON text: BigQuery cannot compare them, or treats NULLs within as
 * unequal.
 */
export const comparesAsText = (dtype: DType): boolean => isNested(dtype) || dtype.kind === "json";
/** A text that is equal for equal values only. NULL propagates. */
export function comparableText(value: Sql, dtype: DType): Sql {
  const json = call("TO_JSON_STRING", value);
  return dtype.nullable
    ? evaluateOnceIfCostly({ value }, ({ value: v }) => call("IF", isNull(v), sql`NULL`, call("TO_JSON_STRING", v)))
    : json;
}
// In BigQuery NaN is unequal to every number, including itself; here it equals itself and is larger than all others.
const isNumberLiteral = (value: Sql): boolean => value.kind === "literal" && typeof value.value === "number";
const isNan = (value: Sql): Sql => call("IS_NAN", value);

/** Tests whether two values are equal. NULL if either is NULL. */
export function equal(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToCommon(left, right, context);
  if (comparesAsText(dtype)) return compare(comparableText(l, left.dtype), "=", comparableText(r, right.dtype));
  if (!isFloat(dtype) || isNumberLiteral(l) || isNumberLiteral(r)) return compare(l, "=", r);
  return evaluateOnceIfCostly({ left: l, right: r }, (a) =>
    or(compare(a.left, "=", a.right), and(isNan(a.left), isNan(a.right))),
  );
}
/** Tests whether two values are unequal. NULL if either is NULL. */
export function unequal(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToCommon(left, right, context);
  if (comparesAsText(dtype)) return compare(comparableText(l, left.dtype), "<>", comparableText(r, right.dtype));
  if (!isFloat(dtype) || isNumberLiteral(l) || isNumberLiteral(r)) return compare(l, "<>", r);
  return not(equal(left, right, context));
}
/** Tests whether two values are equal, where NULL equals NULL. */
export function identical(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToCommon(left, right, context);
  if (comparesAsText(dtype))
    return compare(comparableText(l, left.dtype), "IS NOT DISTINCT FROM", comparableText(r, right.dtype));
  if (!isFloat(dtype) || isNumberLiteral(l) || isNumberLiteral(r)) return compare(l, "IS NOT DISTINCT FROM", r);
  return evaluateOnceIfCostly({ left: l, right: r }, (a) => {
    const nans = sql`IFNULL(${and(isNan(a.left), isNan(a.right))}, FALSE)`;
    return or(compare(a.left, "IS NOT DISTINCT FROM", a.right), nans);
  });
}

/** `left < right`. NULL if either is NULL. */
export function less(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToOrderable(left, right, context);
  if (!isFloat(dtype) || isNumberLiteral(r)) return compare(l, "<", r);
  if (isNumberLiteral(l)) return not(compare(l, ">=", r));
  return evaluateOnceIfCostly({ left: l, right: r }, (a) =>
    or(compare(a.left, "<", a.right), and(isNan(a.right), not(isNan(a.left)))),
  );
}
/** `left <= right`. NULL if either is NULL. */
export function lessOrEqual(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToOrderable(left, right, context);
  if (!isFloat(dtype) || isNumberLiteral(r)) return compare(l, "<=", r);
  if (isNumberLiteral(l)) return not(compare(l, ">", r));
  return not(less(right, left, context));
}
/** `left > right`. NULL if either is NULL. */
export function greater(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToOrderable(left, right, context);
  if (!isFloat(dtype) || isNumberLiteral(l)) return compare(l, ">", r);
  if (isNumberLiteral(r)) return not(compare(l, "<=", r));
  return less(right, left, context);
}
/** `left >= right`. NULL if either is NULL. */
export function greaterOrEqual(left: TypedSql, right: TypedSql, context: Context): Sql {
  const [l, r, dtype] = castToOrderable(left, right, context);
  if (!isFloat(dtype) || isNumberLiteral(l)) return compare(l, ">=", r);
  if (isNumberLiteral(r)) return not(compare(l, "<", r));
  return not(less(left, right, context));
}
function castToOrderable(left: TypedSql, right: TypedSql, context: Context): readonly [Sql, Sql, DType] {
  const operands = castToCommon(left, right, context);
  if (!isOrderable(operands[2]))
    throw context.unsupported(`values of ${operands[2].kind} cannot be ordered`, "compare an orderable part");
  return operands;
}
/** True if values of a dtype can be ordered. */
export const isOrderable = (dtype: DType): boolean => !comparesAsText(dtype);

/** An additional sort key before a float: NaN sorts last, but BigQuery sorts it first. */
export const leadingSortKey = (value: Sql, dtype: DType): Sql | undefined =>
  isFloat(dtype) ? isNan(value) : undefined;

/** BETWEEN, where the value and the bounds may be NaN. */
export function between(arg: TypedSql, lower: TypedSql, upper: TypedSql, context: Context): Sql {
  const bounds = commonDType(lower.dtype, upper.dtype) ?? lower.dtype;
  const common = commonDType(arg.dtype, bounds) ?? arg.dtype;
  if (!isOrderable(common))
    throw context.unsupported(`values of ${common.kind} cannot be ordered`, "compare an orderable part");
  // map keeps the length
  const [a, l, u] = [arg, lower, upper].map((v) => widenTo(v.sql, v.dtype, common, context)) as [Sql, Sql, Sql];
  if (!isFloat(common) || (isNumberLiteral(l) && isNumberLiteral(u)))
    return withPrecedence(
      Precedence.comparison,
    )`${operand(a, Precedence.otherOperator)} BETWEEN ${operand(l, Precedence.otherOperator)} AND ${operand(u, Precedence.otherOperator)}`;
  return evaluateOnceIfCostly({ arg: a }, ({ arg: value }) =>
    and(
      greaterOrEqual({ sql: value, dtype: common }, lower, context),
      lessOrEqual({ sql: value, dtype: common }, upper, context),
    ),
  );
}
