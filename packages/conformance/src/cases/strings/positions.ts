import type { AnyColumn } from "@avocet/core";
import { int8, uint8, uint64 } from "@avocet/core";
import { group } from "../../case.js";
import type { Cells } from "./inputs.js";
import { find, padding, perText, SAMPLES, slice, substr, textRows } from "./inputs.js";

type PositionFunction = readonly [
  name: string,
  parameters: string,
  build: (c: Cells, n: Cells["n"] | number, m: Cells["m"] | number) => AnyColumn,
  expected: (s: string, n: number, m: number) => unknown,
];
/** `parameters` names the arguments of a function, `n` and `m`; "count" if a literal `m` must not be negative. */
const POSITION_FUNCTIONS: readonly PositionFunction[] = [
  ["substr", "n", (c, n) => c.s.substr(n), (s, n) => substr(s, n)],
  ["slice to the end", "n", (c, n) => c.s.slice(n), (s, n) => slice(s, n)],
  ["slice", "n m", (c, n, m) => c.s.slice(n, m), (s, n, m) => slice(s, n, m)],
  ["find", "n", (c, n) => c.s.find("a", n), (s, n) => find(s, "a", n)],
  ["find of an empty string", "n", (c, n) => c.s.find("", n), (s, n) => find(s, "", n)],
  ["substr with a length", "n m count", (c, n, m) => c.s.substr(n, m), (s, n, m) => substr(s, n, m)],
  ["left", "m count", (c, _, m) => c.s.left(m), (s, _, m) => slice(s, 0, Math.max(m, 0))],
  ["right", "m count", (c, _, m) => c.s.right(m), (s, _, m) => (m > 0 ? slice(s, -m) : "")],
  ["repeat", "m count", (c, _, m) => c.s.repeat(m), (s, _, m) => s.repeat(Math.max(m, 0))],
  ["lpad", "m count", (c, _, m) => c.s.lpad(m), (s, _, m) => padding(s, m, " ") + s],
  ["rpad", "m count", (c, _, m) => c.s.rpad(m, "é🦆-"), (s, _, m) => s + padding(s, m, "é🦆-")],
];
const POSITIONS = [-9, -3, -1, 0, 1, 2, 4, 9];
const COUNTS = [-9, -1, 0, 1, 3, 9];
const grid = (parameters: string) =>
  textRows(SAMPLES).flatMap(({ s = null }) =>
    (parameters.includes("n ") || parameters === "n" ? [null, ...POSITIONS] : [0]).flatMap((n) =>
      (parameters.includes("m") ? [null, ...COUNTS] : [0]).map((m) => ({ s, n, m })),
    ),
  );
const functionCases = POSITION_FUNCTIONS.flatMap(([name, parameters, build, expected]) => {
  const counts = parameters.includes("count");
  const positions = POSITIONS.filter((n) => parameters.startsWith("n") || n === 0).flatMap((n) =>
    COUNTS.filter((m) => (m >= 0 || !counts) && (parameters.includes("m") || m === 0)).map((m) => [n, m] as const),
  );
  return [
    perText(
      `${name} with column positions`,
      grid(parameters),
      (c) => build(c, c.n, c.m),
      ({ s, n, m }) => (s == null || n == null || m == null ? null : expected(s, n, m)),
    ),
    perText(
      `${name} with literal positions`,
      textRows(SAMPLES),
      (c) => Object.fromEntries(positions.map(([n, m], i) => [`v${i}`, build(c, n, m)])),
      ({ s }) => Object.fromEntries(positions.map(([n, m], i) => [`v${i}`, s == null ? null : expected(s, n, m)])),
    ),
  ];
});
const sample = [{ s: "abcdef", n: 2, m: 3 }];

/** Positions in strings: from the start, from the end, beyond either end. */
export const positions = group("positions in strings", functionCases, [
  perText(
    "positions of narrower integer dtypes",
    sample,
    (c) => ({
      small: c.s.substr(c.n.cast(int8), c.m.cast(int8)),
      mixed: c.s.slice(c.n.cast(int8), c.m),
      pad: c.s.left(c.n.cast(int8)).lpad(c.m.cast(int8)),
      find: c.s.find("c", c.n.cast(int8)),
    }),
    [{ small: "cde", mixed: "c", pad: " ab", find: 2 }],
  ),
  perText(
    "positions of unsigned integer dtypes",
    sample,
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
    "positions and counts around 2^31",
    [{ s: "abc", m: 2 }],
    (c) => ({
      beyondInt32: c.s.substr(2 ** 31, c.m),
      toEnd: c.s.substr(1, 2 ** 31 - 1),
      atLimit: c.s.substr(2 ** 31 - 1, c.m),
      negative: c.s.slice(-(2 ** 31), c.m),
    }),
    [{ beyondInt32: "", toEnd: "bc", atLimit: "", negative: "ab" }],
  ),
  perText("lpad with NULL as padding", [{ s: "long", t: null }], (c) => c.s.lpad(2, c.t), [null]),
]);
