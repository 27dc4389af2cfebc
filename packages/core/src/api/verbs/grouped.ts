import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Int64, Schema } from "../../dtype/dtype.js";
import { bind } from "../../ir/bind.js";
import type { Relation } from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import type { AggregateOptions } from "../column/base.js";
import type { Columns } from "../column/column.js";
import { countRows } from "../functions/count.js";
import type { Table } from "../table.js";
import type {
  Computed,
  ComputedSchema,
  Merge,
  Mutated,
  NamedExpressions,
  Predicate,
  Resolved,
  Selectable,
  Selected,
  SortBy,
} from "../types.js";
import type { AllNullable, GroupingSetKeys, GroupingSetNames } from "./grouping-sets.js";
import { cubeSets, GroupingSets, groupingSetKeys, rollupSets } from "./grouping-sets.js";
import { resolveEntries, resolveSort } from "./resolve.js";
import type { WindowDefaults } from "./verbs.js";
import * as verbs from "./verbs.js";

/** Creates the table of a relation, with the connection and value encoding of the grouped table. */
export type WrapRelation<Encoding extends ValueEncoding> = <T extends Schema>(relation: Relation) => Table<T, Encoding>;
/** The names and values of grouping keys, in order. */
export type GroupingKeys = readonly (readonly [string, Value])[];
/** Options of `count` on groups. */
export interface CountOptions<N extends string> extends AggregateOptions {
  /** The name of the result column; `count` by default. */
  readonly name?: N;
}

/**
 * Grouped rows, the result of `groupBy`: aggregates are computed for each group. `S` is the schema of the table, `G`
 * that of the grouping keys.
 */
export class Grouped<S extends Schema, G extends Schema, Encoding extends ValueEncoding> {
  private readonly relation: Relation;
  private readonly keys: GroupingKeys;
  private readonly wrap: WrapRelation<Encoding>;
  private readonly conditions: readonly unknown[];
  private readonly order: readonly SortKey[];

  constructor(
    relation: Relation,
    keys: GroupingKeys,
    wrap: WrapRelation<Encoding>,
    conditions: readonly unknown[] = [],
    order: readonly SortKey[] = [],
  ) {
    this.relation = relation;
    this.keys = keys;
    this.wrap = wrap;
    this.conditions = conditions;
    this.order = order;
  }

  /**
   * Aggregates each group into one row: the grouping keys, then the metrics. A value in a metric must be an aggregate
   * or depend only on grouping keys.
   * @throws AvocetError `duplicate-column` if a metric has the name of a key
   * @example payments.groupBy("payment_method").aggregate((c) => ({ total: c.amount.sum() }))
   */
  aggregate<const M extends NamedExpressions>(
    metrics: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<Merge<G, ComputedSchema<S, M>>, Encoding>;
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Merge<G, Selected<S, A[number]>>, Encoding>;
  aggregate(...metrics: readonly unknown[]): unknown {
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions));
  }
  /**
   * Counts the rows of each group: one row for each group with its keys and the count (int64), in a column named
   * `count` by default. `where` counts only rows that satisfy a condition.
   * @example orders.groupBy("status").count({ name: "orders" })
   */
  count<const N extends string = "count">(
    options: CountOptions<N> = {},
  ): Table<Merge<G, { [K in N]: Int64<false> }>, Encoding> {
    return this.wrap(
      verbs.aggregate(this.relation, this.keys, [{ [options.name ?? "count"]: countRows(options) }], this.conditions),
    );
  }
  /**
   * Keeps the groups for which every condition is true (HAVING). Conditions are built from aggregates and grouping
   * keys.
   * @example payments.groupBy("order_id").having(count().gt(1)).aggregate((c) => ({ total: c.amount.sum() }))
   */
  having(...conditions: readonly Predicate<S>[]): Grouped<S, G, Encoding> {
    return new Grouped<S, G, Encoding>(
      this.relation,
      this.keys,
      this.wrap,
      [...this.conditions, ...conditions],
      this.order,
    );
  }
  /**
   * Orders the rows within each group for window functions such as `rank` and `lag`. With an order, aggregates in
   * `mutate`, `select` and `filter` are cumulative: from the start of the group to the current row and its peers. Later
   * keys break ties.
   * @example orders.groupBy("customer_id").orderBy("order_date").mutate((c) => ({ previous: c.order_date.lag() }))
   */
  orderBy(...keys: readonly SortBy<S>[]): Grouped<S, G, Encoding> {
    const order = resolveSort(this.relation, keys).map((key) => bind(key, this.relation));
    return new Grouped<S, G, Encoding>(this.relation, this.keys, this.wrap, this.conditions, [...this.order, ...order]);
  }
  /**
   * Adds or replaces columns and keeps all rows. Aggregates are computed over the group of each row.
   * @example payments.groupBy("order_id").mutate((c) => ({ share: c.amount.div(c.amount.sum()) }))
   */
  mutate<const M extends NamedExpressions>(
    columns: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<Mutated<S, M>, Encoding>;
  mutate<const A extends readonly Computed<S>[]>(
    ...columns: A
  ): Table<Merge<S, Selected<S, Resolved<A[number]>>>, Encoding>;
  mutate(...columns: readonly unknown[]): unknown {
    return this.wrap(verbs.mutate(this.relation, columns, this.windowDefaults()));
  }
  /**
   * Keeps or computes columns and keeps all rows. Aggregates are computed over the group of each row.
   * @example payments.groupBy("order_id").select("payment_id", (c) => ({ total: c.amount.sum() }))
   */
  select<const A extends readonly Selectable<S>[]>(...columns: A): Table<Selected<S, A[number]>, Encoding> {
    return this.wrap(verbs.select(this.relation, columns, this.windowDefaults()));
  }
  /**
   * Keeps the rows for which every condition is true. Aggregates are computed over the group of each row.
   * @example payments.groupBy("order_id").filter((c) => c.amount.eq(c.amount.max()))
   */
  filter(...predicates: readonly Predicate<S>[]): Table<S, Encoding> {
    return this.wrap(verbs.filter(this.relation, predicates, this.windowDefaults()));
  }

  /**
   * Adds grouping keys with subtotals within each group (ROLLUP): by all added keys, by all but the last, and so on. An
   * added key is NULL in the rows of subtotals that do not group by it.
   * @example orders.groupBy("customer_id").rollup("status").aggregate((c) => ({ n: c.order_id.count() }))
   */
  rollup<const A extends readonly Selectable<S>[]>(
    ...keys: A
  ): GroupingSets<S, Merge<G, AllNullable<Selected<S, A[number]>>>, Encoding> {
    const addedKeys = resolveEntries(this.relation, keys);
    return this.withGroupingSets(addedKeys, rollupSets(addedKeys.map(([name]) => name)));
  }
  /**
   * Adds grouping keys with subtotals within each group for every subset of them (CUBE). An added key is NULL in the
   * rows of subtotals that do not group by it.
   * @example orders.groupBy("customer_id").cube("status", "order_date").aggregate((c) => ({ n: c.order_id.count() }))
   */
  cube<const A extends readonly Selectable<S>[]>(
    ...keys: A
  ): GroupingSets<S, Merge<G, AllNullable<Selected<S, A[number]>>>, Encoding> {
    const addedKeys = resolveEntries(this.relation, keys);
    return this.withGroupingSets(addedKeys, cubeSets(addedKeys.map(([name]) => name)));
  }
  /**
   * Adds grouping keys with one grouping for each of several lists of them (GROUPING SETS), in one result. A key is
   * NULL in the rows of lists that do not contain it.
   * @example orders.groupBy("customer_id").groupingSets([["status"], []]).aggregate((c) => ({ n: c.order_id.count() }))
   */
  groupingSets<const A extends GroupingSetNames<S>>(
    sets: A,
  ): GroupingSets<S, Merge<G, GroupingSetKeys<S, A>>, Encoding> {
    return this.withGroupingSets(resolveEntries(this.relation, groupingSetKeys(sets)), sets);
  }
  private withGroupingSets<T extends Schema>(
    addedKeys: GroupingKeys,
    sets: readonly (readonly string[])[],
  ): GroupingSets<S, T, Encoding> {
    const groupNames = this.keys.map(([name]) => name);
    const fullSets = sets.map((set) => [...groupNames, ...set.filter((name) => !groupNames.includes(name))]);
    return new GroupingSets<S, T, Encoding>(
      this.relation,
      [...this.keys, ...addedKeys],
      fullSets,
      this.wrap,
      this.conditions,
    );
  }
  private windowDefaults(): WindowDefaults {
    return { partitionBy: this.keys.map(([, value]) => bind(value, this.relation)), orderBy: this.order };
  }
}
