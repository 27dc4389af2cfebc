import { AvocetError } from "../errors.js";

/** The families of data that a column may hold, by their canonical names. */
export type Kind =
  | "null"
  | "bool"
  | IntegerKind
  | FloatKind
  | "decimal"
  | "string"
  | "binary"
  | "date"
  | "time"
  | "timestamp"
  | "interval"
  | "array"
  | "map"
  | "struct"
  | "json"
  | "uuid"
  | "inet";
/** The kinds of integers, by bits and sign. */
export type IntegerKind = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64";
/** The kinds of binary floating-point numbers. */
export type FloatKind = "float32" | "float64";
/** The kinds of numbers. */
export type NumericKind = IntegerKind | FloatKind | "decimal";

/** A data type: a small frozen value. `nullable` says whether NULL may occur. */
export interface DType {
  readonly kind: Kind;
  readonly nullable: boolean;
}
interface Of<K extends Kind, N extends boolean> extends DType {
  readonly kind: K;
  readonly nullable: N;
}
/** The names of the columns of a relation and the dtype of each. */
export interface Schema {
  readonly [name: string]: DType;
}

/** The dtype of a bare NULL. */
export interface Null extends Of<"null", true> {}
/** true or false. */
export interface Bool<N extends boolean = true> extends Of<"bool", N> {}
/** A signed integer of 8 bits. */
export interface Int8<N extends boolean = true> extends Of<"int8", N> {}
/** A signed integer of 16 bits. */
export interface Int16<N extends boolean = true> extends Of<"int16", N> {}
/** A signed integer of 32 bits. */
export interface Int32<N extends boolean = true> extends Of<"int32", N> {}
/** A signed integer of 64 bits. */
export interface Int64<N extends boolean = true> extends Of<"int64", N> {}
/** An unsigned integer of 8 bits. */
export interface UInt8<N extends boolean = true> extends Of<"uint8", N> {}
/** An unsigned integer of 16 bits. */
export interface UInt16<N extends boolean = true> extends Of<"uint16", N> {}
/** An unsigned integer of 32 bits. */
export interface UInt32<N extends boolean = true> extends Of<"uint32", N> {}
/** An unsigned integer of 64 bits. */
export interface UInt64<N extends boolean = true> extends Of<"uint64", N> {}
/** A floating-point number of 32 bits. */
export interface Float32<N extends boolean = true> extends Of<"float32", N> {}
/** A floating-point number of 64 bits. */
export interface Float64<N extends boolean = true> extends Of<"float64", N> {}
/** An exact number of `precision` digits, `scale` of them after the point. */
export interface Decimal<N extends boolean = true> extends Of<"decimal", N> {
  readonly precision: number;
  readonly scale: number;
}
/** Text of any length. */
export interface Str<N extends boolean = true> extends Of<"string", N> {}
/** Bytes. */
export interface Binary<N extends boolean = true> extends Of<"binary", N> {}
/** A day of the calendar. */
export interface DateType<N extends boolean = true> extends Of<"date", N> {}
/** A time of day, to the microsecond. */
export interface Time<N extends boolean = true> extends Of<"time", N> {}
/** `zone` null is wall-clock time; any other zone makes it an instant. `scale` is the number of fractional digits of a second. */
export interface Timestamp<N extends boolean = true> extends Of<"timestamp", N> {
  readonly zone: string | null;
  readonly scale: number;
}
/** A span of months, days and microseconds, each kept apart. */
export interface Interval<N extends boolean = true> extends Of<"interval", N> {}
/** A list of values of one dtype. */
export interface ArrayType<E extends DType = DType, N extends boolean = true> extends Of<"array", N> {
  readonly element: E;
}
/** Keys of one dtype, each with a value of another. */
export interface MapType<K extends DType = DType, V extends DType = DType, N extends boolean = true>
  extends Of<"map", N> {
  readonly key: K;
  readonly value: V;
}
/** A record of named fields. */
export interface StructType<F extends Schema = Schema, N extends boolean = true> extends Of<"struct", N> {
  readonly fields: F;
}
/** A JSON document. */
export interface Json<N extends boolean = true> extends Of<"json", N> {}
/** A universally unique identifier. */
export interface Uuid<N extends boolean = true> extends Of<"uuid", N> {}
/** An address of the internet protocol. */
export interface Inet<N extends boolean = true> extends Of<"inet", N> {}

/** Any dtype of number, nullable or not. */
export interface Numeric extends DType {
  readonly kind: NumericKind;
}
/** Any integer dtype, nullable or not. */
export interface Integer extends DType {
  readonly kind: IntegerKind;
}

/** The dtypes by kind, with `N` for the nullability and the parts of `D` kept: one look-up instead of a chain of conditions. */
interface ByKind<D extends DType, N extends boolean> {
  null: Null;
  bool: Bool<N>;
  int8: Int8<N>;
  int16: Int16<N>;
  int32: Int32<N>;
  int64: Int64<N>;
  uint8: UInt8<N>;
  uint16: UInt16<N>;
  uint32: UInt32<N>;
  uint64: UInt64<N>;
  float32: Float32<N>;
  float64: Float64<N>;
  decimal: Decimal<N>;
  string: Str<N>;
  binary: Binary<N>;
  date: DateType<N>;
  time: Time<N>;
  timestamp: Timestamp<N>;
  interval: Interval<N>;
  array: D extends { readonly element: infer E extends DType } ? ArrayType<E, N> : never;
  map: D extends { readonly key: infer K extends DType; readonly value: infer V extends DType }
    ? MapType<K, V, N>
    : never;
  struct: D extends { readonly fields: infer F extends Schema } ? StructType<F, N> : never;
  json: Json<N>;
  uuid: Uuid<N>;
  inet: Inet<N>;
}
/** `D` with nullability `N`. */
export type SetNull<D extends DType, N extends boolean> = ByKind<D, N>[D["kind"]];
/** Nullable if either is. */
export type Or<A extends boolean, B extends boolean> = A extends true ? true : B;
/** Nullable only if both are. */
export type And<A extends boolean, B extends boolean> = A extends true ? B : false;

const plain = <D extends DType>(kind: D["kind"]): D => Object.freeze({ kind, nullable: true }) as unknown as D; // the kinds below have no other parts

/** The dtype of a bare NULL. */
export const nullType: Null = plain<Null>("null");
/** true or false. */
export const bool: Bool = plain<Bool>("bool");
/** A signed integer of 8 bits. */
export const int8: Int8 = plain<Int8>("int8");
/** A signed integer of 16 bits. */
export const int16: Int16 = plain<Int16>("int16");
/** A signed integer of 32 bits. */
export const int32: Int32 = plain<Int32>("int32");
/** A signed integer of 64 bits. */
export const int64: Int64 = plain<Int64>("int64");
/** An unsigned integer of 8 bits. */
export const uint8: UInt8 = plain<UInt8>("uint8");
/** An unsigned integer of 16 bits. */
export const uint16: UInt16 = plain<UInt16>("uint16");
/** An unsigned integer of 32 bits. */
export const uint32: UInt32 = plain<UInt32>("uint32");
/** An unsigned integer of 64 bits. */
export const uint64: UInt64 = plain<UInt64>("uint64");
/** A floating-point number of 32 bits. */
export const float32: Float32 = plain<Float32>("float32");
/** A floating-point number of 64 bits. */
export const float64: Float64 = plain<Float64>("float64");
/** Text of any length. */
export const string: Str = plain<Str>("string");
/** Bytes. */
export const binary: Binary = plain<Binary>("binary");
/** A day of the calendar. */
export const date: DateType = plain<DateType>("date");
/** A time of day, to the microsecond. */
export const time: Time = plain<Time>("time");
/** A span of months, days and microseconds, each kept apart. */
export const interval: Interval = plain<Interval>("interval");
/** A JSON document. */
export const json: Json = plain<Json>("json");
/** A universally unique identifier. */
export const uuid: Uuid = plain<Uuid>("uuid");
/** An address of the internet protocol. */
export const inet: Inet = plain<Inet>("inet");

/** The widest precision that every engine of the first four holds in its plain decimal type. */
export const MAX_PRECISION = 38;

/**
 * An exact decimal number of `precision` digits, `scale` of them after the point.
 * @example decimal(15, 2)
 */
export function decimal(precision = 18, scale = 3): Decimal {
  const whole = Number.isInteger(precision) && Number.isInteger(scale);
  if (!whole || precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision)
    throw new AvocetError(
      "invalid-dtype",
      `decimal(${precision}, ${scale}): precision is 1 to ${MAX_PRECISION} and scale is 0 to precision`,
    );
  return Object.freeze({ kind: "decimal", nullable: true, precision, scale });
}

/**
 * A date and time of day. Without a zone it is wall-clock time, with one it is an instant; `scale` is the number of fractional digits.
 * @example timestamp("UTC")
 */
export function timestamp(zone: string | null = null, scale = 6): Timestamp {
  if (!Number.isInteger(scale) || scale < 0 || scale > 9)
    throw new AvocetError("invalid-dtype", `the scale of a timestamp is 0 to 9, got ${scale}`);
  return Object.freeze({ kind: "timestamp", nullable: true, zone, scale });
}

/**
 * A list of values of one dtype.
 * @example array(string)
 */
export function array<E extends DType>(element: E): ArrayType<E> {
  return Object.freeze({ kind: "array", nullable: true, element });
}

/**
 * Keys of one dtype, each with a value of another.
 * @example map(string, int64)
 */
export function map<K extends DType, V extends DType>(key: K, value: V): MapType<K, V> {
  return Object.freeze({ kind: "map", nullable: true, key, value });
}

/**
 * A record of named fields.
 * @example struct({ a: int64, b: string })
 */
export function struct<F extends Schema>(fields: F): StructType<F> {
  return Object.freeze({ kind: "struct", nullable: true, fields: Object.freeze({ ...fields }) });
}

/**
 * `dtype` with the given nullability.
 * @example withNull(int64, false)
 */
export function withNull<D extends DType, N extends boolean>(dtype: D, nullable: N): SetNull<D, N> {
  // The kind decides which interface it is; a spread keeps all other parts.
  return (dtype.nullable === nullable ? dtype : Object.freeze({ ...dtype, nullable })) as unknown as SetNull<D, N>;
}

/**
 * The dtype without NULL.
 * @example notNull(int64)
 */
export function notNull<D extends DType>(dtype: D): SetNull<D, false> {
  return withNull(dtype, false);
}

/**
 * The dtype with NULL allowed, which is the default.
 * @example nullable(notNull(int64))
 */
export function nullable<D extends DType>(dtype: D): SetNull<D, true> {
  return withNull(dtype, true);
}
