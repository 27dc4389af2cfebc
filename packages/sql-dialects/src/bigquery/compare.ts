import type { DType } from "@avocet/core";
import { commonDType, isFloat } from "@avocet/core";
import type { RuleContext } from "../dialect.js";
import { and, call, compare, isNull, not, operand, or, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";
import { widened } from "./convert.js";
import { onceIfLong } from "./scope.js";
import { isNested } from "./types.js";

type Context = Pick<RuleContext, "unsupported">;
/** A value with its dtype. */
export interface Typed {
  readonly sql: Sql;
  readonly dtype: DType;
}

/** Both as the type that holds them. */
export function alike(left: Typed, right: Typed, context: Context): readonly [Sql, Sql, DType] {
  const common = commonDType(left.dtype, right.dtype) ?? left.dtype;
  return [widened(left.sql, left.dtype, common, context), widened(right.sql, right.dtype, common, context), common];
}

/** Whether BigQuery has no equality of its own for values of a dtype, or one that knows NULLs within them from each other. */
export const hasText = (dtype: DType): boolean => isNested(dtype) || dtype.kind === "json";
/** A text that is the same for equal values only; NULL for NULL. */
export function textOf(value: Sql, dtype: DType): Sql {
  const json = call("TO_JSON_STRING", value);
  return dtype.nullable
    ? onceIfLong({ value }, ({ value: v }) => call("IF", isNull(v), sql`NULL`, call("TO_JSON_STRING", v)))
    : json;
}
// BigQuery's NaN differs from all numbers, itself too; here it equals itself and is larger than all others.
const neverNan = (value: Sql): boolean => value.kind === "literal" && typeof value.value === "number";
const isNan = (value: Sql): Sql => call("IS_NAN", value);

/** Whether two values are equal; NULL if either is. */
export function equal(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = alike(left, right, context);
  if (hasText(dtype)) return compare(textOf(l, left.dtype), "=", textOf(r, right.dtype));
  if (!isFloat(dtype) || neverNan(l) || neverNan(r)) return compare(l, "=", r);
  return onceIfLong({ left: l, right: r }, (a) =>
    or(compare(a.left, "=", a.right), and(isNan(a.left), isNan(a.right))),
  );
}
/** Whether two values differ; NULL if either is NULL. */
export function unequal(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = alike(left, right, context);
  if (hasText(dtype)) return compare(textOf(l, left.dtype), "<>", textOf(r, right.dtype));
  if (!isFloat(dtype) || neverNan(l) || neverNan(r)) return compare(l, "<>", r);
  return not(equal(left, right, context));
}
/** Whether two values are equal, NULL counted as equal to NULL. */
export function identical(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = alike(left, right, context);
  if (hasText(dtype)) return compare(textOf(l, left.dtype), "IS NOT DISTINCT FROM", textOf(r, right.dtype));
  if (!isFloat(dtype) || neverNan(l) || neverNan(r)) return compare(l, "IS NOT DISTINCT FROM", r);
  return onceIfLong({ left: l, right: r }, (a) => {
    const nans = sql`IFNULL(${and(isNan(a.left), isNan(a.right))}, FALSE)`;
    return or(compare(a.left, "IS NOT DISTINCT FROM", a.right), nans);
  });
}

/** Whether the left is smaller. */
export function less(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = ordered(left, right, context);
  if (!isFloat(dtype) || neverNan(r)) return compare(l, "<", r);
  if (neverNan(l)) return not(compare(l, ">=", r));
  return onceIfLong({ left: l, right: r }, (a) =>
    or(compare(a.left, "<", a.right), and(isNan(a.right), not(isNan(a.left)))),
  );
}
/** Whether the left is not larger. */
export function lessOrEqual(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = ordered(left, right, context);
  if (!isFloat(dtype) || neverNan(r)) return compare(l, "<=", r);
  if (neverNan(l)) return not(compare(l, ">", r));
  return not(less(right, left, context));
}
export function greater(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = ordered(left, right, context);
  if (!isFloat(dtype) || neverNan(l)) return compare(l, ">", r);
  if (neverNan(r)) return not(compare(l, "<=", r));
  return less(right, left, context);
}
export function greaterOrEqual(left: Typed, right: Typed, context: Context): Sql {
  const [l, r, dtype] = ordered(left, right, context);
  if (!isFloat(dtype) || neverNan(l)) return compare(l, ">=", r);
  if (neverNan(r)) return not(compare(l, "<", r));
  return not(less(left, right, context));
}
function ordered(left: Typed, right: Typed, context: Context): readonly [Sql, Sql, DType] {
  const both = alike(left, right, context);
  if (!hasOrder(both[2]))
    throw context.unsupported(`values of ${both[2].kind} have no order`, "compare a part of them");
  return both;
}
export const hasOrder = (dtype: DType): boolean => !hasText(dtype);

/** What to sort by before a value: NaN is larger than all numbers, and BigQuery's the smallest. */
export const sortLead = (value: Sql, dtype: DType): Sql | undefined => (isFloat(dtype) ? isNan(value) : undefined);

/** BETWEEN, of bounds that may be NaN too. */
export function between(arg: Typed, lower: Typed, upper: Typed, context: Context): Sql {
  const bounds = commonDType(lower.dtype, upper.dtype) ?? lower.dtype;
  const common = commonDType(arg.dtype, bounds) ?? arg.dtype;
  if (!hasOrder(common)) throw context.unsupported(`values of ${common.kind} have no order`, "compare a part of them");
  const [a, l, u] = [arg, lower, upper].map((v) => widened(v.sql, v.dtype, common, context)) as [Sql, Sql, Sql]; // three, as given
  if (!isFloat(common) || (neverNan(l) && neverNan(u)))
    return withPrecedence(
      Precedence.comparison,
    )`${operand(a, Precedence.other)} BETWEEN ${operand(l, Precedence.other)} AND ${operand(u, Precedence.other)}`;
  return onceIfLong({ arg: a }, ({ arg: value }) =>
    and(
      greaterOrEqual({ sql: value, dtype: common }, lower, context),
      lessOrEqual({ sql: value, dtype: common }, upper, context),
    ),
  );
}
