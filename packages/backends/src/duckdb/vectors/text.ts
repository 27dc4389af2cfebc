import type { Vector } from "@avocet/core/backend";
import { bitmap, setBit, vector } from "@avocet/core/backend";
import type { NativeVector } from "./bindings.js";
import { native } from "./bindings.js";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

/** Strings of up to 12 bytes are stored inline in the 16 bytes of their row, after the length; others by address. */
const MAX_INLINE_BYTES = 12;

/** Reads strings and binary values. */
export const readBytes: Reader = (raw, count) => {
  const validity = validityOf(raw, count);
  const data = native.vector_get_data(raw, count * 16);
  const headers = new Uint32Array(data.buffer, data.byteOffset, count * 4);
  const offsets = new Int32Array(count + 1);
  let total = 0;
  for (let row = 0; row < count; row++) {
    if (isValid(validity, row)) total += headers[row * 4] ?? 0;
    offsets[row + 1] = total;
  }
  const values = new Uint8Array(total);
  let row = 0;
  while (row < count) {
    const [start, end] = [offsets[row] ?? 0, offsets[row + 1] ?? 0];
    if (end - start > MAX_INLINE_BYTES) row = copyRun(data, headers, offsets, values, row, count);
    else {
      const position = row * 16 + 4 - start;
      for (let i = start; i < end; i++) values[i] = data[position + i] ?? 0;
      row++;
    }
  }
  return vector(count, { values, offsets, validity });
};

/**
 * Copies a long string and the following ones that are contiguous in memory, as in nearly all results: reading from an
 * address costs as much as copying hundreds of bytes. Returns the next row to read.
 */
function copyRun(
  data: Uint8Array,
  headers: Uint32Array,
  offsets: Int32Array,
  values: Uint8Array,
  first: number,
  count: number,
): number {
  const address = (row: number): number => (headers[row * 4 + 2] ?? 0) + (headers[row * 4 + 3] ?? 0) * 2 ** 32;
  const size = (row: number): number => (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
  let end = address(first) + size(first);
  let last = first + 1;
  let onlyLong = true;
  for (; last < count; last++) {
    const length = size(last);
    if (length <= MAX_INLINE_BYTES) onlyLong &&= length === 0;
    else if (address(last) === end) end += length;
    else break;
  }
  const bytes = native.get_data_from_pointer(
    data.buffer as ArrayBuffer, // native memory, not a SharedArrayBuffer
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
    if (length > MAX_INLINE_BYTES) {
      values.set(bytes.subarray(from, from + length), start);
      from += length;
    } else for (let i = 0; i < length; i++) values[start + i] = data[row * 16 + 4 + i] ?? 0;
  }
  return last;
}

const encoder = new TextEncoder();

/** Creates the reader of an ENUM with these members. */
export function enumReader(members: readonly string[]): Reader {
  const Index = members.length <= 0xff ? Uint8Array : members.length <= 0xffff ? Uint16Array : Uint32Array;
  const encoded = members.map((member) => encoder.encode(member));
  return (raw, count) => {
    const index = viewOf<Uint8Array | Uint16Array | Uint32Array>(raw, count, Index);
    return concatenateTexts(raw, count, (row) => encoded[index[row] ?? 0]);
  };
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
/** Reads UUIDs in canonical form. DuckDB stores them as integers whose first bit is flipped, so that they sort. */
export const readUuids: Reader = (raw, count) => {
  const bytes = viewOf(raw, count * 16, Uint8Array);
  return concatenateTexts(raw, count, (row) => {
    let text = "";
    for (let i = 15; i >= 0; i--) {
      const byte = (bytes[row * 16 + i] ?? 0) ^ (i === 15 ? 0x80 : 0);
      text += HEX[byte] ?? "";
      if (i === 12 || i === 10 || i === 8 || i === 6) text += "-";
    }
    return encoder.encode(text);
  });
};

function concatenateTexts(raw: NativeVector, count: number, textOf: (row: number) => Uint8Array | undefined): Vector {
  const validity = validityOf(raw, count);
  const offsets = new Int32Array(count + 1);
  const texts: Uint8Array[] = [];
  let total = 0;
  for (let row = 0; row < count; row++) {
    const bytes = isValid(validity, row) ? textOf(row) : undefined;
    if (bytes) texts.push(bytes);
    total += bytes?.length ?? 0;
    offsets[row + 1] = total;
  }
  const values = new Uint8Array(total);
  let position = 0;
  for (const bytes of texts) {
    values.set(bytes, position);
    position += bytes.length;
  }
  return vector(count, { values, offsets, validity });
}

/** Reads bools, which DuckDB stores as bytes. */
export const readBools: Reader = (raw, count) => {
  const bytes = viewOf(raw, count, Uint8Array);
  const values = bitmap(count);
  for (let row = 0; row < count; row++) if (bytes[row]) setBit(values, row);
  return vector(count, { values, validity: validityOf(raw, count) });
};
