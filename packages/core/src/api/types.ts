import type * as d from "../dtype/dtype.js";
import type { Picked, Selector } from "../selectors.js";
import type { Across, AcrossPairs, RowTest } from "./across.js";
import type { Condition } from "./base.js";
import type { Columns } from "./column.js";
import type { AnyColumn, DTypeOf, LiteralInput, NamedColumn } from "./operand.js";
import type { NamedSort, SortInput } from "./sort.js";

/** Values by the name that they get. */
export interface Exprs {
  readonly [name: string]: AnyColumn | LiteralInput;
}
/** What a verb that makes columns takes: columns that have a name, or values by name. */
export type Computed<S extends d.Schema> =
  | NamedColumn
  | Exprs
  | Across<unknown, unknown, keyof S & string>
  | ((c: Columns<S>) => NamedColumn | Exprs | readonly NamedColumn[]);
/** Names of columns, and selectors. */
export type Naming<S extends d.Schema> = (keyof S & string) | Selector<unknown, keyof S & string>;
/** As {@link Computed}, and names of columns and selectors. */
export type Selectable<S extends d.Schema> = Naming<S> | Computed<S>;
/** A condition, or a callback from the columns to one or more. */
export type Predicate<S extends d.Schema> =
  | Condition
  | boolean
  | RowTest<unknown, keyof S & string>
  | ((c: Columns<S>) => Condition | boolean | readonly Condition[]);
/** A name, a selector, a sort key, or a callback from the columns to one or more. */
export type SortBy<S extends d.Schema> =
  | Naming<S>
  | NamedSort<keyof S & string>
  | SortInput
  | ((c: Columns<S>) => SortInput | readonly SortInput[]);

/** The names and dtypes of one argument, as a union of pairs. */
type Pair<S extends d.Schema, E> = E extends string
  ? E extends keyof S
    ? [E, S[E]]
    : never
  : E extends { readonly dtype: infer D extends d.DType; readonly name: infer N extends string }
    ? [N, Here<S, E, D>]
    : E extends Selector<infer R>
      ? PickedPairs<S, Picked<S, R>>
      : E extends (c: never) => infer R
        ? Pair<S, R>
        : E extends readonly (infer I)[]
          ? Pair<S, I>
          : E extends Across<infer R, infer M>
            ? AcrossPairs<S, R, M>
            : { [K in keyof E & string]: [K, Here<S, E[K], DTypeOf<E[K]>>] }[keyof E & string];
type PickedPairs<S extends d.Schema, K extends string> = string extends K
  ? [string, d.DType]
  : { [P in K]: [P, S[P]] }[K];
/** The names that arguments of {@link Naming} give; `string` where they are known only when it runs. */
export type NamesOfAll<S extends d.Schema, E> = E extends string
  ? E
  : E extends Selector<infer R>
    ? Picked<S, R>
    : never;
/** The dtype that a column has here: an outer join may have made a plain column of an ancestor nullable. */
type Here<S extends d.Schema, E, D extends d.DType> = E extends { readonly origin?: infer O }
  ? O extends keyof S
    ? S[O]["kind"] extends D["kind"]
      ? S[O]
      : D
    : D
  : D;
/** The schema that the arguments of a selection make; `E` is the union of the arguments. */
export type Selected<S extends d.Schema, E> = { [P in Extract<Pair<S, E>, readonly [string, d.DType]> as P[0]]: P[1] };
/** `S` with the columns of `M` added or put in place of its own. */
export type Merge<S extends d.Schema, M extends d.Schema> = {
  [K in keyof S | keyof M]: K extends keyof M ? Extract<M[K], d.DType> : K extends keyof S ? S[K] : never;
};
/** `S` with values added or put in place of its own, by name. */
export type Mutated<S extends d.Schema, M> = {
  [K in keyof S | (keyof M & string)]: K extends keyof M
    ? Here<S, M[K], DTypeOf<M[K]>>
    : K extends keyof S
      ? S[K]
      : never;
};
/** A callback's result, or the value itself. */
export type Resolved<A> = A extends (c: never) => infer R ? R : A;

/** `S` without some columns, flat. */
export type Without<S extends d.Schema, K> = string extends K ? d.Schema : { [P in Exclude<keyof S, K>]: S[P] };
/** `S` with columns renamed, by `{ newName: "old" }`. */
export type Renamed<S extends d.Schema, M extends { readonly [to: string]: keyof S }> = {
  [P in keyof S as NewName<M, P>]: S[P];
};
type NewName<M, P> = { [T in keyof M]: M[T] extends P ? T : never }[keyof M] extends infer T
  ? [T] extends [never]
    ? P
    : T & string
  : never;
