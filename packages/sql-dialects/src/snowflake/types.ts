import type { DType } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";
import { isArray, isDecimal, isInteger, isMap, isStruct, isTimestamp, withNull } from "@avocet/core/dialect";

/**
 * Type names by dtype. INTEGER and BIGINT are synonyms of NUMBER(38, 0): Snowflake has no integer types with fewer
 * bits, and no floats with fewer than 64 bits. The range of narrower dtypes is checked when results are decoded.
 */
const TYPE_NAMES: Readonly<Partial<Record<DType["kind"], string>>> = {
  bool: "BOOLEAN",
  int8: "NUMBER(3, 0)",
  int16: "NUMBER(5, 0)",
  int32: "NUMBER(10, 0)",
  int64: "NUMBER(38, 0)",
  uint8: "NUMBER(3, 0)",
  uint16: "NUMBER(5, 0)",
  uint32: "NUMBER(10, 0)",
  uint64: "NUMBER(20, 0)",
  float32: "FLOAT",
  float64: "FLOAT",
  binary: "BINARY",
  date: "DATE",
  time: "TIME(6)",
  interval: "ARRAY",
  json: "VARIANT",
  array: "ARRAY",
  struct: "OBJECT",
  map: "OBJECT",
};
const MAX_SCALE = 37;

/** The name of the Snowflake type for a dtype. */
export function typeName(dtype: DType): string {
  if (isDecimal(dtype)) {
    if (dtype.scale > MAX_SCALE)
      throw new AvocetError("unsupported-operation", `Snowflake does not support decimals with scale ${dtype.scale}`, {
        hint: `Cast to a decimal with a scale of at most ${MAX_SCALE}.`,
      });
    return `NUMBER(${dtype.precision}, ${dtype.scale})`;
  }
  if (isTimestamp(dtype)) return dtype.zone === null ? "TIMESTAMP_NTZ(6)" : "TIMESTAMP_LTZ(6)";
  return TYPE_NAMES[dtype.kind] ?? "VARCHAR";
}

/** Identifies how the values of a dtype are represented in SQL: all integers are alike, and nullability is ignored. */
function representation(dtype: DType): string {
  if (isInteger(dtype)) return "integer";
  if (isArray(dtype)) return `array<${representation(dtype.element)}>`;
  if (isMap(dtype)) return `map<${representation(dtype.key)}, ${representation(dtype.value)}>`;
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields);
    return `struct<${fields.map(([name, field]) => `${JSON.stringify(name)}: ${representation(field)}`)}>`;
  }
  if (isTimestamp(dtype)) return dtype.zone === null ? "wall" : "instant";
  return dtype.kind === "float32" ? "float64" : printDType(withNull(dtype, true));
}
/** Whether values of one dtype are valid values of the other without a cast. */
export const hasSameRepresentation = (a: DType, b: DType): boolean => representation(a) === representation(b);
