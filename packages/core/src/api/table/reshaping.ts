import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { AnyColumn, LiteralInput } from "../operand/operand.js";
import type { Table } from "../table.js";
import { pivotLonger, pivotWider } from "../verbs/pivot.js";
import type {
  GivenColumns,
  GivenNames,
  Longer,
  LongerOptions,
  NameTransform,
  WideNames,
  Wider,
  WiderOptions,
} from "../verbs/pivot-types.js";
import type { AfterUnnest, AfterUnpack, NamesOf, Unnestable, UnnestName, UnnestOptions } from "../verbs/unnest.js";
import { unnest, unpack } from "../verbs/unnest.js";
import { TidyingTable } from "./tidying.js";

/** The verbs that turn columns into rows and rows into columns. */
export class ReshapingTable<S extends Schema, Form extends ValueModes> extends TidyingTable<S, Form> {
  /**
   * One row for each element of an array, beside the other columns. The element takes the place of the array; under another name (`as`)
   * it goes to the end and the array stays. A row whose array is empty or NULL gives no row, or one of NULL with `keepEmpty`.
   * @example posts.unnest("tags", { as: "tag", offset: "nth" })
   */
  unnest<
    const C extends Unnestable<S>,
    const A extends string = UnnestName<C>,
    const F extends string = never,
    const K extends boolean = false,
  >(column: C, options: UnnestOptions<A, F, K> = {}): Table<AfterUnnest<S, C, A, F, K>, Form> {
    return this.next(unnest(this.here, column, options));
  }
  /**
   * The fields of structs as columns, in the place of the struct's column; NULL where the struct is NULL.
   * @example posts.unpack("place")
   */
  unpack<const K extends NamesOf<S, "struct">>(...columns: readonly K[]): Table<AfterUnpack<S, K>, Form> {
    return this.next(unpack(this.here, columns));
  }
  /**
   * Columns as rows: one row for each of them, with its name and its value beside the other columns.
   * @example payments.pivotLonger(["payment_id", "order_id"], { namesTo: "key", valuesTo: "id" })
   */
  pivotLonger<
    const A extends GivenColumns<S>,
    const N extends string = "name",
    const V extends string = "value",
    const T extends { readonly [name: string]: NameTransform } = Record<never, never>,
    C extends AnyColumn = never,
  >(columns: A, options: LongerOptions<N, V, T, C> = {}): Table<Longer<S, GivenNames<S, A>, N, V, T, C>, Form> {
    return this.next(pivotLonger(this.here, columns, options));
  }
  /**
   * Rows as columns: one column for each of the names, filled from the rows that have it; one row for each of the id columns' values.
   * @example payments.drop("payment_id").pivotWider({ namesFrom: "payment_method", valuesFrom: "amount", names: ["coupon", "gift_card"], agg: (c) => c.sum(), fill: 0 })
   */
  pivotWider<
    const F extends keyof S & string,
    const V extends keyof S & string,
    const M extends WideNames,
    const I extends keyof S & string = Exclude<keyof S & string, F | V>,
    C extends AnyColumn = never,
    const L extends LiteralInput = null,
    const P extends string = "",
  >(options: WiderOptions<S, F, V, M, I, C, L, P>): Table<Wider<S, V, M, I, C, L, P>, Form> {
    return this.next(pivotWider(this.here, options));
  }
}
