import { float32, float64, int64, string } from "@avocet/core";
import { overRows, returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";
import type { Datum } from "./inputs.js";
import { aggregateCases, DATA, present, SCHEMA } from "./inputs.js";

const byId = (list: readonly Datum[]) => list.toSorted((a, b) => a.id - b.id);
const textsById = (list: readonly Datum[]): readonly string[] => present(byId(list).map((row) => row.s));
const bestText = (list: readonly Datum[], isBetter: (a: number, b: number) => boolean): string | null => {
  let bestRow: { x: number; s: string } | null = null;
  for (const { x, s } of list)
    if (x !== null && s !== null && (bestRow === null || isBetter(x, bestRow.x))) bestRow = { x, s };
  return bestRow?.s ?? null;
};
const modeOf = (list: readonly (number | null)[]): number | null => {
  const values = present(list).sort((a, b) => a - b);
  const countOf = (v: number) => values.filter((w) => w === v).length;
  return values.reduce<number | null>((a, b) => (a === null || countOf(b) > countOf(a) ? b : a), null);
};
const orNull = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);
const KEYED = { k: int64, v: string };
const keyed = [
  { k: 2, v: "b" },
  { k: null, v: "n" },
  { k: 1, v: null },
  { k: 3, v: "c" },
];
const TIES = { n: int64, s: string };
const ties = [
  { n: 5, s: "b" },
  { n: 2, s: "a" },
  { n: 5, s: "B" },
  { n: 2, s: null },
  { n: null, s: null },
  { n: null, s: null },
  { n: null, s: null },
];

/** Aggregates that return one of the values, or collect all of them. */
export const orderedAggregates = group(
  "first, last, argmin and collect",
  aggregateCases(
    "first",
    (c, where) => c.s.first({ orderBy: c.id, where }),
    (list) => textsById(list)[0] ?? null,
  ),
  aggregateCases(
    "first in descending order",
    (c, where) => c.s.first({ orderBy: c.id.desc(), where }),
    (list) => textsById(list).at(-1) ?? null,
  ),
  aggregateCases(
    "first with includeNull",
    (c, where) => c.x.first({ orderBy: [c.g.desc(), c.id.desc()], includeNull: true, where }),
    (list) => list.toSorted((a, b) => (a.g === b.g ? b.id - a.id : a.g < b.g ? 1 : -1))[0]?.x ?? null,
  ),
  aggregateCases(
    "last",
    (c, where) => c.s.last({ orderBy: c.id, where }),
    (list) => textsById(list).at(-1) ?? null,
  ),
  aggregateCases(
    "last with includeNull",
    (c, where) => c.s.last({ orderBy: c.id, includeNull: true, where }),
    (list) => byId(list).at(-1)?.s ?? null,
  ),
  aggregateCases(
    "mode, the smallest of ties",
    (c, where) => c.n.mode({ where }),
    (list) => modeOf(list.map((row) => row.n)),
  ),
  aggregateCases(
    "argmin",
    (c, where) => c.s.argmin(c.x, { where }),
    (list) => bestText(list, (a, b) => a < b),
  ),
  aggregateCases(
    "argmax",
    (c, where) => c.s.argmax(c.x, { where }),
    (list) => bestText(list, (a, b) => a > b),
  ),
  aggregateCases(
    "arbitrary returns a non-NULL value",
    (c, where) => c.n.arbitrary({ where }).isin([3, 5, -7]),
    (list) => (present(list.map((row) => row.n)).length === 0 ? null : true),
  ),
  aggregateCases(
    "collect",
    (c, where) => c.s.collect({ orderBy: c.id, where }),
    (list) => orNull(textsById(list)),
  ),
  aggregateCases(
    "collect with includeNull",
    (c, where) => c.s.collect({ orderBy: c.id.desc(), includeNull: true, where }),
    (list) =>
      orNull(
        byId(list)
          .toReversed()
          .map((row) => row.s),
      ),
  ),
  aggregateCases(
    "collect distinct values",
    (c, where) => c.s.collect({ orderBy: c.s, distinct: true, where }),
    (list) => orNull([...new Set(textsById(list))].sort()),
  ),
  aggregateCases(
    "collect of integers, summed",
    (c, where) => c.id.collect({ orderBy: c.id, where }).sums(),
    (list) => (list.length === 0 ? null : list.reduce((sum, row) => sum + row.id, 0)),
  ),
  aggregateCases(
    "groupConcat",
    (c, where) => c.s.groupConcat(", ", { orderBy: c.id, where }),
    (list) => (textsById(list).length === 0 ? null : textsById(list).join(", ")),
  ),
  aggregateCases(
    "groupConcat without a separator",
    (c, where) => c.s.groupConcat("", { orderBy: c.id.desc(), where }),
    (list) => (textsById(list).length === 0 ? null : textsById(list).toReversed().join("")),
  ),
  aggregateCases(
    "groupConcat with a quote in the separator",
    (c, where) => c.s.groupConcat("', ", { orderBy: c.id, where }),
    (list) => (textsById(list).length === 0 ? null : textsById(list).join("', ")),
  ),
  [
    overRows(
      "argmin and argmax skip NULL values and keys",
      KEYED,
      keyed,
      (c) => ({ argmin: c.v.argmin(c.k), argmax: c.v.argmax(c.k), none: c.v.argmax(c.k, { where: c.k.isNull() }) }),
      {
        argmin: "b",
        argmax: "c",
        none: null,
      },
    ),
    overRows(
      "groupConcat separates by a comma by default",
      KEYED,
      keyed,
      (c) => ({ collected: c.v.groupConcat(undefined, { orderBy: c.v }) }),
      { collected: "b,c,n" },
    ),
    overRows(
      "collect ordered by a nullable key",
      KEYED,
      keyed,
      (c) => ({
        collected: c.v.collect({ orderBy: c.k }),
        down: c.v.collect({ orderBy: c.k.desc() }),
        front: c.v.collect({ orderBy: c.k.asc({ nulls: "first" }) }),
      }),
      {
        collected: ["b", "c", "n"],
        down: ["c", "b", "n"],
        front: ["n", "b", "c"],
      },
    ),
    overRows(
      "mode skips NULLs and returns the smallest of ties",
      TIES,
      ties,
      (c) => ({ n: c.n.mode(), s: c.s.mode() }),
      { n: 2, s: "B" },
    ),
    overRows(
      "mode treats NaNs as equal",
      { x: float64, y: float32 },
      [
        { x: 1, y: Number.NaN },
        { x: Number.NaN, y: Number.NaN },
        { x: Number.NaN, y: 0 },
        { x: null, y: -1 },
        { x: null, y: null },
        { x: null, y: null },
      ],
      (c) => ({ x: c.x.mode(), y: c.y.mode(), belowFive: c.x.mode({ where: c.x.lt(5) }) }),
      { x: Number.NaN, y: Number.NaN, belowFive: 1 },
    ),
    overRows(
      "aggregates of NULLs only are NULL",
      KEYED,
      [{ k: null, v: null }],
      (c) => ({ k: c.k.arbitrary(), v: c.v.first({ orderBy: c.k }), collected: c.v.collect({ orderBy: c.k }) }),
      {
        k: null,
        v: null,
        collected: null,
      },
    ),
    overRows(
      "collect of NULLs only with includeNull",
      KEYED,
      [{ k: 1, v: null }],
      (c) => ({ collected: c.v.collect({ orderBy: c.k, includeNull: true }) }),
      { collected: [null] },
    ),
    returnsRows(
      "several ordered aggregates per group",
      rows(SCHEMA, DATA)
        .groupBy("g")
        .aggregate((c) => ({
          up: c.id.collect({ orderBy: c.id }),
          down: c.id.collect({ orderBy: c.id.desc() }),
          last: c.s.last({ orderBy: c.id }),
        }))
        .orderBy("g"),
      [
        { g: "a", up: [1, 2, 5, 7], down: [7, 5, 2, 1], last: "" },
        { g: "b", up: [3, 4], down: [4, 3], last: "x" },
        { g: "c", up: [6], down: [6], last: null },
      ],
      { ordered: true },
    ),
  ],
);
