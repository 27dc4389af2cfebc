import type { AnyColumn, Columns } from "@avocet/core";
import { int64, string } from "@avocet/core";
import { perRow } from "../../build.js";
import type { Case } from "../../case.js";

export const SCHEMA = { s: string, t: string, n: int64, m: int64 };
export type Cells = Columns<typeof SCHEMA>;
export interface Input {
  readonly s?: string | null;
  readonly t?: string | null;
  readonly n?: number | null;
  readonly m?: number | null;
}
/** A case for an expression over rows of two texts and two positions. */
export const perText = (
  name: string,
  inputs: readonly Input[],
  build: (c: Cells) => AnyColumn | Readonly<Record<string, AnyColumn>>,
  expected: readonly unknown[] | ((input: Input) => unknown),
): Case => perRow(name, SCHEMA, inputs, (c) => build(c), expected);

const ACCENTED = "e\u0301x";
/** ASCII and other texts are tested separately: where case or positions depend on a locale, only the latter differ. */
export const ASCII = ["", "a", "abc", "ABC abc", "a_b%c\\d", "x,y,,z", "it's", " \tpad \v\f\r"];
export const NON_ASCII = ["Grüße", "🦆", "a🦆b🦆", ACCENTED, "Ünïcödé", "\u00a0a\u00a0", "日本語"];
export const SAMPLES = ["", "abc", "a🦆b🦆ab", ACCENTED];
export const textRows = (texts: readonly string[]): Input[] => [null, ...texts].map((s) => ({ s }));

// String functions in plain JavaScript, by code points.
export const codePoints = (s: string): string[] => [...s];
export const slice = (s: string, start: number, end?: number): string => codePoints(s).slice(start, end).join("");
export const startIndex = (s: string, start: number): number =>
  start < 0 ? Math.max(codePoints(s).length + start, 0) : start;
export const substr = (s: string, start: number, length = 99): string =>
  slice(s, startIndex(s, start), startIndex(s, start) + Math.max(length, 0));
export function find(s: string, needle: string, start = 0): number {
  const prefix = slice(s, 0, startIndex(s, start));
  const index = s.indexOf(needle, prefix.length);
  return index < 0 ? -1 : codePoints(s.slice(0, index)).length;
}
export const padding = (s: string, length: number, pad: string): string =>
  slice(pad.repeat(Math.max(length, 0)), 0, Math.max(length - codePoints(s).length, 0));
export function levenshtein(a: string, b: string): number {
  let row = [...codePoints(b).keys(), codePoints(b).length];
  for (const [i, x] of codePoints(a).entries()) {
    const next = [i + 1];
    for (const [j, y] of codePoints(b).entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + Number(x !== y)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
