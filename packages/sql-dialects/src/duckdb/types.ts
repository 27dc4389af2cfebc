import type { DType } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";
import { quote } from "./literal.js";

const NAMES: Readonly<Partial<Record<DType["kind"], string>>> = {
  null: '"NULL"',
  bool: "BOOLEAN",
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  float32: "FLOAT",
  float64: "DOUBLE",
  string: "VARCHAR",
  binary: "BLOB",
  date: "DATE",
  time: "TIME",
  interval: "INTERVAL",
  json: "JSON",
  uuid: "UUID",
  inet: "VARCHAR",
};

/** Returns the DuckDB type of a dtype. */
export function typeName(dtype: DType): string {
  if (isDecimal(dtype)) return `DECIMAL(${dtype.precision}, ${dtype.scale})`;
  if (isTimestamp(dtype)) return dtype.zone === null ? "TIMESTAMP" : "TIMESTAMP WITH TIME ZONE";
  if (isArray(dtype)) return `${typeName(dtype.element)}[]`;
  if (isMap(dtype)) return `MAP(${typeName(dtype.key)}, ${typeName(dtype.value)})`;
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(([name, field]) => `${quote(name)} ${typeName(field)}`);
    return `STRUCT(${fields.join(", ")})`;
  }
  return NAMES[dtype.kind] ?? "VARCHAR";
}
