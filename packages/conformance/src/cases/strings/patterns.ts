import { lit } from "@avocet/core";
import { values } from "../../build.js";
import { group } from "../../case.js";
import { ASCII, BEYOND, perText, textsOf } from "./inputs.js";

type Match = readonly [pattern: string, text: string, like: boolean, ilike: boolean];
const ascii: readonly Match[] = [
  ["abc", "abc", true, true],
  ["ABC", "abc", false, true],
  ["a%", "abc", true, true],
  ["A_C", "abc", false, true],
  ["b", "abc", false, false],
  ["", "", true, true],
  ["%", "", true, true],
  ["_", "", false, false],
  ["100\\%", "100%", true, true],
  ["100\\%", "1000", false, false],
  ["a\\_b", "a_b", true, true],
  ["a\\_b", "axb", false, false],
  ["a\\\\%", "a\\b", true, true],
  ["it's", "it's", true, true],
  ["a%c", "a\r\tc", true, true],
  ["a_c", "a\nc", true, true],
  ["a.c", "abc", false, false],
];
const beyond: readonly Match[] = [
  ["A_C", "a🦆c", false, true],
  ["a_c", "a🦆c", true, true],
  ["%É%", "cafés", false, true],
  ["%é_", "cafés", true, true],
];
const matches = (name: string, list: readonly Match[]) => {
  const input = list.map(([t, s]) => ({ s, t }));
  return [
    perText(
      `like${name}, of columns`,
      input,
      (c) => c.s.like(c.t),
      list.map(([, , like]) => like),
    ),
    perText(
      `ilike${name}, of columns`,
      input,
      (c) => c.s.ilike(c.t),
      list.map(([, , , ilike]) => ilike),
    ),
    ...values(
      Object.fromEntries(
        list.map(([pattern, s, like]) => [
          `like ${JSON.stringify(pattern)} of ${JSON.stringify(s)}`,
          [lit(s).like(pattern), like],
        ]),
      ),
    ),
    ...values(
      Object.fromEntries(
        list.map(([pattern, s, , ilike]) => [
          `ilike ${JSON.stringify(pattern)} of ${JSON.stringify(s)}`,
          [lit(s).ilike(pattern), ilike],
        ]),
      ),
    ),
  ];
};
const words = [{ s: "abc" }, { s: "xyz" }, { s: "q" }, { s: null }];

/** LIKE. */
export const likes = group("like", matches("", ascii), matches(" beyond ASCII", beyond), [
  perText("like NULL", words, (c) => c.s.like(c.t), [null, null, null, null]),
  perText("like of several, one is enough", words, (c) => c.s.like(["a%", "%z"]), [true, true, false, null]),
  perText("ilike of several, one of them NULL", words, (c) => c.s.ilike(["A%", null]), [true, null, null, null]),
  perText("like of none", words, (c) => c.s.like([]), [false, false, false, false]),
  perText("like of several inside of a condition", words, (c) => c.s.like(["a%", "q"]).not().and(c.s.ne("w")), [
    false,
    true,
    false,
    null,
  ]),
]);

const over = (texts: readonly string[], also: string) => {
  const input = textsOf(texts);
  const of = (f: (s: string) => unknown) => input.map(({ s }) => (s == null ? null : f(s)));
  return [
    perText(
      `reSearch${also}`,
      input,
      (c) => c.s.reSearch("^[a-z]+.b"),
      of((s) => /^[a-z]+.b/u.test(s)),
    ),
    perText(
      `reSearch of a class${also}`,
      input,
      (c) => c.s.reSearch("^[[:alpha:]]+_"),
      of((s) => /^[A-Za-z]+_/u.test(s)),
    ),
    perText(
      `reExtract${also}`,
      input,
      (c) => c.s.reExtract("[a-c]+"),
      of((s) => /[a-c]+/.exec(s)?.[0] ?? null),
    ),
    perText(
      `reExtract of a group${also}`,
      input,
      (c) => c.s.reExtract("(.)b(.)", 2),
      of((s) => /(.)b(.)/u.exec(s)?.[2] ?? null),
    ),
    perText(
      `reSplit${also}`,
      input,
      (c) => c.s.reSplit("[,b]+"),
      of((s) => s.split(/[,b]+/)),
    ),
    perText(
      `reReplace${also}`,
      input,
      (c) => c.s.reReplace("(a)(b)", "<\\2\\1\\\\>"),
      of((s) => s.replace(/(a)(b)/g, "<$2$1\\>")),
    ),
    perText(
      `reReplace of each${also}`,
      input,
      (c) => c.s.reReplace(".", "$"),
      of((s) => s.replace(/[^\n]/gu, "$$")),
    ),
  ];
};
const hostile = [{ s: "it's'; --" }, { s: "x" }];

/** Regular expressions, in what the engines' dialects of them share. */
export const regexes = group("regular expressions", over(ASCII, ""), over(BEYOND, " beyond ASCII"), [
  perText(
    "a group that takes no part is empty, one without a match NULL",
    [{ s: "b" }, { s: "ab" }, { s: "c" }, { s: null }],
    (c) => c.s.reExtract("(a)?b", 1),
    ["", "a", null, null],
  ),
  perText("hostile patterns stay patterns", hostile, (c) => c.s.reSearch("'; --$"), [true, false]),
  perText("hostile replacements stay text", hostile, (c) => c.s.reReplace("'", "''||"), ["it''||s''||; --", "x"]),
  perText("a point does not match a line end", [{ s: "a\nb" }, { s: "a b" }], (c) => c.s.reSearch("a.b"), [
    false,
    true,
  ]),
  perText(
    "anchors are those of the whole text",
    [{ s: "a\nb" }],
    (c) => ({ start: c.s.reSearch("^b"), end: c.s.reSearch("a$") }),
    [{ start: false, end: false }],
  ),
  perText("case counts", [{ s: "ABC" }], (c) => c.s.reSearch("abc"), [false]),
  perText("digits and braces", [{ s: "a12-345" }, { s: "1-2" }], (c) => c.s.reExtract("[0-9]{2,}-([0-9]+)", 1), [
    "345",
    null,
  ]),
  perText("alternatives and escapes", [{ s: "a.b" }, { s: "axb" }, { s: "c+d" }], (c) => c.s.reSearch("a\\.b|c\\+d"), [
    true,
    false,
    true,
  ]),
  perText("the leftmost match, as long as it can be", [{ s: "xaab" }, { s: "baaa" }], (c) => c.s.reExtract("a+"), [
    "aa",
    "aaa",
  ]),
  perText("split at nothing that is there", [{ s: "" }, { s: "abc" }], (c) => c.s.reSplit("x"), [[""], ["abc"]]),
]);
