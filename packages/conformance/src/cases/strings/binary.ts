import type { AnyColumn } from "@avocet/core";
import { group } from "../../case.js";
import type { Cells, Input } from "./inputs.js";
import { ASCII, BEYOND, find, levenshtein, perText, points, textsOf } from "./inputs.js";

type Test = readonly [
  name: string,
  build: (c: Cells, t: Cells["t"] | string) => AnyColumn,
  expected: (s: string, t: string) => unknown,
];
const ofTwoTexts: readonly Test[] = [
  ["contains", (c, t) => c.s.contains(t), (s, t) => s.includes(t)],
  ["startsWith", (c, t) => c.s.startsWith(t), (s, t) => s.startsWith(t)],
  ["endsWith", (c, t) => c.s.endsWith(t), (s, t) => s.endsWith(t)],
  ["find", (c, t) => c.s.find(t), (s, t) => find(s, t)],
  ["find from a position", (c, t) => c.s.find(t, 2), (s, t) => find(s, t, 2)],
  ["find from a position beyond the end", (c, t) => c.s.find(t, 50), (s, t) => find(s, t, 50)],
  ["find from a position from the end", (c, t) => c.s.find(t, -2), (s, t) => find(s, t, -2)],
  ["replace", (c, t) => c.s.replace(t, "<>"), (s, t) => (t === "" ? s : s.replaceAll(t, "<>"))],
  ["concat", (c, t) => c.s.concat("-", t), (s, t) => `${s}-${t}`],
  ["levenshtein", (c, t) => c.s.levenshtein(t), levenshtein],
];
const NEEDLES = ["", "a", "b", "zz", "abc", "%", "\\", "'"];
const OTHER_NEEDLES = ["a", "🦆", "\u0301", "ü", "b🦆"];
const strict =
  (expected: (s: string, t: string) => unknown) =>
  ({ s, t }: Input): unknown =>
    s == null || t == null ? null : expected(s, t);

function over(texts: readonly string[], needles: readonly string[]) {
  const pairs = textsOf(texts).flatMap(({ s = null }) => [null, ...needles].map((t) => ({ s, t })));
  return ofTwoTexts.flatMap(([name, build, expected]) => [
    perText(`${name}, of columns`, pairs, (c) => build(c, c.t), strict(expected)),
    perText(
      `${name}, beside literals`,
      textsOf(texts),
      (c) => Object.fromEntries(needles.map((t, i) => [`v${i}`, build(c, t)])),
      ({ s = null }) => Object.fromEntries(needles.map((t, i) => [`v${i}`, strict(expected)({ s, t })])),
    ),
  ]);
}
const long = String.fromCodePoint(...Array.from({ length: 120 }, (_, i) => 0x400 + i));
const columns = [
  { s: "a-b", t: "-" },
  { s: "a-b", t: null },
  { s: null, t: "-" },
  { s: "ab", t: "-" },
];

/** Texts sought in others, replaced, and compared. */
export const pairs = group("strings in strings", over(ASCII, NEEDLES), [
  perText("replace by a column", columns, (c) => c.s.replace("-", c.t), ["a-b", null, null, "ab"]),
  perText("split at a column", columns, (c) => c.s.split(c.t), [["a", "b"], null, null, ["ab"]]),
  perText(
    "split at a column that is empty",
    [
      { s: "añ🦆\nb", t: "" },
      { s: "", t: "" },
      { s: "ab", t: "b" },
    ],
    (c) => c.s.split(c.t),
    [["a", "ñ", "🦆", "\n", "b"], [""], ["a", ""]],
  ),
  perText(
    "findInSet",
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
export const unicodePairs = group("strings in strings, beyond ASCII", over(BEYOND, OTHER_NEEDLES), [
  perText(
    "levenshtein of 120 different characters",
    [{ s: long, t: points(long).slice(1).join("") }],
    (c) => c.s.levenshtein(c.t),
    [1],
  ),
]);
