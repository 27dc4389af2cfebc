import type { DType } from "@avocet/core";
import * as a from "@avocet/core";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp, withNull } from "@avocet/core/backend";

/** A NUMBER without digits behind the point that may be beyond 64 bits is int64 all the same if it is NUMBER(38, 0): so INT is declared. */
const LONGEST_INT64 = 18;
const ANY_INT = 38;

/** A NUMBER of a precision and scale. */
export function numberType(precision: number, scale: number): DType {
  if (scale > 0) return a.decimal(precision, scale);
  return precision <= LONGEST_INT64 || precision === ANY_INT ? a.int64 : a.decimal(precision, 0);
}

/** The dtypes of types by the names that results have for them. */
const RESULT_TYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["real", a.float64],
  ["text", a.string],
  ["boolean", a.bool],
  ["binary", a.binary],
  ["date", a.date],
  ["time", a.time],
  ["timestamp_ntz", a.timestamp()],
  ["timestamp_ltz", a.timestamp("UTC")],
  ["timestamp_tz", a.timestamp("UTC")],
  ["variant", a.json],
  ["array", a.json],
  ["object", a.json],
  ["map", a.json],
]);

/** As much of a column of a result as says its type. */
export interface WireColumn {
  readonly type: string;
  readonly precision: number | null;
  readonly scale: number | null;
}
/** The dtype of a column of a result; undefined where there is none. */
export const dtypeOfColumn = ({ type, precision, scale }: WireColumn): DType | undefined =>
  type.toLowerCase() === "fixed" ? numberType(precision ?? ANY_INT, scale ?? 0) : RESULT_TYPES.get(type.toLowerCase());

/** The dtypes of types by the names that DESCRIBE has for them. */
const NAMED: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["FLOAT", a.float64],
  ["VARCHAR", a.string],
  ["CHAR", a.string],
  ["TEXT", a.string],
  ["STRING", a.string],
  ["BOOLEAN", a.bool],
  ["BINARY", a.binary],
  ["VARBINARY", a.binary],
  ["DATE", a.date],
  ["TIME", a.time],
  ["TIMESTAMP_NTZ", a.timestamp()],
  ["TIMESTAMP_LTZ", a.timestamp("UTC")],
  ["TIMESTAMP_TZ", a.timestamp("UTC")],
  ["VARIANT", a.json],
  ["ARRAY", a.json],
  ["OBJECT", a.json],
  ["MAP", a.json],
]);

/** The dtype of a type as DESCRIBE writes it, such as `NUMBER(12,2)`; undefined where there is none. */
export function dtypeNamed(type: string): DType | undefined {
  const [, name = "", numbers] = /^([A-Z_]+)(?:\((.*)\))?$/is.exec(type.trim()) ?? [];
  const upper = name.toUpperCase();
  if (upper !== "NUMBER") return NAMED.get(upper);
  const [precision = ANY_INT, scale = 0] = (numbers ?? "")
    .split(",")
    .filter((n) => n !== "")
    .map(Number);
  return numberType(precision, scale);
}

/** The dtype that a column shows which was made for another one: Snowflake has no types for parts of what is nested, nor for small numbers. */
export function storedAs(dtype: DType): DType {
  const stored = plainStored(dtype);
  return withNull(stored, dtype.nullable);
}
function plainStored(dtype: DType): DType {
  if (dtype.kind === "uint64") return numberType(20, 0);
  if (isInteger(dtype)) return a.int64;
  if (isFloat(dtype)) return a.float64;
  if (isDecimal(dtype)) return numberType(dtype.precision, dtype.scale);
  if (isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "interval") return a.json;
  if (isTimestamp(dtype)) return a.timestamp(dtype.zone === null ? null : "UTC");
  return dtype.kind === "uuid" || dtype.kind === "inet" || dtype.kind === "null" ? a.string : dtype;
}
