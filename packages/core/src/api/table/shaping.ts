import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import * as r from "../../ir/relation.js";
import type { Columns } from "../column/column.js";
import type { Table } from "../table.js";
import type {
  ColumnSelector,
  Computed,
  ComputedSchema,
  Dropped,
  Merge,
  Mutated,
  NamedExpressions,
  Predicate,
  Renamed,
  Resolved,
  Selectable,
  Selected,
  SelectedNames,
  SortBy,
} from "../types.js";
import { Grouped } from "../verbs/grouped.js";
import { resolveEntries } from "../verbs/resolve.js";
import { distinctOn } from "../verbs/tidy.js";
import type { DistinctOptions } from "../verbs/tidy-types.js";
import * as verbs from "../verbs/verbs.js";
import { TableBase } from "./base.js";

/** The verbs on columns and rows. */
export class ShapingTable<S extends Schema, Form extends ValueModes> extends TableBase<S, Form> {
  /**
   * Just these columns, in this order: names, columns of this table or of one that it was made from, values by name, selectors.
   * @example orders.select("order_id", { late: orders.c.order_date.gt("2018-03-01") })
   */
  select<const A extends readonly Selectable<S>[]>(...columns: A): Table<Selected<S, A[number]>, Form> {
    return this.next(verbs.select(this.here, columns));
  }
  /**
   * All columns and these: one that is there already is replaced in its place, a new one goes to the end.
   * @example payments.mutate((c) => ({ cents: c.amount.mul(100) }))
   */
  mutate<const M extends NamedExpressions>(columns: M | ((c: NoInfer<Columns<S>>) => M)): Table<Mutated<S, M>, Form>;
  mutate<const A extends readonly Computed<S>[]>(
    ...columns: A
  ): Table<Merge<S, Selected<S, Resolved<A[number]>>>, Form>;
  mutate(...columns: readonly unknown[]): unknown {
    return this.next(verbs.mutate(this.here, columns));
  }
  /**
   * The rows for which every condition is true; a condition that is NULL drops the row.
   * @example orders.filter((c) => c.status.eq("placed"), (c) => c.order_id.gt(50))
   */
  filter(...predicates: readonly Predicate<S>[]): Table<S, Form> {
    return this.next(verbs.filter(this.here, predicates));
  }
  /**
   * All columns but these: names, selectors.
   * @example orders.drop("status")
   */
  drop<const A extends readonly ColumnSelector<S>[]>(
    ...columns: A
  ): Table<Dropped<S, SelectedNames<S, A[number]>>, Form> {
    return this.next(verbs.drop(this.here, columns));
  }
  /**
   * The same columns in the same order under new names: some, given as `{ newName: "old" }`, or all, by a function of the old name.
   * @example orders.rename({ day: "order_date" })
   */
  rename(names: (old: string) => string): Table<Schema, Form>;
  rename<const M extends { readonly [to: string]: keyof S & string }>(names: M): Table<Renamed<S, M>, Form>;
  rename(names: ((old: string) => string) | { readonly [to: string]: string }): unknown {
    return this.next(verbs.rename(this.here, names));
  }
  /**
   * The rows in an order; the keys of an earlier order break ties. NULLs come last unless told.
   * @example orders.orderBy("status", desc("order_date"))
   */
  orderBy(...keys: readonly SortBy<S>[]): Table<S, Form> {
    return this.next(verbs.orderBy(this.here, keys));
  }
  /**
   * At most `n` rows (null for all), after leaving out `offset` of them. Which ones is only certain after `orderBy`.
   * @example orders.orderBy("order_id").limit(10, { offset: 20 })
   */
  limit(n: number | null, options: { readonly offset?: number } = {}): Table<S, Form> {
    return this.next(verbs.limit(this.here, n, options.offset ?? 0));
  }
  /**
   * The first rows, five unless told.
   * @example orders.orderBy("order_id").head()
   */
  head(n = 5): Table<S, Form> {
    return this.limit(n);
  }
  /**
   * Groups of rows with equal keys; NULL is a key like any other.
   * @example orders.groupBy("customer_id").aggregate((c) => ({ orders: c.order_id.count() }))
   */
  groupBy<const A extends readonly Selectable<S>[]>(...keys: A): Grouped<S, Selected<S, A[number]>, Form> {
    const { here } = this;
    return new Grouped<S, Selected<S, A[number]>, Form>(here, resolveEntries(here, keys), (relation) =>
      this.next(relation),
    );
  }
  /**
   * One row that reduces all rows, also when there are none.
   * @example payments.aggregate((c) => ({ total: c.amount.sum() }))
   */
  aggregate<const M extends NamedExpressions>(
    metrics: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<ComputedSchema<S, M>, Form>;
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Selected<S, A[number]>, Form>;
  aggregate(...metrics: readonly unknown[]): unknown {
    return this.next(verbs.aggregate(this.here, [], metrics));
  }
  /**
   * Each different row once; or, `on` some columns, one whole row for each of their values. NULL equals NULL. The rows are in no set order.
   * @example orders.distinct({ on: "customer_id", keep: "last", orderBy: "order_date" })
   */
  distinct(options?: DistinctOptions<S, ColumnSelector<S>>): Table<S, Form> {
    return this.next(options ? distinctOn(this.here, options) : r.distinct(this.here));
  }
}
