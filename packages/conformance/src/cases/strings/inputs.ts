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
/** What an expression gives for some rows of texts and places. */
export const perText = (
  name: string,
  inputs: readonly Input[],
  build: (c: Cells) => AnyColumn | Readonly<Record<string, AnyColumn>>,
  expected: readonly unknown[] | ((input: Input) => unknown),
): Case => perRow(name, SCHEMA, inputs, (c) => build(c), expected);

const ACCENTED = "e\u0301x";
/** Texts in ASCII, and others: engines whose case or places hang on a locale differ on the second kind only. */
export const ASCII = ["", "a", "abc", "ABC abc", "a_b%c\\d", "x,y,,z", "it's", " \tpad \v\f\r"];
export const BEYOND = ["Grüße", "🦆", "a🦆b🦆", ACCENTED, "Ünïcödé", "\u00a0a\u00a0", "日本語"];
export const FEW = ["", "abc", "a🦆b🦆ab", ACCENTED];
export const textsOf = (texts: readonly string[]): Input[] => [null, ...texts].map((s) => ({ s }));

// What JavaScript makes of them, by code points.
export const points = (s: string): string[] => [...s];
export const slice = (s: string, start: number, end?: number): string => points(s).slice(start, end).join("");
export const from = (s: string, start: number): number => (start < 0 ? Math.max(points(s).length + start, 0) : start);
export const substr = (s: string, start: number, length = 99): string =>
  slice(s, from(s, start), from(s, start) + Math.max(length, 0));
export function find(s: string, needle: string, start = 0): number {
  const skipped = slice(s, 0, from(s, start));
  const at = s.indexOf(needle, skipped.length);
  return at < 0 ? -1 : points(s.slice(0, at)).length;
}
export const fill = (s: string, length: number, pad: string): string =>
  slice(pad.repeat(Math.max(length, 0)), 0, Math.max(length - points(s).length, 0));
export function levenshtein(a: string, b: string): number {
  let row = [...points(b).keys(), points(b).length];
  for (const [i, x] of points(a).entries()) {
    const next = [i + 1];
    for (const [j, y] of points(b).entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + Number(x !== y)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
