import { bool, float64, int64, lit, string } from "@avocet/core";
import { fails, returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const people = rows({ id: int64, boss: int64, name: string }, [
  { id: 1, boss: null, name: "a" },
  { id: 2, boss: 1, name: "b" },
  { id: 3, boss: 1, name: "c" },
  { id: 4, boss: 3, name: "c" },
]);
const visits = rows({ visit: int64, id: int64, pages: int64 }, [
  { visit: 10, id: 1, pages: 5 },
  { visit: 11, id: 1, pages: 7 },
  { visit: 12, id: 3, pages: 1 },
  { visit: 13, id: 1, pages: 6 },
]);
const names = rows({ name: string }, [{ name: "a" }, { name: "c" }, { name: "c" }]);
const bossesOfOthers = (name: typeof people.c.name) => people.filter((o) => o.name.ne(name)).select("boss");
const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
const ordered = { ordered: true };
const t = rows({ k: int64, n: int64, s: string }, [
  { k: 1, n: 1, s: "a" },
  { k: 1, n: 2, s: "b" },
  { k: 2, n: null, s: "a" },
]);
const truths = rows({ b: bool }, [{ b: true }, { b: false }]);
const singleRow = rows({ m: int64 }, [{ m: 1 }]);
const filtered = t.filter((c) => c.k.gt(0));

/** isin and notin with tables. */
export const membership = group("isin and notin tables", [
  returnsRows("isin another table", people.filter((p) => p.name.isin(names)).select("id"), list("id", 1, 3, 4)),
  returnsRows("notin another table", people.filter((p) => p.name.notin(names)).select("id"), list("id", 2)),
  returnsRows(
    "isin a column of the same table",
    people.filter((p) => p.id.isin(people.select("boss"))).select("id"),
    list("id", 1, 3),
  ),
  returnsRows(
    "isin a correlated subquery",
    people.filter((p) => p.id.isin(bossesOfOthers(p.name))).select("id"),
    list("id", 1),
  ),
  returnsRows(
    "isin is NULL for missing values if the subquery has a NULL",
    people.select((p) => ({ id: p.id, isBoss: p.id.isin(people.select("boss")) })).orderBy("id"),
    [true, null, true, null].map((isBoss, i) => ({ id: i + 1, isBoss })),
    ordered,
  ),
  returnsRows(
    "notin keeps no rows if the subquery has a NULL",
    people.filter((p) => p.id.notin(people.select("boss"))),
    [],
  ),
  returnsRows(
    "isin and notin a table without rows",
    people
      .select((p) => ({
        id: p.id,
        none: p.boss.isin(people.filter(false).select("id")),
        not: p.boss.notin(people.filter(false).select("id")),
      }))
      .orderBy("id"),
    [1, 2, 3, 4].map((id) => ({ id, none: false, not: true })),
    ordered,
  ),
]);
/** Values and conditions from other tables. */
export const subqueries = group("subqueries", [
  returnsRows(
    "a correlated exists",
    people.filter((p) => people.filter((q) => q.boss.eq(p.id)).exists()).select("id"),
    list("id", 1, 3),
  ),
  returnsRows(
    "a negated exists",
    people
      .filter((p) =>
        visits
          .filter((v) => v.id.eq(p.id))
          .exists()
          .not(),
      )
      .select("id"),
    list("id", 2, 4),
  ),
  returnsRows(
    "an uncorrelated exists",
    people
      .select({ id: people.c.id, any: visits.exists(), none: visits.filter(false).exists() })
      .limit(1, { offset: 0 })
      .select("any", "none"),
    [{ any: true, none: false }],
  ),
  returnsRows(
    "a correlated scalar subquery",
    people
      .select((p) => ({
        id: p.id,
        pages: visits
          .filter((v) => v.id.eq(p.id))
          .aggregate((v) => ({ sum: v.pages.sum() }))
          .asScalar(),
      }))
      .orderBy("id"),
    [18, null, 1, null].map((pages, i) => ({ id: i + 1, pages })),
    ordered,
  ),
  returnsRows(
    "a correlated count is 0 without matching rows",
    people
      .select((p) => ({
        id: p.id,
        n: visits
          .filter((v) => v.id.eq(p.id))
          .aggregate((v) => ({ n: v.visit.count() }))
          .asScalar(),
      }))
      .orderBy("id"),
    [3, 0, 1, 0].map((n, i) => ({ id: i + 1, n })),
    ordered,
  ),
  returnsRows(
    "a scalar subquery without rows is NULL",
    people.limit(1).select({ v: visits.filter(false).select("pages").asScalar() }),
    [{ v: null }],
  ),
  returnsRows(
    "an uncorrelated scalar subquery in a filter",
    visits.filter((v) => v.pages.gt(visits.aggregate((w) => ({ mean: w.pages.mean() })).asScalar())).select("visit"),
    list("visit", 10, 11, 13),
  ),
  returnsRows(
    "a filter by a correlated maximum",
    visits
      .filter((v) =>
        v.pages.eq(
          visits
            .filter((w) => w.id.eq(v.id))
            .aggregate((w) => ({ maxPages: w.pages.max() }))
            .asScalar(),
        ),
      )
      .select("visit"),
    list("visit", 11, 12),
  ),
  returnsRows(
    "nested correlated exists",
    people
      .filter((a) => people.filter((b) => people.filter((c) => c.boss.eq(b.id).and(b.boss.eq(a.id))).exists()).exists())
      .select("id"),
    list("id", 1),
  ),
  returnsRows(
    "an aggregate of another table as a value",
    people.select((p) => ({ id: p.id, share: p.id.div(visits.c.pages.max()) })).orderBy("id"),
    [1, 2, 3, 4].map((id) => ({ id, share: id / 7 })),
    ordered,
  ),
  returnsRows(
    "a filter by an aggregate of another table",
    people.filter((p) => p.id.gt(visits.c.pages.min())).select("id"),
    list("id", 2, 3, 4),
  ),
  returnsRows(
    "exists in a grouping key",
    people.groupBy((p) => ({ visited: visits.filter((v) => v.id.eq(p.id)).exists() })).count(),
    [
      { visited: true, count: 2 },
      { visited: false, count: 2 },
    ],
  ),
  returnsRows(
    "a scalar subquery in orderBy",
    people
      .orderBy((p) => [
        visits
          .filter((v) => v.id.eq(p.id))
          .aggregate((v) => ({ n: v.visit.count() }))
          .asScalar()
          .desc(),
        p.id,
      ])
      .select("id"),
    list("id", 1, 3, 2, 4),
    ordered,
  ),
  returnsRows(
    "an aggregate of a scalar subquery",
    people.aggregate((p) => ({
      n: p.id.count(),
      maxPages: visits
        .aggregate((v) => ({ m: v.pages.max() }))
        .asScalar()
        .max(),
    })),
    [{ n: 4, maxPages: 7 }],
  ),
  returnsRows(
    "exists in a conditional expression",
    people
      .select((p) => ({
        id: p.id,
        label: visits
          .filter((v) => v.id.eq(p.id))
          .exists()
          .ifelse("seen", "not"),
      }))
      .orderBy("id"),
    ["seen", "not", "seen", "not"].map((label, i) => ({ id: i + 1, label })),
    ordered,
  ),
  returnsRows(
    "a scalar subquery with orderBy, limit and offset",
    people
      .select((p) => ({
        id: p.id,
        second: visits
          .filter((v) => v.id.eq(p.id))
          .orderBy("pages")
          .limit(1, { offset: 1 })
          .select("pages")
          .asScalar(),
      }))
      .orderBy("id"),
    [6, null, null, null].map((second, i) => ({ id: i + 1, second })),
    ordered,
  ),
  returnsRows(
    "exists over a join with a correlated filter",
    truths.filter((o) =>
      t
        .outerJoin(t, ["k", "n"])
        .filter(() => o.b)
        .exists(),
    ),
    [{ b: true }],
  ),
  returnsRows(
    "exists over the input relation itself",
    filtered.filter((c) => [filtered.exists(), singleRow.filter((o) => o.m.eq(c.k)).exists()]).select("k"),
    list("k", 1, 1),
  ),
  returnsRows(
    "exists over a column named like a table",
    truths.filter((o) =>
      rows({ memtable: string }, [{ memtable: "x" }])
        .filter(() => o.b)
        .exists(),
    ),
    [{ b: true }],
  ),
  returnsRows(
    "exists on the right side of a left join",
    t
      .leftJoin(
        t.filter((c) => [t.filter((q) => q.n.eq(c.n)).exists(), c.k.eq(c.k)]),
        "n",
        { suffix: "_2" },
      )
      .select("n", "s_2"),
    [
      { n: 1, s_2: "a" },
      { n: 2, s_2: "b" },
      { n: null, s_2: null },
    ],
  ),
  returnsRows(
    "a negated exists that compares with NULL",
    t
      .filter((c) =>
        t
          .filter((q) => q.n.eq(c.n))
          .exists()
          .not(),
      )
      .select("k"),
    list("k", 2),
  ),
  returnsRows(
    "isin floats for an integer column",
    people.filter((p) => p.id.isin(rows({ x: float64 }, [{ x: 2 }, { x: 2.5 }]))).select("id"),
    list("id", 2),
  ),
  fails(
    "a scalar subquery of two rows is an error",
    people.limit(1).select({
      v: visits
        .filter((v) => v.id.eq(1))
        .select("pages")
        .asScalar(),
    }),
    ["data", "backend"],
  ),
  returnsRows(
    "a scalar subquery of a one-row memtable",
    people
      .filter((p) => p.id.eq(2))
      .select({
        v: rows({ x: int64 }, [{ x: 5 }])
          .asScalar()
          .add(1),
        w: lit(1),
      }),
    [{ v: 6, w: 1 }],
  ),
]);
