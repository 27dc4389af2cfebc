import type * as d from "../dtype/dtype.js";
import type { Selector, SelectorNames } from "../selectors.js";
import type { Condition } from "./column/base.js";
import type { Columns } from "./column/column.js";
import type { Across, AcrossPairs, RowTest } from "./functions/across.js";
import type { AnyColumn, DTypeOf, LiteralInput, NamedColumn } from "./operand/operand.js";
import type { NamedSort, SortInput } from "./operand/sort.js";

/** Columns and literals by the name of the new column. */
export interface NamedExpressions {
  readonly [name: string]: AnyColumn | LiteralInput;
}
/**
 * An argument of verbs that compute columns, such as `mutate`: a named column, values by name, or a callback that
 * returns them.
 */
export type Computed<S extends d.Schema> =
  | NamedColumn
  | NamedExpressions
  | Across<unknown, unknown, keyof S & string>
  | ((c: Columns<S>) => NamedColumn | NamedExpressions | readonly NamedColumn[]);
/** A column name of `S`, or a selector. */
export type ColumnSelector<S extends d.Schema> = (keyof S & string) | Selector<unknown, keyof S & string>;
/** An argument of `select` and `groupBy`: a column name, a selector, or a computed column. */
export type Selectable<S extends d.Schema> = ColumnSelector<S> | Computed<S>;
/** An argument of `filter`: a condition, or a callback from the columns to one or more conditions. */
export type Predicate<S extends d.Schema> =
  | Condition
  | boolean
  | RowTest<unknown, keyof S & string>
  | ((c: Columns<S>) => Condition | boolean | readonly Condition[]);
/**
 * An argument of `orderBy`: a column name, a selector, a sort key, or a callback from the columns to one or more sort
 * keys.
 */
export type SortBy<S extends d.Schema> =
  | ColumnSelector<S>
  | NamedSort<keyof S & string>
  | SortInput
  | ((c: Columns<S>) => SortInput | readonly SortInput[]);

/** The names and dtypes of the columns of one argument `E`, as a union of pairs. */
type ColumnPairs<S extends d.Schema, E> = E extends string
  ? E extends keyof S
    ? [E, S[E]]
    : never
  : E extends { readonly dtype: infer D extends d.DType; readonly name: infer N extends string }
    ? [N, RebasedDType<S, E, D>]
    : E extends Selector<infer R>
      ? SelectedPairs<S, SelectorNames<S, R>>
      : E extends (c: never) => infer R
        ? ColumnPairs<S, R>
        : E extends readonly (infer I)[]
          ? ColumnPairs<S, I>
          : E extends Across<infer R, infer M>
            ? AcrossPairs<S, R, M>
            : { [K in keyof E & string]: [K, RebasedDType<S, E[K], DTypeOf<E[K]>>] }[keyof E & string];
type SelectedPairs<S extends d.Schema, K extends string> = string extends K
  ? [string, d.DType]
  : { [P in K]: [P, S[P]] }[K];
/** The column names that a {@link ColumnSelector} selects; `string` where they are known only at run time. */
export type SelectedNames<S extends d.Schema, E> = E extends string
  ? E
  : E extends Selector<infer R>
    ? SelectorNames<S, R>
    : never;
/**
 * The dtype of a column on `S`. A plain column of an ancestor table is looked up, because an outer join can have made
 * it nullable.
 */
type RebasedDType<S extends d.Schema, E, D extends d.DType> = E extends { readonly origin?: infer O }
  ? O extends keyof S
    ? S[O]["kind"] extends D["kind"]
      ? S[O]
      : D
    : D
  : D;
type NamedDType = readonly [name: string, dtype: d.DType];
/** The schema of a union of name and dtype pairs. */
export type FromPairs<T extends NamedDType> = { [P in T as P[0]]: P[1] };
/** The columns `K` of the schema `S`. */
export type PickColumns<S extends d.Schema, K extends keyof S> = { -readonly [P in K]: S[P] };
/** The schema of a selection on `S`; `E` is the union of its arguments. */
export type Selected<S extends d.Schema, E> = [E] extends [keyof S]
  ? PickColumns<S, E>
  : FromPairs<Extract<ColumnPairs<S, E>, NamedDType>>;
/**
 * The columns of two schemas without shared names. Keys are declared as required, since for optional ones the compiler
 * checks both schemas, which doubles the work with each level of nesting.
 */
export type DisjointMerge<S extends d.Schema, M extends d.Schema> = { -readonly [K in keyof (S & M)]-?: (S & M)[K] };
/** The schema `S` with columns replaced or added by `M`. */
export type OverrideColumns<S extends d.Schema, M extends d.Schema> = {
  [K in keyof S | keyof M]: K extends keyof M ? Extract<M[K], d.DType> : K extends keyof S ? S[K] : never;
};
/** The schema `S` with the columns of `M` added, or replaced where names are equal. */
export type Merge<S extends d.Schema, M extends d.Schema> = [keyof S & keyof M] extends [never]
  ? DisjointMerge<S, M>
  : OverrideColumns<S, M>;
/** The schema of values by name: the dtype of each value. */
export type DTypesOf<M> = { -readonly [K in keyof M]: DTypeOf<M[K]> };
/** As {@link DTypesOf}, with plain columns of ancestor tables looked up in `S`. */
export type DTypesIn<S extends d.Schema, M> = { -readonly [K in keyof M]: RebasedDType<S, M[K], DTypeOf<M[K]>> };
/** The column names of values that are plain columns of a table. */
type Origins<V> = V extends { readonly origin?: infer O } ? O & string : never;
/** The schema of the columns that values by name, `M`, compute on `S`. */
export type ComputedSchema<S extends d.Schema, M> = [Origins<M[keyof M]>] extends [never]
  ? DTypesOf<M>
  : DTypesIn<{ [P in Origins<M[keyof M]> & keyof S]: S[P] }, M>;
/** The schema `S` after `mutate` with values by name, `M`. */
export type Mutated<S extends d.Schema, M> = Merge<S, ComputedSchema<S, M>>;
/** The result type of a callback; any other type itself. */
export type Resolved<A> = A extends (c: never) => infer R ? R : A;

/** The names of `S` except those of `K`: each key maps to itself, keys of `K` to never. */
type RemainingKeys<S extends d.Schema, K extends PropertyKey> = ({ [P in keyof S]: P } & { [P in K]: never })[keyof S];
/** The schema `S` without the columns `K`. */
export type Without<S extends d.Schema, K extends PropertyKey> = PickColumns<S, RemainingKeys<S, K>>;
/** As {@link Without}; `Schema` where the names are known only at run time. */
export type Dropped<S extends d.Schema, K extends PropertyKey> = string extends K ? d.Schema : Without<S, K>;
/** The schema `S` with columns renamed by `{ newName: "oldName" }`. */
export type Renamed<S extends d.Schema, M extends { readonly [to: string]: keyof S }> = {
  [P in RemainingKeys<S, M[keyof M]> | keyof M]: P extends keyof M ? S[M[P]] : P extends keyof S ? S[P] : never;
};
