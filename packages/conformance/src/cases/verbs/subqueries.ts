import { bool, float64, int64, lit, string } from "@avocet/core";
import { fails, gives, rows } from "../../build.js";
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
const others = (name: typeof people.c.name) => people.filter((o) => o.name.ne(name)).select("boss");
const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
const ordered = { ordered: true };
const t = rows({ k: int64, n: int64, s: string }, [
  { k: 1, n: 1, s: "a" },
  { k: 1, n: 2, s: "b" },
  { k: 2, n: null, s: "a" },
]);
const truths = rows({ b: bool }, [{ b: true }, { b: false }]);
const other = rows({ m: int64 }, [{ m: 1 }]);
const some = t.filter((c) => c.k.gt(0));

/** Rows that are in another table. */
export const membership = group("membership", [
  gives("in another table", people.filter((p) => p.name.isin(names)).select("id"), list("id", 1, 3, 4)),
  gives("not in another table", people.filter((p) => p.name.notin(names)).select("id"), list("id", 2)),
  gives("in the same table", people.filter((p) => p.id.isin(people.select("boss"))).select("id"), list("id", 1, 3)),
  gives("in rows that hang on this one", people.filter((p) => p.id.isin(others(p.name))).select("id"), list("id", 1)),
  gives(
    "a NULL makes what is not found unknown",
    people.select((p) => ({ id: p.id, found: p.id.isin(people.select("boss")) })).orderBy("id"),
    [true, null, true, null].map((found, i) => ({ id: i + 1, found })),
    ordered,
  ),
  gives(
    "not in, beside a NULL, keeps nothing",
    people.filter((p) => p.id.notin(people.select("boss"))),
    [],
  ),
  gives(
    "in no rows",
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
  gives(
    "exists, for each row",
    people.filter((p) => people.filter((q) => q.boss.eq(p.id)).exists()).select("id"),
    list("id", 1, 3),
  ),
  gives(
    "does not exist",
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
  gives(
    "exists at all",
    people
      .select({ id: people.c.id, any: visits.exists(), none: visits.filter(false).exists() })
      .limit(1, { offset: 0 })
      .select("any", "none"),
    [{ any: true, none: false }],
  ),
  gives(
    "a value for each row",
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
  gives(
    "a count for each row is 0 where there is none",
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
  gives("a value of no row is NULL", people.limit(1).select({ v: visits.filter(false).select("pages").asScalar() }), [
    { v: null },
  ]),
  gives(
    "a value of the whole table",
    visits.filter((v) => v.pages.gt(visits.aggregate((w) => ({ mean: w.pages.mean() })).asScalar())).select("visit"),
    list("visit", 10, 11, 13),
  ),
  gives(
    "the largest of each key",
    visits
      .filter((v) =>
        v.pages.eq(
          visits
            .filter((w) => w.id.eq(v.id))
            .aggregate((w) => ({ most: w.pages.max() }))
            .asScalar(),
        ),
      )
      .select("visit"),
    list("visit", 11, 12),
  ),
  gives(
    "within one another",
    people
      .filter((a) => people.filter((b) => people.filter((c) => c.boss.eq(b.id).and(b.boss.eq(a.id))).exists()).exists())
      .select("id"),
    list("id", 1),
  ),
  gives(
    "a reduction of another table as a value",
    people.select((p) => ({ id: p.id, share: p.id.div(visits.c.pages.max()) })).orderBy("id"),
    [1, 2, 3, 4].map((id) => ({ id, share: id / 7 })),
    ordered,
  ),
  gives(
    "a condition by a reduction of another table",
    people.filter((p) => p.id.gt(visits.c.pages.min())).select("id"),
    list("id", 2, 3, 4),
  ),
  gives(
    "in a key of groups",
    people.groupBy((p) => ({ visited: visits.filter((v) => v.id.eq(p.id)).exists() })).count(),
    [
      { visited: true, count: 2 },
      { visited: false, count: 2 },
    ],
  ),
  gives(
    "in an order",
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
  gives(
    "in a metric",
    people.aggregate((p) => ({
      n: p.id.count(),
      most: visits
        .aggregate((v) => ({ m: v.pages.max() }))
        .asScalar()
        .max(),
    })),
    [{ n: 4, most: 7 }],
  ),
  gives(
    "in a condition of a case",
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
  gives(
    "with windows and limits inside",
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
  gives(
    "over a join",
    truths.filter((o) =>
      t
        .outerJoin(t, ["k", "n"])
        .filter(() => o.b)
        .exists(),
    ),
    [{ b: true }],
  ),
  gives(
    "twice over one relation that is the input too",
    some.filter((c) => [some.exists(), other.filter((o) => o.m.eq(c.k)).exists()]).select("k"),
    list("k", 1, 1),
  ),
  gives(
    "of a column that has the name of a table",
    truths.filter((o) =>
      rows({ memtable: string }, [{ memtable: "x" }])
        .filter(() => o.b)
        .exists(),
    ),
    [{ b: true }],
  ),
  gives(
    "on the right of an outer join",
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
  gives(
    "that compare with NULL",
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
  gives(
    "of floats beside integers",
    people.filter((p) => p.id.isin(rows({ x: float64 }, [{ x: 2 }, { x: 2.5 }]))).select("id"),
    list("id", 2),
  ),
  fails(
    "a value of two rows",
    people.limit(1).select({
      v: visits
        .filter((v) => v.id.eq(1))
        .select("pages")
        .asScalar(),
    }),
    ["data", "backend"],
  ),
  gives(
    "bare values from tables of one row",
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
