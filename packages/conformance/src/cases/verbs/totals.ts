import { count, date, float64, int64, lit, rank, rowNumber, string } from "@avocet/core";
import { gives, rows } from "../../build.js";
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
const sum = (values: readonly (number | null)[]) => {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
};
/** Totals by lists of keys, in plain JavaScript. */
function totals(sets: readonly (readonly ("shop" | "kind")[])[]) {
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
      score: sum(list.map((row) => row.score)),
    }));
  });
}
const level = t.c.shop.grouping().mul(2).add(t.c.kind.grouping());
const metrics = { level, n: count(), score: t.c.score.sum() };
const rolled = t.rollup("shop").aggregate((c) => ({ total: c.shop.grouping(), n: count() }));
const ordered = { ordered: true };

/** Groups, and totals over some of their keys. */
export const groupings = group("totals over keys", [
  gives("rollup", t.rollup("shop", "kind").aggregate(metrics), totals([["shop", "kind"], ["shop"], []])),
  gives("cube", t.cube("shop", "kind").aggregate(metrics), totals([["shop", "kind"], ["shop"], ["kind"], []])),
  gives(
    "groupingSets",
    t.groupingSets([["kind"], [], ["shop"]]).aggregate((c) => ({ ...metrics, k: c.kind })),
    totals([["kind"], [], ["shop"]]).map((row) => ({ ...row, k: row.kind })),
  ),
  gives("count of totals", t.rollup("shop").count(), [
    { shop: "a", count: 3 },
    { shop: "b", count: 2 },
    { shop: null, count: 1 },
    { shop: null, count: 6 },
  ]),
  gives(
    "within groups, of computed keys, and with conditions",
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
  gives(
    "a filter sees the totals",
    rolled.filter((c) => c.shop.isNull()).orderBy("total"),
    [
      { shop: null, total: 0, n: 1 },
      { shop: null, total: 1, n: 6 },
    ],
    ordered,
  ),
  gives(
    "ranks of totals",
    rolled
      .mutate((c) => ({ place: rank().over({ partitionBy: c.total, orderBy: c.n.desc() }) }))
      .select("shop", "total", "place"),
    [
      { shop: null, total: 1, place: 1 },
      { shop: "a", total: 0, place: 1 },
      { shop: "b", total: 0, place: 2 },
      { shop: null, total: 0, place: 3 },
    ],
  ),
  gives("a key that is computed to one value", t.rollup({ one: t.c.id.mul(0) }).count(), [
    { one: 0, count: 6 },
    { one: null, count: 6 },
  ]),
  gives("a constant key", t.rollup({ one: 1 }).count(), [
    { one: 1, count: 6 },
    { one: null, count: 6 },
  ]),
  gives(
    "the grand total of no rows",
    t
      .filter(false)
      .rollup("shop")
      .aggregate((c) => ({ n: count(), score: c.score.sum() })),
    [{ shop: null, n: 0, score: null }],
  ),
]);

const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
export const grouped = group("groups", [
  gives(
    "by a column; NULL is a group",
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
  gives(
    "by two columns",
    t.groupBy("shop", "kind").count(),
    totals([["shop", "kind"]]).map(({ shop, kind, n }) => ({ shop, kind, count: n })),
  ),
  gives(
    "by an expression",
    t.groupBy((c) => ({ odd: c.id.mod(2).eq(1) })).aggregate((c) => ({ ids: c.id.sum() })),
    [
      { odd: true, ids: 9 },
      { odd: false, ids: 12 },
    ],
  ),
  gives(
    "by a key that the metrics use",
    t.groupBy("shop").aggregate((c) => ({ label: c.shop.concat("!").coalesce("-"), n: count() })),
    [
      { shop: "a", label: "a!", n: 3 },
      { shop: "b", label: "b!", n: 2 },
      { shop: null, label: "-", n: 1 },
    ],
  ),
  gives(
    "by a constant and a column",
    t
      .groupBy("shop", { one: lit(1) })
      .aggregate((c) => ({ n: c.id.max() }))
      .filter((c) => c.one.eq(1))
      .orderBy("n"),
    [
      { shop: "a", one: 1, n: 3 },
      { shop: "b", one: 1, n: 5 },
      { shop: null, one: 1, n: 6 },
    ],
    ordered,
  ),
  gives(
    "by nothing but a constant",
    t.groupBy({ one: 1 }).aggregate((c) => ({ n: c.id.count() })),
    [{ one: 1, n: 6 }],
  ),
  gives(
    "by a constant, of no rows",
    t
      .filter(false)
      .groupBy({ one: 1 })
      .aggregate((c) => ({ n: c.id.count() })),
    [],
  ),
  gives(
    "having",
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
  gives("count with a condition and a name", t.groupBy("shop").count({ name: "n", where: t.c.score.gt(1) }), [
    { shop: "a", n: 1 },
    { shop: "b", n: 2 },
    { shop: null, n: 0 },
  ]),
  gives("keys alone", t.groupBy("kind").aggregate({}), list("kind", "x", "y", null)),
  gives(
    "groups of groups",
    t
      .groupBy("shop", "kind")
      .count()
      .groupBy("shop")
      .aggregate((c) => ({ kinds: c.kind.count(), most: c.count.max() }))
      .orderBy("shop"),
    [
      { shop: "a", kinds: 2, most: 2 },
      { shop: "b", kinds: 1, most: 1 },
      { shop: null, kinds: 1, most: 1 },
    ],
    ordered,
  ),
  gives("an aggregation of constants alone is one row", t.filter(false).aggregate({ x: 0 }), [{ x: 0 }]),
  gives("some of an aggregation's columns", t.aggregate({ x: 0, n: count() }).select("x"), [{ x: 0 }]),
  gives(
    "an aggregation of constants, sorted",
    t
      .filter(false)
      .aggregate({ x: 0 })
      .orderBy((c) => c.x.neg()),
    [{ x: 0 }],
  ),
  gives(
    "an aggregation of no rows",
    t.filter(false).aggregate((c) => ({ n: c.id.count(), s: c.score.sum() })),
    [{ n: 0, s: null }],
  ),
  gives(
    "in order: windows follow it",
    t
      .groupBy("shop")
      .orderBy("day", t.c.id.desc())
      .mutate((c) => ({ place: rowNumber(), before: c.id.lag(), sofar: c.id.sum() }))
      .select("id", "place", "before", "sofar")
      .orderBy("id"),
    [
      { id: 1, place: 1, before: null, sofar: 1 },
      { id: 2, place: 3, before: 3, sofar: 6 },
      { id: 3, place: 2, before: 1, sofar: 4 },
      { id: 4, place: 2, before: 5, sofar: 9 },
      { id: 5, place: 1, before: null, sofar: 5 },
      { id: 6, place: 1, before: null, sofar: 6 },
    ],
    ordered,
  ),
  gives(
    "in order: peers come together",
    t
      .groupBy("shop")
      .orderBy("day")
      .mutate((c) => ({ sofar: c.id.sum() }))
      .orderBy("id")
      .select("sofar"),
    list("sofar", 1, 6, 6, 9, 5, 6),
    ordered,
  ),
  gives(
    "in order: the first of each",
    t.groupBy("shop").orderBy("id").filter(rowNumber().eq(1)).select("id"),
    list("id", 1, 4, 6),
  ),
  gives(
    "in order: select",
    t
      .groupBy("shop")
      .orderBy("id")
      .select((c) => ({ id: c.id, sofar: c.score.sum() }))
      .orderBy("id"),
    [1, 1, 3.5, 4, 8, -1].map((sofar, i) => ({ id: i + 1, sofar })),
    ordered,
  ),
]);

const pairs = t.select("shop", "kind").union(t.select("shop", "kind"));
const computed = t.mutate((c) => ({ id: c.id.mod(2), more: c.shop.upper() })).select("id", "more");
export const counts = group("counts", [
  gives(
    "valueCounts of two columns",
    t.valueCounts("kind", "shop", { name: "n" }),
    totals([["kind", "shop"]]).map(({ kind, shop, n }) => ({ kind, shop, n })),
  ),
  gives(
    "valueCounts of all columns",
    t.valueCounts().aggregate((c) => ({ n: c.count.sum() })),
    [{ n: 6 }],
  ),
  gives(
    "topK",
    t.topK("kind", 2),
    [
      { kind: "x", count: 3 },
      { kind: "y", count: 2 },
    ],
    ordered,
  ),
  gives(
    "topK by another measure",
    t.topK("shop", 3, { by: (c) => c.score.max() }),
    [
      { shop: "b", value: 4 },
      { shop: "a", value: 2.5 },
      { shop: null, value: -1 },
    ],
    ordered,
  ),
  gives("rows", t.aggregate({ n: t.count(), some: t.count({ where: t.c.score.gt(2) }) }), [{ n: 6, some: 3 }]),
  gives("rows beside rows", t.select({ id: t.c.id, n: t.count() }).orderBy("id").limit(1), [{ id: 1, n: 6 }]),
  gives("different rows", pairs.aggregate({ n: pairs.nunique() }), [{ n: 5 }]),
  gives(
    "different rows with a condition",
    computed.aggregate({ n: computed.nunique(), odd: computed.nunique({ where: computed.c.id.eq(1) }) }),
    [{ n: 5, odd: 2 }],
  ),
  gives("different rows of groups", computed.groupBy("id").aggregate({ n: computed.nunique() }), [
    { id: 0, n: 3 },
    { id: 1, n: 2 },
  ]),
  gives(
    "different rows of no rows",
    computed.filter(false).aggregate((c) => ({ n: c.id.nunique() })),
    [{ n: 0 }],
  ),
]);
