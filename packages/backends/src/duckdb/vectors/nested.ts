import type { DType } from "@avocet/core";
import type { Vector } from "@avocet/core/backend";
import { isArray, isMap, isStruct, takeRows, vector } from "@avocet/core/backend";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { NativeVector } from "./bindings.js";
import { native } from "./bindings.js";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

/** Creates the reader of a type. */
export type ReaderOf = (type: DuckDBType, dtype: DType, column: string) => Reader;

/**
 * Creates the reader of lists, fixed-length arrays and maps, which are stored as lists of structs. Null for other
 * types.
 */
export function listReader(type: DuckDBType, dtype: DType, column: string, readerOf: ReaderOf): Reader | null {
  if (isArray(dtype) && type.typeId === Id.LIST) {
    const element = readerOf(type.valueType, dtype.element, column);
    return listVectorReader(
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
    return listVectorReader(
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

/**
 * A list is an offset into the shared child vectors and a length. Lists may be in any order and have gaps between them.
 */
function listVectorReader(children: (raw: NativeVector) => readonly Vector[], dtypes: readonly DType[]): Reader {
  return (raw, count) => {
    const validity = validityOf(raw, count);
    // Offsets and lengths have 64 bits, of which the lower half is enough.
    const entries = new Uint32Array(viewOf(raw, count * 16, Uint8Array).slice().buffer);
    const start = (row: number): number => entries[row * 4] ?? 0;
    const offsets = new Int32Array(count + 1);
    let inOrder = true;
    for (let row = 0; row < count; row++) {
      const length = isValid(validity, row) ? (entries[row * 4 + 2] ?? 0) : 0;
      const offset = offsets[row] ?? 0;
      if (length > 0 && start(row) !== offset) inOrder = false;
      offsets[row + 1] = offset + length;
    }
    const childVectors = children(raw);
    if (inOrder) return vector(count, { validity, offsets, children: childVectors });
    const rowIndices = new Int32Array(offsets[count] ?? 0);
    for (let row = 0; row < count; row++) {
      const offset = offsets[row] ?? 0;
      for (let i = offset; i < (offsets[row + 1] ?? 0); i++) rowIndices[i] = start(row) + i - offset;
    }
    return vector(count, {
      validity,
      offsets,
      children: childVectors.map((child, i) => takeRows(child, rowIndices, dtypes[i] ?? NO_DTYPE)),
    });
  };
}

/** Creates the reader of structs; fields are matched by name. Null for other types. */
export function structReader(type: DuckDBType, dtype: DType, column: string, readerOf: ReaderOf): Reader | null {
  if (!isStruct(dtype) || type.typeId !== Id.STRUCT) return null;
  const fields = Object.entries(dtype.fields);
  const fieldReaders = fields.map(([name, field]) => {
    // DuckDB matches field names case-insensitively, so results of the same dtype may differ in case.
    const index = type.entryNames.findIndex((entry) => entry.toLowerCase() === name.toLowerCase());
    const fieldType = type.entryTypes[index];
    return fieldType && { index, read: readerOf(fieldType, field, `${column}.${name}`) };
  });
  if (type.entryNames.length !== fields.length || fieldReaders.includes(undefined)) return null;
  return (raw, count) =>
    vector(count, {
      validity: validityOf(raw, count),
      children: fieldReaders.flatMap((fieldReader) =>
        fieldReader ? [fieldReader.read(native.struct_vector_get_child(raw, fieldReader.index), count)] : [],
      ),
    });
}
