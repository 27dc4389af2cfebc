import type { Schema } from "../dtype/dtype.js";
import type { Relation } from "../ir/relation.js";
import type { Value } from "../ir/value.js";
import type { Table } from "./table.js";
import type { Computed, Merge, Predicate, Resolved, Selectable, Selected } from "./types.js";
import * as verbs from "./verbs.js";

type Wrap = <T extends Schema>(relation: Relation) => Table<T>;

/** A table whose rows are in groups: reductions on it are taken over each group. */
export class Grouped<S extends Schema, G extends Schema> {
  private readonly relation: Relation;
  private readonly keys: readonly (readonly [string, Value])[];
  private readonly wrap: Wrap;
  private readonly conditions: readonly unknown[];

  constructor(
    relation: Relation,
    keys: readonly (readonly [string, Value])[],
    wrap: Wrap,
    conditions: readonly unknown[] = [],
  ) {
    this.relation = relation;
    this.keys = keys;
    this.wrap = wrap;
    this.conditions = conditions;
  }

  /**
   * One row for each group: its keys, then these metrics.
   * @example payments.groupBy("payment_method").aggregate((c) => ({ total: c.amount.sum() }))
   */
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Merge<G, Selected<S, A[number]>>> {
    return this.wrap(verbs.aggregate(this.relation, this.keys, metrics, this.conditions));
  }
  /**
   * Only groups for which the conditions, made of reductions, are true.
   * @example payments.groupBy("order_id").having((c) => c.amount.count().gt(1)).aggregate((c) => ({ n: c.amount.count() }))
   */
  having(...conditions: readonly Predicate<S>[]): Grouped<S, G> {
    return new Grouped<S, G>(this.relation, this.keys, this.wrap, [...this.conditions, ...conditions]);
  }
  /**
   * All rows and columns, and these: reductions in them are taken over the row's group.
   * @example payments.groupBy("order_id").mutate((c) => ({ share: c.amount.div(c.amount.sum()) }))
   */
  mutate<const A extends readonly Computed<S>[]>(...columns: A): Table<Merge<S, Selected<S, Resolved<A[number]>>>> {
    return this.wrap(verbs.mutate(this.relation, columns, this.partition()));
  }
  /**
   * All rows, just these columns: reductions in them are taken over the row's group.
   * @example payments.groupBy("order_id").select("payment_id", (c) => ({ total: c.amount.sum() }))
   */
  select<const A extends readonly Selectable<S>[]>(...columns: A): Table<Selected<S, A[number]>> {
    return this.wrap(verbs.select(this.relation, columns, this.partition()));
  }
  /**
   * The rows for which the conditions are true: reductions in them are taken over the row's group.
   * @example payments.groupBy("order_id").filter((c) => c.amount.eq(c.amount.max()))
   */
  filter(...predicates: readonly Predicate<S>[]): Table<S> {
    return this.wrap(verbs.filter(this.relation, predicates, this.partition()));
  }
  private partition(): readonly Value[] {
    return this.keys.map(([, value]) => value);
  }
}
