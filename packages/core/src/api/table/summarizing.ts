import type { ValueModes } from "../../backend/values.js";
import type { DType, Int64, Schema } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import { isSelector } from "../../selectors.js";
import type { ReduceOptions } from "../column/base.js";
import type { Column, Columns } from "../column/column.js";
import { columnFrom } from "../column/column-factory.js";
import { count } from "../functions/count.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import { desc } from "../operand/sort.js";
import type { Table } from "../table.js";
import type { ColumnSelector, Merge, Selectable, Selected, SelectedNames } from "../types.js";
import type { Nulled, SetColumns, SetKeys } from "../verbs/grouping-sets.js";
import { cubeSets, GroupingSets, rollupSets, setKeys } from "../verbs/grouping-sets.js";
import { applyCallback, columnNamed, resolveEntries } from "../verbs/resolve.js";
import type { DescribeOptions, DescribeSchema, InfoSchema } from "../verbs/summary.js";
import { describe, info } from "../verbs/summary.js";
import { listOf, namesIn } from "../verbs/tidy.js";
import * as verbs from "../verbs/verbs.js";
import { ReshapingTable } from "./reshaping.js";

type Counted<S extends Schema, A extends readonly unknown[], N extends string> = {
  [K in (A["length"] extends 0 ? keyof S & string : SelectedNames<S, A[number]>) | N]: K extends N
    ? Int64<false>
    : K extends keyof S
      ? S[K]
      : DType;
};
/** How `topK` orders the values. */
export interface TopOptions<S extends Schema, C extends AnyColumn, N extends string> {
  /** What the values are ordered by, from large to small: a reduction of their rows. */
  readonly by: (c: Columns<S>) => C;
  /** The name of that; `value` unless told. */
  readonly name?: N;
}

const isNamed = (value: unknown): value is { readonly name: string } =>
  typeof value === "object" && value !== null && !isSelector(value) && !isColumn(value) && "name" in value;

/** The verbs that sum rows up. */
export class SummarizingTable<S extends Schema, Form extends ValueModes> extends ReshapingTable<S, Form> {
  /**
   * Groups with totals, as ROLLUP gives them: by all keys, then by one fewer from the end each time, at last by none. A key is NULL
   * in the rows that are totals over it; `grouping()` tells these from keys that are NULL themselves.
   * @example orders.rollup("customer_id", "status").aggregate((c) => ({ total: c.status.grouping(), n: c.order_id.count() }))
   */
  rollup<const A extends readonly Selectable<S>[]>(...keys: A): GroupingSets<S, Nulled<Selected<S, A[number]>>, Form> {
    const entries = resolveEntries(this.here, keys);
    return this.grouped(entries, rollupSets(entries.map(([name]) => name)));
  }
  /**
   * Groups with totals over every choice of the keys, as CUBE gives them. A key is NULL in the rows that are totals over it.
   * @example orders.cube("customer_id", "status").aggregate((c) => ({ n: c.order_id.count() }))
   */
  cube<const A extends readonly Selectable<S>[]>(...keys: A): GroupingSets<S, Nulled<Selected<S, A[number]>>, Form> {
    const entries = resolveEntries(this.here, keys);
    return this.grouped(entries, cubeSets(entries.map(([name]) => name)));
  }
  /**
   * Groups by each of some lists of keys, all in one result. A key is NULL in the rows whose list does not have it.
   * @example orders.groupingSets([["customer_id"], ["status"], []]).aggregate((c) => ({ n: c.order_id.count() }))
   */
  groupingSets<const A extends SetColumns<S>>(sets: A): GroupingSets<S, SetKeys<S, A>, Form> {
    return this.grouped(resolveEntries(this.here, setKeys(sets)), sets);
  }
  private grouped<G extends Schema>(
    keys: ReturnType<typeof resolveEntries>,
    sets: readonly (readonly string[])[],
  ): GroupingSets<S, G, Form> {
    return new GroupingSets<S, G, Form>(this.here, keys, sets, (relation) => this.next(relation));
  }

  /**
   * How many rows there are of each combination of some columns' values, of all columns unless told; in no set order.
   * @example orders.valueCounts("status", { name: "orders" }).orderBy(desc("orders"))
   */
  valueCounts<const A extends readonly ColumnSelector<S>[]>(...columns: A): Table<Counted<S, A, "count">, Form>;
  valueCounts<const A extends readonly ColumnSelector<S>[], const N extends string>(
    ...columns: readonly [...columns: A, options: { readonly name: N }]
  ): Table<Counted<S, A, N>, Form>;
  valueCounts(...inputs: readonly unknown[]): unknown {
    const { here } = this;
    const last = inputs.at(-1);
    const name = isNamed(last) ? last.name : "count";
    const columns = isNamed(last) ? inputs.slice(0, -1) : inputs;
    const names = columns.length === 0 ? here.schema.keys() : namesIn(here, columns, "valueCounts");
    return this.next(verbs.aggregate(here, resolveEntries(here, [...names]), [{ [name]: count() }]));
  }
  /**
   * The `k` values of a column that come most often, or those for which a reduction is largest, the largest first. Ties go to the
   * smaller value; NULL is a value like any other.
   * @example payments.topK("payment_method", 3, { by: (c) => c.amount.sum(), name: "total" })
   */
  topK<const K extends keyof S & string, const N extends string = "count">(
    column: K,
    k: number,
    options?: { readonly name?: N; readonly by?: never },
  ): Table<Merge<{ [P in K]: S[P] }, { [P in N]: Int64<false> }>, Form>;
  topK<const K extends keyof S & string, C extends AnyColumn, const N extends string = "value">(
    column: K,
    k: number,
    options: TopOptions<S, C, N>,
  ): Table<Merge<{ [P in K]: S[P] }, { [P in N]: C["dtype"] }>, Form>;
  topK(
    column: string,
    k: number,
    options: { readonly name?: string; readonly by?: ((c: Columns<S>) => AnyColumn) | undefined } = {},
  ): unknown {
    const { here } = this;
    const { by, name = by ? "value" : "count" } = options;
    const metric = by ? applyCallback(here, by) : count();
    const totals = verbs.aggregate(here, [[column, columnNamed(here, column).node]], [{ [name]: metric }]);
    return this.next(verbs.limit(verbs.orderBy(totals, [desc(name), column]), k, 0));
  }

  /**
   * How many different rows there are, as a value; in an aggregation, how many the group has. NULL equals NULL; never NULL itself. → int64
   * @example orders.select("customer_id", "status").nunique()
   */
  nunique(options: ReduceOptions = {}): Column<Int64<false>> {
    return columnFrom(op("CountDistinctStar", { table: this.relation, where: options.where?.node }));
  }

  /**
   * One row for each column: its place, dtype and how many NULLs it holds. One pass over the rows.
   * @example orders.info()
   */
  info(): Table<InfoSchema, Form> {
    return this.next(info(this.here));
  }
  /**
   * One row for each column: how many values, NULLs and different values, the most frequent of strings, and of numbers the mean, the
   * standard deviation, the extremes and quantiles. One pass over the rows.
   * @example payments.describe({ columns: s.numeric(), quantiles: [0.5, 0.9] })
   */
  describe(): Table<DescribeSchema<"p25" | "p50" | "p75">, Form>;
  describe<const O extends DescribeOptions<S>>(options: O): Table<DescribeSchema<Quantiles<O>>, Form>;
  describe(options: DescribeOptions<S> = {}): unknown {
    const { here } = this;
    const names =
      options.columns === undefined ? [...here.schema.keys()] : namesIn(here, listOf(options.columns), "describe");
    return this.next(describe(here, names, options.quantiles ?? [0.25, 0.5, 0.75]));
  }
}
type Quantiles<O> = O extends { readonly quantiles: readonly number[] } ? `p${number}` : "p25" | "p50" | "p75";
