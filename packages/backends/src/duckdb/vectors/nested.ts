import type { DType, Vector } from "@avocet/core";
import { isArray, isMap, isStruct, takeRows, vector } from "@avocet/core";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { Raw } from "./bindings.js";
import { native } from "./bindings.js";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

/** Makes the reader of a type inside another. */
export type ReaderOf = (type: DuckDBType, dtype: DType, column: string) => Reader;

/** Lists, arrays of fixed length, and maps, which the engine keeps as lists of structs. Null for any other type. */
export function listReader(type: DuckDBType, dtype: DType, column: string, readerOf: ReaderOf): Reader | null {
  if (isArray(dtype) && type.typeId === Id.LIST) {
    const element = readerOf(type.valueType, dtype.element, column);
    return lists(
      (raw) => [element(native.list_vector_get_child(raw), native.list_vector_get_size(raw))],
      [dtype.element],
    );
  }
  if (isArray(dtype) && type.typeId === Id.ARRAY) {
    const element = readerOf(type.valueType, dtype.element, column);
    return (raw, count) =>
      vector(count, {
        validity: validityOf(raw, count),
        offsets: Int32Array.from({ length: count + 1 }, (_, i) => i * type.length),
        children: [element(native.array_vector_get_child(raw), count * type.length)],
      });
  }
  if (isMap(dtype) && type.typeId === Id.MAP) {
    const readers = [readerOf(type.keyType, dtype.key, column), readerOf(type.valueType, dtype.value, column)];
    return lists(
      (raw) => {
        const [pairs, size] = [native.list_vector_get_child(raw), native.list_vector_get_size(raw)];
        return readers.map((read, i) => read(native.struct_vector_get_child(pairs, i), size));
      },
      [dtype.key, dtype.value],
    );
  }
  return null;
}

const NO_DTYPE: DType = { kind: "null", nullable: true };

/** A list is where it begins among the elements of all, and how many it has. They may lie in any order, and have others between them. */
function lists(children: (raw: Raw) => readonly Vector[], dtypes: readonly DType[]): Reader {
  return (raw, count) => {
    const validity = validityOf(raw, count);
    const entries = new Uint32Array(viewOf(raw, count * 16, Uint8Array).slice().buffer); // 64 bits each; no vector has 2^32 elements
    const start = (row: number): number => entries[row * 4] ?? 0;
    const offsets = new Int32Array(count + 1);
    let inOrder = true;
    for (let row = 0; row < count; row++) {
      const length = isValid(validity, row) ? (entries[row * 4 + 2] ?? 0) : 0;
      const at = offsets[row] ?? 0;
      if (length > 0 && start(row) !== at) inOrder = false;
      offsets[row + 1] = at + length;
    }
    const all = children(raw);
    if (inOrder) return vector(count, { validity, offsets, children: all });
    const places = new Int32Array(offsets[count] ?? 0);
    for (let row = 0; row < count; row++) {
      const at = offsets[row] ?? 0;
      for (let i = at; i < (offsets[row + 1] ?? 0); i++) places[i] = start(row) + i - at;
    }
    return vector(count, {
      validity,
      offsets,
      children: all.map((child, i) => takeRows(child, places, dtypes[i] ?? NO_DTYPE)),
    });
  };
}

/** Structs, their fields found by name. */
export function structReader(type: DuckDBType, dtype: DType, column: string, readerOf: ReaderOf): Reader | null {
  if (!isStruct(dtype) || type.typeId !== Id.STRUCT) return null;
  const fields = Object.entries(dtype.fields);
  const parts = fields.map(([name, field]) => {
    // DuckDB matches the names of fields without regard to case; two results of one dtype may differ in it.
    const place = type.entryNames.findIndex((entry) => entry.toLowerCase() === name.toLowerCase());
    const own = type.entryTypes[place];
    return own && { place, read: readerOf(own, field, `${column}.${name}`) };
  });
  if (type.entryNames.length !== fields.length || parts.includes(undefined)) return null;
  return (raw, count) =>
    vector(count, {
      validity: validityOf(raw, count),
      children: parts.flatMap((part) =>
        part ? [part.read(native.struct_vector_get_child(raw, part.place), count)] : [],
      ),
    });
}
