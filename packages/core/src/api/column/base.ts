import type { And, ArrayType, Bool, DType, Int64, Or, SetNull, Str } from "../../dtype/dtype.js";
import { withNull } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { ArgsOf, OpName } from "../../ir/operations.js";
import type { SortKey, Value } from "../../ir/value.js";
import { literal, sortKey } from "../../ir/value.js";
import type { SerializedExpression } from "../../serialize/format.js";
import { writeGraph } from "../../serialize/write.js";
import { formatColumn } from "../../text/format.js";
import type { AnyColumn, Common, Literals, Operand, OperandDType, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { SortInput, SortOptions } from "../operand/sort.js";
import { sortNodes } from "../operand/sort.js";
import type { WindowSpec } from "../operand/window.js";
import { overWindow } from "../operand/window.js";
import { renderSvg } from "../source/renderer.js";
import type { Column } from "./column.js";
import { columnFrom, columnOf } from "./column-factory.js";
import type { CumulativeOptions } from "./cumulative.js";
import { cumulativeNode } from "./cumulative.js";
import type { InTable, ValueTable } from "./membership.js";
import { inTableNode } from "./membership.js";

/** A bool column that is used as a condition. */
export interface Condition extends AnyColumn {
  readonly dtype: Bool<boolean>;
}
/** Options of every aggregate. */
export interface AggregateOptions {
  /** Aggregate only the rows for which this is true. */
  readonly where?: Condition | undefined;
}
/** Options for order-sensitive aggregates (`first`, `last`, `collect`). */
export interface OrderedAggregateOptions extends AggregateOptions {
  readonly orderBy?: SortInput | readonly SortInput[];
  /** Include NULLs; by default they are skipped. */
  readonly includeNull?: boolean;
}
type AnyNotNull<V> = V extends null ? never : OperandNull<V> extends false ? true : never;
type CoalesceNull<N extends boolean, V> = N extends false ? false : [AnyNotNull<V>] extends [never] ? true : false;

/** The methods of every column, whatever its dtype. */
export class ColumnBase<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> implements AnyColumn
{
  /** The node of the expression graph, which is plain frozen data. */
  readonly node: Value;
  readonly name: N;
  /** Exists in the types only: the name of a plain column in its table, null for a computed column. */
  declare readonly origin?: O;

  constructor(node: Value, name: N) {
    this.node = node;
    this.name = name;
  }

  /** The dtype, including nullability. */
  get dtype(): D {
    return this.node.dtype as D; // the type was computed from the dtype of the graph
  }

  /** @internal */
  protected op<C extends AnyColumn, K extends OpName = OpName>(name: K, args: ArgsOf<K>): C {
    return columnFrom<C>(op(name, args));
  }

  /**
   * Tests whether the value equals another.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.status.eq("returned"))
   */
  eq<const V extends Operand<D>>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Equals", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value differs from another.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.status.ne("returned"))
   */
  ne<const V extends Operand<D>>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("NotEquals", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value is less than another.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.order_date.lt("2018-02-01"))
   */
  lt<const V extends Operand<D>>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Less", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value is less than or equal to another.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.order_id.le(10))
   */
  le<const V extends Operand<D>>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("LessEqual", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value is greater than another.
   * Returns bool. NULL propagates.
   * @example payments.filter((c) => c.amount.gt(20))
   */
  gt<const V extends Operand<D>>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Greater", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value is greater than or equal to another.
   * Returns bool. NULL propagates.
   * @example payments.filter((c) => c.amount.ge(20))
   */
  ge<const V extends Operand<D>>(right: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("GreaterEqual", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value equals another, where NULL equals NULL: IS NOT DISTINCT FROM in SQL.
   * Returns bool, never NULL.
   * @example orders.filter((c) => c.status.identicalTo(null))
   */
  identicalTo<const V extends Operand<D>>(right: V): Column<Bool<false>> {
    return this.op("IdenticalTo", { left: this.node, right: comparableNode(right, this.node) });
  }
  /**
   * Tests whether the value lies between two bounds, both included.
   * Returns bool. NULL if the value is NULL, or if a bound is NULL and the other one does not decide.
   * @example payments.filter((c) => c.amount.between(10, 20))
   */
  between<const A extends Operand<D>, const B extends Operand<D>>(
    lower: A,
    upper: B,
  ): Column<Bool<Or<D["nullable"], Or<OperandNull<A>, OperandNull<B>>>>> {
    return this.op("Between", {
      arg: this.node,
      lower: comparableNode(lower, this.node),
      upper: comparableNode(upper, this.node),
    });
  }
  /**
   * Tests whether the value equals one of a list of values, or one of the values of a one-column table.
   * Returns bool: false for an empty list or table, otherwise NULL if the value is NULL, or if it is not found and one
   * of the values is NULL. Throws `invalid-shape` if the table does not have one column.
   * @example orders.filter((c) => c.status.isin(["placed", "shipped"]))
   */
  isin<const V extends Operand<D>>(options: readonly V[]): Column<Bool<Or<D["nullable"], OperandNull<V>>>>;
  isin<T extends ValueTable<D>>(options: T): Column<InTable<D, T>>;
  isin(options: readonly Operand<D>[] | ValueTable<D>): Condition {
    if ("relation" in options) return columnFrom(inTableNode(this.node, options));
    return this.op("IsIn", { arg: this.node, options: options.map((o) => comparableNode(o, this.node)) });
  }
  /**
   * Tests whether the value equals none of a list of values, or none of the values of a one-column table.
   * Returns bool: true for an empty list or table, otherwise NULL if the value is NULL, or if it is not found and one
   * of the values is NULL. Throws `invalid-shape` if the table does not have one column.
   * @example orders.filter((c) => c.status.notin(["returned", "return_pending"]))
   */
  notin<const V extends Operand<D>>(options: readonly V[]): Column<Bool<Or<D["nullable"], OperandNull<V>>>>;
  notin<T extends ValueTable<D>>(options: T): Column<InTable<D, T>>;
  notin(options: readonly Operand<D>[] | ValueTable<D>): Condition {
    const membership: Condition = "relation" in options ? this.isin(options) : this.isin(options);
    return columnFrom(op("Not", { arg: membership.node }));
  }
  /**
   * Tests whether the value is NULL.
   * Returns bool, never NULL.
   * @example orders.filter((c) => c.status.isNull())
   */
  isNull(): Column<Bool<false>> {
    return this.op("IsNull", { arg: this.node });
  }
  /**
   * Tests whether the value is not NULL.
   * Returns bool, never NULL.
   * @example orders.filter((c) => c.status.notNull())
   */
  notNull(): Column<Bool<false>> {
    return this.op("NotNull", { arg: this.node });
  }
  /**
   * Returns the first non-NULL value of this column and the alternatives.
   * Returns the common dtype of all of them. NULL only if all are NULL.
   * @example payments.aggregate((c) => ({ total: c.amount.sum().coalesce(0) }))
   */
  coalesce<const V extends readonly Operand<D>[]>(
    ...alternatives: V
  ): Column<SetNull<Common<D, OperandDType<D, V[number]>>, CoalesceNull<D["nullable"], V[number]>>> {
    return this.op("Coalesce", { args: [this.node, ...alternatives.map((o) => comparableNode(o, this.node))] });
  }
  /**
   * Replaces NULL with another value.
   * Returns the common dtype of both. NULL only if the replacement is NULL, too.
   * @example orders.mutate((c) => ({ status: c.status.fillNull("unknown") }))
   */
  fillNull<const V extends Operand<D>>(
    replacement: V,
  ): Column<SetNull<Common<D, OperandDType<D, V>>, And<D["nullable"], OperandNull<V>>>> {
    return this.op("Coalesce", { args: [this.node, comparableNode(replacement, this.node)] });
  }
  /**
   * Returns NULL if the column equals the value, and the column otherwise.
   * Returns the same dtype.
   * @example payments.mutate((c) => ({ amount: c.amount.nullif(0) }))
   */
  nullif<const V extends Operand<D>>(value: V): Column<SetNull<D, true>> {
    return this.op("NullIf", { arg: this.node, other: comparableNode(value, this.node) });
  }
  /**
   * Casts to another dtype.
   * NULL stays NULL; a value that cannot be converted raises an error at execution. See `tryCast` for NULL instead.
   * @example payments.mutate((c) => ({ cents: c.amount.mul(100).cast(int64) }))
   */
  cast<T extends DType>(to: T): Column<SetNull<T, D["nullable"]>> {
    if (printDType(withNull(to, true)) === printDType(withNull(this.node.dtype, true))) return columnFrom(this.node);
    return this.op("Cast", { arg: this.node, to: withNull(to, true) });
  }
  /**
   * Casts to another dtype, with NULL for each value that cannot be converted.
   * @example orders.mutate((c) => ({ n: c.status.tryCast(int64) }))
   */
  tryCast<T extends DType>(to: T): Column<SetNull<T, true>> {
    return this.op("TryCast", { arg: this.node, to: withNull(to, true) });
  }
  /**
   * Renames the column.
   * @example orders.select((c) => c.order_date.as("day"))
   */
  as<const M extends string>(name: M): Column<D, M, O> {
    return columnOf(this.node, name);
  }
  /**
   * Marks the column as nullable, as an outer join does. The values are unchanged.
   * Returns the same dtype, nullable.
   * @example count().nullable()
   */
  nullable(): Column<SetNull<D, true>, N> {
    const node = this.node.dtype.nullable
      ? this.node
      : op("NullIf", { arg: this.node, other: literal(null, withNull(this.node.dtype, true)) });
    return columnOf(node, this.name);
  }

  /**
   * Ascending sort key. NULLs sort last by default.
   * @example orders.orderBy((c) => c.order_date.asc())
   */
  asc(options: SortOptions = {}): SortKey {
    return sortKey(this.node, false, options.nulls);
  }
  /**
   * Descending sort key. NULLs sort last by default.
   * @example orders.orderBy((c) => c.order_date.desc())
   */
  desc(options: SortOptions = {}): SortKey {
    return sortKey(this.node, true, options.nulls);
  }

  /**
   * Number of non-NULL values.
   * Returns int64, never NULL.
   * @example orders.aggregate((c) => ({ n: c.status.count() }))
   */
  count(options: AggregateOptions = {}): Column<Int64<false>> {
    return this.op("Count", { arg: this.node, where: options.where?.node });
  }
  /**
   * Number of distinct non-NULL values.
   * Returns int64, never NULL.
   * @example orders.aggregate((c) => ({ customers: c.customer_id.nunique() }))
   */
  nunique(options: AggregateOptions = {}): Column<Int64<false>> {
    return this.op("CountDistinct", { arg: this.node, where: options.where?.node });
  }
  /**
   * Approximate number of distinct non-NULL values. The error depends on the engine and is usually below 3 %.
   * Returns int64, never NULL.
   * @example orders.aggregate((c) => ({ customers: c.customer_id.approxNunique() }))
   */
  approxNunique(options: AggregateOptions = {}): Column<Int64<false>> {
    return this.op("ApproxCountDistinct", { arg: this.node, where: options.where?.node });
  }
  /**
   * Smallest value.
   * Returns the same dtype. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ first: c.order_date.min() }))
   */
  min(options: AggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("Min", { arg: this.node, where: options.where?.node });
  }
  /**
   * Largest value.
   * Returns the same dtype. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ latest: c.order_date.max() }))
   */
  max(options: AggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("Max", { arg: this.node, where: options.where?.node });
  }
  /**
   * Value in the row where `key` is smallest; for tied keys, any of their values.
   * Returns the same dtype. Rows where the value or the key is NULL are skipped; NULL if there are no other rows.
   * @example orders.aggregate((c) => ({ first: c.status.argmin(c.order_date) }))
   */
  argmin(key: AnyColumn, options: AggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("ArgMin", { arg: this.node, key: key.node, where: options.where?.node });
  }
  /**
   * Value in the row where `key` is largest; for tied keys, any of their values.
   * Returns the same dtype. Rows where the value or the key is NULL are skipped; NULL if there are no other rows.
   * @example orders.aggregate((c) => ({ latest: c.status.argmax(c.order_date) }))
   */
  argmax(key: AnyColumn, options: AggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("ArgMax", { arg: this.node, key: key.node, where: options.where?.node });
  }
  /**
   * Most frequent value; of equally frequent values, the smallest.
   * Returns the same dtype. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ usual: c.status.mode() }))
   */
  mode(options: AggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("Mode", { arg: this.node, where: options.where?.node });
  }
  /**
   * Any value, chosen by the engine.
   * Returns the same dtype. NULLs are skipped; NULL if there are no values.
   * @example orders.groupBy("customer_id").aggregate((c) => ({ status: c.status.arbitrary() }))
   */
  arbitrary(options: AggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("Arbitrary", { arg: this.node, where: options.where?.node });
  }
  /**
   * First value in the order of `orderBy`.
   * Returns the same dtype. NULLs are skipped by default; NULL if there are no values.
   * @example orders.aggregate((c) => ({ first: c.status.first({ orderBy: c.order_date }) }))
   */
  first(options: OrderedAggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("First", { arg: this.node, ...orderedAggregateArgs(options) });
  }
  /**
   * Last value in the order of `orderBy`.
   * Returns the same dtype. NULLs are skipped by default; NULL if there are no values.
   * @example orders.aggregate((c) => ({ latest: c.status.last({ orderBy: c.order_date }) }))
   */
  last(options: OrderedAggregateOptions = {}): Column<SetNull<D, true>> {
    return this.op("Last", { arg: this.node, ...orderedAggregateArgs(options) });
  }
  /**
   * Collects the values into an array, each different value once with `distinct`.
   * Returns an array of the dtype. NULLs are skipped by default; NULL if there are no values.
   * @example orders.aggregate((c) => ({ days: c.order_date.collect({ orderBy: c.order_date }) }))
   */
  collect(options: OrderedAggregateOptions & { readonly distinct?: boolean } = {}): Column<ArrayType<D>> {
    return this.op("Collect", { arg: this.node, ...orderedAggregateArgs(options), distinct: options.distinct });
  }

  /**
   * Computes an aggregate or ranking function over a window of rows for each row.
   * Returns the same dtype. Throws `invalid-window` if this is not such a function, or if the window does not fit it.
   * @example orders.mutate((c) => ({ nth: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
   */
  over(spec: WindowSpec = {}): Column<D> {
    return columnFrom(overWindow(this.node, spec));
  }
  /**
   * Running minimum, from the first row in the order to the current row and its peers.
   * Returns the same dtype. NULLs are skipped; NULL if there are no values.
   * @example payments.mutate((c) => ({ lowest: c.amount.cummin({ orderBy: c.payment_id }) }))
   */
  cummin(options: CumulativeOptions): Column<SetNull<D, true>> {
    return columnFrom(cumulativeNode("Min", this.node, options));
  }
  /**
   * Running maximum, from the first row in the order to the current row and its peers.
   * Returns the same dtype. NULLs are skipped; NULL if there are no values.
   * @example payments.mutate((c) => ({ highest: c.amount.cummax({ orderBy: c.payment_id }) }))
   */
  cummax(options: CumulativeOptions): Column<SetNull<D, true>> {
    return columnFrom(cumulativeNode("Max", this.node, options));
  }
  /**
   * Running count of non-NULL values, from the first row in the order to the current row and its peers.
   * Returns int64, never NULL.
   * @example payments.mutate((c) => ({ nth: c.amount.cumcount({ orderBy: c.payment_id, partitionBy: c.order_id }) }))
   */
  cumcount(options: CumulativeOptions): Column<Int64<false>> {
    return columnFrom(cumulativeNode("Count", this.node, options));
  }
  /**
   * Value of the row that is `offset` rows earlier in the order of the window (1 by default).
   * Returns the same dtype; `fallback`, NULL by default, if there is no such row.
   * @example orders.mutate((c) => ({ previous: c.order_date.lag().over({ orderBy: c.order_date }) }))
   */
  lag(offset?: number): Column<SetNull<D, true>>;
  lag(offset: number, fallback: Literals[D["kind"]]): Column<D>;
  lag(offset = 1, fallback?: unknown): AnyColumn {
    const fallbackNode = fallback === undefined ? undefined : literal(fallback, withNull(this.node.dtype, false));
    return this.op("Lag", { arg: this.node, offset: wholeNumberNode(offset, "offset"), default: fallbackNode });
  }
  /**
   * Value of the row that is `offset` rows later in the order of the window (1 by default).
   * Returns the same dtype; `fallback`, NULL by default, if there is no such row.
   * @example orders.mutate((c) => ({ next: c.order_date.lead().over({ orderBy: c.order_date }) }))
   */
  lead(offset?: number): Column<SetNull<D, true>>;
  lead(offset: number, fallback: Literals[D["kind"]]): Column<D>;
  lead(offset = 1, fallback?: unknown): AnyColumn {
    const fallbackNode = fallback === undefined ? undefined : literal(fallback, withNull(this.node.dtype, false));
    return this.op("Lead", { arg: this.node, offset: wholeNumberNode(offset, "offset"), default: fallbackNode });
  }
  /**
   * Value of the n-th row of the window frame, counted from 0.
   * Returns the same dtype. NULL if there is no such row.
   * @example orders.mutate((c) => ({ second: c.status.nth(1).over({ orderBy: c.order_date, rows: [null, null] }) }))
   */
  nth(n: number): Column<SetNull<D, true>> {
    return this.op("NthValue", { arg: this.node, n: wholeNumberNode(n, "n") });
  }

  /**
   * Tells subtotals from other rows in `rollup`, `cube` and `groupingSets`: 1 in the subtotals over this grouping key,
   * 0 in all other rows.
   * Returns int64, never NULL.
   * @example orders.rollup("status").aggregate((c) => ({ total: c.status.grouping(), n: count() }))
   */
  grouping(): Column<Int64<false>> {
    return this.op("Grouping", { arg: this.node });
  }
  /**
   * Hash of the value, for partitioning and sampling: equal for equal values, and different on each engine.
   * Returns int64, never NULL.
   * @example orders.mutate((c) => ({ bucket: c.order_id.hash().mod(10) }))
   */
  hash(): Column<Int64<false>> {
    return this.op("Hash", { arg: this.node });
  }
  /**
   * Name of the value's type in the engine.
   * Returns string, never NULL.
   * @example orders.mutate((c) => ({ type: c.order_id.typeof() }))
   */
  typeof(): Column<Str<false>> {
    return this.op("TypeOf", { arg: this.node });
  }

  /**
   * Draws the expression graph. Returns the SVG text. Nothing is run.
   * @throws AvocetError `missing-driver` without the package `avocet`, which includes Graphviz
   * @example await orders.c.order_id.add(1).visualize()
   */
  visualize(): Promise<string> {
    return renderSvg(this);
  }

  /**
   * Serializes the expression to plain JSON, which {@link fromJSON} reads.
   * @example orders.c.order_id.add(1).toJSON()
   */
  toJSON(): SerializedExpression {
    return { ...writeGraph(this.node), name: this.name };
  }

  /**
   * Returns the expression as text, without executing it.
   * @example orders.c.order_id.add(1).toString()
   */
  toString(): string {
    return formatColumn(this.node, this.name);
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
  /** Refuses arithmetic operators: `a + b` in JavaScript would concatenate the texts of two expressions. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new AvocetError("invalid-argument", "JavaScript operators do not work on columns", {
      hint: "Use the methods: a.add(b), a.lt(b), a.and(b).",
    });
  }
}

/** @internal Literal of a non-negative integer. */
export function wholeNumberNode(n: number, label: string): Value {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new AvocetError("invalid-argument", `"${label}" must be a non-negative integer, got ${n}`);
  return literal(n, { kind: "int64", nullable: false });
}

/** @internal Node arguments of an order-sensitive aggregate. */
export const orderedAggregateArgs = (options: OrderedAggregateOptions) => ({
  orderBy: options.orderBy === undefined ? undefined : sortNodes(options.orderBy),
  includeNull: options.includeNull,
  where: options.where?.node,
});
