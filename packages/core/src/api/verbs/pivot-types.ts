import type * as d from "../../dtype/dtype.js";
import type { NumericClasses } from "../../dtype/promote.js";
import type { Column } from "../column/column.js";
import type { AnyColumn, Common, OperandDType } from "../operand/operand.js";
import type { ColumnSelector, SelectedNames } from "../types.js";

/** What becomes of the text of a name: a value of a dtype, or what a function makes of it. */
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

export interface LongerOptions<N extends string, V extends string, T, C extends AnyColumn> {
  /** The columns that the names go to, one for each group of the pattern; `name` unless told. */
  readonly namesTo?: N | readonly N[];
  /** The column that the values go to; `value` unless told. */
  readonly valuesTo?: V;
  /** Takes the names apart: each of its groups goes to one of `namesTo`. */
  readonly namesPattern?: RegExp;
  /** Dtypes of the names' columns, or functions from the text to a number, bigint, bool or text. */
  readonly namesTransform?: T & { readonly [K in keyof T]: K extends N ? NameTransform : never };
  /** What becomes of each value. */
  readonly valuesTransform?: (value: Column, name: string) => C;
  /** Leaves out rows whose value is NULL. */
  readonly dropNull?: boolean;
}
/** The names that one selector, one name or a list of them gives. */
export type GivenNames<S extends d.Schema, A> = SelectedNames<S, A extends readonly (infer E)[] ? E : A>;
export type GivenColumns<S extends d.Schema> = ColumnSelector<S> | readonly ColumnSelector<S>[];
/** `S` with the columns `K` as rows: their names under `N`, their values under `V`. */
export type Longer<S extends d.Schema, K, N extends string, V extends string, T, C extends AnyColumn> = string extends K
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
/** The dtype that holds all of a union of dtypes; any dtype where the types cannot say. */
export type Unified<U extends d.DType> =
  SameKind<U, U> extends true
    ? d.SetNull<U, AnyNull<U>>
    : [Exclude<U, d.Null>] extends [d.Numeric]
      ? NumberOf<NumericClasses[Exclude<U, d.Null>["kind"] & keyof NumericClasses], AnyNull<U>>
      : d.DType;
type SameKind<U extends d.DType, A> = A extends d.DType ? ([U["kind"]] extends [A["kind"]] ? true : false) : never;
type AnyNull<U extends d.DType> = true extends U["nullable"] ? true : false;
type NumberOf<C, N extends boolean> = "float" extends C
  ? d.Float64<N>
  : "decimal" extends C
    ? d.Decimal<N>
    : d.Int64<N>;

type Cell = string | number | bigint | boolean | null;
/** The values whose columns are wanted: a list, or the name of each column with its value; lists of values for several `namesFrom`. */
export type WideNames = readonly (Cell | readonly Cell[])[] | { readonly [name: string]: Cell | readonly Cell[] };
export interface WiderOptions<
  S extends d.Schema,
  F extends string,
  V extends string,
  M,
  I extends string,
  C extends AnyColumn,
  L,
  P extends string,
> {
  /** The columns whose values become names. */
  readonly namesFrom: F | readonly F[];
  /** The columns whose values fill the new columns. */
  readonly valuesFrom: V | readonly V[];
  /** Which values of `namesFrom` get a column: all of them are known when the query is built, so that no other query is needed. */
  readonly names: M;
  /** The columns that say which rows belong together; all others unless told. */
  readonly idColumns?: I | readonly I[];
  /** How the values that meet in one cell are reduced; any of them that is not NULL unless told. */
  readonly agg?: (value: Column<S[V & keyof S]>) => C;
  /** What stands where there is no value. */
  readonly fill?: L;
  /** What stands before each new name. */
  readonly prefix?: P;
}
type Text<X> = X extends string | number | bigint | boolean | null
  ? `${X}`
  : X extends readonly [infer H extends Cell]
    ? `${H}`
    : X extends readonly [infer H extends Cell, ...infer R]
      ? `${H}_${Text<R>}`
      : string;
type Labels<M, P extends string> = M extends readonly (infer X)[] ? `${P}${Text<X>}` : keyof M & string;
type CellOf<D extends d.DType, C extends AnyColumn, L> = (
  [C] extends [never]
    ? d.SetNull<D, true>
    : C["dtype"]
) extends infer R extends d.DType
  ? [L] extends [null]
    ? R
    : d.SetNull<Common<R, OperandDType<R, L>>, false>
  : never;
type IsOne<U, A = U> = A extends unknown ? ([U] extends [A] ? true : false) : never;
type WidePairs<S extends d.Schema, V extends string, M, C extends AnyColumn, L, P extends string> = {
  [X in V & keyof S]: [IsOne<V> extends true ? Labels<M, P> : `${X}_${Labels<M, P>}`, CellOf<S[X], C, L>];
}[V & keyof S];
/** The id columns of `S`, and a column for each name. */
export type Wider<
  S extends d.Schema,
  V extends string,
  M,
  I extends string,
  C extends AnyColumn,
  L,
  P extends string,
> = WiderOf<S, I, WidePairs<S, V, M, C, L, P>>;
type WiderOf<S extends d.Schema, I extends string, W extends readonly [string, d.DType]> = {
  [K in I | W[0]]: K extends W[0] ? CellNamed<W, K> : K extends keyof S ? S[K] : never;
};
type CellNamed<W, K> = W extends readonly [infer N, infer D extends d.DType] ? (K extends N ? D : never) : never;
