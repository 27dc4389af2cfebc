import type { DType } from "@avocet/core";
import type { DuckDBVector } from "@duckdb/node-api";
import { DuckDBBlobValue, DuckDBTypeId, DuckDBUUIDValue } from "@duckdb/node-api";
import { mismatch } from "./problems.js";
import { eachItem } from "./source.js";

/** Strings, words of an ENUM, and UUIDs in their canonical form. */
export function decodeText(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const marked = byteOrderMarks(vector);
  return eachItem(vector, (item, row) => {
    if (typeof item === "string") return marked?.(row) ? `\uFEFF${item}` : item;
    if (item instanceof DuckDBUUIDValue) return item.toString();
    throw mismatch(vector, dtype, column);
  });
}

/**
 * Whether the text of a row begins with a byte order mark, which the client's decoder takes away. A string is held as its length in
 * four bytes and then its first bytes, whether or not the rest is elsewhere.
 */
function byteOrderMarks(vector: DuckDBVector): ((row: number) => boolean) | null {
  const view = "dataView" in vector ? vector.dataView : null;
  if (!(view instanceof DataView)) return null;
  return (row) => view.getUint32(row * 16, true) >= 3 && (view.getUint32(row * 16 + 4, true) & 0xffffff) === 0xbfbbef;
}

/** JSON, parsed. */
export function decodeJson(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  return eachItem(vector, (item): unknown => {
    if (typeof item !== "string") throw mismatch(vector, dtype, column);
    return JSON.parse(item);
  });
}

/** Bytes of their own, not a view on the engine's memory. */
export function decodeBinary(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  return eachItem(vector, (item) => {
    if (item instanceof DuckDBBlobValue) return new Uint8Array(item.bytes);
    throw mismatch(vector, dtype, column);
  });
}

export function decodeBool(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  if (vector.type.typeId !== DuckDBTypeId.BOOLEAN) throw mismatch(vector, dtype, column);
  return eachItem(vector, (item) => item);
}

/** A column of which nothing is known but that all is NULL. */
export function decodeNull(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  return eachItem(vector, () => {
    throw mismatch(vector, dtype, column);
  });
}
