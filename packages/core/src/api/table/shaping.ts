import type { ValueEncoding } from "../../backend/value-encoding.js";
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

/** Basic verbs: select, mutate, filter, sort, limit, group and aggregate. */
export class ShapingTable<S extends Schema, Encoding extends ValueEncoding> extends TableBase<S, Encoding> {
  /**
   * Keeps or computes columns, in the given order. Accepts column names, columns of this table or of a table it is
   * built from, selectors, `{ name: value }` objects, and callbacks that return them. Aggregates are computed over the
   * whole table (as window functions).
   * @throws AvocetError `duplicate-column` if two columns have the same name
   * @example orders.select("order_id", { late: orders.c.order_date.gt("2018-03-01") })
   */
  select<const A extends readonly Selectable<S>[]>(...columns: A): Table<Selected<S, A[number]>, Encoding> {
    return this.derive(verbs.select(this.inputRelation, columns));
  }
  /**
   * Adds or replaces columns: an existing name is replaced in its position, a new one is added at the end. Aggregates
   * are computed over the whole table (as window functions).
   * @example payments.mutate((c) => ({ cents: c.amount.mul(100) }))
   */
  mutate<const M extends NamedExpressions>(
    columns: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<Mutated<S, M>, Encoding>;
  mutate<const A extends readonly Computed<S>[]>(
    ...columns: A
  ): Table<Merge<S, Selected<S, Resolved<A[number]>>>, Encoding>;
  mutate(...columns: readonly unknown[]): unknown {
    return this.derive(verbs.mutate(this.inputRelation, columns));
  }
  /**
   * Keeps the rows for which every condition is true. A row for which a condition is NULL is dropped.
   * @example orders.filter((c) => c.status.eq("placed"), (c) => c.order_id.gt(50))
   */
  filter(...predicates: readonly Predicate<S>[]): Table<S, Encoding> {
    return this.derive(verbs.filter(this.inputRelation, predicates));
  }
  /**
   * Removes columns, given by name or selector.
   * @throws AvocetError `invalid-argument` if no column remains
   * @example orders.drop("status")
   */
  drop<const A extends readonly ColumnSelector<S>[]>(
    ...columns: A
  ): Table<Dropped<S, SelectedNames<S, A[number]>>, Encoding> {
    return this.derive(verbs.drop(this.inputRelation, columns));
  }
  /**
   * Renames columns and keeps their order. Takes `{ newName: "oldName" }`, or a function from each old name to the new
   * one.
   * @throws AvocetError `duplicate-column` if two columns get the same name
   * @example orders.rename({ day: "order_date" })
   */
  rename(names: (old: string) => string): Table<Schema, Encoding>;
  rename<const M extends { readonly [to: string]: keyof S & string }>(names: M): Table<Renamed<S, M>, Encoding>;
  rename(names: ((old: string) => string) | { readonly [to: string]: string }): unknown {
    return this.derive(verbs.rename(this.inputRelation, names));
  }
  /**
   * Sorts the rows, ascending by default; later keys break ties, and so does the order of an earlier `orderBy`. NULLs
   * sort last by default.
   * @example orders.orderBy("status", desc("order_date"))
   */
  orderBy(...keys: readonly SortBy<S>[]): Table<S, Encoding> {
    return this.derive(verbs.orderBy(this.inputRelation, keys));
  }
  /**
   * Keeps at most `n` rows after skipping `offset` rows (0 by default); `null` keeps all. Without `orderBy`, which rows
   * are kept is not specified.
   * @throws AvocetError `invalid-argument` if `n` or `offset` is not a non-negative integer
   * @example orders.orderBy("order_id").limit(10, { offset: 20 })
   */
  limit(n: number | null, options: { readonly offset?: number } = {}): Table<S, Encoding> {
    return this.derive(verbs.limit(this.inputRelation, n, options.offset ?? 0));
  }
  /**
   * Keeps the first `n` rows, 5 by default. Without `orderBy`, which rows are kept is not specified.
   * @example orders.orderBy("order_id").head()
   */
  head(n = 5): Table<S, Encoding> {
    return this.limit(n);
  }
  /**
   * Groups the rows by grouping keys. `aggregate` and `count` then return one row for each group; in `mutate`, `select`
   * and `filter`, aggregates are computed over the group of each row. NULL keys form a group.
   * @example orders.groupBy("customer_id").aggregate((c) => ({ orders: c.order_id.count() }))
   */
  groupBy<const A extends readonly Selectable<S>[]>(...keys: A): Grouped<S, Selected<S, A[number]>, Encoding> {
    const { inputRelation } = this;
    return new Grouped<S, Selected<S, A[number]>, Encoding>(
      inputRelation,
      resolveEntries(inputRelation, keys),
      (relation) => this.derive(relation),
    );
  }
  /**
   * Aggregates all rows into one row. An empty table returns one row, too: counts are 0, most other aggregates are
   * NULL.
   * @example payments.aggregate((c) => ({ total: c.amount.sum() }))
   */
  aggregate<const M extends NamedExpressions>(
    metrics: M | ((c: NoInfer<Columns<S>>) => M),
  ): Table<ComputedSchema<S, M>, Encoding>;
  aggregate<const A extends readonly Computed<S>[]>(...metrics: A): Table<Selected<S, A[number]>, Encoding>;
  aggregate(...metrics: readonly unknown[]): unknown {
    return this.derive(verbs.aggregate(this.inputRelation, [], metrics));
  }
  /**
   * Removes duplicate rows. With `on`, keeps one row for each combination of values of some columns: the first or last
   * by `orderBy`. NULLs are equal. The order of the result is not specified.
   * @example orders.distinct({ on: "customer_id", keep: "last", orderBy: "order_date" })
   */
  distinct(options?: DistinctOptions<S, ColumnSelector<S>>): Table<S, Encoding> {
    return this.derive(options ? distinctOn(this.inputRelation, options) : r.distinct(this.inputRelation));
  }
}
