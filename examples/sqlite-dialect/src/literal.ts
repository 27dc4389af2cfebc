import type { DType, LiteralValue } from "@avocet/core";
import { AvocetError, isTimestamp } from "@avocet/core";
import { typeName } from "./types.js";

/** An identifier in double quotes, those inside doubled. */
export function quote(identifier: string): string {
  if (identifier.includes("\0")) throw new AvocetError("invalid-argument", "a name cannot hold the character U+0000");
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A value as SQLite keeps it: bools as 0 and 1, dates and timestamps as text. */
export function stored(value: LiteralValue, dtype: DType): string | number | null {
  typeName(dtype);
  if (value === null) return null;
  if (dtype.kind === "bool") return value === true ? 1 : 0;
  if (dtype.kind === "float64") return float(value);
  if (isTimestamp(dtype)) return String(value).replace("T", " ").replace("Z", "");
  const text = String(value);
  // Functions on text stop at this character, whatever comes after it.
  if (text.includes("\0"))
    throw new AvocetError("unsupported-operation", "strings of sqlite end at the character U+0000");
  return text;
}
/** SQLite makes NULL of NaN. */
function float(value: LiteralValue): number {
  const number = Number(value);
  if (Number.isNaN(number)) throw new AvocetError("unsupported-operation", "sqlite has no NaN");
  return number;
}

/** A literal as text. */
export function literal(value: LiteralValue, dtype: DType): string {
  const given = stored(value, dtype);
  if (given === null) return "NULL";
  if (dtype.kind.startsWith("int")) return String(given);
  if (typeof given === "string") return `'${given.replaceAll("'", "''")}'`;
  if (dtype.kind === "bool") return given === 1 ? "TRUE" : "FALSE";
  if (!Number.isFinite(given)) return given > 0 ? "9e999" : "-9e999";
  const text = String(given);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
