import type { DType } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core";
import { quote } from "./literal.js";

// BigQuery has one integer type; NUMERIC alone holds all of uint64.
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

/** An array of arrays is one of structs with this field, as BigQuery nests no arrays. */
export const INNER = "list";
/** The fields of the structs that a map is an array of. */
export const [KEY, VALUE] = ["key", "value"] as const;

/** Whether values of a dtype are arrays to BigQuery. */
export const isListed = (dtype: DType): boolean => isArray(dtype) || isMap(dtype);
/** Whether values of a dtype have parts. */
export const isNested = (dtype: DType): boolean => isListed(dtype) || isStruct(dtype);

/** NUMERIC holds 29 digits before the point and 9 after it, BIGNUMERIC 38 and 38. */
const decimalName = (precision: number, scale: number): string =>
  scale <= 9 && precision - scale <= 29 ? "NUMERIC" : "BIGNUMERIC";

/** The name of a dtype in BigQuery's SQL, without the digits of decimals, which only a CAST takes. */
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
  isListed(element) ? `STRUCT<${INNER} ${typeName(element)}>` : typeName(element);

/** The type that CAST takes: one that holds the digits of a decimal, and no more. */
export const castName = (dtype: DType): string =>
  isDecimal(dtype) ? `${typeName(dtype)}(${dtype.precision}, ${dtype.scale})` : typeName(dtype);

/** Whether values of two dtypes are of one type to BigQuery. */
export const sameType = (a: DType, b: DType): boolean => typeName(a) === typeName(b);
