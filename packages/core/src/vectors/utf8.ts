import type { Vector } from "./vector.js";
import { bitAt } from "./vector.js";

// Available in browsers and servers, but not part of the ECMAScript library types.
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
/**
 * Maximum number of bytes decoded at once. A substring keeps the whole decoded string in memory, so chunks are small.
 */
const MAX_CHUNK_BYTES = 16_384;

/**
 * Decodes a vector of UTF-8 strings; NULL becomes null. Consecutive strings are decoded together and sliced, which is
 * several times faster than decoding each.
 */
export function textsOf({ length, values, offsets, validity }: Vector): (string | null)[] {
  const texts: (string | null)[] = new Array(length);
  const bytes = values as Uint8Array; // the layout of string vectors
  const rowOffsets = offsets ?? new Int32Array(length + 1);
  let row = 0;
  while (row < length) {
    const start = rowOffsets[row] ?? 0;
    let chunkEnd = row + 1;
    while (chunkEnd < length && (rowOffsets[chunkEnd + 1] ?? 0) - start <= MAX_CHUNK_BYTES) chunkEnd++;
    const end = rowOffsets[chunkEnd] ?? 0;
    const text = end === start ? "" : decoder.decode(bytes.subarray(start, end));
    if (text.length === end - start) {
      // All characters are ASCII, so byte offsets are string offsets.
      for (let sliceStart = 0; row < chunkEnd; row++) {
        const sliceEnd = (rowOffsets[row + 1] ?? 0) - start;
        texts[row] = text.slice(sliceStart, sliceEnd);
        sliceStart = sliceEnd;
      }
    } else {
      for (let sliceStart = 0; row < chunkEnd; row++) {
        const sliceEnd = sliceStart + utf16Length(bytes, rowOffsets[row] ?? 0, rowOffsets[row + 1] ?? 0);
        texts[row] = text.slice(sliceStart, sliceEnd);
        sliceStart = sliceEnd;
      }
    }
  }
  if (validity) for (let i = 0; i < length; i++) if (!bitAt(validity, i)) texts[i] = null;
  return texts;
}

/** The UTF-16 length of UTF-8 bytes: one per leading byte, two if it starts a four-byte sequence. */
function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

/** Encodes strings as UTF-8; returns the bytes and the offset of each string. */
export function encodeTexts(texts: readonly (string | null)[]): { values: Uint8Array; offsets: Int32Array } {
  const offsets = new Int32Array(texts.length + 1);
  let units = 0;
  for (const [i, text] of texts.entries()) {
    units += text?.length ?? 0;
    offsets[i + 1] = units;
  }
  const values = encoder.encode(texts.join("")); // join writes null as the empty string
  // All characters are ASCII, so string offsets are byte offsets.
  if (values.length === units) return { values, offsets };
  return joinBytes(texts.map((text) => (text === null ? null : encoder.encode(text))));
}

/** Concatenates byte arrays; returns the bytes and the offset of each. null is empty. */
export function joinBytes(chunks: readonly (Uint8Array | null)[]): { values: Uint8Array; offsets: Int32Array } {
  const offsets = new Int32Array(chunks.length + 1);
  let total = 0;
  for (const [i, chunk] of chunks.entries()) {
    total += chunk?.length ?? 0;
    offsets[i + 1] = total;
  }
  const values = new Uint8Array(total);
  for (const [i, chunk] of chunks.entries()) if (chunk) values.set(chunk, offsets[i] ?? 0);
  return { values, offsets };
}
