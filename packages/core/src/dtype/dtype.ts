import { AvocetError } from "../errors.js";

/** The kinds of data types, by canonical name. */
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
/** The integer kinds. */
export type IntegerKind = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64";
/** The binary floating-point kinds. */
export type FloatKind = "float32" | "float64";
/** The numeric kinds: integers, floats and decimals. */
export type NumericKind = IntegerKind | FloatKind | "decimal";

/** A data type: a frozen object. `nullable` says whether values may be NULL. */
export interface DType {
  readonly kind: Kind;
  readonly nullable: boolean;
}
interface DTypeOf<K extends Kind, N extends boolean> extends DType {
  readonly kind: K;
  readonly nullable: N;
}
/** Column names and their dtypes, in order. */
export interface Schema {
  readonly [name: string]: DType;
}

/** The dtype of a bare NULL. */
export interface Null extends DTypeOf<"null", true> {}
/** A boolean: true or false. */
export interface Bool<N extends boolean = true> extends DTypeOf<"bool", N> {}
/** A signed 8-bit integer. */
export interface Int8<N extends boolean = true> extends DTypeOf<"int8", N> {}
/** A signed 16-bit integer. */
export interface Int16<N extends boolean = true> extends DTypeOf<"int16", N> {}
/** A signed 32-bit integer. */
export interface Int32<N extends boolean = true> extends DTypeOf<"int32", N> {}
/** A signed 64-bit integer. */
export interface Int64<N extends boolean = true> extends DTypeOf<"int64", N> {}
/** An unsigned 8-bit integer. */
export interface UInt8<N extends boolean = true> extends DTypeOf<"uint8", N> {}
/** An unsigned 16-bit integer. */
export interface UInt16<N extends boolean = true> extends DTypeOf<"uint16", N> {}
/** An unsigned 32-bit integer. */
export interface UInt32<N extends boolean = true> extends DTypeOf<"uint32", N> {}
/** An unsigned 64-bit integer. */
export interface UInt64<N extends boolean = true> extends DTypeOf<"uint64", N> {}
/** A 32-bit floating-point number. */
export interface Float32<N extends boolean = true> extends DTypeOf<"float32", N> {}
/** A 64-bit floating-point number. */
export interface Float64<N extends boolean = true> extends DTypeOf<"float64", N> {}
/** An exact number with `precision` digits, `scale` of them after the decimal point. */
export interface Decimal<N extends boolean = true> extends DTypeOf<"decimal", N> {
  readonly precision: number;
  readonly scale: number;
}
/** A string of any length. */
export interface Str<N extends boolean = true> extends DTypeOf<"string", N> {}
/** Binary data. */
export interface Binary<N extends boolean = true> extends DTypeOf<"binary", N> {}
/** A calendar date. */
export interface DateType<N extends boolean = true> extends DTypeOf<"date", N> {}
/** A time of day with microsecond precision. */
export interface Time<N extends boolean = true> extends DTypeOf<"time", N> {}
/**
 * A date and time: local if `zone` is null, otherwise an instant. `scale` is the number of fractional digits of the
 * second.
 */
export interface Timestamp<N extends boolean = true> extends DTypeOf<"timestamp", N> {
  readonly zone: string | null;
  readonly scale: number;
}
/** An interval: months, days and microseconds, stored separately. */
export interface Interval<N extends boolean = true> extends DTypeOf<"interval", N> {}
/** An array: a list of values of one dtype. */
export interface ArrayType<E extends DType = DType, N extends boolean = true> extends DTypeOf<"array", N> {
  readonly element: E;
}
/** A map from keys of one dtype to values of another. */
export interface MapType<K extends DType = DType, V extends DType = DType, N extends boolean = true>
  extends DTypeOf<"map", N> {
  readonly key: K;
  readonly value: V;
}
/** A struct: named fields with a dtype each. */
export interface StructType<F extends Schema = Schema, N extends boolean = true> extends DTypeOf<"struct", N> {
  readonly fields: F;
}
/** A JSON document. */
export interface Json<N extends boolean = true> extends DTypeOf<"json", N> {}
/** A universally unique identifier. */
export interface Uuid<N extends boolean = true> extends DTypeOf<"uuid", N> {}
/** An IP address or network. */
export interface Inet<N extends boolean = true> extends DTypeOf<"inet", N> {}

/** Any numeric dtype, nullable or not. */
export interface Numeric extends DType {
  readonly kind: NumericKind;
}
/** Any integer dtype, nullable or not. */
export interface Integer extends DType {
  readonly kind: IntegerKind;
}

/**
 * The dtypes by kind, with nullability `N` and the parameters of `D`. A lookup is faster to check than conditional
 * types.
 */
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
/** True if either is true: a result that is NULL if either operand is NULL. */
export type Or<A extends boolean, B extends boolean> = A extends true ? true : B;
/** True if both are true: a result that is NULL only if both operands are NULL. */
export type And<A extends boolean, B extends boolean> = A extends true ? B : false;

// The kinds below have no parameters.
const simpleDType = <D extends DType>(kind: D["kind"]): D => Object.freeze({ kind, nullable: true }) as unknown as D;

/** The dtype of a bare NULL. */
export const nullType: Null = simpleDType<Null>("null");
/** A boolean: true or false. */
export const bool: Bool = simpleDType<Bool>("bool");
/** A signed 8-bit integer. */
export const int8: Int8 = simpleDType<Int8>("int8");
/** A signed 16-bit integer. */
export const int16: Int16 = simpleDType<Int16>("int16");
/** A signed 32-bit integer. */
export const int32: Int32 = simpleDType<Int32>("int32");
/** A signed 64-bit integer. */
export const int64: Int64 = simpleDType<Int64>("int64");
/** An unsigned 8-bit integer. */
export const uint8: UInt8 = simpleDType<UInt8>("uint8");
/** An unsigned 16-bit integer. */
export const uint16: UInt16 = simpleDType<UInt16>("uint16");
/** An unsigned 32-bit integer. */
export const uint32: UInt32 = simpleDType<UInt32>("uint32");
/** An unsigned 64-bit integer. */
export const uint64: UInt64 = simpleDType<UInt64>("uint64");
/** A 32-bit floating-point number. */
export const float32: Float32 = simpleDType<Float32>("float32");
/** A 64-bit floating-point number. */
export const float64: Float64 = simpleDType<Float64>("float64");
/** A string of any length. */
export const string: Str = simpleDType<Str>("string");
/** Binary data. */
export const binary: Binary = simpleDType<Binary>("binary");
/** A calendar date. */
export const date: DateType = simpleDType<DateType>("date");
/** A time of day with microsecond precision. */
export const time: Time = simpleDType<Time>("time");
/** An interval: months, days and microseconds, stored separately. */
export const interval: Interval = simpleDType<Interval>("interval");
/** A JSON document. */
export const json: Json = simpleDType<Json>("json");
/** A universally unique identifier. */
export const uuid: Uuid = simpleDType<Uuid>("uuid");
/** An IP address or network. */
export const inet: Inet = simpleDType<Inet>("inet");

/** The largest decimal precision that all engines support. */
export const MAX_PRECISION = 38;

/**
 * An exact decimal number with `precision` digits, `scale` of them after the decimal point.
 * @example decimal(15, 2)
 */
export function decimal(precision = 18, scale = 3): Decimal {
  const areIntegers = Number.isInteger(precision) && Number.isInteger(scale);
  if (!areIntegers || precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision)
    throw new AvocetError(
      "invalid-dtype",
      `Invalid decimal(${precision}, ${scale}): precision must be 1 to ${MAX_PRECISION}, and scale 0 to precision`,
    );
  return Object.freeze({ kind: "decimal", nullable: true, precision, scale });
}

/**
 * A date and time of day: local time without a time zone, an instant with one. `scale` is the number of fractional
 * digits of the second.
 * @example timestamp("UTC")
 */
export function timestamp(zone: string | null = null, scale = 6): Timestamp {
  if (!Number.isInteger(scale) || scale < 0 || scale > 9)
    throw new AvocetError("invalid-dtype", `The scale of a timestamp must be 0 to 9, got ${scale}`);
  return Object.freeze({ kind: "timestamp", nullable: true, zone, scale });
}

/**
 * An array dtype: a list of values of one dtype.
 * @example array(string)
 */
export function array<E extends DType>(element: E): ArrayType<E> {
  return Object.freeze({ kind: "array", nullable: true, element });
}

/**
 * A map dtype, from keys of one dtype to values of another.
 * @example map(string, int64)
 */
export function map<K extends DType, V extends DType>(key: K, value: V): MapType<K, V> {
  return Object.freeze({ kind: "map", nullable: true, key, value });
}

/**
 * A struct dtype: named fields with a dtype each.
 * @example struct({ a: int64, b: string })
 */
export function struct<F extends Schema>(fields: F): StructType<F> {
  return Object.freeze({ kind: "struct", nullable: true, fields: Object.freeze({ ...fields }) });
}

/**
 * Returns the dtype with the given nullability.
 * @example withNull(int64, false)
 */
export function withNull<D extends DType, N extends boolean>(dtype: D, nullable: N): SetNull<D, N> {
  // The spread keeps the kind and its parameters.
  return (dtype.nullable === nullable ? dtype : Object.freeze({ ...dtype, nullable })) as unknown as SetNull<D, N>;
}

/**
 * Returns the dtype as not nullable.
 * @example notNull(int64)
 */
export function notNull<D extends DType>(dtype: D): SetNull<D, false> {
  return withNull(dtype, false);
}

/**
 * Returns the dtype as nullable, which is the default.
 * @example nullable(notNull(int64))
 */
export function nullable<D extends DType>(dtype: D): SetNull<D, true> {
  return withNull(dtype, true);
}
