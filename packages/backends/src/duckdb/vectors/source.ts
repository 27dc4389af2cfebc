import type { Vector, VectorArray } from "@avocet/core";
import type { Raw } from "./bindings.js";
import { native } from "./bindings.js";

/** Reads some rows of a vector of the engine into a vector of its own memory. */
export type Reader = (raw: Raw, count: number) => Vector;

/** The bits of the rows that are not NULL, copied; null where none is NULL. */
export function validityOf(raw: Raw, count: number): Uint8Array | null {
  const mask: Uint8Array | null = native.vector_get_validity(raw, Math.ceil(count / 64) * 8);
  if (!mask) return null;
  const last = count >>> 3;
  const rest = (1 << (count & 7)) - 1;
  let whole = rest === 0 || ((mask[last] ?? 0) & rest) === rest;
  for (let i = 0; whole && i < last; i++) whole = mask[i] === 0xff;
  return whole ? null : mask.slice(0, (count + 7) >>> 3);
}

type ArrayClass<T extends VectorArray> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};
/** The engine's own values of a vector, which are gone when its chunk is. */
export function viewOf<T extends VectorArray>(raw: Raw, count: number, Class: ArrayClass<T>): T {
  const data = native.vector_get_data(raw, count * Class.BYTES_PER_ELEMENT);
  return new Class(data.buffer, data.byteOffset, count);
}

/** Whether a row is not NULL. */
export const isValid = (validity: Uint8Array | null, row: number): boolean =>
  validity === null || (((validity[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1;
