import type { DefaultModes, ValueModes } from "../backend/values.js";
import type { ArrayType, DType, MapType, Schema, StructType } from "./dtype.js";

/** The JavaScript value of each kind in a result in the forms `F`, as `docs/semantics.md` lists them. */
interface JsByKind<D extends DType, F extends ValueModes> {
  null: null;
  bool: boolean;
  int8: number;
  int16: number;
  int32: number;
  int64: IntegerForms[F["int64"]];
  uint8: number;
  uint16: number;
  uint32: number;
  uint64: IntegerForms[F["int64"]];
  float32: number;
  float64: number;
  decimal: DecimalForms[F["decimal"]];
  string: string;
  binary: Uint8Array;
  date: DateForms[F["date"]];
  time: string;
  timestamp: TimestampForms[F["timestamp"]];
  interval: IntervalValue;
  array: D extends ArrayType<infer E, boolean> ? Js<E, F>[] : never;
  map: D extends MapType<infer K, infer V, boolean> ? Map<Js<K, F>, Js<V, F>> : never;
  struct: D extends StructType<infer R, boolean> ? Row<R, F> : never;
  json: JsonForms[F["json"]];
  uuid: string;
  inet: string;
}
interface IntegerForms {
  number: number;
  bigint: bigint;
  string: string;
}
interface DecimalForms {
  string: string;
  number: number;
}
interface DateForms {
  string: string;
  Date: Date;
}
interface TimestampForms {
  Date: Date;
  string: string;
  micros: bigint;
}
interface JsonForms {
  parsed: unknown;
  string: string;
}

/** Calendar months, days and microseconds are kept apart, as in SQL: a month has no fixed number of days. */
export interface IntervalValue {
  readonly months: number;
  readonly days: number;
  readonly micros: number;
}

/** The JavaScript value of a dtype, with null where it is nullable. */
export type Js<D extends DType, F extends ValueModes = DefaultModes> =
  | JsByKind<D, F>[D["kind"]]
  | (D["nullable"] extends false ? never : null);

/** One row of a result. */
export type Row<S extends Schema, F extends ValueModes = DefaultModes> = { -readonly [K in keyof S]: Js<S[K], F> };

/** The arrays that numbers without NULLs come in. */
interface ArrayByKind<F extends ValueModes> {
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: IntegerArrays[F["int64"]];
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: UnsignedArrays[F["int64"]];
  float32: Float32Array;
  float64: Float64Array;
  decimal: DecimalArrays[F["decimal"]];
  timestamp: TimestampArrays[F["timestamp"]];
}
interface IntegerArrays {
  number: Float64Array;
  bigint: BigInt64Array;
  string: string[];
}
interface UnsignedArrays {
  number: Float64Array;
  bigint: BigUint64Array;
  string: string[];
}
interface DecimalArrays {
  string: string[];
  number: Float64Array;
}
interface TimestampArrays {
  Date: Date[];
  string: string[];
  micros: BigInt64Array;
}
/**
 * The values of a column: numbers in a typed array if none is NULL, else all in an array. A nullable column may come as either, by what
 * is in it.
 */
export type ColumnValues<D extends DType, F extends ValueModes = DefaultModes> =
  | (D["kind"] extends keyof ArrayByKind<F> ? ArrayByKind<F>[D["kind"]] : Js<D, F>[])
  | (D["nullable"] extends false ? never : Js<D, F>[]);

/** The columns of a result, each with all its values. */
export type ColumnsOfRows<S extends Schema, F extends ValueModes = DefaultModes> = {
  -readonly [K in keyof S]: ColumnValues<S[K], F>;
};
