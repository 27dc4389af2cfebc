import type * as d from "../../dtype/dtype.js";
import type { NumericClasses } from "../../dtype/promote.js";
import type { Column } from "../column/column.js";
import type { AnyColumn, Common, OperandDType } from "../operand/operand.js";
import type { ColumnSelector, SelectedNames } from "../types.js";

/** How `pivotLonger` converts the text of a column name: to a dtype, or with a function. */
export type NameTransform = d.DType | ((text: string) => string | number | bigint | boolean);
type NameDType<F> = F extends d.DType
  ? d.SetNull<F, false>
  : F extends (text: string) => infer R
    ? R extends number
      ? d.Float64<false>
      : R extends bigint
        ? d.Int64<false>
        : R extends boolean
          ? d.Bool<false>
          : d.Str<false>
    : d.Str<false>;

/** Options of `pivotLonger`. */
export interface PivotLongerOptions<N extends string, V extends string, T, C extends AnyColumn> {
  /** The columns that receive the names, one for each group of `namesPattern`; `name` by default. */
  readonly namesTo?: N | readonly N[];
  /** The column that receives the values; `value` by default. */
  readonly valuesTo?: V;
  /** Splits the names: each group of the regular expression goes to one of `namesTo`. */
  readonly namesPattern?: RegExp;
  /**
   * Converts the text of names, by column of `namesTo`: to a dtype, or with a function that returns a number, bigint,
   * boolean or string.
   */
  readonly namesTransform?: T & { readonly [K in keyof T]: K extends N ? NameTransform : never };
  /** Transforms the values: a function from the column and its name to a column. */
  readonly valuesTransform?: (value: Column, name: string) => C;
  /** Drops rows whose value is NULL; false by default. */
  readonly dropNull?: boolean;
}
/** The column names that a {@link ColumnSelection} selects. */
export type NamesInSelection<S extends d.Schema, A> = SelectedNames<S, A extends readonly (infer E)[] ? E : A>;
/** A column name, a selector, or a list of them. */
export type ColumnSelection<S extends d.Schema> = ColumnSelector<S> | readonly ColumnSelector<S>[];
/** The schema `S` after `pivotLonger` of the columns `K`: their names in the columns `N`, their values in `V`. */
export type PivotedLonger<
  S extends d.Schema,
  K,
  N extends string,
  V extends string,
  T,
  C extends AnyColumn,
> = string extends K
  ? d.Schema
  : {
      [P in Exclude<keyof S, K> | N | V]: P extends V
        ? [C] extends [never]
          ? Unified<S[K & keyof S]>
          : C["dtype"]
        : P extends N
          ? NameDType<P extends keyof T ? T[P] : d.Str>
          : S[P & keyof S];
    };
/** The common dtype of a union of dtypes; `DType` where it is known only at run time. */
export type Unified<U extends d.DType> =
  SameKind<U, U> extends true
    ? d.SetNull<U, AnyNullable<U>>
    : [Exclude<U, d.Null>] extends [d.Numeric]
      ? WidestNumber<NumericClasses[Exclude<U, d.Null>["kind"] & keyof NumericClasses], AnyNullable<U>>
      : d.DType;
type SameKind<U extends d.DType, A> = A extends d.DType ? ([U["kind"]] extends [A["kind"]] ? true : false) : never;
type AnyNullable<U extends d.DType> = true extends U["nullable"] ? true : false;
type WidestNumber<C, N extends boolean> = "float" extends C
  ? d.Float64<N>
  : "decimal" extends C
    ? d.Decimal<N>
    : d.Int64<N>;

type NameValue = string | number | bigint | boolean | null;
/**
 * The values of `namesFrom` that become columns: a list, or an object from the name of each column to its value. With
 * several `namesFrom`, each value is a list.
 */
export type PivotNames =
  | readonly (NameValue | readonly NameValue[])[]
  | { readonly [name: string]: NameValue | readonly NameValue[] };
/** Options of `pivotWider`. */
export interface PivotWiderOptions<
  S extends d.Schema,
  F extends string,
  V extends string,
  M,
  I extends string,
  C extends AnyColumn,
  L,
  P extends string,
> {
  /** The columns whose values become column names. */
  readonly namesFrom: F | readonly F[];
  /** The columns whose values fill the new columns. */
  readonly valuesFrom: V | readonly V[];
  /**
   * The values of `namesFrom` that become columns. The schema must be known without running a query, so they are
   * listed.
   */
  readonly names: M;
  /** The columns that identify the rows of the result; by default all other columns. */
  readonly idColumns?: I | readonly I[];
  /** Aggregates the values of a cell; by default any non-NULL value is used. */
  readonly agg?: (value: Column<S[V & keyof S]>) => C;
  /** Replaces NULL in cells without a value. */
  readonly fill?: L;
  /** Added before each new column name. */
  readonly prefix?: P;
}
type NameText<X> = X extends string | number | bigint | boolean | null
  ? `${X}`
  : X extends readonly [infer H extends NameValue]
    ? `${H}`
    : X extends readonly [infer H extends NameValue, ...infer R]
      ? `${H}_${NameText<R>}`
      : string;
type ColumnLabels<M, P extends string> = M extends readonly (infer X)[] ? `${P}${NameText<X>}` : keyof M & string;
type CellDType<D extends d.DType, C extends AnyColumn, L> = (
  [C] extends [never]
    ? d.SetNull<D, true>
    : C["dtype"]
) extends infer R extends d.DType
  ? [L] extends [null]
    ? R
    : d.SetNull<Common<R, OperandDType<R, L>>, false>
  : never;
type IsSingle<U, A = U> = A extends unknown ? ([U] extends [A] ? true : false) : never;
type CellColumns<S extends d.Schema, V extends string, M, C extends AnyColumn, L, P extends string> = {
  [X in V & keyof S]: [
    IsSingle<V> extends true ? ColumnLabels<M, P> : `${X}_${ColumnLabels<M, P>}`,
    CellDType<S[X], C, L>,
  ];
}[V & keyof S];
/** The schema `S` after `pivotWider`: the id columns `I`, and a column for each name in `M`. */
export type PivotedWider<
  S extends d.Schema,
  V extends string,
  M,
  I extends string,
  C extends AnyColumn,
  L,
  P extends string,
> = WiderSchema<S, I, CellColumns<S, V, M, C, L, P>>;
type WiderSchema<S extends d.Schema, I extends string, W extends readonly [string, d.DType]> = {
  [K in I | W[0]]: K extends W[0] ? CellDTypeNamed<W, K> : K extends keyof S ? S[K] : never;
};
type CellDTypeNamed<W, K> = W extends readonly [infer N, infer D extends d.DType] ? (K extends N ? D : never) : never;
