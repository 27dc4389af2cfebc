import type { ValueEncoding } from "../../backend/value-encoding.js";
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

/** Data-cleaning verbs: relocate, cast, dropNull, fillNull and sample. */
export class TidyingTable<S extends Schema, Encoding extends ValueEncoding> extends ShapingTable<S, Encoding> {
  /**
   * Moves columns to the front, or before or after others; the rest keep their order. `{ before }` and `{ after }` take
   * a name or a selector.
   * @example orders.relocate("status", s.temporal(), { after: "order_id" })
   */
  relocate(
    ...columns:
      | readonly ColumnSelector<S>[]
      | readonly [...columns: ColumnSelector<S>[], position: RelocatePosition<ColumnSelector<S>>]
  ): Table<S, Encoding> {
    return this.derive(tidy.relocate(this.inputRelation, columns));
  }
  /**
   * Casts columns to other dtypes, given by column name. NULL stays NULL; a value that cannot be converted raises an
   * error at execution.
   * @example payments.cast({ amount: decimal(9, 2), order_id: string })
   */
  cast<const M extends CastInput<S, M>>(dtypes: M): Table<CastTo<S, M, false>, Encoding> {
    return this.derive(tidy.castColumns(this.inputRelation, dtypes, "cast"));
  }
  /**
   * Casts columns to other dtypes, given by column name. NULL stays NULL; a value that cannot be converted becomes
   * NULL.
   * @example orders.tryCast({ status: int64 })
   */
  tryCast<const M extends CastInput<S, M>>(dtypes: M): Table<CastTo<S, M, true>, Encoding> {
    return this.derive(tidy.castColumns(this.inputRelation, dtypes, "tryCast"));
  }
  /**
   * Drops rows with NULLs in some columns, all columns by default: rows where any of them is NULL, or with `how: "all"`
   * only rows where all of them are.
   * @example orders.dropNull(["status", "order_date"], { how: "all" })
   */
  dropNull(
    columns?: ColumnSelector<S> | readonly ColumnSelector<S>[],
    options: DropNullOptions = {},
  ): Table<S, Encoding> {
    return this.derive(
      tidy.dropNull(this.inputRelation, columns === undefined ? undefined : tidy.toList(columns), options),
    );
  }
  /**
   * Replaces NULLs: with a value for each column, given by name, or with one value in every column of its kind (number,
   * string, bool, timestamp or binary).
   * @throws AvocetError `invalid-argument` if the value fits no column
   * @example orders.fillNull({ status: "unknown", order_date: "2018-01-01" })
   */
  fillNull<const V extends FillValue>(value: V): Table<FilledAll<S, V>, Encoding>;
  fillNull<const M extends object & FillInput<S, M>>(values: M): Table<FilledEach<S, M>, Encoding>;
  fillNull(values: unknown): unknown {
    return this.derive(tidy.fillNull(this.inputRelation, values));
  }
  /**
   * Keeps a random sample of about `fraction` of the rows. Each run draws other rows unless a `seed` is given.
   * @throws AvocetError `invalid-argument` unless the fraction is from 0 to 1
   * @example orders.sample(0.1, { seed: 1 })
   */
  sample(fraction: number, options: SampleOptions = {}): Table<S, Encoding> {
    return this.derive(tidy.sample(this.inputRelation, fraction, options));
  }
}
