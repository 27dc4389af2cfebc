import type { And, ArrayType, Bool, DType, Int64, Or, SetNull, Str } from "../../dtype/dtype.js";
import { withNull } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { ArgsOf, OpName } from "../../ir/operations.js";
import type { SortKey, Value } from "../../ir/value.js";
import { literal, sortKey } from "../../ir/value.js";
import { fingerprintOf } from "../../serialize/fingerprint.js";
import type { SerializedExpression } from "../../serialize/format.js";
import { writeGraph } from "../../serialize/write.js";
import { graphDot } from "../../text/dot.js";
import { formatColumn } from "../../text/format.js";
import { rendered } from "../../text/render.js";
import type { AnyColumn, Common, Literals, Operand, OperandDType, OperandNull } from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { SortInput, SortOptions } from "../operand/sort.js";
import { sortNodes } from "../operand/sort.js";
import type { WindowSpec } from "../operand/window.js";
import { overWindow } from "../operand/window.js";
import type { Column } from "./column.js";
import { columnFrom, columnOf } from "./column-factory.js";
import type { CumulativeOptions } from "./cumulative.js";
import { cumulative } from "./cumulative.js";
import type { InTable, ValueTable } from "./membership.js";
import { inTableNode } from "./membership.js";

/** A condition on rows. */
export interface Condition extends AnyColumn {
  readonly dtype: Bool<boolean>;
}
/** Options that every reduction takes. */
export interface ReduceOptions {
  /** Only rows where this is true take part. */
  readonly where?: Condition | undefined;
}
/** Options of reductions whose result hangs on an order. */
export interface OrderedReduceOptions extends ReduceOptions {
  readonly orderBy?: SortInput | readonly SortInput[];
  /** NULLs take part; without it they are passed over. */
  readonly includeNull?: boolean;
}
type AnyNotNull<V> = V extends null ? never : OperandNull<V> extends false ? true : never;
type CoalesceNull<N extends boolean, V> = N extends false ? false : [AnyNotNull<V>] extends [never] ? true : false;

/** What every column can do, whatever its dtype. */
export class ColumnBase<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> implements AnyColumn
{
  /** The node of the expression graph: plain frozen data. */
  readonly node: Value;
  readonly name: N;
  /** For the compiler alone: the name that a plain column has in its table, null for a computed one. */
  declare readonly origin?: O;

  constructor(node: Value, name: N) {
    this.node = node;
    this.name = name;
  }

  /** The dtype, nullability included. */
  get dtype(): D {
    return this.node.dtype as D; // the graph's dtype is what the type was computed from
  }

  /** @internal */
  protected op<C extends AnyColumn, K extends OpName = OpName>(name: K, args: ArgsOf<K>): C {
    return columnFrom<C>(op(name, args));
  }

  /**
   * Equal; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.status.eq("returned"))
   */
  eq<const V extends Operand<D>>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Equals", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Not equal; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.status.ne("returned"))
   */
  ne<const V extends Operand<D>>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("NotEquals", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Less than; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.order_date.lt("2018-02-01"))
   */
  lt<const V extends Operand<D>>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Less", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Less than or equal; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.order_id.le(10))
   */
  le<const V extends Operand<D>>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("LessEqual", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Greater than; NULL if either is NULL. → bool
   * @example payments.filter((c) => c.amount.gt(20))
   */
  gt<const V extends Operand<D>>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Greater", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Greater than or equal; NULL if either is NULL. → bool
   * @example payments.filter((c) => c.amount.ge(20))
   */
  ge<const V extends Operand<D>>(other: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("GreaterEqual", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Equal, with NULL counted as equal to NULL; never NULL. → bool
   * @example orders.filter((c) => c.status.identicalTo(null))
   */
  identicalTo<const V extends Operand<D>>(other: V): Column<Bool<false>> {
    return this.op("IdenticalTo", { left: this.node, right: comparableNode(other, this.node) });
  }
  /**
   * Between two bounds, both included; NULL if any is NULL. → bool
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
   * Equal to one of the values, given as a list or as a table of one column; false for no values, NULL where no value is equal and
   * one is NULL. → bool
   * @example orders.filter((c) => c.status.isin(["placed", "shipped"]))
   */
  isin<const V extends Operand<D>>(options: readonly V[]): Column<Bool<Or<D["nullable"], OperandNull<V>>>>;
  isin<T extends ValueTable<D>>(options: T): Column<InTable<D, T>>;
  isin(options: readonly Operand<D>[] | ValueTable<D>): Condition {
    if ("relation" in options) return columnFrom(inTableNode(this.node, options));
    return this.op("IsIn", { arg: this.node, options: options.map((o) => comparableNode(o, this.node)) });
  }
  /**
   * Equal to none of the values, given as a list or as a table of one column; true for no values, NULL where no value is equal and
   * one is NULL. → bool
   * @example orders.filter((c) => c.status.notin(["returned", "return_pending"]))
   */
  notin<const V extends Operand<D>>(options: readonly V[]): Column<Bool<Or<D["nullable"], OperandNull<V>>>>;
  notin<T extends ValueTable<D>>(options: T): Column<InTable<D, T>>;
  notin(options: readonly Operand<D>[] | ValueTable<D>): Condition {
    const found: Condition = "relation" in options ? this.isin(options) : this.isin(options);
    return columnFrom(op("Not", { arg: found.node }));
  }
  /**
   * Whether it is NULL; never NULL itself. → bool
   * @example orders.filter((c) => c.status.isNull())
   */
  isNull(): Column<Bool<false>> {
    return this.op("IsNull", { arg: this.node });
  }
  /**
   * Whether it is not NULL; never NULL itself. → bool
   * @example orders.filter((c) => c.status.notNull())
   */
  notNull(): Column<Bool<false>> {
    return this.op("NotNull", { arg: this.node });
  }
  /**
   * The first that is not NULL, of this and the others; NULL only if all are. → the dtype that holds them all
   * @example payments.aggregate((c) => ({ total: c.amount.sum().coalesce(0) }))
   */
  coalesce<const V extends readonly Operand<D>[]>(
    ...others: V
  ): Column<SetNull<Common<D, OperandDType<D, V[number]>>, CoalesceNull<D["nullable"], V[number]>>> {
    return this.op("Coalesce", { args: [this.node, ...others.map((o) => comparableNode(o, this.node))] });
  }
  /**
   * The value, or a replacement where it is NULL. → the dtype that holds both
   * @example orders.mutate((c) => ({ status: c.status.fillNull("unknown") }))
   */
  fillNull<const V extends Operand<D>>(
    replacement: V,
  ): Column<SetNull<Common<D, OperandDType<D, V>>, And<D["nullable"], OperandNull<V>>>> {
    return this.op("Coalesce", { args: [this.node, comparableNode(replacement, this.node)] });
  }
  /**
   * NULL where it equals the other, else the value. → the same dtype
   * @example payments.mutate((c) => ({ amount: c.amount.nullif(0) }))
   */
  nullif<const V extends Operand<D>>(other: V): Column<SetNull<D, true>> {
    return this.op("NullIf", { arg: this.node, other: comparableNode(other, this.node) });
  }
  /**
   * The value as another dtype; NULL stays NULL, a value that has none there is an error when it runs.
   * @example payments.mutate((c) => ({ cents: c.amount.mul(100).cast(int64) }))
   */
  cast<T extends DType>(to: T): Column<SetNull<T, D["nullable"]>> {
    if (printDType(withNull(to, true)) === printDType(withNull(this.node.dtype, true))) return columnFrom(this.node);
    return this.op("Cast", { arg: this.node, to: withNull(to, true) });
  }
  /**
   * The value as another dtype; NULL where it has none there.
   * @example orders.mutate((c) => ({ n: c.status.tryCast(int64) }))
   */
  tryCast<T extends DType>(to: T): Column<SetNull<T, true>> {
    return this.op("TryCast", { arg: this.node, to: withNull(to, true) });
  }
  /**
   * The same column under another name.
   * @example orders.select((c) => c.order_date.as("day"))
   */
  as<const M extends string>(name: M): Column<D, M, O> {
    return columnOf(this.node, name);
  }
  /**
   * The same values, said to be nullable: what an outer join may make of them. → the same dtype, nullable
   * @example count().nullable()
   */
  nullable(): Column<SetNull<D, true>, N> {
    const node = this.node.dtype.nullable
      ? this.node
      : op("NullIf", { arg: this.node, other: literal(null, withNull(this.node.dtype, true)) });
    return columnOf(node, this.name);
  }

  /**
   * A sort key from small to large; NULLs come last unless told.
   * @example orders.orderBy((c) => c.order_date.asc())
   */
  asc(options: SortOptions = {}): SortKey {
    return sortKey(this.node, false, options.nulls);
  }
  /**
   * A sort key from large to small; NULLs come last unless told.
   * @example orders.orderBy((c) => c.order_date.desc())
   */
  desc(options: SortOptions = {}): SortKey {
    return sortKey(this.node, true, options.nulls);
  }

  /**
   * How many values are not NULL; never NULL. → int64
   * @example orders.aggregate((c) => ({ known: c.status.count() }))
   */
  count(options: ReduceOptions = {}): Column<Int64<false>> {
    return this.op("Count", { arg: this.node, where: options.where?.node });
  }
  /**
   * How many different values there are, NULL apart; never NULL. → int64
   * @example orders.aggregate((c) => ({ customers: c.customer_id.nunique() }))
   */
  nunique(options: ReduceOptions = {}): Column<Int64<false>> {
    return this.op("CountDistinct", { arg: this.node, where: options.where?.node });
  }
  /**
   * About how many different values there are; the error differs by engine, commonly under 3 %. Never NULL. → int64
   * @example orders.aggregate((c) => ({ customers: c.customer_id.approxNunique() }))
   */
  approxNunique(options: ReduceOptions = {}): Column<Int64<false>> {
    return this.op("ApproxCountDistinct", { arg: this.node, where: options.where?.node });
  }
  /**
   * The smallest value; NULL over no rows. → the same dtype
   * @example orders.aggregate((c) => ({ first: c.order_date.min() }))
   */
  min(options: ReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("Min", { arg: this.node, where: options.where?.node });
  }
  /**
   * The largest value; NULL over no rows. → the same dtype
   * @example orders.aggregate((c) => ({ latest: c.order_date.max() }))
   */
  max(options: ReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("Max", { arg: this.node, where: options.where?.node });
  }
  /**
   * The value in the row where `key` is smallest; NULL over no rows. → the same dtype
   * @example orders.aggregate((c) => ({ first: c.status.argmin(c.order_date) }))
   */
  argmin(key: AnyColumn, options: ReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("ArgMin", { arg: this.node, key: key.node, where: options.where?.node });
  }
  /**
   * The value in the row where `key` is largest; NULL over no rows. → the same dtype
   * @example orders.aggregate((c) => ({ latest: c.status.argmax(c.order_date) }))
   */
  argmax(key: AnyColumn, options: ReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("ArgMax", { arg: this.node, key: key.node, where: options.where?.node });
  }
  /**
   * The most frequent value; of several, the smallest. NULL over no rows. → the same dtype
   * @example orders.aggregate((c) => ({ usual: c.status.mode() }))
   */
  mode(options: ReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("Mode", { arg: this.node, where: options.where?.node });
  }
  /**
   * Some value that is not NULL; NULL if there is none. → the same dtype
   * @example orders.groupBy("customer_id").aggregate((c) => ({ some: c.status.arbitrary() }))
   */
  arbitrary(options: ReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("Arbitrary", { arg: this.node, where: options.where?.node });
  }
  /**
   * The first value that is not NULL, in the order given; NULL if there is none. → the same dtype
   * @example orders.aggregate((c) => ({ first: c.status.first({ orderBy: c.order_date }) }))
   */
  first(options: OrderedReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("First", { arg: this.node, ...ordered(options) });
  }
  /**
   * The last value that is not NULL, in the order given; NULL if there is none. → the same dtype
   * @example orders.aggregate((c) => ({ latest: c.status.last({ orderBy: c.order_date }) }))
   */
  last(options: OrderedReduceOptions = {}): Column<SetNull<D, true>> {
    return this.op("Last", { arg: this.node, ...ordered(options) });
  }
  /**
   * The values as an array, without NULLs unless asked for; NULL over no rows. → array of the dtype
   * @example orders.groupBy("customer_id").aggregate((c) => ({ days: c.order_date.collect({ orderBy: c.order_date }) }))
   */
  collect(options: OrderedReduceOptions & { readonly distinct?: boolean } = {}): Column<ArrayType<D>> {
    return this.op("Collect", { arg: this.node, ...ordered(options), distinct: options.distinct });
  }

  /**
   * A reduction or analytic function over the rows around each row.
   * @example orders.mutate((c) => ({ nth: rowNumber().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
   */
  over(spec: WindowSpec = {}): Column<D> {
    return columnFrom(overWindow(this.node, spec));
  }
  /**
   * The smallest value so far, from the first row in the order to the current one and its peers. → the same dtype
   * @example payments.mutate((c) => ({ least: c.amount.cummin({ orderBy: c.payment_id }) }))
   */
  cummin(options: CumulativeOptions): Column<SetNull<D, true>> {
    return columnFrom(cumulative("Min", this.node, options));
  }
  /**
   * The largest value so far, from the first row in the order to the current one and its peers. → the same dtype
   * @example payments.mutate((c) => ({ most: c.amount.cummax({ orderBy: c.payment_id }) }))
   */
  cummax(options: CumulativeOptions): Column<SetNull<D, true>> {
    return columnFrom(cumulative("Max", this.node, options));
  }
  /**
   * How many values so far are not NULL, from the first row in the order to the current one and its peers; never NULL. → int64
   * @example payments.mutate((c) => ({ nth: c.amount.cumcount({ orderBy: c.payment_id, partitionBy: c.order_id }) }))
   */
  cumcount(options: CumulativeOptions): Column<Int64<false>> {
    return columnFrom(cumulative("Count", this.node, options));
  }
  /**
   * The value of the row `offset` rows before, in the order of `over`; `fallback`, or NULL, where there is none. → the same dtype
   * @example orders.mutate((c) => ({ before: c.order_date.lag().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
   */
  lag(offset?: number): Column<SetNull<D, true>>;
  lag(offset: number, fallback: Literals[D["kind"]]): Column<D>;
  lag(offset = 1, fallback?: unknown): AnyColumn {
    const other = fallback === undefined ? undefined : literal(fallback, withNull(this.node.dtype, false));
    return this.op("Lag", { arg: this.node, offset: wholeNumber(offset, "offset"), default: other });
  }
  /**
   * The value of the row `offset` rows after, in the order of `over`; `fallback`, or NULL, where there is none. → the same dtype
   * @example orders.mutate((c) => ({ next: c.order_date.lead().over({ partitionBy: c.customer_id, orderBy: c.order_date }) }))
   */
  lead(offset?: number): Column<SetNull<D, true>>;
  lead(offset: number, fallback: Literals[D["kind"]]): Column<D>;
  lead(offset = 1, fallback?: unknown): AnyColumn {
    const other = fallback === undefined ? undefined : literal(fallback, withNull(this.node.dtype, false));
    return this.op("Lead", { arg: this.node, offset: wholeNumber(offset, "offset"), default: other });
  }
  /**
   * The value of the n-th row of the window frame, counted from 0; NULL where there is none. → the same dtype
   * @example orders.mutate((c) => ({ second: c.order_date.nth(1).over({ orderBy: c.order_date, rows: [null, null] }) }))
   */
  nth(n: number): Column<SetNull<D, true>> {
    return this.op("NthValue", { arg: this.node, n: wholeNumber(n, "n") });
  }

  /**
   * Of a key, where keys are rolled up: 1 in rows that are totals over it, else 0. Never NULL. → int64
   * @example orders.rollup("status").aggregate((c) => ({ total: c.status.grouping(), n: count() }))
   */
  grouping(): Column<Int64<false>> {
    return this.op("Grouping", { arg: this.node });
  }
  /**
   * An integer that is equal for equal values, for spreading and sampling; it differs by engine. Never NULL. → int64
   * @example orders.mutate((c) => ({ bucket: c.order_id.hash().mod(10) }))
   */
  hash(): Column<Int64<false>> {
    return this.op("Hash", { arg: this.node });
  }
  /**
   * The engine's own name of the value's type. → string
   * @example orders.mutate((c) => ({ type: c.order_id.typeof() }))
   */
  typeof(): Column<Str<false>> {
    return this.op("TypeOf", { arg: this.node });
  }

  /**
   * The expression as plain JSON, for `JSON.stringify`; {@link fromJSON} reads it back.
   * @example orders.c.order_id.add(1).toJSON()
   */
  toJSON(): SerializedExpression {
    return { ...writeGraph(this.node), name: this.name };
  }

  /**
   * The expression graph in Graphviz's DOT language.
   * @example payments.c.amount.sum().toDot()
   */
  toDot(): string {
    return graphDot(this.node);
  }
  /**
   * A picture of the expression graph, as the text of an SVG; nothing is run.
   * @example await payments.c.amount.sum().visualize()
   */
  visualize(): Promise<string> {
    return rendered(this.toDot());
  }
  /**
   * A hash of what the expression means, 64 hex digits: the same in every process and however the code was written. Its name is no part.
   * @example orders.c.order_id.add(1).fingerprint()
   */
  fingerprint(): string {
    return fingerprintOf(this.node);
  }

  /**
   * The expression as text; nothing is run.
   * @example orders.c.order_id.add(1).toString()
   */
  toString(): string {
    return formatColumn(this.node, this.name);
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
  /** Refuses to be a primitive: `a + b` in JavaScript would join the texts of two expressions. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new AvocetError("invalid-argument", "JavaScript's operators do not work on columns", {
      hint: "Use the methods: a.add(b), a.lt(b), a.and(b).",
    });
  }
}

/** @internal A whole number from 0 as a literal. */
export function wholeNumber(n: number, what: string): Value {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new AvocetError("invalid-argument", `${what} is a whole number from 0, got ${n}`);
  return literal(n, { kind: "int64", nullable: false });
}

/** @internal The arguments that a reduction with an order takes, as nodes. */
export const ordered = (options: OrderedReduceOptions) => ({
  orderBy: options.orderBy === undefined ? undefined : sortNodes(options.orderBy),
  includeNull: options.includeNull,
  where: options.where?.node,
});
