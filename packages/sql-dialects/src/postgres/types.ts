import type { DType } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";

/** SQL type names. Unsigned integers map to the smallest type that holds their values. */
const NAMES: Readonly<Partial<Record<DType["kind"], string>>> = {
  bool: "boolean",
  int8: "smallint",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  uint8: "smallint",
  uint16: "integer",
  uint32: "bigint",
  uint64: "numeric(20, 0)",
  float32: "real",
  float64: "double precision",
  string: "text",
  binary: "bytea",
  date: "date",
  time: "time",
  interval: "interval",
  json: "jsonb",
  uuid: "uuid",
  inet: "inet",
};

/** True for arrays, maps and structs, which are stored as jsonb inside of an array. */
export const isNested = (dtype: DType): boolean => isArray(dtype) || isMap(dtype) || isStruct(dtype);

/**
 * The SQL type of a dtype. Structs and maps are jsonb, and so are arrays inside of arrays, because PostgreSQL's
 * multidimensional arrays must be rectangular. `jsonb-encoding.ts` describes the encoding.
 */
export function typeName(dtype: DType): string {
  if (isDecimal(dtype)) return `numeric(${dtype.precision}, ${dtype.scale})`;
  if (isTimestamp(dtype)) return dtype.zone === null ? "timestamp" : "timestamptz";
  if (isArray(dtype)) return `${isNested(dtype.element) ? "jsonb" : typeName(dtype.element)}[]`;
  if (isMap(dtype) || isStruct(dtype)) return "jsonb";
  return NAMES[dtype.kind] ?? "text";
}
