import type { AnyColumn } from "@avocet/core";
import { group } from "../../case.js";
import type { Cells, Input } from "./inputs.js";
import { ASCII, codePoints, find, levenshtein, NON_ASCII, perText, textRows } from "./inputs.js";

type BinaryFunction = readonly [
  name: string,
  build: (c: Cells, t: Cells["t"] | string) => AnyColumn,
  expected: (s: string, t: string) => unknown,
];
const BINARY_FUNCTIONS: readonly BinaryFunction[] = [
  ["contains", (c, t) => c.s.contains(t), (s, t) => s.includes(t)],
  ["startsWith", (c, t) => c.s.startsWith(t), (s, t) => s.startsWith(t)],
  ["endsWith", (c, t) => c.s.endsWith(t), (s, t) => s.endsWith(t)],
  ["find", (c, t) => c.s.find(t), (s, t) => find(s, t)],
  ["find from a position", (c, t) => c.s.find(t, 2), (s, t) => find(s, t, 2)],
  ["find from a position beyond the end", (c, t) => c.s.find(t, 50), (s, t) => find(s, t, 50)],
  ["find from a negative position", (c, t) => c.s.find(t, -2), (s, t) => find(s, t, -2)],
  ["replace", (c, t) => c.s.replace(t, "<>"), (s, t) => (t === "" ? s : s.replaceAll(t, "<>"))],
  ["concat", (c, t) => c.s.concat("-", t), (s, t) => `${s}-${t}`],
  ["levenshtein", (c, t) => c.s.levenshtein(t), levenshtein],
];
const NEEDLES = ["", "a", "b", "zz", "abc", "%", "\\", "'"];
const UNICODE_NEEDLES = ["a", "🦆", "\u0301", "ü", "b🦆"];
const propagateNull =
  (expected: (s: string, t: string) => unknown) =>
  ({ s, t }: Input): unknown =>
    s == null || t == null ? null : expected(s, t);

function functionCases(texts: readonly string[], needles: readonly string[]) {
  const inputs = textRows(texts).flatMap(({ s = null }) => [null, ...needles].map((t) => ({ s, t })));
  return BINARY_FUNCTIONS.flatMap(([name, build, expected]) => [
    perText(`${name} with column arguments`, inputs, (c) => build(c, c.t), propagateNull(expected)),
    perText(
      `${name} with literal arguments`,
      textRows(texts),
      (c) => Object.fromEntries(needles.map((t, i) => [`v${i}`, build(c, t)])),
      ({ s = null }) => Object.fromEntries(needles.map((t, i) => [`v${i}`, propagateNull(expected)({ s, t })])),
    ),
  ]);
}
const longText = String.fromCodePoint(...Array.from({ length: 120 }, (_, i) => 0x400 + i));
const delimiterRows = [
  { s: "a-b", t: "-" },
  { s: "a-b", t: null },
  { s: null, t: "-" },
  { s: "ab", t: "-" },
];

/** Searching, replacing and comparing strings. */
export const binaryFunctions = group("binary string functions", functionCases(ASCII, NEEDLES), [
  perText("replace with a column", delimiterRows, (c) => c.s.replace("-", c.t), ["a-b", null, null, "ab"]),
  perText("split by a column", delimiterRows, (c) => c.s.split(c.t), [["a", "b"], null, null, ["ab"]]),
  perText(
    "split by an empty column delimiter",
    [
      { s: "añ🦆\nb", t: "" },
      { s: "", t: "" },
      { s: "ab", t: "b" },
    ],
    (c) => c.s.split(c.t),
    [["a", "ñ", "🦆", "\n", "b"], [""], ["a", ""]],
  ),
  perText(
    "findInSet with columns",
    [
      { s: "b", t: "x" },
      { s: "x", t: "x" },
      { s: "z", t: null },
      { s: null, t: "x" },
      { s: "", t: "" },
    ],
    (c) => c.s.findInSet(["a", "b", null, c.t, "x"]),
    [1, 3, -1, null, 3],
  ),
]);
export const unicodeBinaryFunctions = group(
  "binary string functions, non-ASCII",
  functionCases(NON_ASCII, UNICODE_NEEDLES),
  [
    perText(
      "levenshtein of 120 different characters",
      [{ s: longText, t: codePoints(longText).slice(1).join("") }],
      (c) => c.s.levenshtein(c.t),
      [1],
    ),
  ],
);
