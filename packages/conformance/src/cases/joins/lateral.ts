import { desc, int64, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const people = rows({ id: int64, name: string, boss: int64 }, [
  { id: 1, name: "a", boss: null },
  { id: 2, name: "b", boss: 1 },
  { id: 3, name: "c", boss: 1 },
  { id: 4, name: "d", boss: 3 },
]);
const visits = rows({ visit: int64, id: int64, pages: int64 }, [
  { visit: 10, id: 1, pages: 5 },
  { visit: 11, id: 1, pages: 7 },
  { visit: 12, id: 3, pages: 1 },
  { visit: 13, id: 1, pages: 6 },
]);
const maxPages = visits.groupBy("id").aggregate((c) => ({ max: c.pages.max() }));
const ordered = { ordered: true };

/** Joins that keep one arbitrary match of several. */
export const anyJoins = group("any joins", [
  returnsRows(
    "anyInnerJoin keeps one match",
    people.anyInnerJoin(visits, "id").select((c) => ({ id: c.id, isVisit: c.visit.isin([10, 11, 12, 13]) })),
    [
      { id: 1, isVisit: true },
      { id: 3, isVisit: true },
    ],
  ),
  returnsRows(
    "all columns come from the same match",
    people
      .anyInnerJoin(visits, "id")
      .filter((c) => c.visit.isin([10, 11, 13]))
      .select((c) => ({ isOneRow: c.pages.eq(c.visit.sub(10).mul(2).add(5)).or(c.visit.eq(13).and(c.pages.eq(6))) })),
    [{ isOneRow: true }],
  ),
  returnsRows(
    "anyLeftJoin by a condition",
    people
      .anyLeftJoin(visits, (p, v) => p.id.eq(v.id).and(v.pages.gt(6)))
      .select("id", "visit")
      .orderBy("id"),
    [
      { id: 1, visit: 11 },
      { id: 2, visit: null },
      { id: 3, visit: null },
      { id: 4, visit: null },
    ],
    ordered,
  ),
  returnsRows(
    "anyLeftJoin with an aggregated table",
    people
      .anyLeftJoin(maxPages, "id")
      .filter((c) => c.max.gt(2))
      .select("name", "max"),
    [{ name: "a", max: 7 }],
  ),
  returnsRows("anyInnerJoin with no rows on the right", people.anyInnerJoin(visits.filter(false), "id"), []),
]);

export const lateral = group("lateral joins", [
  returnsRows(
    "the top two rows for each row",
    people
      .lateralJoin((p) =>
        visits
          .filter((v) => v.id.eq(p.id))
          .orderBy(desc("pages"))
          .limit(2)
          .select("pages"),
      )
      .select("name", "pages"),
    [
      { name: "a", pages: 7 },
      { name: "a", pages: 6 },
      { name: "c", pages: 1 },
    ],
  ),
  returnsRows(
    "the first row for each row, left",
    people
      .lateralJoin(
        (p) =>
          visits
            .filter((v) => v.id.eq(p.id))
            .orderBy("pages")
            .limit(1)
            .select("visit"),
        { how: "left" },
      )
      .select("name", "visit")
      .orderBy("name"),
    [
      { name: "a", visit: 10 },
      { name: "b", visit: null },
      { name: "c", visit: 12 },
      { name: "d", visit: null },
    ],
    ordered,
  ),
  returnsRows(
    "grouped rows for each row, left",
    people
      .lateralJoin(
        (p) =>
          visits
            .filter((v) => v.id.eq(p.id))
            .groupBy("id")
            .aggregate((v) => ({ total: v.pages.sum().add(p.id) })),
        { how: "left" },
      )
      .select("id", "total")
      .orderBy("id"),
    [
      { id: 1, total: 19 },
      { id: 2, total: null },
      { id: 3, total: 4 },
      { id: 4, total: null },
    ],
    ordered,
  ),
  returnsRows(
    "an aggregate of no rows is one row",
    people
      .lateralJoin((p) => visits.filter((v) => v.id.eq(p.id)).aggregate((v) => ({ n: v.visit.count() })))
      .select("id", "n")
      .orderBy("id"),
    [3, 0, 1, 0].map((n, i) => ({ id: i + 1, n })),
    ordered,
  ),
  returnsRows(
    "a join with an uncorrelated table",
    people.lateralJoin(() => visits).aggregate((c) => ({ n: c.visit.count() })),
    [{ n: 16 }],
  ),
  returnsRows(
    "a join correlated in select only",
    people
      .lateralJoin((p) => visits.select("visit", (v) => ({ sum: v.pages.add(p.id) })).filter((v) => v.visit.eq(12)))
      .select("id", "sum")
      .orderBy("id"),
    [2, 3, 4, 5].map((sum, i) => ({ id: i + 1, sum })),
    ordered,
  ),
  returnsRows(
    "a join with the same table",
    people
      .lateralJoin((p) => people.filter((q) => q.boss.eq(p.id)).select("name"), { suffix: "_of" })
      .select("name", "name_of"),
    [
      { name: "a", name_of: "b" },
      { name: "a", name_of: "c" },
      { name: "c", name_of: "d" },
    ],
  ),
  returnsRows(
    "nested lateral joins",
    people
      .lateralJoin((p) =>
        visits
          .filter((v) => v.id.eq(p.id))
          .lateralJoin((v) =>
            visits
              .filter((w) => w.id.eq(p.id).and(w.pages.lt(v.pages)))
              .aggregate((w) => ({ fewerPages: w.visit.count() })),
          )
          .select("visit", "fewerPages"),
      )
      .select("name", "visit", "fewerPages")
      .orderBy("visit"),
    [
      { name: "a", visit: 10, fewerPages: 0 },
      { name: "a", visit: 11, fewerPages: 2 },
      { name: "c", visit: 12, fewerPages: 0 },
      { name: "a", visit: 13, fewerPages: 1 },
    ],
    ordered,
  ),
]);

export const selfJoins = group("self-joins", [
  returnsRows(
    "inner join by a condition",
    people.innerJoin(people, (l, r) => l.boss.eq(r.id)).select("name", "name_right"),
    [
      { name: "b", name_right: "a" },
      { name: "c", name_right: "a" },
      { name: "d", name_right: "c" },
    ],
  ),
  returnsRows(
    "inner join by name",
    people.innerJoin(people, "id").select("name", "name_right").orderBy("name"),
    ["a", "b", "c", "d"].map((name) => ({ name, name_right: name })),
    ordered,
  ),
  returnsRows(
    "two joins in sequence",
    people
      .innerJoin(people, (l, r) => l.boss.eq(r.id), { suffix: "_1" })
      .innerJoin(people, (l, r) => l.boss_1.eq(r.id), { suffix: "_2" })
      .select("name", "name_1", "name_2"),
    [{ name: "d", name_1: "c", name_2: "a" }],
  ),
  returnsRows(
    "join with a view of the same table",
    people.innerJoin(people.view(), (l, r) => l.id.lt(r.id)).aggregate((c) => ({ n: c.id.count() })),
    [{ n: 6 }],
  ),
  returnsRows(
    "join of two filters of the same table",
    people
      .filter((c) => c.id.le(2))
      .leftJoin(
        people.filter((c) => c.id.ge(2)),
        "id",
      )
      .select("id", "name_right")
      .orderBy("id"),
    [
      { id: 1, name_right: null },
      { id: 2, name_right: "b" },
    ],
    ordered,
  ),
  returnsRows(
    "anti join by a condition",
    people
      .antiJoin(people, (l, r) => l.id.eq(r.boss))
      .select("name")
      .orderBy("name"),
    [{ name: "b" }, { name: "d" }],
    ordered,
  ),
]);
