import type { AnyColumn } from "@avocet/core";
import { array, arrayOf, date, int64, lit, map, range, string, struct, structOf } from "@avocet/core";
import { returnsRows, rows, values } from "../../build.js";
import { group } from "../../case.js";
import type { Cells, Numbers } from "./inputs.js";
import { ARRAY_VALUES, arrayRows, crossJoin, nullIfEmpty, perArray, present } from "./inputs.js";

type UnaryFunction = readonly [name: string, build: (c: Cells) => AnyColumn, expected: (a: Numbers) => unknown];
const UNARY_FUNCTIONS: readonly UnaryFunction[] = [
  ["map", (c) => c.a.map((x) => x.mul(2)), (a) => a.map((x) => (x === null ? null : x * 2))],
  [
    "map with the index",
    (c) => c.a.map((x, i) => x.coalesce(0).add(i.mul(10))),
    (a) => a.map((x, i) => (x ?? 0) + i * 10),
  ],
  ["map to the index", (c) => c.a.map((_, i) => i), (a) => a.map((_, i) => i)],
  ["map to a literal", (c) => c.a.map(() => "x"), (a) => a.map(() => "x")],
  ["map to text", (c) => c.a.map((x) => x.cast(string)), (a) => a.map((x) => (x === null ? null : String(x)))],
  ["map to structs", (c) => c.a.map((x, i) => structOf({ x, i })), (a) => a.map((x, i) => ({ x, i }))],
  ["map to isNull", (c) => c.a.map((x) => x.isNull()), (a) => a.map((x) => x === null)],
  [
    "map to conditions",
    (c) => c.a.map((x) => x.gt(2).ifelse("large", "small")),
    (a) => a.map((x) => (x !== null && x > 2 ? "large" : "small")),
  ],
  ["filter", (c) => c.a.filter((x) => x.gt(1)), (a) => a.filter((x) => x !== null && x > 1)],
  ["filter by isNull", (c) => c.a.filter((x) => x.isNull()), (a) => a.filter((x) => x === null)],
  ["filter by the index", (c) => c.a.filter((_, i) => i.mod(2).eq(0)), (a) => a.filter((_, i) => i % 2 === 0)],
  ["filter by a constant", (c) => c.a.filter(() => false), () => []],
  [
    "filter after map",
    (c) => c.a.map((x) => x.add(1)).filter((x) => x.gt(2).and(x.lt(5))),
    (a) => a.flatMap((x) => (x !== null && x + 1 > 2 && x + 1 < 5 ? [x + 1] : [])),
  ],
  [
    "map after filter",
    (c) => c.a.filter((x) => x.notNull()).map((x, i) => x.mul(i)),
    (a) => present(a).map((x, i) => x * i),
  ],
  ["anys of map", (c) => c.a.map((x) => x.gt(4)).anys(), nullIfEmpty((a) => present(a).some((x) => x > 4))],
  ["alls of map", (c) => c.a.map((x) => x.gt(0)).alls(), nullIfEmpty((a) => present(a).every((x) => x > 0))],
  [
    "nested callbacks",
    (c) => c.a.map((x) => c.a.map((y) => x.mul(10).add(y)).maxs()),
    (a) => a.map((x) => (x === null ? null : nullIfEmpty((l) => x * 10 + Math.max(...present(l)))(a))),
  ],
  [
    "indexes of nested callbacks",
    (c) => c.a.map((_, i) => c.a.map((__, j) => i.mul(10).add(j)).sums()),
    (a) => a.map((_, i) => a.reduce<number>((s, __, j) => s + i * 10 + j, 0)),
  ],
  [
    "nested filters",
    (c) =>
      c.a.filter((x) =>
        c.a
          .filter((y) => y.lt(x))
          .length()
          .eq(0),
      ),
    (a) => a.filter((x) => a.every((y) => x === null || y === null || y >= x)),
  ],
  [
    "zip with a mapped copy",
    (c) => c.a.zip(c.a.map((x) => x.neg())),
    (a) => a.map((x) => ({ f1: x, f2: x === null ? null : -x })),
  ],
  ["flatten of map", (c) => c.a.map((x) => arrayOf(x, x)).flatten(), (a) => a.flatMap((x) => [x, x])],
];
const pairs = crossJoin(
  arrayRows,
  ARRAY_VALUES.map((b) => ({ b })),
);
const texts = lit(["b", null, "a", "b", ""], array(string));
const matrix = lit([[1, 2], null, [], [null, 3]], array(array(int64)));

const table = rows({ k: string, a: array(int64), n: int64 }, [
  { k: "x", a: [1, 2], n: 2 },
  { k: "x", a: [3], n: 5 },
  { k: "y", a: null, n: 1 },
  { k: "y", a: [], n: 7 },
]);
/** Columns named like callback parameters and aliases in the generated SQL. */
const collidingNames = rows({ x0: int64, i0: int64, element: int64, place: int64, it: array(int64) }, [
  { x0: 100, i0: 1000, element: 2, place: 7, it: [1, 2, 2, 3] },
]);
const shadowingFields = rows({ xs: array(struct({ x0: int64 })), ys: array(int64) }, [
  { xs: [{ x0: 1 }, { x0: 2 }], ys: [5, 6] },
])
  .unnest("ys", { as: "x0" })
  .orderBy("x0");
const ordered = { ordered: true };
const arraysAndMaps = rows({ a: array(int64), m: map(string, int64), n: int64 }, [
  { a: [1, 2, 3], m: new Map(), n: 3 },
]);
const scalarTwo = () =>
  rows({ n: int64 }, [{ n: 2 }])
    .select("n")
    .asScalar();
const chainOf = (c: Cells, n: number) => {
  let a = c.a.concat(c.b);
  for (let i = 0; i < n; i++)
    a = a
      .zip(a.slice(c.n.sub(1), c.n))
      .map((p) => p.f.f1.coalesce(p.f.f2))
      .unique();
  return a.at(a.indexOf(a.at(a.indexOf(c.m.add(0)))));
};

/** Callbacks on array elements. */
export const lambdas = group(
  "array callbacks",
  UNARY_FUNCTIONS.map(([name, build, expected]) =>
    perArray(name, arrayRows, build, ({ a }) => (a === null ? null : expected(a))),
  ),
  [
    perArray(
      "an outer column in a callback",
      pairs,
      (c) => c.a.concat(c.b).filter((x) => c.a.contains(x).and(c.b.contains(x))),
      ({ a, b }) => (a && b ? [...a, ...b].filter((x) => x !== null && a.includes(x) && b.includes(x)) : null),
    ),
    perArray(
      "a chain of operations with computed operands",
      [{ a: [1, 2, 2], b: [3], n: 1, m: 2 }],
      (c) => chainOf(c, 4),
      [2],
    ),
    returnsRows(
      "column names that collide with callback parameters",
      collidingNames.select((c) => ({
        sum: c.it.map((x, i) => x.add(i).add(c.x0).add(c.i0)),
        removed: c.it.remove(c.element),
        shared: c.it.map((x) => x.add(c.place)).intersect([8]),
        distinct: c.it.map((x) => x.mul(c.element)).unique(),
      })),
      [{ sum: [1101, 1103, 1104, 1106], removed: [1, 3], shared: [8], distinct: [2, 4, 6] }],
    ),
    returnsRows(
      "field names that collide with columns",
      shadowingFields.select((c) => ({ sums: c.xs.map((x) => x.f.x0.mul(10).add(c.x0)) })),
      [{ sums: [15, 25] }, { sums: [16, 26] }],
      ordered,
    ),
    returnsRows(
      "a callback in a filter condition",
      table.filter((c) =>
        c.a
          .filter((x) => x.ge(c.n))
          .length()
          .gt(0),
      ),
      [{ k: "x", a: [1, 2], n: 2 }],
    ),
    returnsRows(
      "a callback on collected arrays",
      table
        .groupBy("k")
        .aggregate((c) => ({ collected: c.a.collect({ orderBy: c.n }).flatten(), max: c.a.maxs().max(), n: c.n.sum() }))
        .mutate((c) => ({ scaled: c.collected.map((x) => x.mul(c.n)) }))
        .orderBy("k"),
      [
        { k: "x", collected: [1, 2, 3], max: 3, n: 7, scaled: [7, 14, 21] },
        { k: "y", collected: [], max: null, n: 8, scaled: [] },
      ],
      ordered,
    ),
    returnsRows(
      "a window aggregate in a callback",
      table.select((c) => ({ n: c.n, a: c.a.map((x) => x.add(c.n.sum())) })).orderBy("n"),
      [
        { n: 1, a: null },
        { n: 2, a: [16, 17] },
        { n: 5, a: [18] },
        { n: 7, a: [] },
      ],
      ordered,
    ),
    returnsRows(
      "scalar subqueries as arguments of array functions",
      arraysAndMaps.select((c) => ({
        removed: c.a.remove(scalarTwo()),
        shared: c.a.intersect(arrayOf(scalarTwo().coalesce(0))),
        position: c.a.indexOf(scalarTwo()),
        at: c.a.at(scalarTwo()),
        value: c.m.merge(c.m).get("x", scalarTwo()),
      })),
      [{ removed: [1, 3], shared: [2], position: 1, at: 3, value: 2 }],
    ),
  ],
  values({
    "map of strings": [texts.map((w) => w.upper()), ["B", null, "A", "B", ""]],
    "map of arrays to their lengths": [matrix.map((x) => x.length()), [2, null, 0, 2]],
    "map of arrays to arrays": [matrix.map((x) => x.map((y) => y.mul(2))), [[2, 4], null, [], [null, 6]]],
    "indexes of an outer and an inner array": [
      matrix.map((x, i) => x.map((y, j) => y.coalesce(0).add(i.mul(100)).add(j.mul(10)))),
      [[1, 12], null, [], [300, 313]],
    ],
    "map of dates": [lit(["2024-01-31"], array(date)).map((d) => d.add({ months: 1 })), ["2024-02-29"]],
    "map of a range": [range(0, 4).map((x) => x.mul(x)), [0, 1, 4, 9]],
    "map of structs": [arrayOf(structOf({ a: 1, b: "x" })).map((s) => s.f.b), ["x"]],
  }),
);
