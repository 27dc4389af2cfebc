import { date, desc, float64, int64, lit, s, string } from "@avocet/core";
import { returnsRows, rows, scenario } from "../../build.js";
import { group } from "../../case.js";

const DATA = [
  { id: 1, name: "a", x: 0.5, y: 2 },
  { id: 2, name: null, x: null, y: 1 },
  { id: 3, name: "b", x: -1, y: null },
  { id: 4, name: "a", x: 3, y: 2 },
];
const t = rows({ id: int64, name: string, x: float64, y: float64 }, DATA);
const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));
const ordered = { ordered: true };
const sorted = t.orderBy("id");

/** Selecting, computing and renaming columns; filtering, limiting and deduplicating rows. */
export const shaping = group("basic verbs", [
  returnsRows(
    "select by name, by column, by expression",
    sorted.select("id", t.c.name, (c) => ({ twice: c.x.mul(2) })),
    DATA.map(({ id, name, x }) => ({ id, name, twice: x === null ? null : 2 * x })),
    ordered,
  ),
  returnsRows(
    "select of one column twice",
    sorted.select("id", { idCopy: t.c.id }),
    DATA.map(({ id }) => ({ id, idCopy: id })),
    ordered,
  ),
  returnsRows(
    "select of constants",
    t.select({ constant: 1, text: "it's", none: null, yes: true, half: 0.5 }).limit(1),
    [{ constant: 1, text: "it's", none: null, yes: true, half: 0.5 }],
  ),
  returnsRows(
    "mutate of new and existing columns",
    sorted.mutate((c) => ({ x: c.x.coalesce(0), z: c.id.add(1) })),
    DATA.map((row) => ({ ...row, x: row.x ?? 0, z: row.id + 1 })),
    ordered,
  ),
  returnsRows(
    "mutate that swaps two columns",
    sorted.mutate((c) => ({ x: c.y, y: c.x })).select("id", "x", "y"),
    DATA.map(({ id, x, y }) => ({ id, x: y, y: x })),
    ordered,
  ),
  returnsRows(
    "mutate after mutate",
    sorted
      .mutate((c) => ({ a: c.id.add(1) }))
      .mutate((c) => ({ a: c.a.mul(2), b: c.a }))
      .select("a", "b"),
    [2, 3, 4, 5].map((b) => ({ a: b * 2, b })),
    ordered,
  ),
  returnsRows(
    "drop of two columns",
    sorted.drop("x", "y"),
    DATA.map(({ id, name }) => ({ id, name })),
    ordered,
  ),
  returnsRows(
    "rename of two columns",
    sorted.rename({ key: "id", id: "name" }).drop("x", "y"),
    DATA.map(({ id, name }) => ({ key: id, id: name })),
    ordered,
  ),
  returnsRows("rename by a function", sorted.rename((name) => `${name} "of" it's`).limit(1), [
    { 'id "of" it\'s': 1, 'name "of" it\'s': "a", 'x "of" it\'s': 0.5, 'y "of" it\'s': 2 },
  ]),
  returnsRows(
    "column names that are SQL keywords",
    t.select({ select: t.c.id, from: t.c.name, "group by": t.c.x, "*": t.c.y }).filter((c) => c.select.eq(1)),
    [{ select: 1, from: "a", "group by": 0.5, "*": 2 }],
  ),
  returnsRows(
    "column names that differ in case",
    t.select({ a: t.c.id, A: t.c.name }).filter((c) => c.a.eq(1)),
    [{ a: 1, A: "a" }],
  ),
  returnsRows(
    "column names with non-ASCII letters, dots, quotes and spaces",
    t
      .select({ "größe 日本": t.c.id, "a.b": t.c.x, '"q"': t.c.y, "`b`": t.c.name })
      .filter((c) => c["größe 日本"].eq(1)),
    [{ "größe 日本": 1, "a.b": 0.5, '"q"': 2, "`b`": "a" }],
  ),
  returnsRows(
    "filter by a condition",
    t.filter((c) => c.x.gt(0)),
    [DATA[0] ?? {}, DATA[3] ?? {}],
  ),
  returnsRows(
    "filter after filter",
    t
      .filter((c) => c.x.gt(0))
      .filter((c) => c.y.eq(2))
      .filter((c) => c.id.gt(1))
      .select("id"),
    list("id", 4),
  ),
  returnsRows(
    "filter by a column that is dropped afterwards",
    t
      .filter((c) => c.y.eq(1))
      .drop("y")
      .select("id"),
    list("id", 2),
  ),
  returnsRows(
    "filter by a computed column",
    t
      .mutate((c) => ({ z: c.x.add(c.y) }))
      .filter((c) => c.z.gt(2))
      .select("id"),
    list("id", 1, 4),
  ),
  returnsRows("limit and offset", sorted.limit(2, { offset: 1 }).select("id"), list("id", 2, 3), ordered),
  returnsRows("offset without a limit", sorted.limit(null, { offset: 2 }).select("id"), list("id", 3, 4), ordered),
  returnsRows("limit of no rows", t.limit(0), []),
  returnsRows("limit beyond the number of rows", sorted.limit(99).select("id"), list("id", 1, 2, 3, 4), ordered),
  returnsRows("offset beyond the end", sorted.limit(5, { offset: 9 }), []),
  returnsRows("limit after limit", sorted.limit(3).limit(2, { offset: 1 }).select("id"), list("id", 2, 3), ordered),
  returnsRows("head returns the first rows", sorted.head(2).select("id"), list("id", 1, 2), ordered),
  returnsRows(
    "filter after limit",
    sorted
      .limit(3)
      .filter((c) => c.id.gt(1))
      .select("id"),
    list("id", 2, 3),
  ),
  returnsRows(
    "aggregate after limit",
    sorted.limit(2).aggregate((c) => ({ n: c.id.sum() })),
    [{ n: 3 }],
  ),
  returnsRows("distinct rows of two columns", t.select("name", "y").distinct(), [
    { name: "a", y: 2 },
    { name: null, y: 1 },
    { name: "b", y: null },
  ]),
  returnsRows(
    "orderBy a column computed after distinct",
    t
      .select("name")
      .distinct()
      .mutate((c) => ({ z: c.name.coalesce("-") }))
      .orderBy("z")
      .select("z"),
    list("z", "-", "a", "b"),
    ordered,
  ),
  returnsRows(
    "across two columns",
    sorted.mutate(s.across(s.columns("x", "y"), (c) => c.isNull())),
    DATA.map((row) => ({ ...row, x: row.x === null, y: row.y === null })),
    ordered,
  ),
  returnsRows(
    "across with several functions",
    t.aggregate(s.across(s.columns("x", "y"), { n: (c) => c.count(), max: (c) => c.max() })),
    [{ x_n: 3, x_max: 3, y_n: 3, y_max: 2 }],
  ),
  returnsRows(
    "filter by ifAny and ifAll",
    t
      .filter(
        s.ifAny(s.columns("x", "y"), (c) => c.isNull()),
        s.ifAll(s.columns("id"), (c) => c.notNull()),
      )
      .select("id"),
    list("id", 2, 3),
  ),
  returnsRows(
    "alias of a table",
    t
      .alias("other")
      .filter((c) => c.id.eq(1))
      .select("name"),
    list("name", "a"),
  ),
  returnsRows(
    "view of a table",
    t
      .view()
      .filter((c) => c.id.eq(2))
      .select("y"),
    list("y", 1),
  ),
  returnsRows(
    "many verbs over no rows",
    t
      .filter(false)
      .mutate((c) => ({ z: c.x.add(1) }))
      .orderBy("z")
      .distinct()
      .limit(3),
    [],
  ),
  returnsRows(
    "a chain of thirty mutates",
    Array.from({ length: 30 }, (_, i) => i)
      .reduce((table, i) => table.mutate((c) => ({ x: c.x.add(i) })), sorted)
      .select("x"),
    list("x", 435.5, null, 434, 438),
    ordered,
  ),
  returnsRows(
    "a pipeline of different verbs",
    t
      .select("id", "x")
      .filter((c) => c.x.notNull())
      .orderBy(desc("x"))
      .limit(2)
      .mutate({ seen: lit(true) })
      .groupBy("seen")
      .aggregate((c) => ({ sum: c.x.sum() })),
    [{ seen: true, sum: 3.5 }],
  ),
  scenario(
    "columns are returned in order",
    async (backend) => {
      const [row] = await backend.execute(t.relocate("y", { after: "id" }).select("y", "id", { z: 1 }));
      const [secondRow] = await backend.execute(t.relocate("name", s.columns("x"), { before: "id" }));
      return [Object.keys(row ?? {}), Object.keys(secondRow ?? {})];
    },
    [
      ["y", "id", "z"],
      ["name", "x", "id", "y"],
    ],
  ),
]);

const mixed = rows({ k: int64, s: string, on: date }, [
  { k: 2, s: "b", on: "2024-01-02" },
  { k: null, s: "a", on: null },
  { k: 1, s: null, on: "2024-01-01" },
  { k: 2, s: "a", on: "2024-01-03" },
]);
const keys = (...values: readonly (readonly [unknown, unknown])[]) => values.map(([k, text]) => ({ k, s: text }));
export const ordering = group("orderBy", [
  returnsRows(
    "NULLs last, ascending",
    mixed.orderBy("k", "s").select("k", "s"),
    keys([1, null], [2, "a"], [2, "b"], [null, "a"]),
    ordered,
  ),
  returnsRows(
    "NULLs last, descending",
    mixed.orderBy(desc("k"), desc("s")).select("k", "s"),
    keys([2, "b"], [2, "a"], [1, null], [null, "a"]),
    ordered,
  ),
  returnsRows(
    "NULLs first, ascending",
    mixed.orderBy((c) => [c.k.asc({ nulls: "first" }), c.s]).select("k", "s"),
    keys([null, "a"], [1, null], [2, "a"], [2, "b"]),
    ordered,
  ),
  returnsRows(
    "NULLs first, descending",
    mixed.orderBy((c) => [c.s.desc({ nulls: "first" }), c.k]).select("k", "s"),
    keys([1, null], [2, "b"], [2, "a"], [null, "a"]),
    ordered,
  ),
  returnsRows(
    "orderBy an expression",
    mixed.orderBy((c) => [c.k.coalesce(9).neg(), c.s]).select("k", "s"),
    keys([null, "a"], [2, "a"], [2, "b"], [1, null]),
    ordered,
  ),
  returnsRows(
    "orderBy a column that is not selected",
    mixed.orderBy("on").select("s"),
    list("s", null, "b", "a", "a"),
    ordered,
  ),
  returnsRows(
    "orderBy a selector",
    mixed.orderBy(s.columns("k", "s")).select("k", "s"),
    keys([1, null], [2, "a"], [2, "b"], [null, "a"]),
    ordered,
  ),
  returnsRows(
    "orderBy a constant and a column",
    mixed.mutate({ constant: 1 }).orderBy("constant", "on").select("s"),
    list("s", null, "b", "a", "a"),
    ordered,
  ),
  returnsRows(
    "the last orderBy takes precedence",
    mixed.orderBy("s").orderBy("on").select("on"),
    list("on", "2024-01-01", "2024-01-02", "2024-01-03", null),
    ordered,
  ),
  returnsRows(
    "the ordering is kept after mutate, filter, select and limit",
    mixed
      .orderBy(desc("on"))
      .mutate((c) => ({ t: c.s.coalesce("-") }))
      .filter((c) => c.k.notNull())
      .select("t")
      .limit(2),
    list("t", "a", "b"),
    ordered,
  ),
  returnsRows(
    "orderBy after orderBy and limit",
    mixed.orderBy("on").limit(3).orderBy(desc("on")).select("on"),
    list("on", "2024-01-03", "2024-01-02", "2024-01-01"),
    ordered,
  ),
  returnsRows(
    "strings are ordered by code point",
    rows(
      { s: string },
      ["b", "B", "a", "_", "é", "Z", "10", "9", ""].map((text) => ({ s: text })),
    ).orderBy("s"),
    list("s", "", "10", "9", "B", "Z", "_", "a", "b", "é"),
    ordered,
  ),
]);
