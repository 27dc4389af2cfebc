import type * as d from "../dtype/dtype.js";
import type { Picked, Selector } from "../selectors.js";
import type { Condition } from "./column/base.js";
import type { Columns } from "./column/column.js";
import type { Across, AcrossPairs, RowTest } from "./functions/across.js";
import type { AnyColumn, DTypeOf, LiteralInput, NamedColumn } from "./operand/operand.js";
import type { NamedSort, SortInput } from "./operand/sort.js";

/** Values by the name that they get. */
export interface NamedExpressions {
  readonly [name: string]: AnyColumn | LiteralInput;
}
/** What a verb that makes columns takes: columns that have a name, or values by name. */
export type Computed<S extends d.Schema> =
  | NamedColumn
  | NamedExpressions
  | Across<unknown, unknown, keyof S & string>
  | ((c: Columns<S>) => NamedColumn | NamedExpressions | readonly NamedColumn[]);
/** Names of columns, and selectors. */
export type ColumnSelector<S extends d.Schema> = (keyof S & string) | Selector<unknown, keyof S & string>;
/** As {@link Computed}, and names of columns and selectors. */
export type Selectable<S extends d.Schema> = ColumnSelector<S> | Computed<S>;
/** A condition, or a callback from the columns to one or more. */
export type Predicate<S extends d.Schema> =
  | Condition
  | boolean
  | RowTest<unknown, keyof S & string>
  | ((c: Columns<S>) => Condition | boolean | readonly Condition[]);
/** A name, a selector, a sort key, or a callback from the columns to one or more. */
export type SortBy<S extends d.Schema> =
  | ColumnSelector<S>
  | NamedSort<keyof S & string>
  | SortInput
  | ((c: Columns<S>) => SortInput | readonly SortInput[]);

/** The names and dtypes of one argument, as a union of pairs. */
type Pair<S extends d.Schema, E> = E extends string
  ? E extends keyof S
    ? [E, S[E]]
    : never
  : E extends { readonly dtype: infer D extends d.DType; readonly name: infer N extends string }
    ? [N, RebasedDType<S, E, D>]
    : E extends Selector<infer R>
      ? PickedPairs<S, Picked<S, R>>
      : E extends (c: never) => infer R
        ? Pair<S, R>
        : E extends readonly (infer I)[]
          ? Pair<S, I>
          : E extends Across<infer R, infer M>
            ? AcrossPairs<S, R, M>
            : { [K in keyof E & string]: [K, RebasedDType<S, E[K], DTypeOf<E[K]>>] }[keyof E & string];
type PickedPairs<S extends d.Schema, K extends string> = string extends K
  ? [string, d.DType]
  : { [P in K]: [P, S[P]] }[K];
/** The names that arguments of {@link ColumnSelector} give; `string` where they are known only when it runs. */
export type SelectedNames<S extends d.Schema, E> = E extends string
  ? E
  : E extends Selector<infer R>
    ? Picked<S, R>
    : never;
/** The dtype that a column has here: an outer join may have made a plain column of an ancestor nullable. */
type RebasedDType<S extends d.Schema, E, D extends d.DType> = E extends { readonly origin?: infer O }
  ? O extends keyof S
    ? S[O]["kind"] extends D["kind"]
      ? S[O]
      : D
    : D
  : D;
type Entry = readonly [name: string, dtype: d.DType];
/** A schema from pairs of names and dtypes. */
export type FromPairs<T extends Entry> = { [P in T as P[0]]: P[1] };
/** The columns of `S` with names of `K`. */
export type PickColumns<S extends d.Schema, K extends keyof S> = { -readonly [P in K]: S[P] };
/** The schema that the arguments of a selection make; `E` is the union of the arguments. */
export type Selected<S extends d.Schema, E> = [E] extends [keyof S]
  ? PickColumns<S, E>
  : FromPairs<Extract<Pair<S, E>, Entry>>;
/** The columns of two schemas that share no names. Keys are required: else the compiler asks both parts, which doubles at each level. */
export type DisjointMerge<S extends d.Schema, M extends d.Schema> = { -readonly [K in keyof (S & M)]-?: (S & M)[K] };
/** `S` under the columns of `M`, where they share names. */
export type OverrideColumns<S extends d.Schema, M extends d.Schema> = {
  [K in keyof S | keyof M]: K extends keyof M ? Extract<M[K], d.DType> : K extends keyof S ? S[K] : never;
};
/** `S` with the columns of `M` added or put in place of its own. */
export type Merge<S extends d.Schema, M extends d.Schema> = [keyof S & keyof M] extends [never]
  ? DisjointMerge<S, M>
  : OverrideColumns<S, M>;
/** The dtypes of values by name. */
export type DTypesOf<M> = { -readonly [K in keyof M]: DTypeOf<M[K]> };
/** As {@link DTypesOf}, where plain columns of ancestors have the dtype that they have in `S`. */
export type DTypesIn<S extends d.Schema, M> = { -readonly [K in keyof M]: RebasedDType<S, M[K], DTypeOf<M[K]>> };
/** The names that values which are plain columns have in their tables. */
type Origins<V> = V extends { readonly origin?: infer O } ? O & string : never;
/** The columns that values by name make on `S`. */
export type ComputedSchema<S extends d.Schema, M> = [Origins<M[keyof M]>] extends [never]
  ? DTypesOf<M>
  : DTypesIn<{ [P in Origins<M[keyof M]> & keyof S]: S[P] }, M>;
/** `S` with values added or put in place of its own, by name. */
export type Mutated<S extends d.Schema, M> = Merge<S, ComputedSchema<S, M>>;
/** A callback's result, or the value itself. */
export type Resolved<A> = A extends (c: never) => infer R ? R : A;

/** The names of `S` but those of `K`: each key looks itself up, and those of `K` find nothing. */
type RemainingKeys<S extends d.Schema, K extends PropertyKey> = ({ [P in keyof S]: P } & { [P in K]: never })[keyof S];
/** `S` without some columns, flat. */
export type Without<S extends d.Schema, K extends PropertyKey> = PickColumns<S, RemainingKeys<S, K>>;
/** As {@link Without}; any schema where the names are known only when it runs. */
export type Dropped<S extends d.Schema, K extends PropertyKey> = string extends K ? d.Schema : Without<S, K>;
/** `S` with columns renamed, by `{ newName: "old" }`. */
export type Renamed<S extends d.Schema, M extends { readonly [to: string]: keyof S }> = {
  [P in RemainingKeys<S, M[keyof M]> | keyof M]: P extends keyof M ? S[M[P]] : P extends keyof S ? S[P] : never;
};
