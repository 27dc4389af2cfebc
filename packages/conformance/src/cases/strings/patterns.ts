import { lit } from "@avocet/core";
import { values } from "../../build.js";
import { group } from "../../case.js";
import { ASCII, NON_ASCII, perText, textRows } from "./inputs.js";

type Match = readonly [pattern: string, text: string, like: boolean, ilike: boolean];
const ASCII_MATCHES: readonly Match[] = [
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
const NON_ASCII_MATCHES: readonly Match[] = [
  ["A_C", "a🦆c", false, true],
  ["a_c", "a🦆c", true, true],
  ["%É%", "cafés", false, true],
  ["%é_", "cafés", true, true],
];
const likeCases = (suffix: string, list: readonly Match[]) => {
  const input = list.map(([t, s]) => ({ s, t }));
  return [
    perText(
      `like with a column pattern${suffix}`,
      input,
      (c) => c.s.like(c.t),
      list.map(([, , like]) => like),
    ),
    perText(
      `ilike with a column pattern${suffix}`,
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
const texts = [{ s: "abc" }, { s: "xyz" }, { s: "q" }, { s: null }];

/** LIKE and ILIKE. */
export const likes = group("like", likeCases("", ASCII_MATCHES), likeCases(", non-ASCII", NON_ASCII_MATCHES), [
  perText("like with a NULL pattern", texts, (c) => c.s.like(c.t), [null, null, null, null]),
  perText("like with several patterns matches any of them", texts, (c) => c.s.like(["a%", "%z"]), [
    true,
    true,
    false,
    null,
  ]),
  perText("ilike with several patterns, one of them NULL", texts, (c) => c.s.ilike(["A%", null]), [
    true,
    null,
    null,
    null,
  ]),
  perText("like without patterns is false", texts, (c) => c.s.like([]), [false, false, false, false]),
  perText(
    "negated like with several patterns in a condition",
    texts,
    (c) => c.s.like(["a%", "q"]).not().and(c.s.ne("w")),
    [false, true, false, null],
  ),
]);

const regexCases = (texts: readonly string[], suffix: string) => {
  const input = textRows(texts);
  const expectedFor = (f: (s: string) => unknown) => input.map(({ s }) => (s == null ? null : f(s)));
  return [
    perText(
      `reSearch${suffix}`,
      input,
      (c) => c.s.reSearch("^[a-z]+.b"),
      expectedFor((s) => /^[a-z]+.b/u.test(s)),
    ),
    perText(
      `reSearch with a character class${suffix}`,
      input,
      (c) => c.s.reSearch("^[[:alpha:]]+_"),
      expectedFor((s) => /^[A-Za-z]+_/u.test(s)),
    ),
    perText(
      `reExtract${suffix}`,
      input,
      (c) => c.s.reExtract("[a-c]+"),
      expectedFor((s) => /[a-c]+/.exec(s)?.[0] ?? null),
    ),
    perText(
      `reExtract with a group${suffix}`,
      input,
      (c) => c.s.reExtract("(.)b(.)", 2),
      expectedFor((s) => /(.)b(.)/u.exec(s)?.[2] ?? null),
    ),
    perText(
      `reSplit${suffix}`,
      input,
      (c) => c.s.reSplit("[,b]+"),
      expectedFor((s) => s.split(/[,b]+/)),
    ),
    perText(
      `reReplace${suffix}`,
      input,
      (c) => c.s.reReplace("(a)(b)", "<\\2\\1\\\\>"),
      expectedFor((s) => s.replace(/(a)(b)/g, "<$2$1\\>")),
    ),
    perText(
      `reReplace of every character${suffix}`,
      input,
      (c) => c.s.reReplace(".", "$"),
      expectedFor((s) => s.replace(/[^\n]/gu, "$$")),
    ),
  ];
};
const untrusted = [{ s: "it's'; --" }, { s: "x" }];

/** Regular expressions, restricted to the syntax that all engines share. */
export const regexes = group("regular expressions", regexCases(ASCII, ""), regexCases(NON_ASCII, ", non-ASCII"), [
  perText(
    "reExtract returns an empty string for an unused group and NULL without a match",
    [{ s: "b" }, { s: "ab" }, { s: "c" }, { s: null }],
    (c) => c.s.reExtract("(a)?b", 1),
    ["", "a", null, null],
  ),
  perText("quotes and comments in a pattern are not SQL", untrusted, (c) => c.s.reSearch("'; --$"), [true, false]),
  perText("quotes in a replacement are not SQL", untrusted, (c) => c.s.reReplace("'", "''||"), [
    "it''||s''||; --",
    "x",
  ]),
  perText("a dot does not match a newline", [{ s: "a\nb" }, { s: "a b" }], (c) => c.s.reSearch("a.b"), [false, true]),
  perText(
    "anchors match at the ends of the text, not of lines",
    [{ s: "a\nb" }],
    (c) => ({ start: c.s.reSearch("^b"), end: c.s.reSearch("a$") }),
    [{ start: false, end: false }],
  ),
  perText("matching is case-sensitive", [{ s: "ABC" }], (c) => c.s.reSearch("abc"), [false]),
  perText(
    "digit classes and repetition counts",
    [{ s: "a12-345" }, { s: "1-2" }],
    (c) => c.s.reExtract("[0-9]{2,}-([0-9]+)", 1),
    ["345", null],
  ),
  perText("alternation and escapes", [{ s: "a.b" }, { s: "axb" }, { s: "c+d" }], (c) => c.s.reSearch("a\\.b|c\\+d"), [
    true,
    false,
    true,
  ]),
  perText("reExtract returns the leftmost, longest match", [{ s: "xaab" }, { s: "baaa" }], (c) => c.s.reExtract("a+"), [
    "aa",
    "aaa",
  ]),
  perText("reSplit without a match", [{ s: "" }, { s: "abc" }], (c) => c.s.reSplit("x"), [[""], ["abc"]]),
]);
