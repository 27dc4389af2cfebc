import type { DType } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core";

/** There are no unsigned integers: each has the smallest type that holds its values. */
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

/** Arrays, maps and structs: what PostgreSQL keeps as jsonb inside of an array. */
export const isNested = (dtype: DType): boolean => isArray(dtype) || isMap(dtype) || isStruct(dtype);

/**
 * The name of a dtype in PostgreSQL's SQL. Structs and maps are jsonb, and so are arrays inside of arrays, as PostgreSQL's own must all
 * be of one length; `nested.ts` says how they are written.
 */
export function typeName(dtype: DType): string {
  if (isDecimal(dtype)) return `numeric(${dtype.precision}, ${dtype.scale})`;
  if (isTimestamp(dtype)) return dtype.zone === null ? "timestamp" : "timestamptz";
  if (isArray(dtype)) return `${isNested(dtype.element) ? "jsonb" : typeName(dtype.element)}[]`;
  if (isMap(dtype) || isStruct(dtype)) return "jsonb";
  return NAMES[dtype.kind] ?? "text";
}
