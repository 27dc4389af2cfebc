import type * as d from "../../dtype/dtype.js";
import type { Value } from "../../ir/value.js";
import type { Common, ComparableDType, DTypeOf, Literals } from "./operand.js";

/** The dtype of the elements of an array. */
export type ElementOf<D extends d.DType> = D extends { readonly element: infer E extends d.DType } ? E : d.DType;
/** The dtype of the keys of a map. */
export type KeyOf<D extends d.DType> = D extends { readonly key: infer K extends d.DType } ? K : d.DType;
/** The dtype of the values of a map. */
export type ValueOf<D extends d.DType> = D extends { readonly value: infer V extends d.DType } ? V : d.DType;
/** The fields of a struct. */
export type FieldsOf<D extends d.DType> = D extends { readonly fields: infer F extends d.Schema } ? F : d.Schema;

/** A column of arrays with elements of `E`. */
export interface ListColumn<E extends d.DType = d.DType> {
  readonly dtype: d.ArrayType<E, boolean>;
  readonly node: Value;
}
/** An array that can be combined with arrays of `D`: a column, or a JavaScript array whose values fit the dtype. */
export type ListOperand<D extends d.DType> =
  | ListColumn<ComparableDType<ElementOf<D>>>
  | readonly (Literals[ElementOf<D>["kind"]] | null)[]
  | null;
/** The dtype of the elements of an operand that is combined with arrays of `D`. */
export type OperandElement<D extends d.DType, V> = V extends { readonly dtype: d.ArrayType<infer E, boolean> }
  ? E
  : V extends readonly unknown[]
    ? d.SetNull<ElementOf<D>, null extends V[number] ? true : false>
    : d.Null;
/** The common dtype of `E` and the elements of all operands. */
export type CommonElement<E extends d.DType, D extends d.DType, V extends readonly unknown[]> = V extends readonly [
  infer H,
  ...infer R,
]
  ? CommonElement<Common<E, OperandElement<D, H>>, D, R>
  : number extends V["length"]
    ? Common<E, OperandElement<D, V[number]>>
    : E;
/** The common dtype of a list of dtypes. */
export type CommonOf<T extends readonly d.DType[]> = T extends readonly [
  infer A extends d.DType,
  infer B extends d.DType,
  ...infer R extends readonly d.DType[],
]
  ? CommonOf<readonly [Common<A, B>, ...R]>
  : T[0];
/** The dtypes of a list of columns and literals. */
export type InputDTypes<V extends readonly unknown[]> = { readonly [I in keyof V]: DTypeOf<V[I]> };
/** The dtype of the elements of an intersection. */
export type SharedElement<D extends d.DType, V> =
  OperandElement<D, V> extends infer E extends d.DType
    ? d.SetNull<Common<ElementOf<D>, E>, d.And<ElementOf<D>["nullable"], E["nullable"]>>
    : never;
/** The dtypes of a list of columns. */
export type ColumnDTypes<V extends readonly { readonly dtype: d.DType }[]> = { readonly [I in keyof V]: V[I]["dtype"] };
/**
 * The fields f1, f2, … of the structs that `zip` returns; the length of `Preceding` is the number of the next field.
 */
export type ZipFields<
  T extends readonly d.DType[],
  Preceding extends readonly unknown[] = [0],
  F extends d.Schema = Record<never, never>,
> = T extends readonly [infer H extends d.DType, ...infer R extends readonly d.DType[]]
  ? ZipFields<
      R,
      [...Preceding, 0],
      { [P in keyof F | `f${Preceding["length"]}`]: P extends keyof F ? F[P] : d.SetNull<ElementOf<H>, true> }
    >
  : F;
