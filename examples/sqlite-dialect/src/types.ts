import type { DType } from "@avocet/core";
import {
  AvocetError,
  bool,
  date,
  float64,
  int8,
  int16,
  int32,
  int64,
  printDType,
  string,
  timestamp,
} from "@avocet/core";
import { isTimestamp } from "@avocet/core/backend";

/**
 * The declared type of each dtype. SQLite stores integers, floats, text and bytes. The declared type of a column is
 * free text; its spelling decides how values are converted: BIGINT to integers, DOUBLE to floats, DATE and TIMESTAMP
 * not at all. Timestamps with time zone are stored in UTC.
 */
const NAMES: Readonly<Partial<Record<DType["kind"], string>>> = {
  null: "BLOB",
  bool: "BOOLEAN",
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  float64: "DOUBLE",
  string: "TEXT",
  date: "DATE",
};
const DTYPES: Readonly<Record<string, DType>> = {
  BOOLEAN: bool,
  TINYINT: int8,
  SMALLINT: int16,
  INTEGER: int32,
  BIGINT: int64,
  DOUBLE: float64,
  TEXT: string,
  DATE: date,
  TIMESTAMP: timestamp(),
  TIMESTAMPTZ: timestamp("UTC"),
};

/** Returns the declared type of a dtype. Throws `unsupported-operation` for dtypes that SQLite cannot represent. */
export function typeName(dtype: DType): string {
  const name = isTimestamp(dtype) ? (dtype.zone === null ? "TIMESTAMP" : "TIMESTAMPTZ") : NAMES[dtype.kind];
  if (name === undefined)
    throw new AvocetError("unsupported-operation", `The dtype ${printDType(dtype)} is not supported by sqlite`, {
      hint: "Use bool, int8 to int64, float64, string, date or timestamp.",
    });
  return name;
}
/** Returns the dtype of a declared type; undefined for unknown types and for computed columns of views. */
export const dtypeOf = (type: string): DType | undefined => DTYPES[type.toUpperCase()];
