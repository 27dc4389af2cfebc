import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { DType, Int64, Schema } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import { isSelector } from "../../selectors.js";
import type { AggregateOptions } from "../column/base.js";
import type { Column, Columns } from "../column/column.js";
import { columnFrom } from "../column/column-factory.js";
import { countRows } from "../functions/count.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import { desc } from "../operand/sort.js";
import type { Table } from "../table.js";
import type { ColumnSelector, Merge, Selectable, Selected, SelectedNames } from "../types.js";
import type { AllNullable, GroupingSetKeys, GroupingSetNames } from "../verbs/grouping-sets.js";
import { cubeSets, GroupingSets, groupingSetKeys, rollupSets } from "../verbs/grouping-sets.js";
import { applyCallback, columnNamed, resolveEntries } from "../verbs/resolve.js";
import type { DescribeOptions, DescribeSchema, InfoSchema } from "../verbs/summary.js";
import { describe, info } from "../verbs/summary.js";
import { resolveNames, toList } from "../verbs/tidy.js";
import * as verbs from "../verbs/verbs.js";
import { ReshapingTable } from "./reshaping.js";

type ValueCounts<S extends Schema, A extends readonly unknown[], N extends string> = {
  [K in (A["length"] extends 0 ? keyof S & string : SelectedNames<S, A[number]>) | N]: K extends N
    ? Int64<false>
    : K extends keyof S
      ? S[K]
      : DType;
};
/** Options of `topK` for ordering the values by an aggregate. */
export interface TopKOptions<S extends Schema, C extends AnyColumn, N extends string> {
  /** The aggregate that orders the values, largest first. */
  readonly by: (c: Columns<S>) => C;
  /** The name of the aggregate's column; `value` by default. */
  readonly name?: N;
}

const hasNameOption = (value: unknown): value is { readonly name: string } =>
  typeof value === "object" && value !== null && !isSelector(value) && !isColumn(value) && "name" in value;

/** Verbs that summarize rows: subtotals, value counts and statistics. */
export class SummarizingTable<S extends Schema, Encoding extends ValueEncoding> extends ReshapingTable<S, Encoding> {
  /**
   * Groups with subtotals (ROLLUP): by all keys, by all but the last, and so on, down to the grand total. A key is NULL
   * in the rows of subtotals that do not group by it; `grouping()` of the key is 1 in these rows and 0 elsewhere.
   * @example orders.rollup("customer_id", "status").aggregate((c) => ({ subtotal: c.status.grouping(), n: count() }))
   */
  rollup<const A extends readonly Selectable<S>[]>(
    ...keys: A
  ): GroupingSets<S, AllNullable<Selected<S, A[number]>>, Encoding> {
    const entries = resolveEntries(this.inputRelation, keys);
    return this.createGroupingSets(entries, rollupSets(entries.map(([name]) => name)));
  }
  /**
   * Groups by every subset of the keys (CUBE), down to the grand total. A key is NULL in the rows of subtotals that do
   * not group by it.
   * @throws AvocetError `invalid-argument` for more than 12 keys
   * @example orders.cube("customer_id", "status").aggregate((c) => ({ n: c.order_id.count() }))
   */
  cube<const A extends readonly Selectable<S>[]>(
    ...keys: A
  ): GroupingSets<S, AllNullable<Selected<S, A[number]>>, Encoding> {
    const entries = resolveEntries(this.inputRelation, keys);
    return this.createGroupingSets(entries, cubeSets(entries.map(([name]) => name)));
  }
  /**
   * Groups by each of several lists of keys (GROUPING SETS), in one result. A key is NULL in the rows of lists that do
   * not contain it; the empty list is the grand total.
   * @example orders.groupingSets([["customer_id"], ["status"], []]).aggregate((c) => ({ n: c.order_id.count() }))
   */
  groupingSets<const A extends GroupingSetNames<S>>(sets: A): GroupingSets<S, GroupingSetKeys<S, A>, Encoding> {
    return this.createGroupingSets(resolveEntries(this.inputRelation, groupingSetKeys(sets)), sets);
  }
  private createGroupingSets<G extends Schema>(
    keys: ReturnType<typeof resolveEntries>,
    sets: readonly (readonly string[])[],
  ): GroupingSets<S, G, Encoding> {
    return new GroupingSets<S, G, Encoding>(this.inputRelation, keys, sets, (relation) => this.derive(relation));
  }

  /**
   * Counts the rows for each combination of values of some columns, all by default. The count is int64, in a column
   * named `count` by default. The order of the result is not specified.
   * @example orders.valueCounts("status", { name: "orders" }).orderBy(desc("orders"))
   */
  valueCounts<const A extends readonly ColumnSelector<S>[]>(...columns: A): Table<ValueCounts<S, A, "count">, Encoding>;
  valueCounts<const A extends readonly ColumnSelector<S>[], const N extends string>(
    ...columns: readonly [...columns: A, options: { readonly name: N }]
  ): Table<ValueCounts<S, A, N>, Encoding>;
  valueCounts(...inputs: readonly unknown[]): unknown {
    const { inputRelation } = this;
    const lastInput = inputs.at(-1);
    const name = hasNameOption(lastInput) ? lastInput.name : "count";
    const columns = hasNameOption(lastInput) ? inputs.slice(0, -1) : inputs;
    const names =
      columns.length === 0 ? inputRelation.schema.keys() : resolveNames(inputRelation, columns, "valueCounts");
    return this.derive(
      verbs.aggregate(inputRelation, resolveEntries(inputRelation, [...names]), [{ [name]: countRows() }]),
    );
  }
  /**
   * The `k` most frequent values of a column, or those with the largest aggregate if `by` is given, largest first. Ties
   * are broken in favor of the smaller value. NULL is counted like any other value.
   * @example payments.topK("payment_method", 3, { by: (c) => c.amount.sum(), name: "total" })
   */
  topK<const K extends keyof S & string, const N extends string = "count">(
    column: K,
    k: number,
    options?: { readonly name?: N; readonly by?: never },
  ): Table<Merge<{ [P in K]: S[P] }, { [P in N]: Int64<false> }>, Encoding>;
  topK<const K extends keyof S & string, C extends AnyColumn, const N extends string = "value">(
    column: K,
    k: number,
    options: TopKOptions<S, C, N>,
  ): Table<Merge<{ [P in K]: S[P] }, { [P in N]: C["dtype"] }>, Encoding>;
  topK(
    column: string,
    k: number,
    options: { readonly name?: string; readonly by?: ((c: Columns<S>) => AnyColumn) | undefined } = {},
  ): unknown {
    const { inputRelation } = this;
    const { by, name = by ? "value" : "count" } = options;
    const metric = by ? applyCallback(inputRelation, by) : countRows();
    const aggregated = verbs.aggregate(
      inputRelation,
      [[column, columnNamed(inputRelation, column).node]],
      [{ [name]: metric }],
    );
    return this.derive(verbs.limit(verbs.orderBy(aggregated, [desc(name), column]), k, 0));
  }

  /**
   * Number of distinct rows, as a value: of the group in an aggregation, of the whole table elsewhere. NULLs are equal.
   * Returns int64, never NULL.
   * @example orders.select("customer_id", "status").nunique()
   */
  nunique(options: AggregateOptions = {}): Column<Int64<false>> {
    return columnFrom(op("CountDistinctStar", { table: this.relation, where: options.where?.node }));
  }

  /**
   * Describes the schema: one row for each column with its position, dtype, nullability and number and share of NULLs.
   * Reads the table once.
   * @example orders.info()
   */
  info(): Table<InfoSchema, Encoding> {
    return this.derive(info(this.inputRelation));
  }
  /**
   * Summary statistics: one row for each column with the number of rows, NULLs and distinct values, the mode of
   * strings, and the mean, standard deviation, minimum, maximum and quantiles (quartiles by default) of numbers.
   * Statistics that a dtype does not have are NULL. Reads the table once.
   * @example payments.describe({ columns: s.numeric(), quantiles: [0.5, 0.9] })
   */
  describe(): Table<DescribeSchema<"p25" | "p50" | "p75">, Encoding>;
  describe<const O extends DescribeOptions<S>>(options: O): Table<DescribeSchema<QuantileNames<O>>, Encoding>;
  describe(options: DescribeOptions<S> = {}): unknown {
    const { inputRelation } = this;
    const names =
      options.columns === undefined
        ? [...inputRelation.schema.keys()]
        : resolveNames(inputRelation, toList(options.columns), "describe");
    return this.derive(describe(inputRelation, names, options.quantiles ?? [0.25, 0.5, 0.75]));
  }
}
type QuantileNames<O> = O extends { readonly quantiles: readonly number[] } ? `p${number}` : "p25" | "p50" | "p75";
