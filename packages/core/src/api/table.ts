import { compilerOf } from "../backend/compilers.js";
import type { Batch, CompileOptions, Runner, RunOptions } from "../backend/contract.js";
import { rowsOf } from "../backend/rows.js";
import type { Bool, DType, Int64, Schema, SetNull } from "../dtype/dtype.js";

import { bool, nullable } from "../dtype/dtype.js";
import type { Row } from "../dtype/js.js";
import { AvocetError } from "../errors.js";
import { relationsOf } from "../ir/intern.js";
import { op } from "../ir/op.js";
import type { Relation } from "../ir/relation.js";
import * as r from "../ir/relation.js";
import { subquery } from "../ir/value.js";
import { formatBox } from "../text/box.js";
import { graphDot } from "../text/dot.js";
import { formatRelation } from "../text/format.js";
import type { ReduceOptions } from "./base.js";
import type { Column, Columns } from "./column.js";
import { Grouped } from "./grouped.js";
import { joinRelations } from "./join.js";
import type { Joined, JoinOn, JoinOptions, OuterHow, SharedKeys } from "./join-types.js";
import { made } from "./make.js";
import { columnsOf, resolveEntries } from "./resolve.js";
import { setOperationOf } from "./set-operations.js";
import type { Computed, Merge, Predicate, Renamed, Resolved, Selectable, Selected, SortBy, Without } from "./types.js";
import * as verbs from "./verbs.js";

/** A table, whatever its columns. */
export interface TableLike {
  readonly relation: Relation;
  readonly runner: Runner | null;
}

let lastView = 0;

/**
 * A lazy table: an expression that says how its rows come to be. Every verb gives a new table; nothing runs until it is asked to, by
 * `execute` and the like.
 */
export class Table<S extends Schema = Schema> {
  /** The node of the expression graph: plain frozen data. */
  readonly relation: Relation;
  /** The engine that its tables live in, if they do. */
  readonly runner: Runner | null;

  constructor(relation: Relation, runner: Runner | null = null) {
    this.relation = relation;
    this.runner = runner;
  }

  /**
   * The columns by name, for use in expressions.
   * @example orders.c.order_date
   */
  get c(): Columns<S> {
    return columnsOf<S>(this.relation);
  }
  /** The dtype of each column, in order. */
  get schema(): S {
    return Object.fromEntries(this.relation.schema) as unknown as S; // the relation's schema is what S was computed from
  }
  /** The names of the columns, in order. */
  get columns(): readonly (keyof S & string)[] {
    return [...this.relation.schema.keys()];
  }

  private next<T extends Schema>(relation: Relation, other?: Pick<TableLike, "runner">): Table<T> {
    const runner = this.runner ?? other?.runner ?? null;
    if (other?.runner && runner !== other.runner)
      throw new AvocetError("mixed-backends", "the two tables live in different connections", {
        hint: "Copy one of them to the other's connection first.",
      });
    return new Table<T>(relation, runner);
  }

  /**
   * Just these columns, in this order: names, columns of this table or of one that it was made from, values by name, selectors.
   * @example orders.select("order_id", { late: orders.c.order_date.gt("2018-03-01") })
   */
  select<const A extends readonly Selectable<S>[]>(...columns: A): Table<Selected<S, A[number]>> {
    return this.next(verbs.select(this.relation, columns));
  }
  /**
   * All columns and these: one that is there already is replaced in its place, a new one goes to the end.
   * @example payments.mutate((c) => ({ cents: c.amount.mul(100) }))
   */
  mutate<const A extends readonly Computed<S>[]>(...columns: A): Table<Merge<S, Selected<S, Resolved<A[number]>>>> {
    return this.next(verbs.mutate(this.relation, columns));
  }
  /**
   * The rows for which every condition is true; a condition that is NULL drops the row.
   * @example orders.filter((c) => c.status.eq("placed"), (c) => c.order_id.gt(50))
   */
  filter(...predicates: readonly Predicate<S>[]): Table<S> {
    return this.next(verbs.filter(this.relation, predicates));
  }
  /**
   * All columns but these.
   * @example orders.drop("status")
   */
  drop<const K extends keyof S & string>(...columns: readonly K[]): Table<Without<S, K>> {
    return this.next(verbs.drop(this.relation, columns));
  }
  /**
   * The same columns in the same order, some under new names, given as `{ newName: "old" }`.
   * @example orders.rename({ day: "order_date" })
   */
  rename<const M extends { readonly [to: string]: keyof S & string }>(names: M): Table<Renamed<S, M>> {
    return this.next(verbs.rename(this.relation, new Map(Object.entries(names))));
  }
  /**
   * The rows in an order; the keys of an earlier order break ties. NULLs come last unless told.
   * @example orders.orderBy("status", desc("order_date"))
   */
  orderBy(...keys: readonly SortBy<S>[]): Table<S> {
    return this.next(verbs.orderBy(this.relation, keys));
  }
  /**
   * At most `n` rows (null for all), after leaving out `offset` of them. Which ones is only certain after `orderBy`.
   * @example orders.orderBy("order_id").limit(10, { offset: 20 })
   */
  limit(n: number | null, options: { readonly offset?: number } = {}): Table<S> {
    return this.next(verbs.limit(this.relation, n, options.offset ?? 0));
  }
  /**
   * The first rows, five unless told.
   * @example orders.orderBy("order_id").head()
   */
  head(n = 5): Table<S> {
    return this.limit(n);
  }
  /**
   * Groups of rows with equal keys; NULL is a key like any other.
   * @example orders.groupBy("customer_id").aggregate((c) => ({ orders: c.order_id.count() }))
   */
  groupBy<const A extends readonly Selectable<S>[]>(...keys: A): Grouped<S, Selected<S, A[number]>> {
    return new Grouped(this.relation, resolveEntries(this.relation, keys), (relation) => this.next(relation));
  }
  /**
   * One row that reduces all rows, also when there are none.
   * @example payments.aggregate((c) => ({ total: c.amount.sum() }))
   */
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Selected<S, A[number]>> {
    return this.next(verbs.aggregate(this.relation, [], metrics));
  }
  /**
   * Each different row once, in no set order.
   * @example orders.select("status").distinct()
   */
  distinct(): Table<S> {
    return this.next(r.distinct(this.relation));
  }

  /**
   * The rows of both that match. Keys that both have by name appear once; other clashes of the right side get a suffix.
   * @example orders.innerJoin(payments, "order_id")
   */
  innerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<O>, "inner", X>> {
    return this.joined("inner", right, on, options);
  }
  /**
   * All rows of this table, beside those of the right that match; its columns are NULL where none does.
   * @example orders.leftJoin(payments, "order_id")
   */
  leftJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<O>, "left", X>> {
    return this.joined("left", right, on, options);
  }
  /**
   * All rows of the right table, beside those of this that match; shared keys are the right side's.
   * @example payments.rightJoin(orders, "order_id")
   */
  rightJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<O>, "right", X>> {
    return this.joined("right", right, on, options);
  }
  /**
   * All rows of both tables, matched where they match; shared keys come from whichever side has the row.
   * @example orders.outerJoin(payments, "order_id")
   */
  outerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<O>, "outer", X>> {
    return this.joined("outer", right, on, options);
  }
  /**
   * The rows of this table that have a match in the right one, each once.
   * @example orders.semiJoin(payments, "order_id")
   */
  semiJoin<R extends Schema>(right: Table<R>, on: JoinOn<S, R>): Table<S> {
    return this.next(joinRelations("semi", this.relation, right.relation, on), right);
  }
  /**
   * The rows of this table that have no match in the right one.
   * @example orders.antiJoin(payments, "order_id")
   */
  antiJoin<R extends Schema>(right: Table<R>, on: JoinOn<S, R>): Table<S> {
    return this.next(joinRelations("anti", this.relation, right.relation, on), right);
  }
  /**
   * Every row of this table beside every row of the right one.
   * @example orders.crossJoin(payments)
   */
  crossJoin<R extends Schema, const X extends string = "_right">(
    right: Table<R>,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, never, "inner", X>> {
    return this.next(joinRelations("cross", this.relation, right.relation, undefined, options), right);
  }
  private joined<T extends Schema>(how: OuterHow, right: TableLike, on: unknown, options: JoinOptions): Table<T> {
    return this.next(joinRelations(how, this.relation, right.relation, on, options), right);
  }

  /**
   * The rows of all, duplicates kept unless `distinct`; columns are matched by name.
   * @example orders.union(orders.filter((c) => c.status.eq("placed")))
   */
  union(other: Table<S> | readonly Table<S>[], options: { readonly distinct?: boolean } = {}): Table<S> {
    return this.combined("union", other, options.distinct ?? false);
  }
  /**
   * The rows that all have, each once unless `distinct` is false; columns are matched by name.
   * @example orders.intersect(orders.filter((c) => c.status.eq("placed")))
   */
  intersect(other: Table<S> | readonly Table<S>[], options: { readonly distinct?: boolean } = {}): Table<S> {
    return this.combined("intersect", other, options.distinct ?? true);
  }
  /**
   * The rows that the others do not have, each once unless `distinct` is false; columns are matched by name.
   * @example orders.difference(orders.filter((c) => c.status.eq("placed")))
   */
  difference(other: Table<S> | readonly Table<S>[], options: { readonly distinct?: boolean } = {}): Table<S> {
    return this.combined("difference", other, options.distinct ?? true);
  }
  private combined(
    how: "union" | "intersect" | "difference",
    other: Table<S> | readonly Table<S>[],
    distinct: boolean,
  ): Table<S> {
    const others = other instanceof Table ? [other] : other;
    const relation = setOperationOf(how, distinct, [this.relation, ...others.map((t) => t.relation)]);
    return others.reduce<Table<S>>((table, o) => table.next(relation, o), this.next(relation));
  }

  /**
   * The same rows under an identity of their own, for joining or comparing a table with itself.
   * @example orders.view()
   */
  view(): Table<S> {
    lastView += 1;
    return this.next(r.selfReference(this.relation, `view${lastView}`));
  }
  /**
   * How many rows there are, as a value; in an aggregation, how many the group has. Never NULL. → int64
   * @example orders.groupBy("status").aggregate({ n: orders.count() })
   */
  count(options: ReduceOptions = {}): Column<Int64<false>> {
    return made(op("CountStar", { table: this.relation, where: options.where?.node }));
  }
  /**
   * The one value of a table of one column and at most one row; NULL for no row, an error for more.
   * @example payments.filter((c) => c.amount.eq(payments.aggregate((p) => ({ most: p.amount.max() })).asScalar()))
   */
  asScalar(): Column<SetNull<S[keyof S], true>> {
    const [name, second] = this.relation.schema.keys();
    const dtype: DType | undefined = name === undefined ? undefined : this.relation.schema.get(name);
    if (!dtype || second !== undefined)
      throw new AvocetError("invalid-shape", `a value has one column, this table has ${this.relation.schema.size}`, {
        hint: "Select one column first.",
      });
    return made(subquery("scalar", this.relation, null, nullable(dtype), relationsOf(this.relation)));
  }
  /**
   * Whether there is any row; inside a callback, the table may be filtered by columns of the table around it. Never NULL. → bool
   * @example orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists())
   */
  exists(): Column<Bool<false>> {
    return made(subquery("exists", this.relation, null, { ...bool, nullable: false }, relationsOf(this.relation)));
  }

  /** The SQL text of a dialect, or of the connection that the table came from. Needs no connection. */
  toSQL(dialect?: string, options: CompileOptions = {}): string {
    const name = dialect ?? this.runner?.dialect;
    if (name === undefined)
      throw new AvocetError("unknown-dialect", "this table has no connection, so say which dialect", {
        hint: 'For example .toSQL("duckdb").',
      });
    return compilerOf(name)(this.relation, options).sql;
  }
  private get engine(): Runner {
    if (this.runner) return this.runner;
    throw new AvocetError("no-backend", "this table has no connection to run on", {
      hint: "Take the tables from a connection, as connection.table(name) does.",
    });
  }
  /** All rows, as objects. */
  async execute(options: RunOptions = {}): Promise<Row<S>[]> {
    const rows: Record<string, unknown>[] = [];
    const names = this.columns;
    for await (const batch of this.engine.read(this.relation, options))
      for (const row of rowsOf(batch, names)) rows.push(row);
    return rows as Row<S>[]; // the backend gives each dtype its JavaScript value
  }
  /** The first row, or undefined. */
  async first(options: RunOptions = {}): Promise<Row<S> | undefined> {
    return (await this.limit(1).execute(options))[0];
  }
  /** The one value of a result of one column and one row; null for no row. */
  async scalar(options: RunOptions = {}): Promise<Row<S>[keyof S] | null> {
    const [row, second] = await this.limit(2).execute(options);
    const [name, more] = this.columns;
    if (name === undefined || more !== undefined || second)
      throw new AvocetError("invalid-shape", "scalar() wants one column and one row", {
        hint: "Aggregate, or select one column and limit(1).",
      });
    return row ? row[name] : null;
  }
  /** The rows as they arrive, some at a time. Stopping early stops the statement. */
  async *batches(options: RunOptions = {}): AsyncGenerator<Batch> {
    yield* this.engine.read(this.relation, options);
  }
  /** The first rows as a boxed table of text. */
  async preview(options: RunOptions & { readonly rows?: number } = {}): Promise<string> {
    const most = options.rows ?? 10;
    const rows = await this.limit(most + 1).execute(options);
    return formatBox(this.relation.schema, rows.slice(0, most), rows.length > most);
  }
  /** The engine's plan for the statement. */
  explain(options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    return this.engine.explain(this.relation, options);
  }
  /** The expression graph in Graphviz's DOT language. */
  toDot(): string {
    return graphDot(this.relation);
  }

  /** The expression as text; nothing is run. */
  toString(): string {
    return formatRelation(this.relation);
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
