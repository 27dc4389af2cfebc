import { count, date, float64, int64, lit, rank, rowNumber, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const DATA = [
  { id: 1, shop: "a", kind: "x", day: "2026-01-01", score: 1 },
  { id: 2, shop: "a", kind: "y", day: "2026-01-02", score: null },
  { id: 3, shop: "a", kind: "x", day: "2026-01-02", score: 2.5 },
  { id: 4, shop: "b", kind: null, day: null, score: 4 },
  { id: 5, shop: "b", kind: "x", day: "2026-01-05", score: 4 },
  { id: 6, shop: null, kind: "y", day: "2026-01-05", score: -1 },
];
type Datum = (typeof DATA)[number];
const t = rows({ id: int64, shop: string, kind: string, day: date, score: float64 }, DATA);
const sumOf = (values: readonly (number | null)[]) => {
  const present = values.filter((v) => v !== null);
  return present.length === 0 ? null : present.reduce((a, b) => a + b, 0);
};
/** Aggregates for each grouping set, in plain JavaScript. */
function groupBySets(sets: readonly (readonly ("shop" | "kind")[])[]) {
  return sets.flatMap((set) => {
    const groups = new Map<string, Datum[]>();
    for (const row of DATA) {
      const key = JSON.stringify(set.map((name) => row[name]));
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((list) => ({
      shop: set.includes("shop") ? (list[0]?.shop ?? null) : null,
      kind: set.includes("kind") ? (list[0]?.kind ?? null) : null,
      level: (set.includes("shop") ? 0 : 2) + (set.includes("kind") ? 0 : 1),
      n: list.length,
      score: sumOf(list.map((row) => row.score)),
    }));
  });
}
const level = t.c.shop.grouping().mul(2).add(t.c.kind.grouping());
const metrics = { level, n: count(), score: t.c.score.sum() };
const rollupTable = t.rollup("shop").aggregate((c) => ({ total: c.shop.grouping(), n: count() }));
const ordered = { ordered: true };

/** Rollup, cube and grouping sets. */
export const rollups = group("rollup, cube and grouping sets", [
  returnsRows("rollup", t.rollup("shop", "kind").aggregate(metrics), groupBySets([["shop", "kind"], ["shop"], []])),
  returnsRows(
    "cube",
    t.cube("shop", "kind").aggregate(metrics),
    groupBySets([["shop", "kind"], ["shop"], ["kind"], []]),
  ),
  returnsRows(
    "groupingSets",
    t.groupingSets([["kind"], [], ["shop"]]).aggregate((c) => ({ ...metrics, k: c.kind })),
    groupBySets([["kind"], [], ["shop"]]).map((row) => ({ ...row, k: row.kind })),
  ),
  returnsRows("count of a rollup", t.rollup("shop").count(), [
    { shop: "a", count: 3 },
    { shop: "b", count: 2 },
    { shop: null, count: 1 },
    { shop: null, count: 6 },
  ]),
  returnsRows(
    "rollup of a computed key within groups, with having",
    t
      .groupBy("shop")
      .rollup({ first: t.c.kind.upper() })
      .having((c) => c.score.sum().gt(2))
      .count(),
    [
      { shop: "a", first: "X", count: 2 },
      { shop: "a", first: null, count: 3 },
      { shop: "b", first: "X", count: 1 },
      { shop: "b", first: null, count: 1 },
      { shop: "b", first: null, count: 2 },
    ],
  ),
  returnsRows(
    "filter after rollup sees the subtotals",
    rollupTable.filter((c) => c.shop.isNull()).orderBy("total"),
    [
      { shop: null, total: 0, n: 1 },
      { shop: null, total: 1, n: 6 },
    ],
    ordered,
  ),
  returnsRows(
    "rank over the rows of a rollup",
    rollupTable
      .mutate((c) => ({ position: rank().over({ partitionBy: c.total, orderBy: c.n.desc() }) }))
      .select("shop", "total", "position"),
    [
      { shop: null, total: 1, position: 1 },
      { shop: "a", total: 0, position: 1 },
      { shop: "b", total: 0, position: 2 },
      { shop: null, total: 0, position: 3 },
    ],
  ),
  returnsRows("rollup of a key that is computed to a constant", t.rollup({ constant: t.c.id.mul(0) }).count(), [
    { constant: 0, count: 6 },
    { constant: null, count: 6 },
  ]),
  returnsRows("rollup of a constant key", t.rollup({ constant: 1 }).count(), [
    { constant: 1, count: 6 },
    { constant: null, count: 6 },
  ]),
  returnsRows(
    "rollup of no rows returns the grand total",
    t
      .filter(false)
      .rollup("shop")
      .aggregate((c) => ({ n: count(), score: c.score.sum() })),
    [{ shop: null, n: 0, score: null }],
  ),
]);

const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
export const grouping = group("groupBy and aggregate", [
  returnsRows(
    "groupBy a column; NULL is a group",
    t
      .groupBy("shop")
      .aggregate((c) => ({ n: c.id.count(), best: c.score.max() }))
      .orderBy("shop"),
    [
      { shop: "a", n: 3, best: 2.5 },
      { shop: "b", n: 2, best: 4 },
      { shop: null, n: 1, best: -1 },
    ],
    ordered,
  ),
  returnsRows(
    "groupBy two columns",
    t.groupBy("shop", "kind").count(),
    groupBySets([["shop", "kind"]]).map(({ shop, kind, n }) => ({ shop, kind, count: n })),
  ),
  returnsRows(
    "groupBy an expression",
    t.groupBy((c) => ({ odd: c.id.mod(2).eq(1) })).aggregate((c) => ({ ids: c.id.sum() })),
    [
      { odd: true, ids: 9 },
      { odd: false, ids: 12 },
    ],
  ),
  returnsRows(
    "groupBy a key that the aggregates use",
    t.groupBy("shop").aggregate((c) => ({ label: c.shop.concat("!").coalesce("-"), n: count() })),
    [
      { shop: "a", label: "a!", n: 3 },
      { shop: "b", label: "b!", n: 2 },
      { shop: null, label: "-", n: 1 },
    ],
  ),
  returnsRows(
    "groupBy a constant and a column",
    t
      .groupBy("shop", { constant: lit(1) })
      .aggregate((c) => ({ n: c.id.max() }))
      .filter((c) => c.constant.eq(1))
      .orderBy("n"),
    [
      { shop: "a", constant: 1, n: 3 },
      { shop: "b", constant: 1, n: 5 },
      { shop: null, constant: 1, n: 6 },
    ],
    ordered,
  ),
  returnsRows(
    "groupBy a constant",
    t.groupBy({ constant: 1 }).aggregate((c) => ({ n: c.id.count() })),
    [{ constant: 1, n: 6 }],
  ),
  returnsRows(
    "groupBy a constant over no rows",
    t
      .filter(false)
      .groupBy({ constant: 1 })
      .aggregate((c) => ({ n: c.id.count() })),
    [],
  ),
  returnsRows(
    "having filters groups",
    t
      .groupBy("shop")
      .having((c) => c.score.sum().gt(3))
      .aggregate((c) => ({ n: c.id.count() }))
      .orderBy("shop"),
    [
      { shop: "a", n: 3 },
      { shop: "b", n: 2 },
    ],
    ordered,
  ),
  returnsRows("count with a condition and a name", t.groupBy("shop").count({ name: "n", where: t.c.score.gt(1) }), [
    { shop: "a", n: 1 },
    { shop: "b", n: 2 },
    { shop: null, n: 0 },
  ]),
  returnsRows("groupBy without aggregates", t.groupBy("kind").aggregate({}), list("kind", "x", "y", null)),
  returnsRows(
    "groupBy over grouped rows",
    t
      .groupBy("shop", "kind")
      .count()
      .groupBy("shop")
      .aggregate((c) => ({ kinds: c.kind.count(), maxCount: c.count.max() }))
      .orderBy("shop"),
    [
      { shop: "a", kinds: 2, maxCount: 2 },
      { shop: "b", kinds: 1, maxCount: 1 },
      { shop: null, kinds: 1, maxCount: 1 },
    ],
    ordered,
  ),
  returnsRows("aggregate of constants over no rows returns one row", t.filter(false).aggregate({ x: 0 }), [{ x: 0 }]),
  returnsRows("select of a constant after aggregate", t.aggregate({ x: 0, n: count() }).select("x"), [{ x: 0 }]),
  returnsRows(
    "orderBy after aggregate of constants",
    t
      .filter(false)
      .aggregate({ x: 0 })
      .orderBy((c) => c.x.neg()),
    [{ x: 0 }],
  ),
  returnsRows(
    "aggregate over no rows",
    t.filter(false).aggregate((c) => ({ n: c.id.count(), s: c.score.sum() })),
    [{ n: 0, s: null }],
  ),
  returnsRows(
    "ordered groups: windows use the ordering",
    t
      .groupBy("shop")
      .orderBy("day", t.c.id.desc())
      .mutate((c) => ({ position: rowNumber(), previous: c.id.lag(), running: c.id.sum() }))
      .select("id", "position", "previous", "running")
      .orderBy("id"),
    [
      { id: 1, position: 1, previous: null, running: 1 },
      { id: 2, position: 3, previous: 3, running: 6 },
      { id: 3, position: 2, previous: 1, running: 4 },
      { id: 4, position: 2, previous: 5, running: 9 },
      { id: 5, position: 1, previous: null, running: 5 },
      { id: 6, position: 1, previous: null, running: 6 },
    ],
    ordered,
  ),
  returnsRows(
    "ordered groups: running sums include peers",
    t
      .groupBy("shop")
      .orderBy("day")
      .mutate((c) => ({ running: c.id.sum() }))
      .orderBy("id")
      .select("running"),
    list("running", 1, 6, 6, 9, 5, 6),
    ordered,
  ),
  returnsRows(
    "ordered groups: the first row of each",
    t.groupBy("shop").orderBy("id").filter(rowNumber().eq(1)).select("id"),
    list("id", 1, 4, 6),
  ),
  returnsRows(
    "ordered groups: running sums in select",
    t
      .groupBy("shop")
      .orderBy("id")
      .select((c) => ({ id: c.id, running: c.score.sum() }))
      .orderBy("id"),
    [1, 1, 3.5, 4, 8, -1].map((running, i) => ({ id: i + 1, running })),
    ordered,
  ),
]);

const pairs = t.select("shop", "kind").union(t.select("shop", "kind"));
const computed = t.mutate((c) => ({ id: c.id.mod(2), shopUpper: c.shop.upper() })).select("id", "shopUpper");
export const counts = group("counts", [
  returnsRows(
    "valueCounts of two columns",
    t.valueCounts("kind", "shop", { name: "n" }),
    groupBySets([["kind", "shop"]]).map(({ kind, shop, n }) => ({ kind, shop, n })),
  ),
  returnsRows(
    "valueCounts of all columns",
    t.valueCounts().aggregate((c) => ({ n: c.count.sum() })),
    [{ n: 6 }],
  ),
  returnsRows(
    "topK",
    t.topK("kind", 2),
    [
      { kind: "x", count: 3 },
      { kind: "y", count: 2 },
    ],
    ordered,
  ),
  returnsRows(
    "topK by an aggregate",
    t.topK("shop", 3, { by: (c) => c.score.max() }),
    [
      { shop: "b", value: 4 },
      { shop: "a", value: 2.5 },
      { shop: null, value: -1 },
    ],
    ordered,
  ),
  returnsRows(
    "count of rows and of matching rows",
    t.aggregate({ n: t.count(), highScores: t.count({ where: t.c.score.gt(2) }) }),
    [{ n: 6, highScores: 3 }],
  ),
  returnsRows("count of all rows next to each row", t.select({ id: t.c.id, n: t.count() }).orderBy("id").limit(1), [
    { id: 1, n: 6 },
  ]),
  returnsRows("nunique of rows", pairs.aggregate({ n: pairs.nunique() }), [{ n: 5 }]),
  returnsRows(
    "nunique of rows with a condition",
    computed.aggregate({ n: computed.nunique(), odd: computed.nunique({ where: computed.c.id.eq(1) }) }),
    [{ n: 5, odd: 2 }],
  ),
  returnsRows("nunique of rows per group", computed.groupBy("id").aggregate({ n: computed.nunique() }), [
    { id: 0, n: 3 },
    { id: 1, n: 2 },
  ]),
  returnsRows(
    "nunique over no rows",
    computed.filter(false).aggregate((c) => ({ n: c.id.nunique() })),
    [{ n: 0 }],
  ),
]);
