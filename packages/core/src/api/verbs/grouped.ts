import type { ValueModes } from "../../backend/values.js";
import type { Int64, Schema } from "../../dtype/dtype.js";
import { bind } from "../../ir/bind.js";
import type { Relation } from "../../ir/relation.js";
import type { SortKey, Value } from "../../ir/value.js";
import type { ReduceOptions } from "../column/base.js";
import type { Columns } from "../column/column.js";
import { count } from "../functions/count.js";
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
import type { Nulled, SetColumns, SetKeys } from "./grouping-sets.js";
import { cubeSets, GroupingSets, rollupSets, setKeys } from "./grouping-sets.js";
import { resolveEntries, resolveSort } from "./resolve.js";
import type { WindowDefaults } from "./verbs.js";
import * as verbs from "./verbs.js";

export type Wrap<Form extends ValueModes> = <T extends Schema>(relation: Relation) => Table<T, Form>;
export type Keys = readonly (readonly [string, Value])[];
/** How the number of rows of each group is named and counted. */
export interface CountOptions<N extends string> extends ReduceOptions {
  /** The name of the column; `count` unless told. */
  readonly name?: N;
}

/** A table whose rows are in groups: reductions on it are taken over each group. */
export class Grouped<S extends Schema, G extends Schema, Form extends ValueModes> {
  private readonly relation: Relation;
  private readonly keys: Keys;
  private readonly wrap: Wrap<Form>;
  private readonly conditions: readonly unknown[];
  private readonly order: readonly SortKey[];

  constructor(
    relation: Relation,
    keys: Keys,
    wrap: Wrap<Form>,
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
   * One row for each group: its keys, then these metrics.
   * @example payments.groupBy("payment_method").aggregate((c) => ({ total: c.amount.sum() }))
   */
  aggregate<const M extends NamedExpressions>(
    metrics: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<Merge<G, ComputedSchema<S, M>>, Form>;
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Merge<G, Selected<S, A[number]>>, Form>;
  aggregate(...metrics: readonly unknown[]): unknown {
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions));
  }
  /**
   * One row for each group: its keys, and how many rows it has.
   * @example orders.groupBy("status").count({ name: "orders" })
   */
  count<const N extends string = "count">(
    options: CountOptions<N> = {},
  ): Table<Merge<G, { [K in N]: Int64<false> }>, Form> {
    return this.wrap(
      verbs.aggregate(this.relation, this.keys, [{ [options.name ?? "count"]: count(options) }], this.conditions),
    );
  }
  /**
   * Only groups for which the conditions, made of reductions, are true.
   * @example payments.groupBy("order_id").having((c) => c.amount.count().gt(1)).aggregate((c) => ({ n: c.amount.count() }))
   */
  having(...conditions: readonly Predicate<S>[]): Grouped<S, G, Form> {
    return new Grouped<S, G, Form>(
      this.relation,
      this.keys,
      this.wrap,
      [...this.conditions, ...conditions],
      this.order,
    );
  }
  /**
   * An order within each group, for the functions that look at other rows: ranks, `lag`, and reductions in `mutate`, which then run
   * from the start of the group to the row and its peers. Later keys break the ties of earlier ones.
   * @example orders.groupBy("customer_id").orderBy("order_date").mutate((c) => ({ before: c.order_date.lag() }))
   */
  orderBy(...keys: readonly SortBy<S>[]): Grouped<S, G, Form> {
    const order = resolveSort(this.relation, keys).map((key) => bind(key, this.relation));
    return new Grouped<S, G, Form>(this.relation, this.keys, this.wrap, this.conditions, [...this.order, ...order]);
  }
  /**
   * All rows and columns, and these: reductions in them are taken over the row's group.
   * @example payments.groupBy("order_id").mutate((c) => ({ share: c.amount.div(c.amount.sum()) }))
   */
  mutate<const M extends NamedExpressions>(columns: M | ((c: NoInfer<Columns<S>>) => M)): Table<Mutated<S, M>, Form>;
  mutate<const A extends readonly Computed<S>[]>(
    ...columns: A
  ): Table<Merge<S, Selected<S, Resolved<A[number]>>>, Form>;
  mutate(...columns: readonly unknown[]): unknown {
    return this.wrap(verbs.mutate(this.relation, columns, this.over()));
  }
  /**
   * All rows, just these columns: reductions in them are taken over the row's group.
   * @example payments.groupBy("order_id").select("payment_id", (c) => ({ total: c.amount.sum() }))
   */
  select<const A extends readonly Selectable<S>[]>(...columns: A): Table<Selected<S, A[number]>, Form> {
    return this.wrap(verbs.select(this.relation, columns, this.over()));
  }
  /**
   * The rows for which the conditions are true: reductions in them are taken over the row's group.
   * @example payments.groupBy("order_id").filter((c) => c.amount.eq(c.amount.max()))
   */
  filter(...predicates: readonly Predicate<S>[]): Table<S, Form> {
    return this.wrap(verbs.filter(this.relation, predicates, this.over()));
  }

  /**
   * Within each group also totals over more keys, from the last to the first, as ROLLUP does: these keys are NULL in the totals.
   * @example orders.groupBy("customer_id").rollup("status").aggregate((c) => ({ n: c.order_id.count() }))
   */
  rollup<const A extends readonly Selectable<S>[]>(
    ...keys: A
  ): GroupingSets<S, Merge<G, Nulled<Selected<S, A[number]>>>, Form> {
    const more = resolveEntries(this.relation, keys);
    return this.sets(more, rollupSets(more.map(([name]) => name)));
  }
  /**
   * Within each group also totals over every choice of more keys, as CUBE does: these keys are NULL in their totals.
   * @example orders.groupBy("customer_id").cube("status", "order_date").aggregate((c) => ({ n: c.order_id.count() }))
   */
  cube<const A extends readonly Selectable<S>[]>(
    ...keys: A
  ): GroupingSets<S, Merge<G, Nulled<Selected<S, A[number]>>>, Form> {
    const more = resolveEntries(this.relation, keys);
    return this.sets(more, cubeSets(more.map(([name]) => name)));
  }
  /**
   * Groups by each of some lists of further keys, all in one result: a key is NULL where it is not in the list.
   * @example orders.groupBy("customer_id").groupingSets([["status"], []]).aggregate((c) => ({ n: c.order_id.count() }))
   */
  groupingSets<const A extends SetColumns<S>>(sets: A): GroupingSets<S, Merge<G, SetKeys<S, A>>, Form> {
    return this.sets(resolveEntries(this.relation, setKeys(sets)), sets);
  }
  private sets<T extends Schema>(more: Keys, sets: readonly (readonly string[])[]): GroupingSets<S, T, Form> {
    const own = this.keys.map(([name]) => name);
    const whole = sets.map((set) => [...own, ...set.filter((name) => !own.includes(name))]);
    return new GroupingSets<S, T, Form>(this.relation, [...this.keys, ...more], whole, this.wrap, this.conditions);
  }
  private over(): WindowDefaults {
    return { partitionBy: this.keys.map(([, value]) => bind(value, this.relation)), orderBy: this.order };
  }
}
