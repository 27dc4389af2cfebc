import type { BoundParam } from "avocet";
import { escapedLike, escapedRegex } from "./probes.js";

/** What a parser takes a text for, as plain data in which `span` is a place in the text. A text that is not one statement is an error. */
export type Reader = (sql: string) => unknown;

/** Keeps the last answer, for the next question if it is the same. */
export function kept<T>(answer: (question: string) => T): (question: string) => T {
  let last: { readonly question: string; readonly answer: T } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, answer: answer(question) };
    return last.answer;
  };
}

/** A compiled statement, as parsers read it, with the values beside it. */
export function readBy(
  readers: readonly Reader[],
  { sql, params }: { readonly sql: string; readonly params: readonly BoundParam[] },
): unknown {
  return [...readers.map((read) => read(sql)), params.map(({ value }) => value)];
}

/**
 * A harmless text in the place of another. What is written in ways of its own stays: U+0000, an empty text, and that a character has to be
 * escaped in patterns.
 */
export const twinOf = (text: string, place: number): string =>
  text
    .split("\0")
    .map((piece, i) => (piece === "" ? "" : `Qx${place}x${i}${/[\\%_]/.test(piece) ? "_" : ""}q`))
    .join("\0");
const TWIN = /Qx(\d+)x(\d+)(?:\\?_|\\x\{5f\})?q/g;
const TWIN_IN_HEX = /5178((?:3\d)+)78((?:3\d)+)(?:5f)?71/gi;
const digitsOf = (hex: string): number => Number(Buffer.from(hex, "hex").toString());

/** The ways in which a text may stand in a value: as it is, or inside of JSON, a pattern, or bytes. */
const WAYS: readonly ((piece: string) => string)[] = [
  (piece) => piece,
  (piece) => JSON.stringify(piece).slice(1, -1),
  escapedLike,
  escapedRegex,
];

/** Whether one reading is the other with texts in the place of their twins, and nothing else. */
export function alike(twin: unknown, other: unknown, texts: readonly string[]): boolean {
  const piece = (place: number, i: number): string => texts[place]?.split("\0")[i] ?? "";
  const leaf = (a: string, b: string): boolean =>
    a === b ||
    WAYS.some((way) => a.replace(TWIN, (_, place, i) => way(piece(Number(place), Number(i)))) === b) ||
    a.replace(TWIN_IN_HEX, (_, place, i) => Buffer.from(piece(digitsOf(place), digitsOf(i))).toString("hex")) === b;
  const same = (a: unknown, b: unknown): boolean => {
    if (typeof a === "string" && typeof b === "string") return leaf(a, b);
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
    if (!isRecord(a) || !isRecord(b)) return a === b;
    const keys = Object.keys(a);
    const sameMember = (key: string): boolean => Object.hasOwn(b, key) && (key === "span" || same(a[key], b[key]));
    return keys.length === Object.keys(b).length && keys.every(sameMember);
  };
  return same(twin, other);
}
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
