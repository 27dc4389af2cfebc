import type { AnyColumn } from "avocet";
import { array, binary, int64, json, lit, map, string, struct } from "avocet";

/** An expression that contains a text in one of the contexts that accept users' values, and its expected result. */
export interface Probe {
  readonly context: string;
  readonly column: AnyColumn;
  readonly expected: unknown;
}
/** Escapes a text as a LIKE pattern that matches only this text. */
export const escapedLike = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&");
/** Escapes a text as a regular expression that matches only this text. */
export const escapedRegex = (text: string): string =>
  [...text].map((c) => (/[A-Za-z0-9]/.test(c) || c > "\u007f" ? c : `\\x{${c.codePointAt(0)?.toString(16)}}`)).join("");

/** Builds a probe for each context in which a text can be a value. */
export function probesOf(text: string): Probe[] {
  const wrapped = `<${text}>`;
  const probe = (context: string, column: AnyColumn, expected: unknown): Probe => ({ context, column, expected });
  const probes = [
    probe("literal", lit(text), text),
    probe("comparison", lit(wrapped).eq(wrapped), true),
    probe("element of an array", lit([text, wrapped], array(string)), [text, wrapped]),
    probe("field of a struct", lit({ a: text }, struct({ a: string })), { a: text }),
    probe("key of a map", lit(new Map([[text, 1]]), map(string, int64)).get(text), 1),
    probe("value of a map", lit(new Map([["k", text]]), map(string, string)).get("k"), text),
    probe("json", lit({ a: text }, json).get("a").asString(), text),
    probe(
      "key of json",
      lit({ [wrapped]: 1 }, json)
        .get(wrapped)
        .asInt(),
      1,
    ),
    probe("pattern of like", lit(wrapped).like(escapedLike(wrapped)), true),
    probe("regular expression", lit(wrapped).reSearch(escapedRegex(wrapped)), true),
    probe("replacement", lit("a-b").replace("-", wrapped), `a${wrapped}b`),
    probe("replaced text", lit(`a${wrapped}b`).replace(wrapped, "-"), "a-b"),
    probe("delimiter", lit(`a${wrapped}b`).split(wrapped), ["a", "b"]),
    probe("list", lit(wrapped).isin([wrapped, "x"]), true),
    probe("bytes", lit(new TextEncoder().encode(text), binary), new TextEncoder().encode(text)),
  ];
  return probes;
}
