import type { AnyColumn } from "@avocet/core";
import { array, arrayOf, bool, date, decimal, float64, int32, int64, lit, string } from "@avocet/core";
import { fails, perRow, values } from "../../build.js";
import { group } from "../../case.js";
import type { Cells, Numbers } from "./inputs.js";
import { ARRAY_VALUES, arrayRows, crossJoin, nullIfEmpty, perArray, present, sorted, sum } from "./inputs.js";

const modeOf = (list: Numbers): number | null => {
  const count = (x: number): number => list.filter((y) => y === x).length;
  return sorted(list).reduce<number | null>((best, x) => (best === null || count(x) > count(best) ? x : best), null);
};
type UnaryFunction = readonly [name: string, build: (c: Cells) => AnyColumn, expected: (a: Numbers) => unknown];
const UNARY_FUNCTIONS: readonly UnaryFunction[] = [
  ["length", (c) => c.a.length(), (a) => a.length],
  ["unique", (c) => c.a.unique(), (a) => [...new Set(a)]],
  ["sort", (c) => c.a.sort(), (a) => [...sorted(a), ...a.filter((x) => x === null)]],
  ["sums", (c) => c.a.sums(), nullIfEmpty(sum)],
  ["means", (c) => c.a.means(), nullIfEmpty((a) => sum(a) / present(a).length)],
  ["mins", (c) => c.a.mins(), nullIfEmpty((a) => sorted(a)[0])],
  ["maxs", (c) => c.a.maxs(), nullIfEmpty((a) => sorted(a).at(-1))],
  ["modes", (c) => c.a.modes(), nullIfEmpty(modeOf)],
  ["repeat", (c) => c.a.repeat(2), (a) => [...a, ...a]],
  ["repeat zero times", (c) => c.a.repeat(0), () => []],
  ["concat with literals", (c) => c.a.concat([8, null], []), (a) => [...a, 8, null]],
  ["contains with a literal", (c) => c.a.contains(3), (a) => a.includes(3)],
  ["indexOf with a literal", (c) => c.a.indexOf(3), (a) => a.indexOf(3)],
  ["remove with a literal", (c) => c.a.remove(3), (a) => a.filter((x) => x !== 3)],
  ["contains with NULL", (c) => c.a.contains(null), () => null],
  ["indexOf with NULL", (c) => c.a.indexOf(null), () => null],
  ["the last element of an array of arrays", (c) => arrayOf(c.a, c.a).at(-1), (a) => a],
  ["arrays are returned unchanged", (c) => c.a, (a) => a],
  ["isNull", (c) => c.a.isNull(), () => false],
];
const expectedValues = (expected: (a: Numbers) => unknown, name: string) =>
  ARRAY_VALUES.map((a) => (a === null ? (name === "isNull" ? true : null) : expected(a)));

const POSITIONS = [null, -7, -6, -3, -1, 0, 1, 2, 5, 6, 9];
const SLICES = [
  [0, 2],
  [1, -1],
  [-3, -1],
  [-2, 9],
  [2, 1],
  [-9, 2],
] as const;
const numberRows = (...list: readonly (number | null)[]) => list.map((n) => ({ n }));
const positionCases = [
  perArray(
    "at with a column position",
    crossJoin(arrayRows, numberRows(...POSITIONS)),
    (c) => c.a.at(c.n),
    ({ a, n }) => (a && n != null ? (a.at(n) ?? null) : null),
  ),
  perArray(
    "at with a literal position",
    arrayRows,
    (c) => Object.fromEntries(POSITIONS.map((n, i) => [`v${i}`, c.a.at(n)])),
    ({ a }) => Object.fromEntries(POSITIONS.map((n, i) => [`v${i}`, a && n !== null ? (a.at(n) ?? null) : null])),
  ),
  perArray(
    "slice with column bounds",
    crossJoin(
      crossJoin(arrayRows, numberRows(...POSITIONS)),
      numberRows(null, -6, -1, 0, 2, 6).map(({ n }) => ({ m: n })),
    ),
    (c) => c.a.slice(c.n, c.m),
    ({ a, n, m }) => (a && n != null && m != null ? a.slice(n, m) : null),
  ),
  perArray(
    "slice to the end from a column position",
    crossJoin(arrayRows, numberRows(...POSITIONS)),
    (c) => c.a.slice(c.n),
    ({ a, n }) => (a && n != null ? a.slice(n) : null),
  ),
  perArray(
    "slice with literal bounds",
    arrayRows,
    (c) => Object.fromEntries(SLICES.map(([n, m], i) => [`v${i}`, c.a.slice(n, m)])),
    ({ a }) => Object.fromEntries(SLICES.map(([n, m], i) => [`v${i}`, a?.slice(n, m) ?? null])),
  ),
  perArray(
    "repeat with a column count",
    crossJoin(arrayRows, numberRows(null, -1, 0, 1, 3)),
    (c) => c.a.repeat(c.n),
    ({ a, n }) => (a && n != null ? Array.from({ length: Math.max(n, 0) }, () => a).flat() : null),
  ),
  perArray(
    "contains with a column",
    crossJoin(arrayRows, numberRows(null, 1, 3, 7, 99)),
    (c) => c.a.contains(c.n),
    ({ a, n }) => (a && n != null ? a.includes(n) : null),
  ),
  perArray(
    "indexOf with a column",
    crossJoin(arrayRows, numberRows(null, 1, 3, 7, 99)),
    (c) => c.a.indexOf(c.n),
    ({ a, n }) => (a && n != null ? a.indexOf(n) : null),
  ),
  perArray(
    "remove with a column",
    crossJoin(arrayRows, numberRows(null, 1, 3, 7, 99)),
    (c) => c.a.remove(c.n),
    ({ a, n }) => (a && n != null ? a.filter((x) => x !== n) : null),
  ),
];

const pairs = crossJoin(
  arrayRows,
  ARRAY_VALUES.map((b) => ({ b })),
);
type BinaryFunction = readonly [
  name: string,
  build: (c: Cells) => AnyColumn,
  expected: (a: Numbers, b: Numbers) => unknown,
];
const BINARY_FUNCTIONS: readonly BinaryFunction[] = [
  ["concat", (c) => c.a.concat(c.b), (a, b) => [...a, ...b]],
  ["union", (c) => c.a.union(c.b), (a, b) => [...new Set([...a, ...b])]],
  ["intersect", (c) => c.a.intersect(c.b), (a, b) => [...new Set(a)].filter((x) => b.includes(x))],
  [
    "zip",
    (c) => c.a.zip(c.b),
    (a, b) => Array.from({ length: Math.max(a.length, b.length) }, (_, i) => ({ f1: a[i] ?? null, f2: b[i] ?? null })),
  ],
  [
    "a chain of set operations",
    (c) => c.a.union(c.b).intersect(c.a).unique().remove(1).union([1]),
    (a) => [...new Set(a.filter((x) => x !== 1)), 1],
  ],
  ["equality", (c) => c.a.eq(c.b), (a, b) => JSON.stringify(a) === JSON.stringify(b)],
];

const texts = lit(["b", null, "a", "b", ""], array(string));
const matrix = lit([[1, 2], null, [], [null, 3]], array(array(int64)));
const ELEMENT_SCHEMA = { x: array(float64), s: array(string), t: array(bool), on: array(date) };

/** Functions of arrays and their elements. */
export const arrays = group(
  "arrays",
  UNARY_FUNCTIONS.map(([name, build, expected]) => perArray(name, arrayRows, build, expectedValues(expected, name))),
  positionCases,
  BINARY_FUNCTIONS.map(([name, build, expected]) =>
    perArray(`two arrays: ${name}`, pairs, build, ({ a, b }) => (a && b ? expected(a, b) : null)),
  ),
  [
    perRow(
      "join with a column separator, arrays of many lengths",
      { texts: array(string), by: string },
      [
        { texts: ["a"], by: "x" },
        { texts: null, by: "yy" },
        { texts: ["a", "b"], by: null },
        { texts: ["a", ""], by: "33" },
        { texts: ["1", "2", "3"], by: "é" },
        { texts: [], by: "q" },
        { texts: ["a", "b"], by: "" },
        { texts: [null, "k", "l"], by: "u" },
      ],
      (c) => c.texts.join(c.by),
      ["a", null, null, "a33", "1é2é3", "", "ab", "kul"],
    ),
    perRow(
      "join with a column separator",
      { texts: array(string), by: string },
      [
        { texts: ["x", null, "y"], by: "é-" },
        { texts: [], by: "," },
        { texts: ["z"], by: "," },
        { texts: ["z"], by: null },
        { texts: null, by: "," },
      ],
      (c) => c.texts.join(c.by),
      ["xé-y", "", "z", null, null],
    ),
    perArray(
      "contains in a sorted array of columns",
      [{ n: 3, m: 1, a: null }],
      (c) => ({
        present: arrayOf(c.n, c.m).sort().contains(c.n),
        missing: arrayOf(c.n, c.m).sort().contains(c.n.add(1)),
      }),
      [{ present: true, missing: false }],
    ),
  ],
  values({
    "join skips NULLs": [texts.join(", "), "b, a, b, "],
    "join of an empty array": [lit([], array(string)).join(","), ""],
    "join of NULLs only": [lit([null, null], array(string)).join(","), ""],
    "join with a NULL separator": [texts.join(lit(null, string)), null],
    "join of an array of literals": [arrayOf("x", "y").join("-"), "x-y"],
    "sort of strings": [texts.sort(), ["", "a", "b", "b", null]],
    "modes of strings": [texts.modes(), "b"],
    "modes treats NaNs as equal": [
      lit([Number.NaN, -1, null, 0, Number.NaN, null, null], array(float64)).modes(),
      Number.NaN,
    ],
    "modes of NULLs only": [lit([null], array(float64)).modes(), null],
    "mins of strings": [texts.mins(), ""],
    "strings with quotes, commas and braces": [
      texts.concat(["it's", '"q"', "\n", "{}", "a,b"]).slice(-5),
      ["it's", '"q"', "\n", "{}", "a,b"],
    ],
    "the text NULL is not NULL": [lit(["NULL", "null", null], array(string)), ["NULL", "null", null]],
    "an array of integers and floats": [arrayOf(1, 2.5), [1, 2.5]],
    "sums beyond int32": [arrayOf(2_000_000_000, 2_000_000_000).sums(), 4_000_000_000],
    "arithmetic on an element": [arrayOf(2_147_483_647).at(0).add(1), 2_147_483_648],
    "concat of int32 and int64 arrays": [lit([1, 2], array(int32)).concat(lit([3], array(int64))), [1, 2, 3]],
    "concat of integers and floats": [arrayOf(1).concat(arrayOf(0.5)).sums(), 1.5],
    "sums of decimals": [lit(["1.50", "2.25"], array(decimal(10, 2))).sums(), "3.75"],
    "means of decimals": [lit(["1.50", "2.25"], array(decimal(10, 2))).means(), 1.875],
    "alls of bools": [arrayOf(true, null, false).alls(), false],
    "anys of bools": [arrayOf(true, null, false).anys(), true],
    "anys of an empty array": [lit([], array(bool)).anys(), null],
    "alls of NULLs only": [lit([null], array(bool)).alls(), null],
    "intersect of int32 and int64 arrays": [lit([1, 2], array(int32)).intersect(lit([2], array(int64))), [2]],
    flatten: [matrix.flatten(), [1, 2, null, 3]],
    "flatten of an empty array": [lit([], array(array(int64))).flatten(), []],
    "an element of a nested array": [matrix.at(0).at(-1), 2],
    "contains with an array element": [matrix.contains([1, 2]), true],
    "indexOf an empty array": [matrix.indexOf([]), 2],
    "unique of nested arrays": [matrix.concat([[1, 2]]).unique(), [[1, 2], null, [], [null, 3]]],
    "sort of nested arrays": [matrix.sort(), [[], [1, 2], [null, 3], null]],
    "zip of three arrays": [
      arrayOf(1, 2).zip(arrayOf("a"), arrayOf(true, false, null)),
      [
        { f1: 1, f2: "a", f3: true },
        { f1: 2, f2: null, f3: false },
        { f1: null, f2: null, f3: null },
      ],
    ],
    "zip with NULL": [arrayOf(1).zip(lit(null, array(int64))), null],
    "unique of NULLs only": [lit([null, null], array(int64)).unique(), [null]],
    "length of an array of expressions": [arrayOf(lit("a"), null, "c").length(), 3],
  }),
  [
    fails("sums beyond int64 are an error", lit([9223372036854775807n, 1n], array(int64)).sums(), "data"),
    perRow(
      "arrays of floats, strings, bools and dates",
      ELEMENT_SCHEMA,
      [
        { x: [0.5, null, -1], s: ["b", "a"], t: [true, false], on: ["2024-02-29", null] },
        { x: null, s: null, t: null, on: null },
      ],
      (c) => ({
        x: c.x.sums(),
        min: c.x.mins(),
        s: c.s.maxs(),
        t: c.t.at(1),
        on: c.on.at(0),
        has: c.on.contains("2024-02-29"),
        position: c.s.indexOf("a"),
        sort: c.x.sort(),
      }),
      [
        { x: -0.5, min: -1, s: "b", t: false, on: "2024-02-29", has: true, position: 1, sort: [-1, 0.5, null] },
        { x: null, min: null, s: null, t: null, on: null, has: null, position: null, sort: null },
      ],
    ),
  ],
);
