import { array, bool, date, float64, int64, map, range, string, struct, structOf } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const table = rows({ id: int64, tags: array(string) }, [
  { id: 1, tags: ["a", null, "b"] },
  { id: 2, tags: [] },
  { id: 3, tags: null },
]);
const tags = table.unnest("tags", { as: "tag" });
const ordered = { ordered: true };
const nested = rows(
  { id: int64, xs: array(struct({ a: int64, b: array(date) })), m: map(string, int64), grid: array(array(int64)) },
  [
    {
      id: 1,
      xs: [
        { a: 1, b: ["2024-02-29"] },
        { a: 2, b: [] },
      ],
      m: new Map([["k", 1]]),
      grid: [[1, 2], [3]],
    },
  ],
);

/** Rows from array elements. */
export const unnesting = group("unnest", [
  returnsRows(
    "unnest replaces the array column",
    table.unnest("tags", { offset: "i" }).orderBy("id", "i"),
    [
      { id: 1, tags: "a", i: 0 },
      { id: 1, tags: null, i: 1 },
      { id: 1, tags: "b", i: 2 },
    ],
    ordered,
  ),
  returnsRows(
    "unnest into a new column, keeping rows without elements",
    table.unnest("tags", { as: "tag", offset: "i", keepEmpty: true }).orderBy("id", "i"),
    [
      { id: 1, tags: ["a", null, "b"], tag: "a", i: 0 },
      { id: 1, tags: ["a", null, "b"], tag: null, i: 1 },
      { id: 1, tags: ["a", null, "b"], tag: "b", i: 2 },
      { id: 2, tags: [], tag: null, i: null },
      { id: 3, tags: null, tag: null, i: null },
    ],
    ordered,
  ),
  returnsRows("unnest without offsets, keeping rows without elements", table.unnest("tags", { keepEmpty: true }), [
    { id: 1, tags: "a" },
    { id: 1, tags: null },
    { id: 1, tags: "b" },
    { id: 2, tags: null },
    { id: 3, tags: null },
  ]),
  returnsRows(
    "unnest of a computed array and of its field",
    table
      .filter((c) => c.id.eq(1))
      .unnest((c) => c.tags.map((t, i) => structOf({ t: t.coalesce("-"), n: range(0, i) })), { as: "s" })
      .drop("tags")
      .unpack("s")
      .unnest("n", { keepEmpty: true })
      .filter((c) => c.n.isNull().or(c.n.lt(9)))
      .orderBy("t", "n"),
    [
      { id: 1, t: "-", n: 0 },
      { id: 1, t: "a", n: null },
      { id: 1, t: "b", n: 0 },
      { id: 1, t: "b", n: 1 },
    ],
    ordered,
  ),
  returnsRows(
    "grouped counts of elements",
    tags
      .groupBy("tag")
      .aggregate((c) => ({ n: c.id.count() }))
      .orderBy("tag"),
    [
      { tag: "a", n: 1 },
      { tag: "b", n: 1 },
      { tag: null, n: 1 },
    ],
    ordered,
  ),
  returnsRows(
    "a join with unnested rows",
    table.select("id").leftJoin(tags.select("id", "tag"), "id").orderBy("id", "tag"),
    [
      { id: 1, tag: "a" },
      { id: 1, tag: "b" },
      { id: 1, tag: null },
      { id: 2, tag: null },
      { id: 3, tag: null },
    ],
    ordered,
  ),
  returnsRows(
    "unnest of structs",
    nested.select("id", "xs").unnest("xs").unpack("xs").unnest("b", { keepEmpty: true }).orderBy("a"),
    [
      { id: 1, a: 1, b: "2024-02-29" },
      { id: 1, a: 2, b: null },
    ],
    ordered,
  ),
  returnsRows(
    "unnest of nested arrays",
    nested.select("grid").unnest("grid").unnest("grid").orderBy("grid"),
    [{ grid: 1 }, { grid: 2 }, { grid: 3 }],
    ordered,
  ),
  returnsRows(
    "unnest of two columns returns every combination",
    nested
      .select("id", (c) => ({ k: c.m.keys(), g: c.grid.at(0) }))
      .unnest("k")
      .unnest("g")
      .orderBy("g"),
    [
      { id: 1, k: "k", g: 1 },
      { id: 1, k: "k", g: 2 },
    ],
    ordered,
  ),
  returnsRows(
    "unnest of bools keeps an array of floats",
    rows({ a: array(bool), b: array(float64) }, [{ a: [true, null], b: [0.5] }])
      .unnest("a", { offset: "i" })
      .orderBy("i"),
    [
      { a: true, b: [0.5], i: 0 },
      { a: null, b: [0.5], i: 1 },
    ],
    ordered,
  ),
  returnsRows(
    "unnest of a range per row",
    table
      .unnest((c) => range(0, c.id), { as: "n" })
      .groupBy("id")
      .count({ name: "n" })
      .orderBy("id"),
    [1, 2, 3].map((id) => ({ id, n: id })),
    ordered,
  ),
  returnsRows(
    "collect of unnested elements",
    tags.groupBy("id").aggregate((c) => ({ collected: c.tag.collect({ orderBy: c.tag.desc() }) })),
    [{ id: 1, collected: ["b", "a"] }],
  ),
  returnsRows("unnest of no rows", table.filter(false).unnest("tags"), []),
]);
