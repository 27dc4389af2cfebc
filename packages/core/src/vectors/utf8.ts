import type { Vector } from "./vector.js";
import { bitAt } from "./vector.js";

// Part of every environment, of browsers as of servers, but not of the language.
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
/** How many bytes are decoded at once: few enough that a part of the text does not keep much of the rest in memory. */
const BLOCK = 16_384;

/** The texts of a vector of UTF-8, null where it is NULL. Many short ones are decoded at once and cut apart, which is several times faster. */
export function textsOf({ length, values, offsets, validity }: Vector): (string | null)[] {
  const texts: (string | null)[] = new Array(length);
  const bytes = values as Uint8Array; // as the layout of texts says
  const at = offsets ?? new Int32Array(length + 1);
  let row = 0;
  while (row < length) {
    const start = at[row] ?? 0;
    let last = row + 1;
    while (last < length && (at[last + 1] ?? 0) - start <= BLOCK) last++;
    const end = at[last] ?? 0;
    const text = end === start ? "" : decoder.decode(bytes.subarray(start, end));
    if (text.length === end - start) {
      // One byte for each character: all of it is ASCII
      for (let from = 0; row < last; row++) {
        const to = (at[row + 1] ?? 0) - start;
        texts[row] = text.slice(from, to);
        from = to;
      }
    } else {
      for (let from = 0; row < last; row++) {
        const to = from + units(bytes, at[row] ?? 0, at[row + 1] ?? 0);
        texts[row] = text.slice(from, to);
        from = to;
      }
    }
  }
  if (validity) for (let i = 0; i < length; i++) if (!bitAt(validity, i)) texts[i] = null;
  return texts;
}

/** How many UTF-16 units the UTF-8 from one place to another makes: one for each first byte, two for those of four bytes. */
function units(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

/** The UTF-8 of texts, one after the other, with where each begins. */
export function encodeTexts(texts: readonly (string | null)[]): { values: Uint8Array; offsets: Int32Array } {
  const offsets = new Int32Array(texts.length + 1);
  let units = 0;
  for (const [i, text] of texts.entries()) {
    units += text?.length ?? 0;
    offsets[i + 1] = units;
  }
  const values = encoder.encode(texts.join("")); // NULL is nothing there
  if (values.length === units) return { values, offsets }; // one byte for each character: all of it is ASCII
  return joinBytes(texts.map((text) => (text === null ? null : encoder.encode(text))));
}

/** Parts of bytes, one after the other, with where each begins; null is none. */
export function joinBytes(parts: readonly (Uint8Array | null)[]): { values: Uint8Array; offsets: Int32Array } {
  const offsets = new Int32Array(parts.length + 1);
  let total = 0;
  for (const [i, part] of parts.entries()) {
    total += part?.length ?? 0;
    offsets[i + 1] = total;
  }
  const values = new Uint8Array(total);
  for (const [i, part] of parts.entries()) if (part) values.set(part, offsets[i] ?? 0);
  return { values, offsets };
}
