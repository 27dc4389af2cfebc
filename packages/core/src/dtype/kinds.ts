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
export const FLOAT_KINDS: readonly FloatKind[] = ["float32", "float64"];

const integers: ReadonlySet<string> = new Set(INTEGER_KINDS);
const floats: ReadonlySet<string> = new Set(FLOAT_KINDS);

export const isInteger = (d: DType): d is Integer => integers.has(d.kind);
export const isFloat = (d: DType): boolean => floats.has(d.kind);
export const isDecimal = (d: DType): d is Decimal => d.kind === "decimal";
export const isNumeric = (d: DType): d is Numeric => isInteger(d) || isFloat(d) || isDecimal(d);
export const isTimestamp = (d: DType): d is Timestamp => d.kind === "timestamp";
export const isArray = (d: DType): d is ArrayType => d.kind === "array";
export const isMap = (d: DType): d is MapType => d.kind === "map";
export const isStruct = (d: DType): d is StructType => d.kind === "struct";
export const isTemporal = (d: DType): boolean => d.kind === "date" || d.kind === "time" || d.kind === "timestamp";

/** The least and greatest integer of each integer kind. */
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
