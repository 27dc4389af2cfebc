import { decimal, float64, int32, int64, lit, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const SCHEMA = { n: int64, s: string };
const A = [
  { n: 1, s: "x" },
  { n: 1, s: "x" },
  { n: 2, s: null },
  { n: null, s: null },
  { n: 3, s: "y" },
];
const B = [
  { n: 1, s: "x" },
  { n: null, s: null },
  { n: null, s: null },
  { n: 2, s: "z" },
];
const a = rows(SCHEMA, A);
const b = rows(SCHEMA, B);
const none = rows(SCHEMA, []);
const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
const people = rows({ id: int64, name: string, boss: int64 }, [
  { id: 1, name: "a", boss: null },
  { id: 2, name: "b", boss: 1 },
]);
const visits = rows({ id: int64, pages: int64 }, [{ id: 1, pages: 5 }]);

/** Unions, intersections, differences. */
export const sets = group("set operations", [
  returnsRows("a union keeps duplicates", a.union(b), [...A, ...B]),
  returnsRows("a distinct union", a.union(b, { distinct: true }), [
    { n: 1, s: "x" },
    { n: 2, s: null },
    { n: null, s: null },
    { n: 3, s: "y" },
    { n: 2, s: "z" },
  ]),
  returnsRows("an intersection keeps each row once; NULL equals NULL", a.intersect(b), [
    { n: 1, s: "x" },
    { n: null, s: null },
  ]),
  returnsRows("an intersection that keeps duplicates", a.union(a).intersect(b.union(b), { distinct: false }), [
    { n: 1, s: "x" },
    { n: 1, s: "x" },
    { n: null, s: null },
    { n: null, s: null },
  ]),
  returnsRows("a difference keeps each row once", a.difference(b), [
    { n: 2, s: null },
    { n: 3, s: "y" },
  ]),
  returnsRows("a difference that keeps duplicates", a.difference(b, { distinct: false }), [
    { n: 1, s: "x" },
    { n: 2, s: null },
    { n: 3, s: "y" },
  ]),
  returnsRows(
    "a union of several tables",
    a.union([b, a]).aggregate((c) => ({ n: c.n.count(), s: c.s.count() })),
    [{ n: 10, s: 8 }],
  ),
  returnsRows("a difference of several tables", a.difference([b, rows(SCHEMA, [{ n: 3, s: "y" }])]), [
    { n: 2, s: null },
  ]),
  returnsRows("a union with no rows", a.union(none), A),
  returnsRows("an intersection with no rows", a.intersect(none), []),
  returnsRows("a difference with no rows", none.difference(a), []),
  returnsRows("columns are matched by name", a.union(b.select("s", "n")), [...A, ...B]),
  returnsRows(
    "a union promotes dtypes",
    rows({ n: int32, x: float64 }, [{ n: 1, x: 0.5 }])
      .union(rows({ n: int64, x: int64 }, [{ n: 2 ** 40, x: 2 }]))
      .orderBy("n"),
    [
      { n: 1, x: 0.5 },
      { n: 2 ** 40, x: 2 },
    ],
    { ordered: true },
  ),
  returnsRows(
    "a union of decimals and integers",
    rows({ p: decimal(9, 2) }, [{ p: "1.5" }]).union(rows({ p: int64 }, [{ p: 2 }])),
    list("p", "1.50", "2.00"),
  ),
  returnsRows(
    "a union with an untyped NULL",
    rows({ n: int64 }, [{ n: 1 }]).union(rows({ n: int64 }, []).select({ n: lit(null) })),
    list("n", 1),
  ),
  returnsRows(
    "orderBy and limit after a union",
    a
      .union(b)
      .orderBy((c) => [c.n.desc(), c.s])
      .limit(3),
    [
      { n: 3, s: "y" },
      { n: 2, s: "z" },
      { n: 2, s: null },
    ],
    { ordered: true },
  ),
  returnsRows(
    "a union of limited tables",
    a
      .orderBy("n")
      .limit(1)
      .union(b.orderBy((c) => c.n.desc()).limit(1)),
    [
      { n: 1, s: "x" },
      { n: 2, s: "z" },
    ],
  ),
  returnsRows(
    "filter, select and groupBy after a union",
    a
      .union(b)
      .filter((c) => c.n.notNull())
      .select("n")
      .groupBy("n")
      .count(),
    [
      { n: 1, count: 3 },
      { n: 2, count: 2 },
      { n: 3, count: 1 },
    ],
  ),
  returnsRows("select of a column after a union", a.union(b).select("s").distinct(), list("s", "x", null, "y", "z")),
  returnsRows("nested set operations", a.union(b).intersect(b.difference(rows(SCHEMA, [{ n: 2, s: "z" }]))), [
    { n: 1, s: "x" },
    { n: null, s: null },
  ]),
  returnsRows(
    "an intersection of a table with itself",
    a.intersect(a).aggregate((c) => ({ n: c.n.count() })),
    [{ n: 3 }],
  ),
  returnsRows(
    "a union in a join",
    a
      .union(b)
      .innerJoin(visits, [["n", "id"]])
      .select("pages"),
    list("pages", 5, 5, 5),
  ),
  returnsRows(
    "unionByName fills missing columns with NULL",
    people.select("id", "boss").unionByName([visits, people.select("name")]),
    [
      { id: 1, boss: null, pages: null, name: null },
      { id: 2, boss: 1, pages: null, name: null },
      { id: 1, boss: null, pages: 5, name: null },
      { id: null, boss: null, pages: null, name: "a" },
      { id: null, boss: null, pages: null, name: "b" },
    ],
  ),
  returnsRows(
    "unionByName of distinct rows",
    people
      .select("boss")
      .unionByName([people.select("boss"), visits.select({ boss: visits.c.pages })], { distinct: true }),
    list("boss", null, 1, 5),
  ),
]);
