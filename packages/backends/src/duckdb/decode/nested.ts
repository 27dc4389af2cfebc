import type { DType } from "@avocet/core";
import { AvocetError, isArray, isMap, isStruct } from "@avocet/core";
import { DuckDBArrayType, DuckDBListVector, DuckDBStructVector, DuckDBVector } from "@duckdb/node-api";
import { decode } from "./decode.js";
import { mismatch } from "./problems.js";
import { eachRow, validityOf } from "./source.js";

// Each decodes the flat vector of all elements once and then cuts it into rows.

/** Lists and arrays of fixed length as arrays. */
export function decodeArray(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  if (!isArray(dtype)) throw mismatch(vector, dtype, column);
  if (vector instanceof DuckDBListVector) {
    const elements = Array.from(decode(vector.childVector, dtype.element, column));
    return eachRow(vector.itemCount, validityOf(vector), (row) => {
      const start = vector.getEntryOffset(row);
      return elements.slice(start, start + vector.getEntryLength(row));
    });
  }
  const { type } = vector;
  if (!(type instanceof DuckDBArrayType)) throw mismatch(vector, dtype, column);
  const elements = Array.from(decode(inner(vector, "childData"), dtype.element, column));
  return eachRow(vector.itemCount, validityOf(vector), (row) =>
    elements.slice(row * type.length, (row + 1) * type.length),
  );
}

/** Maps as `Map`s. */
export function decodeMap(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  if (!isMap(dtype)) throw mismatch(vector, dtype, column);
  const entries = inner(vector, "listVector");
  const pairs = entries instanceof DuckDBListVector ? entries.childVector : undefined;
  if (!(entries instanceof DuckDBListVector) || !(pairs instanceof DuckDBStructVector))
    throw mismatch(vector, dtype, column);
  const keys = decode(pairs.entryVectorAt(0), dtype.key, column);
  const values = decode(pairs.entryVectorAt(1), dtype.value, column);
  return eachRow(vector.itemCount, validityOf(entries), (row) => {
    const start = entries.getEntryOffset(row);
    const end = start + entries.getEntryLength(row);
    const found = new Map<unknown, unknown>();
    for (let i = start; i < end; i++) found.set(keys[i], values[i]);
    return found;
  });
}

/** Structs as objects. */
export function decodeStruct(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  if (!isStruct(dtype) || !(vector instanceof DuckDBStructVector)) throw mismatch(vector, dtype, column);
  const { entryNames } = vector.type;
  const fields = Object.entries(dtype.fields);
  const values = fields.map(([name, field], i) => {
    // DuckDB matches the names of fields without regard to case; two results of one dtype may differ in it.
    const place = entryNames.findIndex((entry) => entry.toLowerCase() === name.toLowerCase());
    if (entryNames.length !== fields.length || place < 0) throw mismatch(vector, dtype, column);
    return [name, decode(vector.entryVectorAt(place), field, `${column}.${name}`), i] as const;
  });
  return eachRow(
    vector.itemCount,
    (row) => vector.isItemValid(row),
    (row) => Object.fromEntries(values.map(([name, list]) => [name, list[row]])),
  );
}

/** A vector that another is made of, and which the client does not declare. */
function inner(vector: DuckDBVector, part: "childData" | "listVector"): DuckDBVector {
  const found: unknown = Object.getOwnPropertyDescriptor(vector, part)?.value;
  if (found instanceof DuckDBVector) return found;
  throw new AvocetError("backend", `this version of @duckdb/node-api keeps ${vector.type} in another way`, {
    hint: "Install a version that Avocet's package.json names as a peer, or cast the column to json.",
  });
}
