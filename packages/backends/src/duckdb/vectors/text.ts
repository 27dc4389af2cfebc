import type { Vector } from "@avocet/core";
import { bitmap, setBit, vector } from "@avocet/core";
import type { Raw } from "./bindings.js";
import { native } from "./bindings.js";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

/** Strings of up to so many bytes stand in the 16 bytes of their row, after their length; longer ones elsewhere, and their address there. */
const INLINE = 12;

/** Strings and bytes, one after the other. */
export const readBytes: Reader = (raw, count) => {
  const validity = validityOf(raw, count);
  const data = native.vector_get_data(raw, count * 16);
  const words = new Uint32Array(data.buffer, data.byteOffset, count * 4);
  const offsets = new Int32Array(count + 1);
  let total = 0;
  for (let row = 0; row < count; row++) {
    if (isValid(validity, row)) total += words[row * 4] ?? 0;
    offsets[row + 1] = total;
  }
  const values = new Uint8Array(total);
  let row = 0;
  while (row < count) {
    const [start, end] = [offsets[row] ?? 0, offsets[row + 1] ?? 0];
    if (end - start > INLINE) row = copyRun(data, words, offsets, values, row, count);
    else {
      const at = row * 16 + 4 - start;
      for (let i = start; i < end; i++) values[i] = data[at + i] ?? 0;
      row++;
    }
  }
  return vector(count, { values, offsets, validity });
};

/**
 * Copies the long string of a row and those after it, up to one that does not lie right behind the one before it: in a result they
 * nearly always do, and reading from an address costs as much as copying hundreds of bytes. Gives the row to go on with.
 */
function copyRun(
  data: Uint8Array,
  words: Uint32Array,
  offsets: Int32Array,
  values: Uint8Array,
  first: number,
  count: number,
): number {
  const address = (row: number): number => (words[row * 4 + 2] ?? 0) + (words[row * 4 + 3] ?? 0) * 2 ** 32;
  const size = (row: number): number => (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
  let end = address(first) + size(first);
  let last = first + 1;
  let onlyLong = true;
  for (; last < count; last++) {
    const length = size(last);
    if (length <= INLINE) onlyLong &&= length === 0;
    else if (address(last) === end) end += length;
    else break;
  }
  const bytes = native.get_data_from_pointer(
    data.buffer as ArrayBuffer, // the engine's memory, which is not shared between threads of JavaScript
    data.byteOffset + first * 16 + 8,
    end - address(first),
  );
  if (onlyLong) {
    values.set(bytes, offsets[first] ?? 0);
    return last;
  }
  let from = 0;
  for (let row = first; row < last; row++) {
    const [start, length] = [offsets[row] ?? 0, size(row)];
    if (length > INLINE) {
      values.set(bytes.subarray(from, from + length), start);
      from += length;
    } else for (let i = 0; i < length; i++) values[start + i] = data[row * 16 + 4 + i] ?? 0;
  }
  return last;
}

const encoder = new TextEncoder();

/** The words of an ENUM. */
export function enumReader(words: readonly string[]): Reader {
  const Index = words.length <= 0xff ? Uint8Array : words.length <= 0xffff ? Uint16Array : Uint32Array;
  const encoded = words.map((word) => encoder.encode(word));
  return (raw, count) => {
    const index = viewOf<Uint8Array | Uint16Array | Uint32Array>(raw, count, Index);
    return joined(raw, count, (row) => encoded[index[row] ?? 0]);
  };
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
/** UUIDs in their canonical form. The engine keeps them as integers whose first bit is turned around, so that they sort. */
export const readUuids: Reader = (raw, count) => {
  const bytes = viewOf(raw, count * 16, Uint8Array);
  return joined(raw, count, (row) => {
    let text = "";
    for (let i = 15; i >= 0; i--) {
      const byte = (bytes[row * 16 + i] ?? 0) ^ (i === 15 ? 0x80 : 0);
      text += HEX[byte] ?? "";
      if (i === 12 || i === 10 || i === 8 || i === 6) text += "-";
    }
    return encoder.encode(text);
  });
};

function joined(raw: Raw, count: number, of: (row: number) => Uint8Array | undefined): Vector {
  const validity = validityOf(raw, count);
  const offsets = new Int32Array(count + 1);
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let row = 0; row < count; row++) {
    const part = isValid(validity, row) ? of(row) : undefined;
    if (part) parts.push(part);
    total += part?.length ?? 0;
    offsets[row + 1] = total;
  }
  const values = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return vector(count, { values, offsets, validity });
}

/** Bools, which the engine keeps in a byte each. */
export const readBools: Reader = (raw, count) => {
  const bytes = viewOf(raw, count, Uint8Array);
  const values = bitmap(count);
  for (let row = 0; row < count; row++) if (bytes[row]) setBit(values, row);
  return vector(count, { values, validity: validityOf(raw, count) });
};
