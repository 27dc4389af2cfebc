import type { Table } from "@avocet/core";
import {
  AvocetError,
  count,
  desc,
  float64,
  int64,
  isAvocetError,
  memtable,
  notNull,
  rank,
  recursive,
  rowNumber,
  s,
  string,
} from "@avocet/core";
import type { ConformanceBackend } from "../../backend.js";
import { rows, scenario } from "../../build.js";
import { group } from "../../case.js";
import { rowsDifference } from "../../compare.js";

const SCHEMA = { id: notNull(int64), g: string, x: float64, n: int64 };
type S = typeof SCHEMA;
const DATA = Array.from({ length: 24 }, (_, i) => ({
  id: i,
  g: [null, "a", "b", "c"][i % 4],
  x: i % 5 === 0 ? null : ((i * 7) % 11) - 3.5,
  n: i % 7 === 3 ? null : (i * 5) % 6,
}));
const base = rows(SCHEMA, DATA);
const more = rows(SCHEMA, [
  { id: 100, g: "a", x: 1.5, n: 2 },
  { id: 101, g: "z", x: null, n: 0 },
]);
/** A table with the columns of the schema, whatever the types know of them. */
const same = (t: Pick<Table, "relation">): Table<S> => t as Table<S>; // each shape below ends with these columns

const SHAPES: Readonly<Record<string, Table<S>>> = {
  table: base,
  filtered: base.filter((c) => c.id.gt(2)),
  computed: same(base.mutate((c) => ({ x: c.x.mul(2).add(c.n), g: c.g.upper() }))),
  ordered: base.orderBy(desc("x"), "id").limit(11, { offset: 2 }),
  distinct: base.select("id", "g", "x", "n").distinct(),
  windowed: same(base.mutate((c) => ({ n: rowNumber().over({ partitionBy: c.g, orderBy: c.id }) }))),
  ranked: base.filter((c) => rank().over({ partitionBy: c.g, orderBy: c.id }).le(3)),
  grouped: same(
    base
      .groupBy("g")
      .aggregate((c) => ({ id: c.id.min(), x: c.x.sum(), n: c.n.max() }))
      .select("id", "g", "x", "n") as unknown as Table<S>,
  ),
  rolled: same(
    base
      .rollup("g")
      .aggregate((c) => ({ id: c.id.max(), x: c.x.sum(), n: c.g.grouping() }))
      .select("id", "g", "x", "n") as unknown as Table<S>,
  ),
  having: same(
    base
      .groupBy("g")
      .having((c) => c.x.sum().gt(0))
      .aggregate((c) => ({ id: c.id.min(), x: c.x.mean(), n: c.n.sum() }))
      .select("id", "g", "x", "n") as unknown as Table<S>,
  ),
  joined: same(
    base
      .leftJoin(
        base.filter((c) => c.n.gt(2)),
        "id",
      )
      .select("id", "g", (c) => ({ x: c.x_right }), "n"),
  ),
  outer: same(
    base
      .filter((c) => c.id.lt(9))
      .outerJoin(
        base.filter((c) => c.id.gt(5)),
        "id",
      )
      .select("id", "g", "x", "n"),
  ),
  union: base.filter((c) => c.id.lt(5)).union([more, base.filter((c) => c.id.gt(19))]),
  difference: base.difference(base.filter((c) => c.n.eq(0))),
  recursion: recursive(
    base.filter((c) => c.id.eq(1)),
    (all) => all.filter((c) => c.id.lt(6)).mutate((c) => ({ id: c.id.add(1), n: c.n.add(1) })),
  ),
  first: base.distinct({ on: "g", orderBy: "id" }),
  aliased: base.filter((c) => c.x.notNull()).alias("named"),
  viewed: base.view(),
  subquery: base.filter((o) => base.filter((i) => i.n.eq(o.n).and(i.id.ne(o.id))).exists()),
  longer: same(
    base
      .select("id", "x", "n")
      .pivotLonger(["x", "n"], { namesTo: "g", valuesTo: "y" })
      .select("id", "g", (c) => ({ x: c.y, n: c.id.mul(2) })) as unknown as Table<S>,
  ),
  lateral: same(
    base
      .lateralJoin((o) => more.filter((m) => m.n.ge(o.n)).aggregate((m) => ({ k: m.id.sum() })))
      .select("id", "g", "x", (c) => ({ n: c.k })) as unknown as Table<S>,
  ),
  empty: base.filter(false),
};
type Anything = Table<never>;
const loosely = (t: Pick<Table, "relation">): Anything => t as Anything; // only run, never built upon

const VERBS: Readonly<Record<string, (t: Table<S>) => Anything>> = {
  select: (t) => loosely(t.select("g", (c) => ({ y: c.x.add(1), z: c.x.add(1).mul(c.n) }))),
  "mutate with reductions": (t) => loosely(t.mutate((c) => ({ of: c.x.sum(), share: c.n.div(c.n.max()) }))),
  "filter by a reduction": (t) => loosely(t.filter((c) => c.n.ge(c.n.mean()))),
  "filter by a window": (t) => loosely(t.filter((c) => rowNumber().over({ partitionBy: c.g, orderBy: c.id }).eq(1))),
  "drop and rename": (t) => loosely(t.drop(s.columns("x")).rename({ key: "id" })),
  "distinct on": (t) => loosely(t.distinct({ on: ["g", "n"], keep: "last", orderBy: ["x", "id"] })),
  "distinct, none of several": (t) => loosely(t.distinct({ on: "g", keep: false })),
  distinct: (t) => loosely(t.select("g").distinct()),
  dropNull: (t) => loosely(t.dropNull(["g", "n"], { how: "all" })),
  fillNull: (t) => loosely(t.fillNull(0).fillNull("?")),
  aggregate: (t) => loosely(t.aggregate((c) => ({ n: count(), x: c.x.sum(), g: c.g.nunique(), rows: t.nunique() }))),
  groupBy: (t) => loosely(t.groupBy("g").aggregate((c) => ({ x: c.x.mean(), n: c.n.max() }))),
  "groupBy with having": (t) =>
    loosely(
      t
        .groupBy("n")
        .having(count().gt(1))
        .aggregate((c) => ({ most: c.x.max() })),
    ),
  "ordered groups": (t) =>
    loosely(
      t
        .groupBy("g")
        .orderBy("id")
        .mutate((c) => ({ before: c.id.lag(), sofar: c.n.sum() })),
    ),
  rollup: (t) =>
    loosely(t.rollup("g", "n").aggregate((c) => ({ level: c.g.grouping().add(c.n.grouping()), x: c.x.sum() }))),
  cube: (t) => loosely(t.cube("g", { odd: t.c.id.mod(2) }).count()),
  valueCounts: (t) => loosely(t.valueCounts("g")),
  topK: (t) => loosely(t.topK("g", 2, { by: (c) => c.id.max() })),
  info: (t) => loosely(t.info()),
  describe: (t) => loosely(t.describe()),
  "leftJoin with itself": (t) => loosely(t.leftJoin(t, (l, r) => l.n.eq(r.id))),
  semiJoin: (t) => loosely(t.semiJoin(more, "n")),
  "antiJoin with itself": (t) =>
    loosely(
      t.antiJoin(
        t.filter((c) => c.n.gt(2)),
        "id",
      ),
    ),
  outerJoin: (t) => loosely(t.select("n", "id").outerJoin(more.select("n", "x"), "n")),
  crossJoin: (t) => loosely(t.select("id").crossJoin(more.select({ k: more.c.id }))),
  asofJoin: (t) =>
    loosely(t.asofJoin(base.select("id", { v: base.c.x }), [], { on: (l, r) => l.n.ge(r.id), tolerance: 3 })),
  anyLeftJoin: (t) => loosely(t.anyLeftJoin(more.select("id", { v: more.c.x }), (l, r) => l.n.eq(r.id.sub(100)))),
  lateralJoin: (t) =>
    loosely(
      t.lateralJoin((o) => base.filter((i) => i.id.lt(o.n)).aggregate((i) => ({ less: i.x.sum() })), { how: "left" }),
    ),
  "lateralJoin with itself": (t) =>
    loosely(
      t
        .select("id", "n")
        .lateralJoin((o) =>
          t
            .filter((i) => i.id.eq(o.n))
            .select({ v: t.c.x })
            .limit(1),
        )
        .select("id", "v"),
    ),
  union: (t) => loosely(t.union(more, { distinct: true })),
  unionByName: (t) => loosely(t.select("g", "id").unionByName([t.select("x"), more.select("n")])),
  intersect: (t) => loosely(t.select("g").intersect(more.select("g"))),
  pivotLonger: (t) => loosely(t.pivotLonger(["x", "n"], { dropNull: true })),
  pivotWider: (t) =>
    loosely(
      t.pivotWider({
        namesFrom: "g",
        valuesFrom: "x",
        names: ["a", null],
        idColumns: "n",
        agg: (c) => c.sum(),
        fill: 0,
      }),
    ),
  "values so far": (t) => loosely(t.mutate((c) => ({ sofar: c.n.cumsum({ orderBy: c.id, partitionBy: c.g }) }))),
  exists: (t) => loosely(t.filter((o) => t.filter((i) => i.n.eq(o.n).and(i.id.gt(o.id))).exists())),
  "a value of the whole": (t) =>
    loosely(
      t
        .filter((c) => c.x.gt(more.c.x.min()))
        .mutate((c) => ({ d: c.x.sub(t.aggregate((a) => ({ m: a.x.min() })).asScalar()) })),
    ),
  "limit after order": (t) => loosely(t.orderBy("g", desc("n"), "id", "x").limit(3).select("g", "n", "id", "x")),
  relocate: (t) => loosely(t.relocate("n", { before: "g" }).cast({ n: float64 })),
  recursive: (t) =>
    loosely(
      recursive(
        t.aggregate((c) => ({ k: c.id.max() })),
        (all) => all.filter((c) => c.k.gt(90)).mutate((c) => ({ k: c.k.sub(4) })),
      ),
    ),
};

/** The verbs that give other rows over a shape than over the same rows in memory; those that the dialect refuses count as right. */
async function unlike(on: ConformanceBackend, shape: Table<S>): Promise<readonly string[]> {
  const copy = memtable<S>(await on.execute(shape), shape.schema);
  const wrong: string[] = [];
  for (const [name, verb] of Object.entries(VERBS)) {
    try {
      const [own, expected] = [await on.execute(verb(shape)), await on.execute(verb(copy))];
      const how = rowsDifference(own, expected, false, 1e-9);
      if (how) wrong.push(`${name}: ${how}`);
    } catch (error) {
      if (!isAvocetError(error) || error.code !== "unsupported-operation") throw naming(error, name);
    }
  }
  return wrong;
}
const naming = (error: unknown, verb: string): AvocetError =>
  new AvocetError("backend", `${verb}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });

/** Every verb over every kind of table, and over the same rows in memory: the rows must be the same. */
export const anything = group(
  "every verb over every kind of table",
  Object.entries(SHAPES).map(([name, shape]) => scenario(name, (on) => unlike(on, shape), [])),
);
