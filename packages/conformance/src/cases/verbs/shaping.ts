import { date, desc, float64, int64, lit, s, string } from "@avocet/core";
import { gives, rows, scenario } from "../../build.js";
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

/** Columns picked, made, named; rows kept, sorted, cut off. */
export const shaping = group("columns and rows", [
  gives(
    "select by name, by column, by expression",
    sorted.select("id", t.c.name, (c) => ({ twice: c.x.mul(2) })),
    DATA.map(({ id, name, x }) => ({ id, name, twice: x === null ? null : 2 * x })),
    ordered,
  ),
  gives(
    "select of one column twice",
    sorted.select("id", { again: t.c.id }),
    DATA.map(({ id }) => ({ id, again: id })),
    ordered,
  ),
  gives("select of constants", t.select({ one: 1, text: "it's", none: null, yes: true, half: 0.5 }).limit(1), [
    { one: 1, text: "it's", none: null, yes: true, half: 0.5 },
  ]),
  gives(
    "mutate of new columns and old",
    sorted.mutate((c) => ({ x: c.x.coalesce(0), z: c.id.add(1) })),
    DATA.map((row) => ({ ...row, x: row.x ?? 0, z: row.id + 1 })),
    ordered,
  ),
  gives(
    "mutate that swaps two columns",
    sorted.mutate((c) => ({ x: c.y, y: c.x })).select("id", "x", "y"),
    DATA.map(({ id, x, y }) => ({ id, x: y, y: x })),
    ordered,
  ),
  gives(
    "mutate upon mutate",
    sorted
      .mutate((c) => ({ a: c.id.add(1) }))
      .mutate((c) => ({ a: c.a.mul(2), b: c.a }))
      .select("a", "b"),
    [2, 3, 4, 5].map((b) => ({ a: b * 2, b })),
    ordered,
  ),
  gives(
    "drop",
    sorted.drop("x", "y"),
    DATA.map(({ id, name }) => ({ id, name })),
    ordered,
  ),
  gives(
    "rename",
    sorted.rename({ key: "id", id: "name" }).drop("x", "y"),
    DATA.map(({ id, name }) => ({ key: id, id: name })),
    ordered,
  ),
  gives("rename by a function", sorted.rename((name) => `${name} "of" it's`).limit(1), [
    { 'id "of" it\'s': 1, 'name "of" it\'s': "a", 'x "of" it\'s': 0.5, 'y "of" it\'s': 2 },
  ]),
  gives(
    "names that are words of SQL",
    t.select({ select: t.c.id, from: t.c.name, "group by": t.c.x, "*": t.c.y }).filter((c) => c.select.eq(1)),
    [{ select: 1, from: "a", "group by": 0.5, "*": 2 }],
  ),
  gives(
    "names that differ in case",
    t.select({ a: t.c.id, A: t.c.name }).filter((c) => c.a.eq(1)),
    [{ a: 1, A: "a" }],
  ),
  gives(
    "names beyond ASCII, with dots, quotes and spaces",
    t
      .select({ "größe 日本": t.c.id, "a.b": t.c.x, '"q"': t.c.y, "`b`": t.c.name })
      .filter((c) => c["größe 日本"].eq(1)),
    [{ "größe 日本": 1, "a.b": 0.5, '"q"': 2, "`b`": "a" }],
  ),
  gives(
    "filter",
    t.filter((c) => c.x.gt(0)),
    [DATA[0] ?? {}, DATA[3] ?? {}],
  ),
  gives(
    "filter upon filter",
    t
      .filter((c) => c.x.gt(0))
      .filter((c) => c.y.eq(2))
      .filter((c) => c.id.gt(1))
      .select("id"),
    list("id", 4),
  ),
  gives(
    "filter by a column that is dropped then",
    t
      .filter((c) => c.y.eq(1))
      .drop("y")
      .select("id"),
    list("id", 2),
  ),
  gives(
    "filter by a computed column",
    t
      .mutate((c) => ({ z: c.x.add(c.y) }))
      .filter((c) => c.z.gt(2))
      .select("id"),
    list("id", 1, 4),
  ),
  gives("limit and offset", sorted.limit(2, { offset: 1 }).select("id"), list("id", 2, 3), ordered),
  gives("offset without a limit", sorted.limit(null, { offset: 2 }).select("id"), list("id", 3, 4), ordered),
  gives("limit of no rows", t.limit(0), []),
  gives("limit of more rows than there are", sorted.limit(99).select("id"), list("id", 1, 2, 3, 4), ordered),
  gives("offset beyond the end", sorted.limit(5, { offset: 9 }), []),
  gives("limit upon limit", sorted.limit(3).limit(2, { offset: 1 }).select("id"), list("id", 2, 3), ordered),
  gives("head", sorted.head(2).select("id"), list("id", 1, 2), ordered),
  gives(
    "a filter after a limit",
    sorted
      .limit(3)
      .filter((c) => c.id.gt(1))
      .select("id"),
    list("id", 2, 3),
  ),
  gives(
    "an aggregate after a limit",
    sorted.limit(2).aggregate((c) => ({ n: c.id.sum() })),
    [{ n: 3 }],
  ),
  gives("distinct", t.select("name", "y").distinct(), [
    { name: "a", y: 2 },
    { name: null, y: 1 },
    { name: "b", y: null },
  ]),
  gives(
    "distinct, sorted by what is computed then",
    t
      .select("name")
      .distinct()
      .mutate((c) => ({ z: c.name.coalesce("-") }))
      .orderBy("z")
      .select("z"),
    list("z", "-", "a", "b"),
    ordered,
  ),
  gives(
    "across columns",
    sorted.mutate(s.across(s.columns("x", "y"), (c) => c.isNull())),
    DATA.map((row) => ({ ...row, x: row.x === null, y: row.y === null })),
    ordered,
  ),
  gives(
    "across numbers, by suffixes",
    t.aggregate(s.across(s.columns("x", "y"), { n: (c) => c.count(), most: (c) => c.max() })),
    [{ x_n: 3, x_most: 3, y_n: 3, y_most: 2 }],
  ),
  gives(
    "ifAny, ifAll",
    t
      .filter(
        s.ifAny(s.columns("x", "y"), (c) => c.isNull()),
        s.ifAll(s.columns("id"), (c) => c.notNull()),
      )
      .select("id"),
    list("id", 2, 3),
  ),
  gives(
    "an alias",
    t
      .alias("other")
      .filter((c) => c.id.eq(1))
      .select("name"),
    list("name", "a"),
  ),
  gives(
    "a view",
    t
      .view()
      .filter((c) => c.id.eq(2))
      .select("y"),
    list("y", 1),
  ),
  gives(
    "no rows, through many verbs",
    t
      .filter(false)
      .mutate((c) => ({ z: c.x.add(1) }))
      .orderBy("z")
      .distinct()
      .limit(3),
    [],
  ),
  gives(
    "a long chain of steps",
    Array.from({ length: 30 }, (_, i) => i)
      .reduce((table, i) => table.mutate((c) => ({ x: c.x.add(i) })), sorted)
      .select("x"),
    list("x", 435.5, null, 434, 438),
    ordered,
  ),
  gives(
    "a step after each verb",
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
    "columns come in their order",
    async (backend) => {
      const [row] = await backend.execute(t.relocate("y", { after: "id" }).select("y", "id", { z: 1 }));
      const [other] = await backend.execute(t.relocate("name", s.columns("x"), { before: "id" }));
      return [Object.keys(row ?? {}), Object.keys(other ?? {})];
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
export const order = group("order", [
  gives(
    "NULLs last, rising",
    mixed.orderBy("k", "s").select("k", "s"),
    keys([1, null], [2, "a"], [2, "b"], [null, "a"]),
    ordered,
  ),
  gives(
    "NULLs last, falling",
    mixed.orderBy(desc("k"), desc("s")).select("k", "s"),
    keys([2, "b"], [2, "a"], [1, null], [null, "a"]),
    ordered,
  ),
  gives(
    "NULLs first",
    mixed.orderBy((c) => [c.k.asc({ nulls: "first" }), c.s]).select("k", "s"),
    keys([null, "a"], [1, null], [2, "a"], [2, "b"]),
    ordered,
  ),
  gives(
    "NULLs first, falling",
    mixed.orderBy((c) => [c.s.desc({ nulls: "first" }), c.k]).select("k", "s"),
    keys([1, null], [2, "b"], [2, "a"], [null, "a"]),
    ordered,
  ),
  gives(
    "by an expression",
    mixed.orderBy((c) => [c.k.coalesce(9).neg(), c.s]).select("k", "s"),
    keys([null, "a"], [2, "a"], [2, "b"], [1, null]),
    ordered,
  ),
  gives("by a column that is not selected", mixed.orderBy("on").select("s"), list("s", null, "b", "a", "a"), ordered),
  gives(
    "by a selector",
    mixed.orderBy(s.columns("k", "s")).select("k", "s"),
    keys([1, null], [2, "a"], [2, "b"], [null, "a"]),
    ordered,
  ),
  gives(
    "by a constant and a column",
    mixed.mutate({ one: 1 }).orderBy("one", "on").select("s"),
    list("s", null, "b", "a", "a"),
    ordered,
  ),
  gives(
    "the last orderBy counts",
    mixed.orderBy("s").orderBy("on").select("on"),
    list("on", "2024-01-01", "2024-01-02", "2024-01-03", null),
    ordered,
  ),
  gives(
    "stays after select, mutate, filter and limit",
    mixed
      .orderBy(desc("on"))
      .mutate((c) => ({ t: c.s.coalesce("-") }))
      .filter((c) => c.k.notNull())
      .select("t")
      .limit(2),
    list("t", "a", "b"),
    ordered,
  ),
  gives(
    "of a limit within, then another",
    mixed.orderBy("on").limit(3).orderBy(desc("on")).select("on"),
    list("on", "2024-01-03", "2024-01-02", "2024-01-01"),
    ordered,
  ),
  gives(
    "strings by code points",
    rows(
      { s: string },
      ["b", "B", "a", "_", "é", "Z", "10", "9", ""].map((text) => ({ s: text })),
    ).orderBy("s"),
    list("s", "", "10", "9", "B", "Z", "_", "a", "b", "é"),
    ordered,
  ),
]);
