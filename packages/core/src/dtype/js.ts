import type { ArrayType, DType, MapType, Schema, StructType } from "./dtype.js";

/** The JavaScript value of each kind in a result, as `docs/semantics.md` lists them. */
interface JsByKind<D extends DType> {
  null: null;
  bool: boolean;
  int8: number;
  int16: number;
  int32: number;
  int64: number;
  uint8: number;
  uint16: number;
  uint32: number;
  uint64: number;
  float32: number;
  float64: number;
  decimal: string;
  string: string;
  binary: Uint8Array;
  date: string;
  time: string;
  timestamp: Date;
  interval: IntervalValue;
  array: D extends ArrayType<infer E, boolean> ? Js<E>[] : never;
  map: D extends MapType<infer K, infer V, boolean> ? Map<Js<K>, Js<V>> : never;
  struct: D extends StructType<infer F, boolean> ? Row<F> : never;
  json: unknown;
  uuid: string;
  inet: string;
}

/** Calendar months, days and microseconds are kept apart, as in SQL: a month has no fixed number of days. */
export interface IntervalValue {
  readonly months: number;
  readonly days: number;
  readonly micros: number;
}

/** The JavaScript value of a dtype, with null where it is nullable. */
export type Js<D extends DType> = JsByKind<D>[D["kind"]] | (D["nullable"] extends false ? never : null);

/** One row of a result. */
export type Row<S extends Schema> = { -readonly [K in keyof S]: Js<S[K]> };
