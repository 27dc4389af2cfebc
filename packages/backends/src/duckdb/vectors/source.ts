import type { Vector, VectorArray } from "@avocet/core/backend";
import type { NativeVector } from "./bindings.js";
import { native } from "./bindings.js";

/** Copies rows of a DuckDB vector to an Arrow-like vector. */
export type Reader = (raw: NativeVector, count: number) => Vector;

/** Copies the validity bitmap (1 for not NULL); null if no row is NULL. */
export function validityOf(raw: NativeVector, count: number): Uint8Array | null {
  const mask: Uint8Array | null = native.vector_get_validity(raw, Math.ceil(count / 64) * 8);
  if (!mask) return null;
  const lastByte = count >>> 3;
  const lastBits = (1 << (count & 7)) - 1;
  let isAllValid = lastBits === 0 || ((mask[lastByte] ?? 0) & lastBits) === lastBits;
  for (let i = 0; isAllValid && i < lastByte; i++) isAllValid = mask[i] === 0xff;
  return isAllValid ? null : mask.slice(0, (count + 7) >>> 3);
}

type ArrayClass<T extends VectorArray> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};
/** A view of DuckDB's memory, which is valid as long as the chunk. */
export function viewOf<T extends VectorArray>(raw: NativeVector, count: number, Class: ArrayClass<T>): T {
  const data = native.vector_get_data(raw, count * Class.BYTES_PER_ELEMENT);
  return new Class(data.buffer, data.byteOffset, count);
}

/** Whether a row is not NULL. */
export const isValid = (validity: Uint8Array | null, row: number): boolean =>
  validity === null || (((validity[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1;
