import type { Schema } from "../../dtype/dtype.js";
import type { Table } from "../table.js";
import type { AfterUnnest, AfterUnpack, NamesOf, Unnestable, UnnestName, UnnestOptions } from "../unnest.js";
import { unnest, unpack } from "../unnest.js";
import { TidyingTable } from "./tidying.js";

/** The verbs that turn columns into rows and rows into columns. */
export class ReshapingTable<S extends Schema> extends TidyingTable<S> {
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
  >(column: C, options: UnnestOptions<A, F, K> = {}): Table<AfterUnnest<S, C, A, F, K>> {
    return this.next(unnest(this.here, column, options));
  }
  /**
   * The fields of structs as columns, in the place of the struct's column; NULL where the struct is NULL.
   * @example posts.unpack("place")
   */
  unpack<const K extends NamesOf<S, "struct">>(...columns: readonly K[]): Table<AfterUnpack<S, K>> {
    return this.next(unpack(this.here, columns));
  }
}
