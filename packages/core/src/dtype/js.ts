import type { DefaultEncoding, ValueEncoding } from "../backend/value-encoding.js";
import type { ArrayType, DType, MapType, Schema, StructType } from "./dtype.js";

/**
 * The JavaScript type of result values of each kind under the value encoding `F`; see `docs/reference/semantics.md`.
 */
interface JsByKind<D extends DType, F extends ValueEncoding> {
  null: null;
  bool: boolean;
  int8: number;
  int16: number;
  int32: number;
  int64: IntegerEncodings[F["int64"]];
  uint8: number;
  uint16: number;
  uint32: number;
  uint64: IntegerEncodings[F["int64"]];
  float32: number;
  float64: number;
  decimal: DecimalEncodings[F["decimal"]];
  string: string;
  binary: Uint8Array;
  date: DateEncodings[F["date"]];
  time: string;
  timestamp: TimestampEncodings[F["timestamp"]];
  interval: IntervalValue;
  array: D extends ArrayType<infer E, boolean> ? Js<E, F>[] : never;
  map: D extends MapType<infer K, infer V, boolean> ? Map<Js<K, F>, Js<V, F>> : never;
  struct: D extends StructType<infer R, boolean> ? Row<R, F> : never;
  json: JsonEncodings[F["json"]];
  uuid: string;
  inet: string;
}
interface IntegerEncodings {
  number: number;
  bigint: bigint;
  string: string;
}
interface DecimalEncodings {
  string: string;
  number: number;
}
interface DateEncodings {
  string: string;
  Date: Date;
}
interface TimestampEncodings {
  Date: Date;
  string: string;
  micros: bigint;
}
interface JsonEncodings {
  parsed: unknown;
  string: string;
}

/** An interval: months, days and microseconds, stored separately as in SQL because months differ in length. */
export interface IntervalValue {
  readonly months: number;
  readonly days: number;
  readonly micros: number;
}

/** The JavaScript type of values of a dtype; includes null if the dtype is nullable. */
export type Js<D extends DType, F extends ValueEncoding = DefaultEncoding> =
  | JsByKind<D, F>[D["kind"]]
  | (D["nullable"] extends false ? never : null);

/** A result row: an object with a value for each column. */
export type Row<S extends Schema, F extends ValueEncoding = DefaultEncoding> = {
  -readonly [K in keyof S]: Js<S[K], F>;
};

/** The arrays that hold numeric columns without NULLs. */
interface ArrayByKind<F extends ValueEncoding> {
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
 * The values of a result column: a typed array for numbers without NULLs, otherwise an array. For a nullable column it
 * depends on whether the result contains NULLs.
 */
export type ColumnValues<D extends DType, F extends ValueEncoding = DefaultEncoding> =
  | (D["kind"] extends keyof ArrayByKind<F> ? ArrayByKind<F>[D["kind"]] : Js<D, F>[])
  | (D["nullable"] extends false ? never : Js<D, F>[]);

/** The columns of a result by name, each with all of its values. */
export type ColumnsOfRows<S extends Schema, F extends ValueEncoding = DefaultEncoding> = {
  -readonly [K in keyof S]: ColumnValues<S[K], F>;
};
