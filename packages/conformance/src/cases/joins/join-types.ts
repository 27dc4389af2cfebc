import { decimal, float64, int32, int64, lit, string } from "@avocet/core";
import { gives, rows } from "../../build.js";
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
type Fits = (l: Left, r: Right) => boolean;
const byKey: Fits = (l, r) => l.k !== null && l.k === r.k;
const both = (l: Left | null, r: Right | null, k: number | null) => ({
  k,
  g: l?.g ?? null,
  x: l?.x ?? null,
  h: r?.h ?? null,
  x_right: r?.x ?? null,
});
const pairs = (fits: Fits) => LEFT.flatMap((l) => RIGHT.filter((r) => fits(l, r)).map((r) => both(l, r, l.k)));
const aloneLeft = (fits: Fits) => LEFT.filter((l) => !RIGHT.some((r) => fits(l, r))).map((l) => both(l, null, l.k));
const aloneRight = (fits: Fits) => RIGHT.filter((r) => !LEFT.some((l) => fits(l, r))).map((r) => both(null, r, r.k));
const fewer = (fits: Fits) => LEFT.filter((l) => RIGHT.some((r) => fits(l, r)));

/** With a condition, both sides keep their columns. */
const wide = (l: Left | null, r: Right | null) => ({
  k: l?.k ?? null,
  g: l?.g ?? null,
  x: l?.x ?? null,
  k_right: r?.k ?? null,
  h: r?.h ?? null,
  x_right: r?.x ?? null,
});
const wider = (fits: Fits, keepLeft: boolean, keepRight: boolean) => [
  ...LEFT.flatMap((l) => RIGHT.filter((r) => fits(l, r)).map((r) => wide(l, r))),
  ...(keepLeft ? LEFT.filter((l) => !RIGHT.some((r) => fits(l, r))).map((l) => wide(l, null)) : []),
  ...(keepRight ? RIGHT.filter((r) => !LEFT.some((l) => fits(l, r))).map((r) => wide(null, r)) : []),
];
const less: Fits = (l, r) => l.x * 10 > r.x && (r.h ?? "z") >= "b";
const lessOn = (l: typeof left.c, r: typeof right.c) => [l.x.mul(10).gt(r.x), r.h.coalesce("z").ge("b")];
const none = rows({ k: int64, h: string, x: int64 }, []);

/** Joins by names and by conditions. */
export const kinds = group("joins", [
  gives("inner by a name: NULL matches nothing", left.innerJoin(right, "k"), pairs(byKey)),
  gives("left by a name", left.leftJoin(right, "k"), [...pairs(byKey), ...aloneLeft(byKey)]),
  gives("right by a name: the key is the right's", left.rightJoin(right, "k"), [...pairs(byKey), ...aloneRight(byKey)]),
  gives("outer by a name: the key is that of the side that has it", left.outerJoin(right, "k"), [
    ...pairs(byKey),
    ...aloneLeft(byKey),
    ...aloneRight(byKey),
  ]),
  gives("semi by a name", left.semiJoin(right, "k"), fewer(byKey)),
  gives(
    "anti by a name keeps rows whose key is NULL",
    left.antiJoin(right, "k"),
    LEFT.filter((l) => !fewer(byKey).includes(l)),
  ),
  gives("inner by a condition", left.innerJoin(right, lessOn), wider(less, false, false)),
  gives("left by a condition", left.leftJoin(right, lessOn), wider(less, true, false)),
  gives("right by a condition", left.rightJoin(right, lessOn), wider(less, false, true)),
  gives(
    "outer by an equality and a condition",
    left.outerJoin(right, (l, r) => [l.k.eq(r.k), l.x.lt(r.x.div(8))]),
    wider((l, r) => byKey(l, r) && l.x < r.x / 8, true, true),
  ),
  gives("semi by a condition", left.semiJoin(right, lessOn), fewer(less)),
  gives(
    "anti by a condition",
    left.antiJoin(right, lessOn),
    LEFT.filter((l) => !fewer(less).includes(l)),
  ),
  gives(
    "by names that differ",
    left.innerJoin(right, [["g", "h"]]),
    wider((l, r) => l.g !== null && l.g === r.h, false, false),
  ),
  gives("by two keys", left.leftJoin(right, ["k", ["g", "h"]]), [
    ...pairs((l, r) => byKey(l, r) && l.g === r.h),
    ...aloneLeft((l, r) => byKey(l, r) && l.g === r.h),
  ]),
  gives(
    "where NULL equals NULL",
    left.innerJoin(right, (l, r) => l.k.identicalTo(r.k)),
    wider((l, r) => l.k === r.k, false, false),
  ),
  gives(
    "by a condition of constants",
    left.innerJoin(right, () => false),
    [],
  ),
  gives(
    "by a condition that is always true",
    left.leftJoin(right, () => true).aggregate((c) => ({ n: c.x.count() })),
    [{ n: 30 }],
  ),
  gives(
    "by a computed condition of one side",
    left.leftJoin(right, (l) => l.x.eq(1)).aggregate((c) => ({ n: c.x.count(), h: c.x_right.count() })),
    [{ n: 10, h: 5 }],
  ),
  gives(
    "another suffix",
    left.innerJoin(right, "k", { suffix: "2" }).select("x2").orderBy("x2"),
    [10, 10, 20, 20, 30].map((x2) => ({ x2 })),
    { ordered: true },
  ),
  gives(
    "with no rows on the right",
    left.leftJoin(none, "k"),
    LEFT.map((l) => both(l, null, l.k)),
  ),
  gives("inner with no rows", left.innerJoin(none, "k"), []),
  gives("semi with no rows", left.semiJoin(none, "k"), []),
  gives("anti with no rows", left.antiJoin(none, "k"), LEFT),
  gives(
    "outer with no rows on the left",
    left.filter(false).outerJoin(right, "k"),
    RIGHT.map((r) => both(null, r, r.k)),
  ),
  gives(
    "cross",
    left.select("x").crossJoin(right.select("h")),
    LEFT.flatMap(({ x }) => RIGHT.map(({ h }) => ({ x, h }))),
  ),
  gives(
    "cross of several",
    left
      .select("x")
      .crossJoin([right.select("h"), left.select("x").limit(1)], { suffix: "_2" })
      .aggregate((c) => ({ n: c.x.count(), different: c.x.mul(100).add(c.x_2).nunique() })),
    [{ n: 30, different: 6 }],
  ),
  gives(
    "of three tables",
    left
      .innerJoin(right, "k")
      .leftJoin(right.select("k", { third: right.c.h }), "k")
      .select("k", "g", "h", "third"),
    pairs(byKey).flatMap((row) =>
      RIGHT.filter((r) => r.k === row.k).map((r) => ({ k: row.k, g: row.g, h: row.h, third: r.h })),
    ),
  ),
  gives(
    "keys of different dtypes",
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
  gives(
    "keys of decimals and integers",
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
export const around = group("joins and other steps", [
  gives(
    "a filter after a left join",
    filtered,
    [1, 5, 6].map((x) => ({ x })),
    { ordered: true },
  ),
  gives(
    "a filter before a join",
    left
      .filter((c) => c.x.gt(2))
      .innerJoin(
        right.filter((c) => c.x.lt(20)),
        "k",
      )
      .select("x", "x_right"),
    [{ x: 3, x_right: 10 }],
  ),
  gives(
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
  gives(
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
  gives(
    "groups of a join",
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
  gives(
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
  gives(
    "a constant that an outer join misses is NULL",
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
  gives(
    "columns of an outer join in conditions",
    left
      .outerJoin(right, "k")
      .filter((c) => c.k.ge(3))
      .select("k", "g", "h"),
    [
      { k: 3, g: "b", h: null },
      { k: 4, g: null, h: "d" },
    ],
  ),
  gives(
    "a union of joins",
    left
      .innerJoin(right, "k")
      .select("x")
      .union(left.antiJoin(right, "k").select("x"))
      .aggregate((c) => ({ n: c.x.count() })),
    [{ n: 8 }],
  ),
]);
