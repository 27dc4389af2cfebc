import { decimal, float64, int32, int64, lit, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

type Left = {
  readonly k: number | null;
  readonly g: string | null;
  readonly x: number;
};
type Right = {
  readonly k: number | null;
  readonly h: string | null;
  readonly x: number;
};
const LEFT: readonly Left[] = [
  { k: 1, g: "a", x: 1 },
  { k: 2, g: "a", x: 2 },
  { k: 2, g: null, x: 3 },
  { k: 3, g: "b", x: 4 },
  { k: null, g: "c", x: 5 },
  { k: null, g: null, x: 6 },
];
const RIGHT: readonly Right[] = [
  { k: 2, h: "a", x: 10 },
  { k: 2, h: "b", x: 20 },
  { k: 3, h: null, x: 30 },
  { k: 4, h: "d", x: 40 },
  { k: null, h: "e", x: 50 },
];
const left = rows({ k: int64, g: string, x: int64 }, LEFT);
const right = rows({ k: int64, h: string, x: int64 }, RIGHT);
type Matches = (l: Left, r: Right) => boolean;
const byKey: Matches = (l, r) => l.k !== null && l.k === r.k;
const joinedByKey = (l: Left | null, r: Right | null, k: number | null) => ({
  k,
  g: l?.g ?? null,
  x: l?.x ?? null,
  h: r?.h ?? null,
  x_right: r?.x ?? null,
});
const pairs = (matches: Matches) =>
  LEFT.flatMap((l) => RIGHT.filter((r) => matches(l, r)).map((r) => joinedByKey(l, r, l.k)));
const unmatchedLeft = (matches: Matches) =>
  LEFT.filter((l) => !RIGHT.some((r) => matches(l, r))).map((l) => joinedByKey(l, null, l.k));
const unmatchedRight = (matches: Matches) =>
  RIGHT.filter((r) => !LEFT.some((l) => matches(l, r))).map((r) => joinedByKey(null, r, r.k));
const matchedLeft = (matches: Matches) => LEFT.filter((l) => RIGHT.some((r) => matches(l, r)));

/** A join by a condition keeps the key columns of both sides. */
const joinedByCondition = (l: Left | null, r: Right | null) => ({
  k: l?.k ?? null,
  g: l?.g ?? null,
  x: l?.x ?? null,
  k_right: r?.k ?? null,
  h: r?.h ?? null,
  x_right: r?.x ?? null,
});
const conditionJoin = (matches: Matches, keepLeft: boolean, keepRight: boolean) => [
  ...LEFT.flatMap((l) => RIGHT.filter((r) => matches(l, r)).map((r) => joinedByCondition(l, r))),
  ...(keepLeft ? LEFT.filter((l) => !RIGHT.some((r) => matches(l, r))).map((l) => joinedByCondition(l, null)) : []),
  ...(keepRight ? RIGHT.filter((r) => !LEFT.some((l) => matches(l, r))).map((r) => joinedByCondition(null, r)) : []),
];
const isLess: Matches = (l, r) => l.x * 10 > r.x && (r.h ?? "z") >= "b";
const isLessCondition = (l: typeof left.c, r: typeof right.c) => [l.x.mul(10).gt(r.x), r.h.coalesce("z").ge("b")];
const emptyRight = rows({ k: int64, h: string, x: int64 }, []);

/** Joins by column names and by conditions. */
export const joinTypes = group("joins", [
  returnsRows("inner join by name; NULL matches nothing", left.innerJoin(right, "k"), pairs(byKey)),
  returnsRows("left join by name", left.leftJoin(right, "k"), [...pairs(byKey), ...unmatchedLeft(byKey)]),
  returnsRows("right join by name keeps the key of the right side", left.rightJoin(right, "k"), [
    ...pairs(byKey),
    ...unmatchedRight(byKey),
  ]),
  returnsRows("outer join by name keeps the key of either side", left.outerJoin(right, "k"), [
    ...pairs(byKey),
    ...unmatchedLeft(byKey),
    ...unmatchedRight(byKey),
  ]),
  returnsRows("semi join by name", left.semiJoin(right, "k"), matchedLeft(byKey)),
  returnsRows(
    "anti join by name keeps rows with a NULL key",
    left.antiJoin(right, "k"),
    LEFT.filter((l) => !matchedLeft(byKey).includes(l)),
  ),
  returnsRows("inner join by a condition", left.innerJoin(right, isLessCondition), conditionJoin(isLess, false, false)),
  returnsRows("left join by a condition", left.leftJoin(right, isLessCondition), conditionJoin(isLess, true, false)),
  returnsRows("right join by a condition", left.rightJoin(right, isLessCondition), conditionJoin(isLess, false, true)),
  returnsRows(
    "outer join by an equality and a condition",
    left.outerJoin(right, (l, r) => [l.k.eq(r.k), l.x.lt(r.x.div(8))]),
    conditionJoin((l, r) => byKey(l, r) && l.x < r.x / 8, true, true),
  ),
  returnsRows("semi join by a condition", left.semiJoin(right, isLessCondition), matchedLeft(isLess)),
  returnsRows(
    "anti join by a condition",
    left.antiJoin(right, isLessCondition),
    LEFT.filter((l) => !matchedLeft(isLess).includes(l)),
  ),
  returnsRows(
    "inner join by different names",
    left.innerJoin(right, [["g", "h"]]),
    conditionJoin((l, r) => l.g !== null && l.g === r.h, false, false),
  ),
  returnsRows("left join by two keys", left.leftJoin(right, ["k", ["g", "h"]]), [
    ...pairs((l, r) => byKey(l, r) && l.g === r.h),
    ...unmatchedLeft((l, r) => byKey(l, r) && l.g === r.h),
  ]),
  returnsRows(
    "inner join by identicalTo matches NULLs",
    left.innerJoin(right, (l, r) => l.k.identicalTo(r.k)),
    conditionJoin((l, r) => l.k === r.k, false, false),
  ),
  returnsRows(
    "inner join by a constant condition",
    left.innerJoin(right, () => false),
    [],
  ),
  returnsRows(
    "left join by a condition that is always true",
    left.leftJoin(right, () => true).aggregate((c) => ({ n: c.x.count() })),
    [{ n: 30 }],
  ),
  returnsRows(
    "left join by a condition on one side",
    left.leftJoin(right, (l) => l.x.eq(1)).aggregate((c) => ({ n: c.x.count(), h: c.x_right.count() })),
    [{ n: 10, h: 5 }],
  ),
  returnsRows(
    "inner join with a custom suffix",
    left.innerJoin(right, "k", { suffix: "2" }).select("x2").orderBy("x2"),
    [10, 10, 20, 20, 30].map((x2) => ({ x2 })),
    { ordered: true },
  ),
  returnsRows(
    "left join with no rows on the right",
    left.leftJoin(emptyRight, "k"),
    LEFT.map((l) => joinedByKey(l, null, l.k)),
  ),
  returnsRows("inner join with no rows on the right", left.innerJoin(emptyRight, "k"), []),
  returnsRows("semi join with no rows on the right", left.semiJoin(emptyRight, "k"), []),
  returnsRows("anti join with no rows on the right", left.antiJoin(emptyRight, "k"), LEFT),
  returnsRows(
    "outer join with no rows on the left",
    left.filter(false).outerJoin(right, "k"),
    RIGHT.map((r) => joinedByKey(null, r, r.k)),
  ),
  returnsRows(
    "cross join",
    left.select("x").crossJoin(right.select("h")),
    LEFT.flatMap(({ x }) => RIGHT.map(({ h }) => ({ x, h }))),
  ),
  returnsRows(
    "cross join of several tables",
    left
      .select("x")
      .crossJoin([right.select("h"), left.select("x").limit(1)], { suffix: "_2" })
      .aggregate((c) => ({ n: c.x.count(), different: c.x.mul(100).add(c.x_2).nunique() })),
    [{ n: 30, different: 6 }],
  ),
  returnsRows(
    "joins of three tables",
    left
      .innerJoin(right, "k")
      .leftJoin(right.select("k", { third: right.c.h }), "k")
      .select("k", "g", "h", "third"),
    pairs(byKey).flatMap((row) =>
      RIGHT.filter((r) => r.k === row.k).map((r) => ({ k: row.k, g: row.g, h: row.h, third: r.h })),
    ),
  ),
  returnsRows(
    "join keys of different dtypes",
    rows({ k: int32 }, [{ k: 2 }])
      .innerJoin(
        rows({ k: float64, h: string }, [
          { k: 2, h: "x" },
          { k: 2.5, h: "y" },
        ]),
        "k",
      )
      .select("h"),
    [{ h: "x" }],
  ),
  returnsRows(
    "join keys of decimals and integers",
    rows({ k: decimal(9, 2), v: string }, [
      { k: "2", v: "p" },
      { k: "2.5", v: "q" },
    ])
      .innerJoin(rows({ j: int64 }, [{ j: 2 }]), [["k", "j"]])
      .select("v"),
    [{ v: "p" }],
  ),
]);

const filtered = left
  .leftJoin(right, "k")
  .filter((c) => c.x_right.isNull())
  .select("x")
  .orderBy("x");
export const joinPipelines = group("joins in pipelines", [
  returnsRows(
    "filter after a left join",
    filtered,
    [1, 5, 6].map((x) => ({ x })),
    { ordered: true },
  ),
  returnsRows(
    "filter before a join",
    left
      .filter((c) => c.x.gt(2))
      .innerJoin(
        right.filter((c) => c.x.lt(20)),
        "k",
      )
      .select("x", "x_right"),
    [{ x: 3, x_right: 10 }],
  ),
  returnsRows(
    "computed columns on both sides",
    left
      .mutate((c) => ({ k: c.k.add(1) }))
      .innerJoin(
        right.mutate((c) => ({ y: c.x.mul(2) })),
        "k",
      )
      .select("x", "y"),
    [
      { x: 1, y: 20 },
      { x: 1, y: 40 },
      { x: 2, y: 60 },
      { x: 3, y: 60 },
      { x: 4, y: 80 },
    ],
  ),
  returnsRows(
    "aggregates on both sides",
    left
      .groupBy("k")
      .count({ name: "n" })
      .innerJoin(
        right.groupBy("k").aggregate((c) => ({ sum: c.x.sum() })),
        "k",
      )
      .orderBy("k"),
    [
      { k: 2, n: 2, sum: 30 },
      { k: 3, n: 1, sum: 30 },
    ],
    { ordered: true },
  ),
  returnsRows(
    "groupBy after a join",
    left
      .leftJoin(right, "k")
      .groupBy("g")
      .aggregate((c) => ({ n: c.x.count(), h: c.h.nunique() }))
      .orderBy("g"),
    [
      { g: "a", n: 3, h: 2 },
      { g: "b", n: 1, h: 0 },
      { g: "c", n: 1, h: 0 },
      { g: null, n: 3, h: 2 },
    ],
    { ordered: true },
  ),
  returnsRows(
    "limits on both sides",
    left
      .orderBy("x")
      .limit(2)
      .crossJoin(right.orderBy("x").limit(1).select({ y: right.c.x }))
      .select("x", "y"),
    [
      { x: 1, y: 10 },
      { x: 2, y: 10 },
    ],
  ),
  returnsRows(
    "a constant of the right side is NULL without a match",
    left
      .leftJoin(right.select("k", { seen: lit(true) }), "k")
      .select("x", "seen")
      .distinct()
      .orderBy("x"),
    [
      { x: 1, seen: null },
      { x: 2, seen: true },
      { x: 3, seen: true },
      { x: 4, seen: true },
      { x: 5, seen: null },
      { x: 6, seen: null },
    ],
    { ordered: true },
  ),
  returnsRows(
    "filter by columns of an outer join",
    left
      .outerJoin(right, "k")
      .filter((c) => c.k.ge(3))
      .select("k", "g", "h"),
    [
      { k: 3, g: "b", h: null },
      { k: 4, g: null, h: "d" },
    ],
  ),
  returnsRows(
    "union of joins",
    left
      .innerJoin(right, "k")
      .select("x")
      .union(left.antiJoin(right, "k").select("x"))
      .aggregate((c) => ({ n: c.x.count() })),
    [{ n: 8 }],
  ),
]);
