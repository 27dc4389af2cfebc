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
  isTimestamp,
  printDType,
  string,
  timestamp,
} from "@avocet/core";

/**
 * SQLite stores integers, floats, text and bytes. The declared type of a column is any words, kept as they are, and their spelling decides
 * what values are turned into: BIGINT stays whole, DOUBLE becomes a float, DATE and TIMESTAMP leave text alone. Instants are kept by the clock of UTC.
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

/** The declared type of a dtype; refuses those that SQLite has no values for. */
export function typeName(dtype: DType): string {
  const name = isTimestamp(dtype) ? (dtype.zone === null ? "TIMESTAMP" : "TIMESTAMPTZ") : NAMES[dtype.kind];
  if (name === undefined)
    throw new AvocetError("unsupported-operation", `sqlite has no ${printDType(dtype)}`, {
      hint: "It has bool, int8 to int64, float64, string, date and timestamp.",
    });
  return name;
}
/** The dtype of a declared type; undefined for other words, and for columns of views that are no columns of tables. */
export const dtypeOf = (type: string): DType | undefined => DTYPES[type.toUpperCase()];
