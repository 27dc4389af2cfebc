import type { AnyColumn } from "@avocet/core";
import { lit, string } from "@avocet/core";
import { values } from "../../build.js";
import { group } from "../../case.js";
import type { Cells } from "./inputs.js";
import { ASCII, BEYOND, perText, points, slice, textsOf } from "./inputs.js";

const WHITE = "[ \\t\\n\\v\\f\\r]+";
const trimStart = (s: string): string => s.replace(new RegExp(`^${WHITE}`), "");
const trimEnd = (s: string): string => s.replace(new RegExp(`${WHITE}$`), "");
const swapped: Readonly<Record<string, string>> = { a: "🦆", "🦆": "a" };

type Test = readonly [name: string, build: (c: Cells) => AnyColumn, expected: (s: string) => unknown];
const ofOneText: readonly Test[] = [
  ["length", (c) => c.s.length(), (s) => points(s).length],
  ["upper", (c) => c.s.replace("ß", "").upper(), (s) => s.replaceAll("ß", "").toUpperCase()],
  ["lower", (c) => c.s.lower(), (s) => s.toLowerCase()],
  ["capitalize", (c) => c.s.capitalize(), (s) => slice(s, 0, 1).toUpperCase() + slice(s, 1).toLowerCase()],
  ["reverse", (c) => c.s.reverse(), (s) => points(s).toReversed().join("")],
  ["ascii", (c) => c.s.ascii(), (s) => s.codePointAt(0) ?? 0],
  ["trim", (c) => c.s.trim(), (s) => trimEnd(trimStart(s))],
  ["trimStart", (c) => c.s.trimStart(), trimStart],
  ["trimEnd", (c) => c.s.trimEnd(), trimEnd],
  ["at the start", (c) => c.s.at(0), (s) => points(s).at(0) ?? null],
  ["at a position", (c) => c.s.at(2), (s) => points(s).at(2) ?? null],
  ["at the end", (c) => c.s.at(-1), (s) => points(s).at(-1) ?? null],
  ["at a position from the end", (c) => c.s.at(-3), (s) => points(s).at(-3) ?? null],
  ["repeat", (c) => c.s.repeat(3), (s) => s.repeat(3)],
  ["repeat zero times", (c) => c.s.repeat(0), () => ""],
  ["translate", (c) => c.s.translate("a🦆ü", "🦆a"), (s) => s.replace(/[a🦆ü]/gu, (x) => swapped[x] ?? "")],
  ["translate to nothing", (c) => c.s.translate("a'", ""), (s) => s.replace(/[a']/g, "")],
  ["concat", (c) => c.s.concat("'", c.s, "🦆"), (s) => `${s}'${s}🦆`],
  ["join", (c) => c.s.join(["a", null, "b", c.t, "c"]), (s) => `a${s}b${s}c`],
  ["join of one", (c) => c.s.join(["a"]), () => "a"],
  ["join of none that is not NULL", (c) => c.s.join([null, c.t]), () => ""],
  ["split", (c) => c.s.split(","), (s) => s.split(",")],
  ["split by a longer delimiter", (c) => c.s.split("b🦆"), (s) => s.split("b🦆")],
];
const over = (texts: readonly string[], also: string) =>
  ofOneText.map(([name, build, expected]) =>
    perText(name + also, textsOf(texts), build, ({ s }) => (s == null ? null : expected(s))),
  );

/** What text in ASCII becomes; what text beyond it becomes. */
export const texts = group(
  "strings",
  over(ASCII, ""),
  values({
    "all white space goes, and no other": [lit(" \t\n\v\f\r.a.\r\f\v\n\t ").trim(), ".a."],
    "white space at the start": [lit(" \t\n\v\f\r.a\r ").trimStart(), ".a\r "],
    "white space at the end": [lit(" \t.a\r\f\v\n\t ").trimEnd(), " \t.a"],
    "levenshtein of literals": [lit("ab").levenshtein("cab"), 1],
    "split of literals": [lit("a-b").split("-"), ["a", "b"]],
    "NULL in upper case": [lit(null, string).upper(), null],
    "NULL split": [lit(null, string).split(","), null],
  }),
);
export const unicode = group(
  "strings beyond ASCII",
  over(BEYOND, ""),
  values({
    "a no-break space is no white space": [lit(" \u00a0a\u00a0 ").trim(), "\u00a0a\u00a0"],
    "letters of Latin in upper case": [lit("grün é abc").upper(), "GRÜN É ABC"],
    "letters of Greek and Cyrillic in lower case": [lit("ΑΒΓ ЖЯ").lower(), "αβγ жя"],
    "a letter with an accent capitalized": [lit("éCOLE").capitalize(), "École"],
  }),
);
