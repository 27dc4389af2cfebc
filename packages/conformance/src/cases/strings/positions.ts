import type { AnyColumn } from "@avocet/core";
import { int8, uint8, uint64 } from "@avocet/core";
import { group } from "../../case.js";
import type { Cells } from "./inputs.js";
import { FEW, fill, find, perText, slice, substr, textsOf } from "./inputs.js";

type Test = readonly [
  name: string,
  takes: string,
  build: (c: Cells, n: Cells["n"] | number, m: Cells["m"] | number) => AnyColumn,
  expected: (s: string, n: number, m: number) => unknown,
];
/** Of a position `n`, or two; counts `m`, which a literal cannot give below zero, are said as "count". */
const ofPlaces: readonly Test[] = [
  ["substr", "n", (c, n) => c.s.substr(n), (s, n) => substr(s, n)],
  ["slice to the end", "n", (c, n) => c.s.slice(n), (s, n) => slice(s, n)],
  ["slice", "n m", (c, n, m) => c.s.slice(n, m), (s, n, m) => slice(s, n, m)],
  ["find", "n", (c, n) => c.s.find("a", n), (s, n) => find(s, "a", n)],
  ["find of nothing", "n", (c, n) => c.s.find("", n), (s, n) => find(s, "", n)],
  ["substr with a length", "n m count", (c, n, m) => c.s.substr(n, m), (s, n, m) => substr(s, n, m)],
  ["left", "m count", (c, _, m) => c.s.left(m), (s, _, m) => slice(s, 0, Math.max(m, 0))],
  ["right", "m count", (c, _, m) => c.s.right(m), (s, _, m) => (m > 0 ? slice(s, -m) : "")],
  ["repeat", "m count", (c, _, m) => c.s.repeat(m), (s, _, m) => s.repeat(Math.max(m, 0))],
  ["lpad", "m count", (c, _, m) => c.s.lpad(m), (s, _, m) => fill(s, m, " ") + s],
  ["rpad", "m count", (c, _, m) => c.s.rpad(m, "é🦆-"), (s, _, m) => s + fill(s, m, "é🦆-")],
];
const PLACES = [-9, -3, -1, 0, 1, 2, 4, 9];
const COUNTS = [-9, -1, 0, 1, 3, 9];
const grid = (takes: string) =>
  textsOf(FEW).flatMap(({ s = null }) =>
    (takes.includes("n ") || takes === "n" ? [null, ...PLACES] : [0]).flatMap((n) =>
      (takes.includes("m") ? [null, ...COUNTS] : [0]).map((m) => ({ s, n, m })),
    ),
  );
const known = ofPlaces.flatMap(([name, takes, build, expected]) => {
  const counts = takes.includes("count");
  const places = PLACES.filter((n) => takes.startsWith("n") || n === 0).flatMap((n) =>
    COUNTS.filter((m) => (m >= 0 || !counts) && (takes.includes("m") || m === 0)).map((m) => [n, m] as const),
  );
  return [
    perText(
      `${name}, of columns`,
      grid(takes),
      (c) => build(c, c.n, c.m),
      ({ s, n, m }) => (s == null || n == null || m == null ? null : expected(s, n, m)),
    ),
    perText(
      `${name}, beside literals`,
      textsOf(FEW),
      (c) => Object.fromEntries(places.map(([n, m], i) => [`v${i}`, build(c, n, m)])),
      ({ s }) => Object.fromEntries(places.map(([n, m], i) => [`v${i}`, s == null ? null : expected(s, n, m)])),
    ),
  ];
});
const six = [{ s: "abcdef", n: 2, m: 3 }];

/** Positions in texts: from 0, from the end, beyond either end. */
export const places = group("positions in strings", known, [
  perText(
    "positions of other dtypes than int64",
    six,
    (c) => ({
      small: c.s.substr(c.n.cast(int8), c.m.cast(int8)),
      mixed: c.s.slice(c.n.cast(int8), c.m),
      pad: c.s.left(c.n.cast(int8)).lpad(c.m.cast(int8)),
      find: c.s.find("c", c.n.cast(int8)),
    }),
    [{ small: "cde", mixed: "c", pad: " ab", find: 2 }],
  ),
  perText(
    "positions of unsigned dtypes",
    six,
    (c) => ({
      substr: c.s.substr(c.n.cast(uint64), c.m.cast(int8)),
      slice: c.s.slice(c.n.cast(uint8), c.m.cast(uint64)),
      pad: c.s.left(c.n.cast(uint64)).lpad(c.m.cast(uint64)),
      repeat: c.s.repeat(c.n.cast(uint64)).right(c.m.cast(uint64)),
      find: c.s.find("c", c.n.cast(uint64)),
    }),
    [{ substr: "cde", slice: "c", pad: " ab", repeat: "def", find: 2 }],
  ),
  perText(
    "places and counts that are larger than any text",
    [{ s: "abc", m: 2 }],
    (c) => ({
      from: c.s.substr(2 ** 31, c.m),
      of: c.s.substr(1, 2 ** 31 - 1),
      last: c.s.substr(2 ** 31 - 1, c.m),
      before: c.s.slice(-(2 ** 31), c.m),
    }),
    [{ from: "", of: "bc", last: "", before: "ab" }],
  ),
  perText("a pad that is NULL", [{ s: "long", t: null }], (c) => c.s.lpad(2, c.t), [null]),
]);
