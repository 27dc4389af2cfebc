import { createHash } from "node:crypto";
import type { AnyColumn, Columns } from "@avocet/core";
import { binary, int8, int64, lit, memtable, randomUUID, string, uint8, uint64 } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { run } from "./run.js";

const SCHEMA = { row: int64, s: string, t: string, n: int64, m: int64 };
type Cells = Columns<typeof SCHEMA>;
interface Input {
  readonly s: string | null;
  readonly t?: string | null;
  readonly n?: number | null;
  readonly m?: number | null;
}
/** What an expression gives for each of some rows. */
async function valuesOf(inputs: readonly Input[], build: (c: Cells) => AnyColumn): Promise<unknown[]> {
  const table = memtable(
    inputs.map((input, row) => ({ row, ...input })),
    SCHEMA,
  );
  const result = await run(table.select((c) => ({ row: c.row, value: build(c) })).orderBy("row"));
  return result.map((r) => r.value);
}
const rowsWith = <A, B>(as: readonly A[], bs: readonly B[]): (A & B)[] =>
  as.flatMap((a) => bs.map((b) => ({ ...a, ...b })));

const ACCENTED = "e\u0301x";
const TEXTS = [
  "",
  "a",
  "abc",
  "ABC abc",
  "Grüße",
  "🦆",
  "a🦆b🦆",
  ACCENTED,
  "a_b%c\\d",
  "x,y,,z",
  "it's",
  "Ünïcödé",
  " \tpad \v\f\r",
  "\u00a0a\u00a0",
];
const POSITIONS = [-9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 9];
const texts: readonly Input[] = [null, ...TEXTS].map((s) => ({ s }));
const others = [null, "", "a", "b", "🦆", "\u0301", "zz", "abc"].map((t) => ({ t }));

// What JavaScript makes of them, by code points.
const points = (s: string): string[] => [...s];
const slice = (s: string, start: number, end?: number): string => points(s).slice(start, end).join("");
const from = (s: string, start: number): number => (start < 0 ? Math.max(points(s).length + start, 0) : start);
const substr = (s: string, start: number, length = 99): string =>
  slice(s, from(s, start), from(s, start) + Math.max(length, 0));
function find(s: string, needle: string, start = 0): number {
  const skipped = slice(s, 0, from(s, start));
  const at = s.indexOf(needle, skipped.length);
  return at < 0 ? -1 : points(s.slice(0, at)).length;
}
const fill = (s: string, length: number, pad: string): string =>
  slice(pad.repeat(Math.max(length, 0)), 0, Math.max(length - points(s).length, 0));
function levenshtein(a: string, b: string): number {
  let row = [...points(b).keys(), points(b).length];
  for (const [i, x] of points(a).entries()) {
    const next = [i + 1];
    for (const [j, y] of points(b).entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + Number(x !== y)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
const digest = (s: string, how: string): string => createHash(how).update(s).digest("hex");
const WHITE = "[ \\t\\n\\v\\f\\r]+";
const trimStart = (s: string): string => s.replace(new RegExp(`^${WHITE}`), "");
const trimEnd = (s: string): string => s.replace(new RegExp(`${WHITE}$`), "");

type Case = readonly [label: string, build: (c: Cells) => AnyColumn, expected: (s: string) => unknown];
const ofOneText: readonly Case[] = [
  ["length", (c) => c.s.length(), (s) => points(s).length],
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
  [
    "translate",
    (c) => c.s.translate("a🦆ü", "🦆a"),
    (s) => s.replace(/[a🦆ü]/gu, (x) => ({ a: "🦆", "🦆": "a" })[x] ?? ""),
  ],
  ["translate to nothing", (c) => c.s.translate("a'", ""), (s) => s.replace(/[a']/g, "")],
  ["concat", (c) => c.s.concat("'", c.s, "🦆"), (s) => `${s}'${s}🦆`],
  ["join", (c) => c.s.join(["a", null, "b", c.t, "c"]), (s) => `a${s}b${s}c`],
  ["join of one", (c) => c.s.join(["a"]), () => "a"],
  ["join of none that is not NULL", (c) => c.s.join([null, c.t]), () => ""],
  ["split", (c) => c.s.split(","), (s) => s.split(",")],
  ["reSearch", (c) => c.s.reSearch("^[[:alpha:]]+.b"), (s) => /^[A-Za-z]+.b/u.test(s)],
  ["reExtract", (c) => c.s.reExtract("[a-c]+"), (s) => /[a-c]+/.exec(s)?.[0] ?? null],
  ["reExtract of a group", (c) => c.s.reExtract("(.)b(.)", 2), (s) => /(.)b(.)/u.exec(s)?.[2] ?? null],
  ["reSplit", (c) => c.s.reSplit("[,b]+"), (s) => s.split(/[,b]+/)],
  ["reReplace", (c) => c.s.reReplace("(a)(b)", "<\\2\\1\\\\>"), (s) => s.replace(/(a)(b)/g, "<$2$1\\>")],
  ["reReplace of each", (c) => c.s.reReplace(".", "$"), (s) => s.replace(/[^\n]/gu, "$$")],
  ...(["md5", "sha1", "sha256"] as const).flatMap((how): Case[] => [
    [`hexdigest ${how}`, (c) => c.s.hexdigest(how), (s) => digest(s, how)],
    [`hashbytes ${how}`, (c) => c.s.hashbytes(how), (s) => new Uint8Array(Buffer.from(digest(s, how), "hex"))],
  ]),
];
describe("of one text", () => {
  test.each(ofOneText)("%s", async (_, build, expected) => {
    expect(await valuesOf(texts, build)).toEqual(texts.map(({ s }) => (s === null ? null : expected(s))));
  });
  test("all white space goes, and no other", async () => {
    const input = [{ s: " \t\n\v\f\r\u00a0a\r\f\v\n\t " }];
    expect(await valuesOf(input, (c) => c.s.trim())).toEqual(["\u00a0a"]);
    expect(await valuesOf(input, (c) => c.s.trimStart().startsWith("\u00a0a\r"))).toEqual([true]);
    expect(await valuesOf(input, (c) => c.s.trimEnd().endsWith("a"))).toEqual([true]);
  });
  test("upper case is of one character each", async () => {
    expect(await valuesOf(texts, (c) => c.s.upper().length())).toEqual(await valuesOf(texts, (c) => c.s.length()));
    expect(await valuesOf([{ s: "grün é abc" }], (c) => c.s.upper())).toEqual(["GRÜN É ABC"]);
  });
});

type CaseOfTwo = readonly [
  label: string,
  build: (c: Cells, t: Cells["t"] | string) => AnyColumn,
  expected: (s: string, t: string) => unknown,
];
const ofTwoTexts: readonly CaseOfTwo[] = [
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
describe("of two texts", () => {
  const pairs = rowsWith(texts, others);
  test.each(ofTwoTexts)("%s", async (_, build, expected) => {
    const wanted = pairs.map(({ s, t }) => (s === null || t === null ? null : expected(s, t)));
    expect(await valuesOf(pairs, (c) => build(c, c.t))).toEqual(wanted);
    for (const { t } of others)
      if (t !== null)
        expect(await valuesOf(texts, (c) => build(c, t))).toEqual(
          texts.map(({ s }) => (s === null ? null : expected(s, t))),
        );
  });
  test("levenshtein of more characters than ASCII has", async () => {
    const long = String.fromCodePoint(...Array.from({ length: 120 }, (_, i) => 0x400 + i));
    expect(await valuesOf([{ s: long, t: slice(long, 1) }], (c) => c.s.levenshtein(c.t))).toEqual([1]);
    const longer = long + String.fromCodePoint(...Array.from({ length: 20 }, (_, i) => 0x600 + i));
    await expect(valuesOf([{ s: longer, t: "a" }], (c) => c.s.levenshtein(c.t))).rejects.toThrow(/127 different/);
  });
  test("replace by a column, split at a column", async () => {
    const input = [
      { s: "a-b", t: "-" },
      { s: "a-b", t: null },
      { s: null, t: "-" },
      { s: "ab", t: "-" },
    ];
    expect(await valuesOf(input, (c) => c.s.replace("-", c.t))).toEqual(["a-b", null, null, "ab"]);
    expect(await valuesOf(input, (c) => c.s.split(c.t))).toEqual([["a", "b"], null, null, ["ab"]]);
  });
  test("findInSet", async () => {
    const input = [
      { s: "b", t: "x" },
      { s: "x", t: "x" },
      { s: "z", t: null },
      { s: null, t: "x" },
      { s: "", t: "" },
    ];
    expect(await valuesOf(input, (c) => c.s.findInSet(["a", "b", null, c.t, "x"]))).toEqual([1, 3, -1, null, 3]);
  });
});

type CaseOfPlaces = readonly [
  label: string,
  build: (c: Cells, n: Cells["n"] | number, m: Cells["m"] | number) => AnyColumn,
  expected: (s: string, n: number, m: number) => unknown,
];
const ofPlaces: readonly CaseOfPlaces[] = [
  ["substr", (c, n) => c.s.substr(n), (s, n) => substr(s, n)],
  ["slice to the end", (c, n) => c.s.slice(n), (s, n) => slice(s, n)],
  ["slice", (c, n, m) => c.s.slice(n, m), (s, n, m) => slice(s, n, m)],
  ["find", (c, n) => c.s.find("a", n), (s, n) => find(s, "a", n)],
  ["find of nothing", (c, n) => c.s.find("", n), (s, n) => find(s, "", n)],
];
/** These take counts, which a literal cannot give below zero. */
const ofCounts: readonly CaseOfPlaces[] = [
  ["substr with a length", (c, n, m) => c.s.substr(n, m), (s, n, m) => substr(s, n, m)],
  ["left", (c, _, m) => c.s.left(m), (s, _, m) => slice(s, 0, Math.max(m, 0))],
  ["right", (c, _, m) => c.s.right(m), (s, _, m) => (m > 0 ? slice(s, -m) : "")],
  ["repeat", (c, _, m) => c.s.repeat(m), (s, _, m) => s.repeat(Math.max(m, 0))],
  ["lpad", (c, _, m) => c.s.lpad(m), (s, _, m) => fill(s, m, " ") + s],
  ["rpad", (c, _, m) => c.s.rpad(m, "é🦆-"), (s, _, m) => s + fill(s, m, "é🦆-")],
];
const few: readonly Input[] = [null, "", "abc", "a🦆b🦆ab", ACCENTED].map((s) => ({ s }));
describe("of positions", () => {
  const ns = [null, ...POSITIONS].map((n) => ({ n }));
  const grid = rowsWith(
    rowsWith(few, ns),
    [null, -9, -2, -1, 0, 1, 3, 9].map((m) => ({ m })),
  );
  test.each([...ofPlaces, ...ofCounts])("%s, in columns", async (label, build, expected) => {
    const [takesN, takesM] = [!/left|right|repeat|pad/.test(label), /length|slice$|left|right|repeat|pad/.test(label)];
    expect(await valuesOf(grid, (c) => build(c, c.n, c.m))).toEqual(
      grid.map(({ s, n = null, m = null }) =>
        s === null || (takesN && n === null) || (takesM && m === null) ? null : expected(s, n ?? 0, m ?? 0),
      ),
    );
  });
  test.each([...ofPlaces, ...ofCounts])("%s, as literals", async (label, build, expected) => {
    const counts = ofCounts.some(([name]) => name === label);
    const places = POSITIONS.flatMap((n) =>
      [-9, -2, 0, 1, 4].filter((m) => m >= 0 || !counts).map((m) => [n, m] as const),
    );
    const row = memtable(
      few.map((input, i) => ({ row: i, ...input })),
      SCHEMA,
    );
    const values = await run(
      row
        .select((c) => ({ row: c.row, ...Object.fromEntries(places.map(([n, m], i) => [`v${i}`, build(c, n, m)])) }))
        .orderBy("row"),
    );
    expect(values).toEqual(
      few.map(({ s }, r) => ({
        row: r,
        ...Object.fromEntries(places.map(([n, m], i) => [`v${i}`, s === null ? null : expected(s, n, m)])),
      })),
    );
  });
  test("of other dtypes than int64", async () => {
    const input = [{ s: "abcdef", n: 2, m: 3 }];
    expect(await valuesOf(input, (c) => c.s.substr(c.n.cast(uint64), c.m.cast(int8)))).toEqual(["cde"]);
    expect(await valuesOf(input, (c) => c.s.slice(c.n.cast(uint8), c.m.cast(uint64)))).toEqual(["c"]);
    expect(await valuesOf(input, (c) => c.s.left(c.n.cast(uint64)).lpad(c.m.cast(uint64)))).toEqual([" ab"]);
    expect(await valuesOf(input, (c) => c.s.repeat(c.n.cast(uint64)).right(c.m.cast(uint64)))).toEqual(["def"]);
    expect(await valuesOf(input, (c) => c.s.find("c", c.n.cast(uint64)))).toEqual([2]);
  });
  test("a pad that is NULL", async () => {
    expect(await valuesOf([{ s: "long", t: null }], (c) => c.s.lpad(2, c.t))).toEqual([null]);
  });
});

describe("patterns", () => {
  const cases: readonly (readonly [pattern: string, text: string, like: boolean, ilike: boolean])[] = [
    ["abc", "abc", true, true],
    ["ABC", "abc", false, true],
    ["a%", "abc", true, true],
    ["A_C", "a🦆c", false, true],
    ["a_c", "a🦆c", true, true],
    ["%É%", "cafés", false, true],
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
  ];
  test("like and ilike, of columns and literals", async () => {
    const input = cases.map(([t, s]) => ({ s, t }));
    expect(await valuesOf(input, (c) => c.s.like(c.t))).toEqual(cases.map(([, , like]) => like));
    expect(await valuesOf(input, (c) => c.s.ilike(c.t))).toEqual(cases.map(([, , , ilike]) => ilike));
    for (const [pattern, s, like, ilike] of cases) {
      expect(await valuesOf([{ s }], (c) => c.s.like(pattern))).toEqual([like]);
      expect(await valuesOf([{ s }], (c) => c.s.ilike(pattern))).toEqual([ilike]);
    }
  });
  test("of several, one is enough", async () => {
    const input = [{ s: "abc" }, { s: "xyz" }, { s: "q" }, { s: null }];
    expect(await valuesOf(input, (c) => c.s.like(["a%", "%z"]))).toEqual([true, true, false, null]);
    expect(await valuesOf(input, (c) => c.s.ilike(["A%", null]))).toEqual([true, null, null, null]);
    expect(await valuesOf(input, (c) => c.s.like([]))).toEqual([false, false, false, false]);
    expect(await valuesOf(input, (c) => c.s.like(["a%", "q"]).not().and(c.s.ne("w")))).toEqual([
      false,
      true,
      false,
      null,
    ]);
  });
  test("a group that takes no part is empty, one without a match NULL", async () => {
    const input = [{ s: "b" }, { s: "ab" }, { s: "c" }, { s: null }];
    expect(await valuesOf(input, (c) => c.s.reExtract("(a)?b", 1))).toEqual(["", "a", null, null]);
  });
  test("hostile patterns stay patterns", async () => {
    const input = [{ s: "it's'; --" }, { s: "x" }];
    expect(await valuesOf(input, (c) => c.s.reSearch("'; --$"))).toEqual([true, false]);
    expect(await valuesOf(input, (c) => c.s.reReplace("'", "''||"))).toEqual(["it''||s''||; --", "x"]);
  });
});

describe("dates and times", () => {
  const parsed: readonly (readonly [text: string | null, format: string, expected: string | null])[] = [
    ["2024-02-29 03:04:05", "%Y-%m-%d %H:%M:%S", "2024-02-29 03:04:05"],
    ["2024-02-29 03:04:05.5", "%Y-%m-%d %H:%M:%S.%f", "2024-02-29 03:04:05.5"],
    ["29/02/24 11 PM", "%d/%m/%y %I %p", "2024-02-29 23:00:00"],
    ["Thursday, February 29 2024 12:00 AM", "%A, %B %d %Y %I:%M %p", "2024-02-29 00:00:00"],
    ["Thu Feb 29 2024", "%a %b %d %Y", "2024-02-29 00:00:00"],
    ["2024/060", "%Y/%j", "2024-02-29 00:00:00"],
    ["100% of 2024", "100%% of %Y", "2024-01-01 00:00:00"],
    ["01/01/69", "%d/%m/%y", "1969-01-01 00:00:00"],
    ["01/01/68", "%d/%m/%y", "2068-01-01 00:00:00"],
    [null, "%Y", null],
  ];
  test.each(parsed)("%s as %s", async (s, format, expected) => {
    expect(await valuesOf([{ s }], (c) => c.s.toTimestamp(format).cast(string))).toEqual([expected]);
    const day = expected === null ? null : expected.slice(0, 10);
    expect(await valuesOf([{ s }], (c) => c.s.toDate(format).cast(string))).toEqual([day]);
    const clock = expected === null ? null : expected.slice(11);
    expect(await valuesOf([{ s }], (c) => c.s.toTime(format).cast(string))).toEqual([clock]);
  });
  test("another text is an error", async () => {
    await expect(valuesOf([{ s: "2024-02-30" }], (c) => c.s.toDate("%Y-%m-%d"))).rejects.toThrow();
    await expect(valuesOf([{ s: "soon" }], (c) => c.s.toTimestamp("%Y"))).rejects.toThrow();
    await expect(valuesOf([{ s: "25:00" }], (c) => c.s.toTime("%H:%M"))).rejects.toThrow();
  });
});

const PARTS = ["protocol", "authority", "userinfo", "host", "path", "file", "query", "fragment"] as const;
const urls: readonly (readonly [url: string | null, ...parts: (string | null)[]])[] = [
  [
    "http://user:pass@example.com:80/docs/books/index.html?name=networking&q=a#DOWN",
    ...["http", "user:pass@example.com:80", "user:pass", "example.com", "/docs/books/index.html"],
    ...["/docs/books/index.html?name=networking&q=a", "name=networking&q=a", "DOWN"],
  ],
  ["https://example.com", "https", "example.com", null, "example.com", null, null, null, null],
  ["https://example.com/", "https", "example.com", null, "example.com", "/", "/", null, null],
  ["https://[::1]:8080/a?b", "https", "[::1]:8080", null, "[::1]", "/a", "/a?b", "b", null],
  ["//cdn.example.com/x.js#", null, "cdn.example.com", null, "cdn.example.com", "/x.js", "/x.js", null, null],
  ["mailto:ann@example.com", "mailto", null, null, null, "ann@example.com", "ann@example.com", null, null],
  ["/a/b?x=1#y?z", null, null, null, null, "/a/b", "/a/b?x=1", "x=1", "y?z"],
  ["file:///etc/hosts", "file", null, null, null, "/etc/hosts", "/etc/hosts", null, null],
  ["http://ä.example/ü?ö=🦆", "http", "ä.example", null, "ä.example", "/ü", "/ü?ö=🦆", "ö=🦆", null],
  ["", ...PARTS.map(() => null)],
  [null, ...PARTS.map(() => null)],
];
describe("parts of a URL", () => {
  test.each(PARTS.map((part, i) => [part, i + 1] as const))("%s", async (part, i) => {
    const input = urls.map(([s = null]) => ({ s }));
    expect(await valuesOf(input, (c) => c.s[part]())).toEqual(urls.map((row) => row[i]));
  });
  test("the value of a key of the query", async () => {
    const input = ["/?a=1&ba=2&a=3#a=4", "/?b=2&a=#", "/?a", "/?x.y=5&(z)=6", "/#?a=1", null].map((s) => ({ s }));
    expect(await valuesOf(input, (c) => c.s.query("a"))).toEqual(["1", null, null, null, null, null]);
    expect(await valuesOf(input, (c) => c.s.query("ba"))).toEqual(["2", null, null, null, null, null]);
    expect(await valuesOf(input, (c) => c.s.query("x.y"))).toEqual([null, null, null, "5", null, null]);
    expect(await valuesOf(input, (c) => c.s.query("(z)"))).toEqual([null, null, null, "6", null, null]);
    expect(await valuesOf([{ s: "/?xzy=1" }], (c) => c.s.query("x.y"))).toEqual([null]);
  });
});

describe("bytes, UUIDs, joined strings", () => {
  test("digests of bytes", async () => {
    const files = memtable([{ content: new Uint8Array([0, 255, 10]) }, { content: null }], { content: binary });
    const expected = createHash("sha1")
      .update(new Uint8Array([0, 255, 10]))
      .digest("hex");
    const rows = await run(
      files.select((c) => ({ hex: c.content.hexdigest("sha1"), bytes: c.content.hashbytes("sha1") })),
    );
    expect(rows).toContainEqual({ hex: expected, bytes: new Uint8Array(Buffer.from(expected, "hex")) });
    expect(rows).toContainEqual({ hex: null, bytes: null });
  });
  test("sha512 is refused, with another to take", () => {
    return expect(valuesOf(texts, (c) => c.s.hexdigest("sha512"))).rejects.toThrow(/no sha512\nInstead: take "sha256"/);
  });
  test("a random UUID is another for each row", async () => {
    const ids = await valuesOf(texts, () => randomUUID().cast(string));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(texts.length);
  });
  test("groupConcat", async () => {
    const table = memtable(
      [3, 1, 2].map((n) => ({ n, s: n === 2 ? null : `s${n}` })),
      { n: int64, s: string },
    );
    const rows = await run(
      table.aggregate((c) => ({
        up: c.s.groupConcat("", { orderBy: c.n }),
        down: c.s.groupConcat("', ", { orderBy: c.n.desc() }),
        picked: c.s.groupConcat("-", { orderBy: c.n, where: c.n.gt(1) }),
        none: c.s.groupConcat("-", { where: c.n.gt(9) }),
      })),
    );
    expect(rows).toEqual([{ up: "s1s3", down: "s3', s1", picked: "s3", none: null }]);
  });
  test("the engine's type is the dtype's", async () => {
    const types: readonly (readonly [type: string, build: (c: Cells) => { typeof(): AnyColumn }])[] = [
      ["BIGINT", (c) => c.s.length()],
      ["BIGINT", (c) => c.s.ascii()],
      ["BIGINT", (c) => c.s.find("a")],
      ["BIGINT", (c) => c.s.find("a", c.n)],
      ["BIGINT", (c) => c.s.findInSet(["a", "b"])],
      ["BIGINT", (c) => c.s.levenshtein("é")],
      ["BOOLEAN", (c) => c.s.like("a\\%")],
      ["VARCHAR[]", (c) => c.s.split(",")],
      ["VARCHAR[]", (c) => c.s.reSplit(",")],
      ["VARCHAR", (c) => c.s.reExtract("a")],
      ["BLOB", (c) => c.s.hashbytes("md5")],
      ["TIMESTAMP", (c) => c.s.toTimestamp("%Y")],
      ["DATE", (c) => c.s.toDate("%Y")],
      ["TIME", (c) => c.s.toTime("%H")],
      ["UUID", () => randomUUID()],
    ];
    const row = memtable([{ row: 0, s: "12", n: 0 }], SCHEMA);
    const named = types.map(([type, build], i) => [`${i} ${type}`, build] as const);
    const [found] = await run(
      row.select((c) => Object.fromEntries(named.map(([name, build]) => [name, build(c).typeof()]))),
    );
    expect(Object.entries(found ?? {}).map(([name, type]) => name.endsWith(` ${type}`) || [name, type])).toEqual(
      types.map(() => true),
    );
  });
  test("of literals alone", async () => {
    expect(await valuesOf([{ s: "" }], () => lit("é").levenshtein("e"))).toEqual([1]);
    expect(await valuesOf([{ s: "" }], () => lit("a-b").split("-"))).toEqual([["a", "b"]]);
    expect(await valuesOf([{ s: "" }], () => lit(null, string).upper())).toEqual([null]);
  });
});
