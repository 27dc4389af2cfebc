import type {
  ArrayType,
  Decimal,
  DType,
  FloatKind,
  Integer,
  IntegerKind,
  MapType,
  Numeric,
  StructType,
  Timestamp,
} from "./dtype.js";

/** The integer kinds. */
export const INTEGER_KINDS: readonly IntegerKind[] = [
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
];
/** The binary floating-point kinds. */
export const FLOAT_KINDS: readonly FloatKind[] = ["float32", "float64"];

const integers: ReadonlySet<string> = new Set(INTEGER_KINDS);
const floats: ReadonlySet<string> = new Set(FLOAT_KINDS);

/**
 * Whether a dtype is an integer dtype.
 * @example isInteger(int8) // true
 */
export const isInteger = (d: DType): d is Integer => integers.has(d.kind);
/**
 * Whether a dtype is a binary floating-point dtype.
 * @example isFloat(decimal(9, 2)) // false
 */
export const isFloat = (d: DType): boolean => floats.has(d.kind);
/**
 * Whether a dtype is a decimal.
 * @example isDecimal(decimal(9, 2)) // true
 */
export const isDecimal = (d: DType): d is Decimal => d.kind === "decimal";
/**
 * Whether a dtype is numeric: integer, float or decimal.
 * @example isNumeric(decimal(9, 2)) // true
 */
export const isNumeric = (d: DType): d is Numeric => isInteger(d) || isFloat(d) || isDecimal(d);
/**
 * Whether a dtype is a timestamp.
 * @example isTimestamp(timestamp("UTC")) // true
 */
export const isTimestamp = (d: DType): d is Timestamp => d.kind === "timestamp";
/**
 * Whether a dtype is an array.
 * @example isArray(array(string)) // true
 */
export const isArray = (d: DType): d is ArrayType => d.kind === "array";
/**
 * Whether a dtype is a map.
 * @example isMap(map(string, int64)) // true
 */
export const isMap = (d: DType): d is MapType => d.kind === "map";
/**
 * Whether a dtype is a struct.
 * @example isStruct(struct({ a: int64 })) // true
 */
export const isStruct = (d: DType): d is StructType => d.kind === "struct";
/**
 * Whether a dtype is a date, time or timestamp.
 * @example isTemporal(interval) // false
 */
export const isTemporal = (d: DType): boolean => d.kind === "date" || d.kind === "time" || d.kind === "timestamp";

/** The smallest and largest value of each integer kind. */
export const INTEGER_RANGE: Readonly<Record<IntegerKind, readonly [bigint, bigint]>> = {
  int8: [-(2n ** 7n), 2n ** 7n - 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 2n ** 8n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};
