import type { AnyColumn } from "@avocet/core";
import { array, arrayOf, bool, date, decimal, float64, int32, int64, lit, string } from "@avocet/core";
import { fails, perRow, values } from "../../build.js";
import { group } from "../../case.js";
import type { Cells, Numbers } from "./lists.js";
import { crossed, LISTS, lists, ofSome, perList, present, sorted, total } from "./lists.js";

const most = (list: Numbers): number | null => {
  const count = (x: number): number => list.filter((y) => y === x).length;
  return sorted(list).reduce<number | null>((best, x) => (best === null || count(x) > count(best) ? x : best), null);
};
type Test = readonly [name: string, build: (c: Cells) => AnyColumn, expected: (a: Numbers) => unknown];
const ofOne: readonly Test[] = [
  ["length", (c) => c.a.length(), (a) => a.length],
  ["unique", (c) => c.a.unique(), (a) => [...new Set(a)]],
  ["sort", (c) => c.a.sort(), (a) => [...sorted(a), ...a.filter((x) => x === null)]],
  ["sums", (c) => c.a.sums(), ofSome(total)],
  ["means", (c) => c.a.means(), ofSome((a) => total(a) / present(a).length)],
  ["mins", (c) => c.a.mins(), ofSome((a) => sorted(a)[0])],
  ["maxs", (c) => c.a.maxs(), ofSome((a) => sorted(a).at(-1))],
  ["modes", (c) => c.a.modes(), ofSome(most)],
  ["repeat", (c) => c.a.repeat(2), (a) => [...a, ...a]],
  ["repeat zero times", (c) => c.a.repeat(0), () => []],
  ["concat with literals", (c) => c.a.concat([8, null], []), (a) => [...a, 8, null]],
  ["contains a literal", (c) => c.a.contains(3), (a) => a.includes(3)],
  ["indexOf a literal", (c) => c.a.indexOf(3), (a) => a.indexOf(3)],
  ["remove a literal", (c) => c.a.remove(3), (a) => a.filter((x) => x !== 3)],
  ["contains NULL", (c) => c.a.contains(null), () => null],
  ["indexOf NULL", (c) => c.a.indexOf(null), () => null],
  ["an array of arrays of it", (c) => arrayOf(c.a, c.a).at(-1), (a) => a],
  ["comes back as it is", (c) => c.a, (a) => a],
  ["is NULL", (c) => c.a.isNull(), () => false],
];
const known = (expected: (a: Numbers) => unknown, name: string) =>
  LISTS.map((a) => (a === null ? (name === "is NULL" ? true : null) : expected(a)));

const PLACES = [null, -7, -6, -3, -1, 0, 1, 2, 5, 6, 9];
const SLICES = [
  [0, 2],
  [1, -1],
  [-3, -1],
  [-2, 9],
  [2, 1],
  [-9, 2],
] as const;
const ns = (...list: readonly (number | null)[]) => list.map((n) => ({ n }));
const places = [
  perList(
    "at a place, of a column",
    crossed(lists, ns(...PLACES)),
    (c) => c.a.at(c.n),
    ({ a, n }) => (a && n != null ? (a.at(n) ?? null) : null),
  ),
  perList(
    "at a place, a literal",
    lists,
    (c) => Object.fromEntries(PLACES.map((n, i) => [`v${i}`, c.a.at(n)])),
    ({ a }) => Object.fromEntries(PLACES.map((n, i) => [`v${i}`, a && n !== null ? (a.at(n) ?? null) : null])),
  ),
  perList(
    "slice, of columns",
    crossed(
      crossed(lists, ns(...PLACES)),
      ns(null, -6, -1, 0, 2, 6).map(({ n }) => ({ m: n })),
    ),
    (c) => c.a.slice(c.n, c.m),
    ({ a, n, m }) => (a && n != null && m != null ? a.slice(n, m) : null),
  ),
  perList(
    "slice to the end, of a column",
    crossed(lists, ns(...PLACES)),
    (c) => c.a.slice(c.n),
    ({ a, n }) => (a && n != null ? a.slice(n) : null),
  ),
  perList(
    "slice, of literals",
    lists,
    (c) => Object.fromEntries(SLICES.map(([n, m], i) => [`v${i}`, c.a.slice(n, m)])),
    ({ a }) => Object.fromEntries(SLICES.map(([n, m], i) => [`v${i}`, a?.slice(n, m) ?? null])),
  ),
  perList(
    "repeat, of a column",
    crossed(lists, ns(null, -1, 0, 1, 3)),
    (c) => c.a.repeat(c.n),
    ({ a, n }) => (a && n != null ? Array.from({ length: Math.max(n, 0) }, () => a).flat() : null),
  ),
  perList(
    "contains a column",
    crossed(lists, ns(null, 1, 3, 7, 99)),
    (c) => c.a.contains(c.n),
    ({ a, n }) => (a && n != null ? a.includes(n) : null),
  ),
  perList(
    "indexOf a column",
    crossed(lists, ns(null, 1, 3, 7, 99)),
    (c) => c.a.indexOf(c.n),
    ({ a, n }) => (a && n != null ? a.indexOf(n) : null),
  ),
  perList(
    "remove a column",
    crossed(lists, ns(null, 1, 3, 7, 99)),
    (c) => c.a.remove(c.n),
    ({ a, n }) => (a && n != null ? a.filter((x) => x !== n) : null),
  ),
];

const pairs = crossed(
  lists,
  LISTS.map((b) => ({ b })),
);
type Both = readonly [name: string, build: (c: Cells) => AnyColumn, expected: (a: Numbers, b: Numbers) => unknown];
const ofTwo: readonly Both[] = [
  ["concat", (c) => c.a.concat(c.b), (a, b) => [...a, ...b]],
  ["union", (c) => c.a.union(c.b), (a, b) => [...new Set([...a, ...b])]],
  ["intersect", (c) => c.a.intersect(c.b), (a, b) => [...new Set(a)].filter((x) => b.includes(x))],
  [
    "zip",
    (c) => c.a.zip(c.b),
    (a, b) => Array.from({ length: Math.max(a.length, b.length) }, (_, i) => ({ f1: a[i] ?? null, f2: b[i] ?? null })),
  ],
  [
    "chains of sets",
    (c) => c.a.union(c.b).intersect(c.a).unique().remove(1).union([1]),
    (a) => [...new Set(a.filter((x) => x !== 1)), 1],
  ],
  ["equal", (c) => c.a.eq(c.b), (a, b) => JSON.stringify(a) === JSON.stringify(b)],
];

const words = lit(["b", null, "a", "b", ""], array(string));
const matrix = lit([[1, 2], null, [], [null, 3]], array(array(int64)));
const N = { x: array(float64), s: array(string), t: array(bool), on: array(date) };

/** Arrays, element by element and together. */
export const arrays = group(
  "arrays",
  ofOne.map(([name, build, expected]) => perList(name, lists, build, known(expected, name))),
  places,
  ofTwo.map(([name, build, expected]) =>
    perList(`two arrays: ${name}`, pairs, build, ({ a, b }) => (a && b ? expected(a, b) : null)),
  ),
  [
    perRow(
      "join by another separator in each row, of arrays of different lengths",
      { words: array(string), by: string },
      [
        { words: ["a"], by: "x" },
        { words: null, by: "yy" },
        { words: ["a", "b"], by: null },
        { words: ["a", ""], by: "33" },
        { words: ["1", "2", "3"], by: "é" },
        { words: [], by: "q" },
        { words: ["a", "b"], by: "" },
        { words: [null, "k", "l"], by: "u" },
      ],
      (c) => c.words.join(c.by),
      ["a", null, null, "a33", "1é2é3", "", "ab", "kul"],
    ),
    perRow(
      "join by another separator in each row",
      { words: array(string), by: string },
      [
        { words: ["x", null, "y"], by: "é-" },
        { words: [], by: "," },
        { words: ["z"], by: "," },
        { words: ["z"], by: null },
        { words: null, by: "," },
      ],
      (c) => c.words.join(c.by),
      ["xé-y", "", "z", null, null],
    ),
    perList(
      "whether a sorted array of columns has a value",
      [{ n: 3, m: 1, a: null }],
      (c) => ({ one: arrayOf(c.n, c.m).sort().contains(c.n), none: arrayOf(c.n, c.m).sort().contains(c.n.add(1)) }),
      [{ one: true, none: false }],
    ),
  ],
  values({
    "join, NULLs left out": [words.join(", "), "b, a, b, "],
    "join of none": [lit([], array(string)).join(","), ""],
    "join of NULLs": [lit([null, null], array(string)).join(","), ""],
    "join by NULL": [words.join(lit(null, string)), null],
    "join of an array that is made here": [arrayOf("x", "y").join("-"), "x-y"],
    "strings sorted": [words.sort(), ["", "a", "b", "b", null]],
    "the most frequent string": [words.modes(), "b"],
    "the most frequent of NaN, each equal to the others": [
      lit([Number.NaN, -1, null, 0, Number.NaN, null, null], array(float64)).modes(),
      Number.NaN,
    ],
    "the most frequent of no floats": [lit([null], array(float64)).modes(), null],
    "the least string": [words.mins(), ""],
    "hostile strings": [words.concat(["it's", '"q"', "\n", "{}", "a,b"]).slice(-5), ["it's", '"q"', "\n", "{}", "a,b"]],
    "the string NULL is not NULL": [lit(["NULL", "null", null], array(string)), ["NULL", "null", null]],
    "integers and fractions": [arrayOf(1, 2.5), [1, 2.5]],
    "sums beyond 32 bits": [arrayOf(2_000_000_000, 2_000_000_000).sums(), 4_000_000_000],
    "an element and one": [arrayOf(2_147_483_647).at(0).add(1), 2_147_483_648],
    "of two sizes of integers": [lit([1, 2], array(int32)).concat(lit([3], array(int64))), [1, 2, 3]],
    "integers beside fractions": [arrayOf(1).concat(arrayOf(0.5)).sums(), 1.5],
    "sums of decimals": [lit(["1.50", "2.25"], array(decimal(10, 2))).sums(), "3.75"],
    "means of decimals": [lit(["1.50", "2.25"], array(decimal(10, 2))).means(), 1.875],
    "all of bools": [arrayOf(true, null, false).alls(), false],
    "any of bools": [arrayOf(true, null, false).anys(), true],
    "any of no bools": [lit([], array(bool)).anys(), null],
    "all of NULL": [lit([null], array(bool)).alls(), null],
    "shared by two sizes of integers": [lit([1, 2], array(int32)).intersect(lit([2], array(int64))), [2]],
    flatten: [matrix.flatten(), [1, 2, null, 3]],
    "flatten of none": [lit([], array(array(int64))).flatten(), []],
    "an element of an element": [matrix.at(0).at(-1), 2],
    "an array in an array": [matrix.contains([1, 2]), true],
    "the place of an empty array": [matrix.indexOf([]), 2],
    "different arrays": [matrix.concat([[1, 2]]).unique(), [[1, 2], null, [], [null, 3]]],
    "arrays sorted": [matrix.sort(), [[], [1, 2], [null, 3], null]],
    "three arrays zip": [
      arrayOf(1, 2).zip(arrayOf("a"), arrayOf(true, false, null)),
      [
        { f1: 1, f2: "a", f3: true },
        { f1: 2, f2: null, f3: false },
        { f1: null, f2: null, f3: null },
      ],
    ],
    "zip with NULL": [arrayOf(1).zip(lit(null, array(int64))), null],
    "arrays of NULL alone": [lit([null, null], array(int64)).unique(), [null]],
    "an array of columns and literals": [arrayOf(lit("a"), null, "c").length(), 3],
  }),
  [
    fails("a sum beyond int64", lit([9223372036854775807n, 1n], array(int64)).sums(), "data"),
    perRow(
      "other elements",
      N,
      [
        { x: [0.5, null, -1], s: ["b", "a"], t: [true, false], on: ["2024-02-29", null] },
        { x: null, s: null, t: null, on: null },
      ],
      (c) => ({
        x: c.x.sums(),
        least: c.x.mins(),
        s: c.s.maxs(),
        t: c.t.at(1),
        on: c.on.at(0),
        has: c.on.contains("2024-02-29"),
        place: c.s.indexOf("a"),
        sort: c.x.sort(),
      }),
      [
        { x: -0.5, least: -1, s: "b", t: false, on: "2024-02-29", has: true, place: 1, sort: [-1, 0.5, null] },
        { x: null, least: null, s: null, t: null, on: null, has: null, place: null, sort: null },
      ],
    ),
  ],
);
