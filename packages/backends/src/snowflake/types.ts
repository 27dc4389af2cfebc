import type { DType } from "@avocet/core";
import * as core from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp, withNull } from "@avocet/core/backend";

/** The largest precision whose integers always fit in 64 bits. */
const MAX_INT64_PRECISION = 18;
/** NUMBER(38, 0) is int64 although it may exceed 64 bits, because it is the type of columns declared as INT. */
const MAX_PRECISION = 38;

/** The dtype of a NUMBER with this precision and scale. */
export function numberType(precision: number, scale: number): DType {
  if (scale > 0) return core.decimal(precision, scale);
  return precision <= MAX_INT64_PRECISION || precision === MAX_PRECISION ? core.int64 : core.decimal(precision, 0);
}

/** Dtypes by the type names in result metadata. */
const RESULT_TYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["real", core.float64],
  ["text", core.string],
  ["boolean", core.bool],
  ["binary", core.binary],
  ["date", core.date],
  ["time", core.time],
  ["timestamp_ntz", core.timestamp()],
  ["timestamp_ltz", core.timestamp("UTC")],
  ["timestamp_tz", core.timestamp("UTC")],
  ["variant", core.json],
  ["array", core.json],
  ["object", core.json],
  ["map", core.json],
]);

/** The type information of a result column. */
export interface ResultColumnType {
  readonly type: string;
  readonly precision: number | null;
  readonly scale: number | null;
}
/** The dtype of a result column; undefined if there is none for its type. */
export const dtypeOfColumn = ({ type, precision, scale }: ResultColumnType): DType | undefined =>
  type.toLowerCase() === "fixed"
    ? numberType(precision ?? MAX_PRECISION, scale ?? 0)
    : RESULT_TYPES.get(type.toLowerCase());

/** Dtypes by the type names that DESCRIBE returns. */
const DESCRIBED_TYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["FLOAT", core.float64],
  ["VARCHAR", core.string],
  ["CHAR", core.string],
  ["TEXT", core.string],
  ["STRING", core.string],
  ["BOOLEAN", core.bool],
  ["BINARY", core.binary],
  ["VARBINARY", core.binary],
  ["DATE", core.date],
  ["TIME", core.time],
  ["TIMESTAMP_NTZ", core.timestamp()],
  ["TIMESTAMP_LTZ", core.timestamp("UTC")],
  ["TIMESTAMP_TZ", core.timestamp("UTC")],
  ["VARIANT", core.json],
  ["ARRAY", core.json],
  ["OBJECT", core.json],
  ["MAP", core.json],
]);

/** The dtype of a type as DESCRIBE returns it, such as `NUMBER(12,2)`; undefined if there is none. */
export function dtypeOfDescribedType(type: string): DType | undefined {
  const [, name = "", numbers] = /^([A-Z_]+)(?:\((.*)\))?$/is.exec(type.trim()) ?? [];
  const upper = name.toUpperCase();
  if (upper !== "NUMBER") return DESCRIBED_TYPES.get(upper);
  const [precision = MAX_PRECISION, scale = 0] = (numbers ?? "")
    .split(",")
    .filter((n) => n !== "")
    .map(Number);
  return numberType(precision, scale);
}

/**
 * The dtype that the catalog reports for a column created with `dtype`. Snowflake has no types for the elements of
 * nested values, nor for narrow numbers.
 */
export function storedAs(dtype: DType): DType {
  const stored = storedKind(dtype);
  return withNull(stored, dtype.nullable);
}
function storedKind(dtype: DType): DType {
  if (dtype.kind === "uint64") return numberType(20, 0);
  if (isInteger(dtype)) return core.int64;
  if (isFloat(dtype)) return core.float64;
  if (isDecimal(dtype)) return numberType(dtype.precision, dtype.scale);
  if (isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "interval") return core.json;
  if (isTimestamp(dtype)) return core.timestamp(dtype.zone === null ? null : "UTC");
  return dtype.kind === "uuid" || dtype.kind === "inet" || dtype.kind === "null" ? core.string : dtype;
}
