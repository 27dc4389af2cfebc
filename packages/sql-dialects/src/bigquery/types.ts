import type { DType } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";
import { quote } from "./literal.js";

// BigQuery has one integer type, INT64; uint64 requires NUMERIC.
const NAMES: Readonly<Partial<Record<DType["kind"], string>>> = {
  bool: "BOOL",
  uint64: "NUMERIC",
  float32: "FLOAT64",
  float64: "FLOAT64",
  string: "STRING",
  binary: "BYTES",
  date: "DATE",
  time: "TIME",
  interval: "INTERVAL",
  json: "JSON",
  uuid: "STRING",
  inet: "STRING",
};

/** The field of the struct around a nested array, because BigQuery does not allow arrays of arrays. */
export const NESTED_ARRAY_FIELD = "list";
/** The fields of the structs that represent the entries of a map. */
export const [KEY, VALUE] = ["key", "value"] as const;

/** True if values of a dtype are arrays in BigQuery: arrays and maps. */
export const isArrayLike = (dtype: DType): boolean => isArray(dtype) || isMap(dtype);
/** True for arrays, maps and structs. */
export const isNested = (dtype: DType): boolean => isArrayLike(dtype) || isStruct(dtype);

/** NUMERIC has 29 integer digits and 9 fractional ones, BIGNUMERIC 38 of each. */
const decimalName = (precision: number, scale: number): string =>
  scale <= 9 && precision - scale <= 29 ? "NUMERIC" : "BIGNUMERIC";

/** The SQL type of a dtype, without the precision of decimals, which only CAST accepts. */
export function typeName(dtype: DType): string {
  if (isDecimal(dtype)) return decimalName(dtype.precision, dtype.scale);
  if (isTimestamp(dtype)) return dtype.zone === null ? "DATETIME" : "TIMESTAMP";
  if (isArray(dtype)) return `ARRAY<${elementName(dtype.element)}>`;
  if (isMap(dtype)) return `ARRAY<STRUCT<${KEY} ${typeName(dtype.key)}, ${VALUE} ${typeName(dtype.value)}>>`;
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(([name, field]) => `${quote(name)} ${typeName(field)}`);
    return `STRUCT<${fields.join(", ")}>`;
  }
  return NAMES[dtype.kind] ?? "INT64";
}
const elementName = (element: DType): string =>
  isArrayLike(element) ? `STRUCT<${NESTED_ARRAY_FIELD} ${typeName(element)}>` : typeName(element);

/** The SQL type for CAST, with the precision and scale of a decimal. */
export const castName = (dtype: DType): string =>
  isDecimal(dtype) ? `${typeName(dtype)}(${dtype.precision}, ${dtype.scale})` : typeName(dtype);

/** True if two dtypes have the same BigQuery type. */
export const sameType = (a: DType, b: DType): boolean => typeName(a) === typeName(b);
