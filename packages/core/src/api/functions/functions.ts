import type * as d from "../../dtype/dtype.js";
import { withNull } from "../../dtype/dtype.js";
import { inferDType } from "../../dtype/literal.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import { table as tableNode } from "../../ir/relation.js";
import { literal, param as paramNode } from "../../ir/value.js";
import type { AggregateOptions, Condition } from "../column/base.js";
import type { Column } from "../column/column.js";
import { registerColumnClasses } from "../column/column-classes.js";
import { columnFrom, columnOf } from "../column/column-factory.js";
import type { AnyColumn, Common, DTypeOf, LiteralDType, LiteralInput } from "../operand/operand.js";
import { comparableNode, isColumn, operandNode } from "../operand/operand.js";
import { Table } from "../table.js";
import { fieldsOf } from "../verbs/fields.js";
import { countRows } from "./count.js";

export { fieldsOf } from "../verbs/fields.js";

registerColumnClasses();

/**
 * A database table by name and schema, without a connection: for building expressions and compiling SQL.
 * @example table("orders", { order_id: int64, status: string })
 */
export function table<const S extends d.Schema>(
  name: string,
  schema: S,
  namespace: { readonly database?: string; readonly catalog?: string } = {},
): Table<S> {
  return new Table<S>(tableNode(name, fieldsOf(schema), namespace.database ?? null, namespace.catalog ?? null));
}

/**
 * Number of rows of the table or group.
 * Returns int64, never NULL.
 * @example orders.groupBy("status").aggregate({ n: count() })
 */
export const count = (options: AggregateOptions = {}): Column<d.Int64<false>> => countRows(options);

/**
 * A literal. Without a dtype, whole numbers are int64, other numbers float64, and Dates instants.
 * Throws `invalid-literal` for a value that the dtype cannot hold.
 * @example lit("2026-01-31", date)
 */
export function lit<const V extends LiteralInput>(value: V): Column<LiteralDType<V>>;
export function lit<D extends d.DType>(value: null, dtype: D): Column<d.SetNull<D, true>>;
export function lit<D extends d.DType>(value: unknown, dtype: D): Column<d.SetNull<D, false>>;
export function lit(value: unknown, dtype?: d.DType): AnyColumn {
  return columnOf(literal(value, dtype ? withNull(dtype, value === null) : inferDType(value)), null);
}
/**
 * A parameter, whose value is set at execution and always sent as a bind parameter.
 * Throws `invalid-argument` if the name has characters other than letters, digits and _.
 * @example param("least", float64)
 */
export function param<D extends d.DType>(name: string, dtype: D): Column<D> {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new AvocetError(
      "invalid-argument",
      `The name of a parameter consists of letters, digits and _, got ${JSON.stringify(name)}`,
    );
  return columnFrom(paramNode(name, dtype));
}
/**
 * Returns the first non-NULL value.
 * Returns the common dtype of all values. NULL only if all are NULL.
 * @example payments.mutate((c) => ({ amount: coalesce(c.amount, 0) }))
 */
export function coalesce<C extends AnyColumn, const V extends readonly (AnyColumn | LiteralInput)[]>(
  first: C,
  ...rest: V
): Column<Common<C["dtype"], DTypeOf<V[number]>>> {
  return columnFrom(op("Coalesce", { args: [first.node, ...rest.map((o) => comparableNode(o, first.node))] }));
}
/**
 * Largest of the values, skipping NULLs.
 * Returns the common dtype of all values. NULL only if all are NULL.
 * @example payments.mutate((c) => ({ amount: greatest(c.amount, 0) }))
 */
export function greatest<C extends AnyColumn, const V extends readonly (AnyColumn | LiteralInput)[]>(
  first: C,
  ...rest: V
): Column<Common<C["dtype"], DTypeOf<V[number]>>> {
  return columnFrom(op("Greatest", { args: [first.node, ...rest.map((o) => comparableNode(o, first.node))] }));
}
/**
 * Smallest of the values, skipping NULLs.
 * Returns the common dtype of all values. NULL only if all are NULL.
 * @example payments.mutate((c) => ({ amount: least(c.amount, 100) }))
 */
export function least<C extends AnyColumn, const V extends readonly (AnyColumn | LiteralInput)[]>(
  first: C,
  ...rest: V
): Column<Common<C["dtype"], DTypeOf<V[number]>>> {
  return columnFrom(op("Least", { args: [first.node, ...rest.map((o) => comparableNode(o, first.node))] }));
}
/**
 * Returns `then` where the condition is true, and `otherwise` where it is false or NULL.
 * Returns the common dtype of both.
 * @example orders.mutate((c) => ({ open: ifelse(c.status.eq("placed"), "yes", "no") }))
 */
export function ifelse<const A extends AnyColumn | LiteralInput, const B extends AnyColumn | LiteralInput>(
  condition: Condition,
  then: A,
  otherwise: B,
): Column<Common<DTypeOf<A>, DTypeOf<B>>> {
  const peer = isColumn(otherwise) ? otherwise.dtype : inferDType(otherwise);
  const thenNode = operandNode(then, peer);
  return columnFrom(
    op("IfElse", { condition: condition.node, yes: thenNode, no: comparableNode(otherwise, thenNode) }),
  );
}
type Branch = readonly [Condition, AnyColumn | LiteralInput];
/**
 * Returns the value of the first branch whose condition is true, else `otherwise` (NULL by default): CASE in SQL.
 * Returns the common dtype of all values. Throws `invalid-argument` without branches.
 * @example orders.mutate((c) => ({ size: cases([[c.order_id.lt(10), "low"], [c.order_id.lt(50), "middle"]], "high") }))
 */
export function cases<const B extends readonly Branch[]>(branches: B): Column<d.SetNull<DTypeOf<B[number][1]>, true>>;
export function cases<const B extends readonly Branch[], const E extends AnyColumn | LiteralInput>(
  branches: B,
  otherwise: E,
): Column<Common<DTypeOf<B[number][1]>, DTypeOf<E>>>;
export function cases(branches: readonly Branch[], otherwise?: AnyColumn | LiteralInput): AnyColumn {
  const columns = [...branches.map(([, value]) => value), otherwise].filter(isColumn);
  const [first] = branches;
  if (!first) throw new AvocetError("invalid-argument", "`cases` needs at least one branch");
  const peer = columns[0]?.node ?? operandNode(first[1], inferDType(first[1]));
  return columnFrom(
    op("Case", {
      conditions: branches.map(([condition]) => condition.node),
      results: branches.map(([, value]) => comparableNode(value, peer)),
      otherwise: otherwise === undefined ? undefined : comparableNode(otherwise, peer),
    }),
  );
}
/**
 * Logical AND of conditions, true without any.
 * Returns bool: false if one is false, otherwise NULL if one is NULL.
 * @example orders.filter((c) => and(c.status.eq("placed"), c.order_id.gt(50)))
 */
export const and = (...conditions: readonly Condition[]): Column<d.Bool> => foldConditions("And", conditions, true);
/**
 * Logical OR of conditions, false without any.
 * Returns bool: true if one is true, otherwise NULL if one is NULL.
 * @example orders.filter((c) => or(c.status.eq("placed"), c.order_id.gt(50)))
 */
export const or = (...conditions: readonly Condition[]): Column<d.Bool> => foldConditions("Or", conditions, false);
const foldConditions = (
  name: "And" | "Or",
  [first, ...rest]: readonly Condition[],
  emptyResult: boolean,
): Column<d.Bool> =>
  columnFrom(
    first
      ? rest.reduce((left, c) => op(name, { left, right: c.node }), first.node)
      : literal(emptyResult, { kind: "bool", nullable: false }),
  );
/**
 * Random number from 0 up to, but excluding, 1, a different one for each row.
 * Returns float64, never NULL.
 * @example orders.mutate({ draw: random() })
 */
export const random = (): Column<d.Float64<false>> => columnFrom(op("Random", {}));

/**
 * Number of the row in the order of the window, from 1. The order of ties is arbitrary.
 * Returns int64, never NULL.
 * @example orders.mutate((c) => ({ nth: rowNumber().over({ orderBy: c.order_date }) }))
 */
export const rowNumber = (): Column<d.Int64<false>> => columnFrom(op("RowNumber", {}));
/**
 * Rank of the row in the order of the window, from 1. Ties have the same rank, followed by a gap.
 * Returns int64, never NULL.
 * @example payments.mutate((c) => ({ rank: rank().over({ orderBy: c.amount.desc() }) }))
 */
export const rank = (): Column<d.Int64<false>> => columnFrom(op("Rank", {}));
/**
 * Rank of the row in the order of the window, from 1. Ties have the same rank, without a gap.
 * Returns int64, never NULL.
 * @example payments.mutate((c) => ({ rank: denseRank().over({ orderBy: c.amount.desc() }) }))
 */
export const denseRank = (): Column<d.Int64<false>> => columnFrom(op("DenseRank", {}));
/**
 * Relative rank of the row, from 0 to 1: (rank - 1) / (rows - 1).
 * Returns float64, never NULL.
 * @example payments.mutate((c) => ({ rank: percentRank().over({ orderBy: c.amount }) }))
 */
export const percentRank = (): Column<d.Float64<false>> => columnFrom(op("PercentRank", {}));
/**
 * Cumulative distribution: the fraction of the rows up to the current row and its peers.
 * Returns float64, never NULL.
 * @example payments.mutate((c) => ({ share: cumeDist().over({ orderBy: c.amount }) }))
 */
export const cumeDist = (): Column<d.Float64<false>> => columnFrom(op("CumeDist", {}));
/**
 * Number, from 1, of the row's bucket when the rows are divided into `buckets` of equal size.
 * Returns int64, never NULL. Throws `invalid-argument` for a number of buckets that is not a positive integer.
 * @example payments.mutate((c) => ({ quarter: ntile(4).over({ orderBy: c.amount }) }))
 */
export function ntile(buckets: number): Column<d.Int64<false>> {
  if (!Number.isSafeInteger(buckets) || buckets < 1)
    throw new AvocetError("invalid-argument", `\`ntile\` needs a positive integer, got ${buckets}`);
  return columnFrom(op("NTile", { buckets: literal(buckets, { kind: "int64", nullable: false }) }));
}

/**
 * Builds an object with an entry for each item of a list: its key from `name`, its value from `value`. The keys are
 * typed.
 * @example eachOf(["coupon", "gift_card"], (m) => `is_${m}`, (m) => payments.c.payment_method.eq(m))
 */
export function eachOf<const M extends string, N extends string, C extends AnyColumn>(
  items: readonly M[],
  name: (item: M) => N,
  value: (item: M) => C,
): { readonly [K in N]: C } {
  // There is one entry for each item, so for each name of N.
  return Object.fromEntries(items.map((item) => [name(item), value(item)])) as { readonly [K in N]: C };
}
