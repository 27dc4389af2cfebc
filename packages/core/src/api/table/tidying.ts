import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Table } from "../table.js";
import type { ColumnSelector } from "../types.js";
import * as tidy from "../verbs/tidy.js";
import type {
  CastInput,
  CastTo,
  DropNullOptions,
  FilledAll,
  FilledEach,
  FillInput,
  FillValue,
  RelocatePosition,
  SampleOptions,
} from "../verbs/tidy-types.js";
import { ShapingTable } from "./shaping.js";

/** The verbs that put columns and rows in order. */
export class TidyingTable<S extends Schema, Form extends ValueModes> extends ShapingTable<S, Form> {
  /**
   * The same columns, some of them moved to the front, or before or after others.
   * @example orders.relocate("status", s.temporal(), { after: "order_id" })
   */
  relocate(
    ...columns:
      | readonly ColumnSelector<S>[]
      | readonly [...columns: ColumnSelector<S>[], place: RelocatePosition<ColumnSelector<S>>]
  ): Table<S, Form> {
    return this.next(tidy.relocate(this.here, columns));
  }
  /**
   * Some columns as other dtypes; NULL stays NULL, a value that has none there is an error when it runs.
   * @example payments.cast({ amount: decimal(9, 2), order_id: string })
   */
  cast<const M extends CastInput<S, M>>(dtypes: M): Table<CastTo<S, M, false>, Form> {
    return this.next(tidy.castColumns(this.here, dtypes, "cast"));
  }
  /**
   * Some columns as other dtypes; NULL where a value has none there.
   * @example orders.tryCast({ status: int64 })
   */
  tryCast<const M extends CastInput<S, M>>(dtypes: M): Table<CastTo<S, M, true>, Form> {
    return this.next(tidy.castColumns(this.here, dtypes, "tryCast"));
  }
  /**
   * Without the rows where some of the columns, or with `how: "all"` all of them, are NULL; all columns unless told.
   * @example orders.dropNull(["status", "order_date"], { how: "all" })
   */
  dropNull(columns?: ColumnSelector<S> | readonly ColumnSelector<S>[], options: DropNullOptions = {}): Table<S, Form> {
    return this.next(tidy.dropNull(this.here, columns === undefined ? undefined : tidy.listOf(columns), options));
  }
  /**
   * NULLs replaced: by a value for each column, or by one value in every column of its kind: numbers, strings, bools, timestamps, bytes.
   * @example orders.fillNull({ status: "unknown", order_date: "2018-01-01" })
   */
  fillNull<const V extends FillValue>(value: V): Table<FilledAll<S, V>, Form>;
  fillNull<const M extends object & FillInput<S, M>>(values: M): Table<FilledEach<S, M>, Form>;
  fillNull(values: unknown): unknown {
    return this.next(tidy.fillNull(this.here, values));
  }
  /**
   * About a fraction of the rows, drawn at random: other rows each time, unless a seed is given.
   * @example orders.sample(0.1, { seed: 1 })
   */
  sample(fraction: number, options: SampleOptions = {}): Table<S, Form> {
    return this.next(tidy.sample(this.here, fraction, options));
  }
}
