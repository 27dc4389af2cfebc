import type { AnyColumn } from "@avocet/core";
import { lit, string } from "@avocet/core";
import { values } from "../../build.js";
import { group } from "../../case.js";
import type { Cells } from "./inputs.js";
import { ASCII, codePoints, NON_ASCII, perText, slice, textRows } from "./inputs.js";

const WHITE_SPACE = "[ \\t\\n\\v\\f\\r]+";
const trimStart = (s: string): string => s.replace(new RegExp(`^${WHITE_SPACE}`), "");
const trimEnd = (s: string): string => s.replace(new RegExp(`${WHITE_SPACE}$`), "");
const TRANSLATIONS: Readonly<Record<string, string>> = { a: "🦆", "🦆": "a" };

type UnaryFunction = readonly [name: string, build: (c: Cells) => AnyColumn, expected: (s: string) => unknown];
const UNARY_FUNCTIONS: readonly UnaryFunction[] = [
  ["length", (c) => c.s.length(), (s) => codePoints(s).length],
  ["upper", (c) => c.s.replace("ß", "").upper(), (s) => s.replaceAll("ß", "").toUpperCase()],
  ["lower", (c) => c.s.lower(), (s) => s.toLowerCase()],
  ["capitalize", (c) => c.s.capitalize(), (s) => slice(s, 0, 1).toUpperCase() + slice(s, 1).toLowerCase()],
  ["reverse", (c) => c.s.reverse(), (s) => codePoints(s).toReversed().join("")],
  ["ascii", (c) => c.s.ascii(), (s) => s.codePointAt(0) ?? 0],
  ["trim", (c) => c.s.trim(), (s) => trimEnd(trimStart(s))],
  ["trimStart", (c) => c.s.trimStart(), trimStart],
  ["trimEnd", (c) => c.s.trimEnd(), trimEnd],
  ["at the first position", (c) => c.s.at(0), (s) => codePoints(s).at(0) ?? null],
  ["at a position", (c) => c.s.at(2), (s) => codePoints(s).at(2) ?? null],
  ["at the last position", (c) => c.s.at(-1), (s) => codePoints(s).at(-1) ?? null],
  ["at a negative position", (c) => c.s.at(-3), (s) => codePoints(s).at(-3) ?? null],
  ["repeat", (c) => c.s.repeat(3), (s) => s.repeat(3)],
  ["repeat zero times", (c) => c.s.repeat(0), () => ""],
  ["translate", (c) => c.s.translate("a🦆ü", "🦆a"), (s) => s.replace(/[a🦆ü]/gu, (x) => TRANSLATIONS[x] ?? "")],
  ["translate that deletes characters", (c) => c.s.translate("a'", ""), (s) => s.replace(/[a']/g, "")],
  ["concat", (c) => c.s.concat("'", c.s, "🦆"), (s) => `${s}'${s}🦆`],
  ["join", (c) => c.s.join(["a", null, "b", c.t, "c"]), (s) => `a${s}b${s}c`],
  ["join of one value", (c) => c.s.join(["a"]), () => "a"],
  ["join of NULLs only", (c) => c.s.join([null, c.t]), () => ""],
  ["split", (c) => c.s.split(","), (s) => s.split(",")],
  ["split by a longer delimiter", (c) => c.s.split("b🦆"), (s) => s.split("b🦆")],
];
const functionCases = (texts: readonly string[]) =>
  UNARY_FUNCTIONS.map(([name, build, expected]) =>
    perText(name, textRows(texts), build, ({ s }) => (s == null ? null : expected(s))),
  );

/** Functions of one string. */
export const unaryFunctions = group(
  "string functions",
  functionCases(ASCII),
  values({
    "trim removes all ASCII white space at the ends": [lit(" \t\n\v\f\r.a.\r\f\v\n\t ").trim(), ".a."],
    "trimStart removes ASCII white space": [lit(" \t\n\v\f\r.a\r ").trimStart(), ".a\r "],
    "trimEnd removes ASCII white space": [lit(" \t.a\r\f\v\n\t ").trimEnd(), " \t.a"],
    "levenshtein of literals": [lit("ab").levenshtein("cab"), 1],
    "split of literals": [lit("a-b").split("-"), ["a", "b"]],
    "upper of NULL": [lit(null, string).upper(), null],
    "split of NULL": [lit(null, string).split(","), null],
  }),
);
export const unicodeUnaryFunctions = group(
  "string functions, non-ASCII",
  functionCases(NON_ASCII),
  values({
    "trim keeps no-break spaces": [lit(" \u00a0a\u00a0 ").trim(), "\u00a0a\u00a0"],
    "upper of accented Latin letters": [lit("grün é abc").upper(), "GRÜN É ABC"],
    "lower of Greek and Cyrillic letters": [lit("ΑΒΓ ЖЯ").lower(), "αβγ жя"],
    "capitalize of an accented letter": [lit("éCOLE").capitalize(), "École"],
  }),
);
