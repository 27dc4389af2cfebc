import { float32, float64, int64, string } from "@avocet/core";
import { gives, overRows, rows } from "../../build.js";
import { group } from "../../case.js";
import type { Datum } from "./inputs.js";
import { DATA, present, reductionOf, SCHEMA } from "./inputs.js";

const byId = (list: readonly Datum[]) => list.toSorted((a, b) => a.id - b.id);
const named = (list: readonly Datum[]): readonly string[] => present(byId(list).map((row) => row.s));
const best = (list: readonly Datum[], of: (a: number, b: number) => boolean): string | null => {
  let found: { x: number; s: string } | null = null;
  for (const { x, s } of list) if (x !== null && s !== null && (found === null || of(x, found.x))) found = { x, s };
  return found?.s ?? null;
};
const most = (list: readonly (number | null)[]): number | null => {
  const known = present(list).sort((a, b) => a - b);
  const times = (v: number) => known.filter((w) => w === v).length;
  return known.reduce<number | null>((a, b) => (a === null || times(b) > times(a) ? b : a), null);
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

/** One value of many, or all of them together. */
export const picked = group(
  "values picked and collected",
  reductionOf(
    "first",
    (c, where) => c.s.first({ orderBy: c.id, where }),
    (list) => named(list)[0] ?? null,
  ),
  reductionOf(
    "first in falling order",
    (c, where) => c.s.first({ orderBy: c.id.desc(), where }),
    (list) => named(list).at(-1) ?? null,
  ),
  reductionOf(
    "first, NULL too",
    (c, where) => c.x.first({ orderBy: [c.g.desc(), c.id.desc()], includeNull: true, where }),
    (list) => list.toSorted((a, b) => (a.g === b.g ? b.id - a.id : a.g < b.g ? 1 : -1))[0]?.x ?? null,
  ),
  reductionOf(
    "last",
    (c, where) => c.s.last({ orderBy: c.id, where }),
    (list) => named(list).at(-1) ?? null,
  ),
  reductionOf(
    "last, NULL too",
    (c, where) => c.s.last({ orderBy: c.id, includeNull: true, where }),
    (list) => byId(list).at(-1)?.s ?? null,
  ),
  reductionOf(
    "mode, the smallest of several",
    (c, where) => c.n.mode({ where }),
    (list) => most(list.map((row) => row.n)),
  ),
  reductionOf(
    "argmin",
    (c, where) => c.s.argmin(c.x, { where }),
    (list) => best(list, (a, b) => a < b),
  ),
  reductionOf(
    "argmax",
    (c, where) => c.s.argmax(c.x, { where }),
    (list) => best(list, (a, b) => a > b),
  ),
  reductionOf(
    "arbitrary is one of those that are not NULL",
    (c, where) => c.n.arbitrary({ where }).isin([3, 5, -7]),
    (list) => (present(list.map((row) => row.n)).length === 0 ? null : true),
  ),
  reductionOf(
    "collect",
    (c, where) => c.s.collect({ orderBy: c.id, where }),
    (list) => orNull(named(list)),
  ),
  reductionOf(
    "collect, NULLs too",
    (c, where) => c.s.collect({ orderBy: c.id.desc(), includeNull: true, where }),
    (list) =>
      orNull(
        byId(list)
          .toReversed()
          .map((row) => row.s),
      ),
  ),
  reductionOf(
    "collect each once",
    (c, where) => c.s.collect({ orderBy: c.s, distinct: true, where }),
    (list) => orNull([...new Set(named(list))].sort()),
  ),
  reductionOf(
    "collect integers, an array to go on with",
    (c, where) => c.id.collect({ orderBy: c.id, where }).sums(),
    (list) => (list.length === 0 ? null : list.reduce((sum, row) => sum + row.id, 0)),
  ),
  reductionOf(
    "groupConcat",
    (c, where) => c.s.groupConcat(", ", { orderBy: c.id, where }),
    (list) => (named(list).length === 0 ? null : named(list).join(", ")),
  ),
  reductionOf(
    "groupConcat without a separator",
    (c, where) => c.s.groupConcat("", { orderBy: c.id.desc(), where }),
    (list) => (named(list).length === 0 ? null : named(list).toReversed().join("")),
  ),
  reductionOf(
    "groupConcat by a hostile separator",
    (c, where) => c.s.groupConcat("', ", { orderBy: c.id, where }),
    (list) => (named(list).length === 0 ? null : named(list).join("', ")),
  ),
  [
    overRows(
      "argmin and argmax pass over NULLs on either side",
      KEYED,
      keyed,
      (c) => ({ least: c.v.argmin(c.k), most: c.v.argmax(c.k), none: c.v.argmax(c.k, { where: c.k.isNull() }) }),
      {
        least: "b",
        most: "c",
        none: null,
      },
    ),
    overRows(
      "the default separator is a comma",
      KEYED,
      keyed,
      (c) => ({ all: c.v.groupConcat(undefined, { orderBy: c.v }) }),
      { all: "b,c,n" },
    ),
    overRows(
      "an order with NULLs goes on, NULLs last",
      KEYED,
      keyed,
      (c) => ({
        all: c.v.collect({ orderBy: c.k }),
        down: c.v.collect({ orderBy: c.k.desc() }),
        front: c.v.collect({ orderBy: c.k.asc({ nulls: "first" }) }),
      }),
      {
        all: ["b", "c", "n"],
        down: ["c", "b", "n"],
        front: ["n", "b", "c"],
      },
    ),
    overRows(
      "the smallest of the most frequent values, NULLs left out",
      TIES,
      ties,
      (c) => ({ n: c.n.mode(), s: c.s.mode() }),
      { n: 2, s: "B" },
    ),
    overRows(
      "the most frequent of NaN, each equal to the others",
      { x: float64, y: float32 },
      [
        { x: 1, y: Number.NaN },
        { x: Number.NaN, y: Number.NaN },
        { x: Number.NaN, y: 0 },
        { x: null, y: -1 },
        { x: null, y: null },
        { x: null, y: null },
      ],
      (c) => ({ x: c.x.mode(), y: c.y.mode(), above: c.x.mode({ where: c.x.lt(5) }) }),
      { x: Number.NaN, y: Number.NaN, above: 1 },
    ),
    overRows(
      "some value of NULL alone is NULL",
      KEYED,
      [{ k: null, v: null }],
      (c) => ({ k: c.k.arbitrary(), v: c.v.first({ orderBy: c.k }), all: c.v.collect({ orderBy: c.k }) }),
      {
        k: null,
        v: null,
        all: null,
      },
    ),
    overRows(
      "collected NULLs alone",
      KEYED,
      [{ k: 1, v: null }],
      (c) => ({ all: c.v.collect({ orderBy: c.k, includeNull: true }) }),
      { all: [null] },
    ),
    gives(
      "several of each group at once, in different orders",
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
