import type { BoundParam } from "avocet";
import { escapedLike, escapedRegex } from "./probes.js";

/**
 * Parses a text to plain data, in which `span` is a position in the text. Throws if the text is not exactly one
 * statement.
 */
export type SqlParser = (sql: string) => unknown;

/** Caches the last result, for the next call if its input is the same. */
export function cacheLast<T>(compute: (input: string) => T): (question: string) => T {
  let last: { readonly question: string; readonly answer: T } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, answer: compute(question) };
    return last.answer;
  };
}

/** Parses a compiled statement with each parser. Returns the results and the bound values. */
export function parseWith(
  parsers: readonly SqlParser[],
  { sql, params }: { readonly sql: string; readonly params: readonly BoundParam[] },
): unknown {
  return [...parsers.map((read) => read(sql)), params.map(({ value }) => value)];
}

/**
 * Returns a harmless placeholder for a text. Keeps what changes the form of the SQL: U+0000, an empty text, and a
 * character that is escaped in patterns.
 */
export const placeholderOf = (text: string, index: number): string =>
  text
    .split("\0")
    .map((segment, i) => (segment === "" ? "" : `Qx${index}x${i}${/[\\%_]/.test(segment) ? "_" : ""}q`))
    .join("\0");
const PLACEHOLDER = /Qx(\d+)x(\d+)(?:\\?_|\\x\{5f\})?q/g;
const PLACEHOLDER_IN_HEX = /5178((?:3\d)+)78((?:3\d)+)(?:5f)?71/gi;
const decodeHexNumber = (hex: string): number => Number(Buffer.from(hex, "hex").toString());

/** How a text can be encoded in a value: unchanged, or in JSON, a LIKE pattern or a regular expression. */
const ENCODINGS: readonly ((segment: string) => string)[] = [
  (segment) => segment,
  (segment) => JSON.stringify(segment).slice(1, -1),
  escapedLike,
  escapedRegex,
];

/** Whether two parse results differ only in that the texts replace their placeholders. */
export function matchesPlaceholders(expected: unknown, actual: unknown, texts: readonly string[]): boolean {
  const segmentAt = (index: number, i: number): string => texts[index]?.split("\0")[i] ?? "";
  const isSameText = (a: string, b: string): boolean =>
    a === b ||
    ENCODINGS.some(
      (encode) => a.replace(PLACEHOLDER, (_, index, i) => encode(segmentAt(Number(index), Number(i)))) === b,
    ) ||
    a.replace(PLACEHOLDER_IN_HEX, (_, index, i) =>
      Buffer.from(segmentAt(decodeHexNumber(index), decodeHexNumber(i))).toString("hex"),
    ) === b;
  const isSame = (a: unknown, b: unknown): boolean => {
    if (typeof a === "string" && typeof b === "string") return isSameText(a, b);
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
    if (!isRecord(a) || !isRecord(b)) return a === b;
    const keys = Object.keys(a);
    const isSameMember = (key: string): boolean => Object.hasOwn(b, key) && (key === "span" || isSame(a[key], b[key]));
    return keys.length === Object.keys(b).length && keys.every(isSameMember);
  };
  return isSame(expected, actual);
}
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
