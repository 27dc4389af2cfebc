import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { AnyColumn, LiteralInput } from "../operand/operand.js";
import type { Table } from "../table.js";
import { pivotLonger, pivotWider } from "../verbs/pivot.js";
import type {
  ColumnSelection,
  NamesInSelection,
  NameTransform,
  PivotedLonger,
  PivotedWider,
  PivotLongerOptions,
  PivotNames,
  PivotWiderOptions,
} from "../verbs/pivot-types.js";
import type { AfterUnnest, AfterUnpack, NamesOfKind, Unnestable, UnnestName, UnnestOptions } from "../verbs/unnest.js";
import { unnest, unpack } from "../verbs/unnest.js";
import { TidyingTable } from "./tidying.js";

/** Verbs that turn columns into rows and rows into columns: pivots, arrays and structs. */
export class ReshapingTable<S extends Schema, Encoding extends ValueEncoding> extends TidyingTable<S, Encoding> {
  /**
   * Expands an array column into one row for each element, repeating the other columns. The element replaces the array
   * column, or is added at the end under the name `as`. `offset` names a column with the position of the element, from
   * 0. Rows whose array is empty or NULL are dropped; `keepEmpty: true` keeps them with a NULL element.
   * @throws AvocetError `invalid-argument` if the column is not an array
   * @example posts.unnest("tags", { as: "tag", offset: "nth" })
   */
  unnest<
    const C extends Unnestable<S>,
    const A extends string = UnnestName<C>,
    const F extends string = never,
    const K extends boolean = false,
  >(column: C, options: UnnestOptions<A, F, K> = {}): Table<AfterUnnest<S, C, A, F, K>, Encoding> {
    return this.derive(unnest(this.inputRelation, column, options));
  }
  /**
   * Replaces struct columns by their fields, as columns in the same position. A field is NULL where the struct is NULL.
   * @throws AvocetError `duplicate-column` if a field has the name of another column
   * @example posts.unpack("place")
   */
  unpack<const K extends NamesOfKind<S, "struct">>(...columns: readonly K[]): Table<AfterUnpack<S, K>, Encoding> {
    return this.derive(unpack(this.inputRelation, columns));
  }
  /**
   * Turns columns into rows: one row for each of the columns, with its name in the column `namesTo` (`name` by default)
   * and its value in `valuesTo` (`value` by default), repeating the other columns. The values are cast to their common
   * dtype. Rows whose value is NULL are kept unless `dropNull` is true.
   * @throws AvocetError `schema-mismatch` if the values have no common dtype
   * @example payments.pivotLonger(["payment_id", "order_id"], { namesTo: "key", valuesTo: "id" })
   */
  pivotLonger<
    const A extends ColumnSelection<S>,
    const N extends string = "name",
    const V extends string = "value",
    const T extends { readonly [name: string]: NameTransform } = Record<never, never>,
    C extends AnyColumn = never,
  >(
    columns: A,
    options: PivotLongerOptions<N, V, T, C> = {},
  ): Table<PivotedLonger<S, NamesInSelection<S, A>, N, V, T, C>, Encoding> {
    return this.derive(pivotLonger(this.inputRelation, columns, options));
  }
  /**
   * Turns rows into columns: one column for each value in `names`, filled from the rows whose `namesFrom` has that
   * value, and one row for each combination of the `idColumns` (by default all other columns). `agg` aggregates the
   * values of a cell; by default any non-NULL one is used. Cells without a value are NULL, or `fill`.
   * @example payments.pivotWider({ namesFrom: "payment_method", valuesFrom: "amount", names: ["coupon", "gift_card"] })
   * @example orders.pivotWider({ namesFrom: "status", valuesFrom: "order_id", names: ["placed"], agg: (c) => c.max() })
   */
  pivotWider<
    const F extends keyof S & string,
    const V extends keyof S & string,
    const M extends PivotNames,
    const I extends keyof S & string = Exclude<keyof S & string, F | V>,
    C extends AnyColumn = never,
    const L extends LiteralInput = null,
    const P extends string = "",
  >(options: PivotWiderOptions<S, F, V, M, I, C, L, P>): Table<PivotedWider<S, V, M, I, C, L, P>, Encoding> {
    return this.derive(pivotWider(this.inputRelation, options));
  }
}
