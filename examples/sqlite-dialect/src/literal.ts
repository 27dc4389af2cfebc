import type { DType, LiteralValue } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { isTimestamp } from "@avocet/core/backend";
import { typeName } from "./types.js";

/** Quotes an identifier. */
export function quote(identifier: string): string {
  if (identifier.includes("\0"))
    throw new AvocetError("invalid-argument", "A name cannot contain the character U+0000");
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Encodes a value as SQLite stores it: bools as 0 and 1, dates and timestamps as text. */
export function encodeValue(value: LiteralValue, dtype: DType): string | number | null {
  typeName(dtype);
  if (value === null) return null;
  if (dtype.kind === "bool") return value === true ? 1 : 0;
  if (dtype.kind === "float64") return encodeFloat(value);
  if (isTimestamp(dtype)) return String(value).replace("T", " ").replace("Z", "");
  const text = String(value);
  // SQLite's string functions stop at this character.
  if (text.includes("\0"))
    throw new AvocetError("unsupported-operation", "A string with the character U+0000 is not supported by sqlite");
  return text;
}
/** Throws for NaN, which SQLite would store as NULL. */
function encodeFloat(value: LiteralValue): number {
  const number = Number(value);
  if (Number.isNaN(number)) throw new AvocetError("unsupported-operation", "NaN is not supported by sqlite");
  return number;
}

/** Writes a literal as SQL text. */
export function literal(value: LiteralValue, dtype: DType): string {
  const encoded = encodeValue(value, dtype);
  if (encoded === null) return "NULL";
  if (dtype.kind.startsWith("int")) return String(encoded);
  if (typeof encoded === "string") return `'${encoded.replaceAll("'", "''")}'`;
  if (dtype.kind === "bool") return encoded === 1 ? "TRUE" : "FALSE";
  if (!Number.isFinite(encoded)) return encoded > 0 ? "9e999" : "-9e999";
  const text = String(encoded);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
