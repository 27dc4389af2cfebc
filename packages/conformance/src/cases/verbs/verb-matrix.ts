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
const extraRows = rows(SCHEMA, [
  { id: 100, g: "a", x: 1.5, n: 2 },
  { id: 101, g: "z", x: null, n: 0 },
]);
/** Casts a table that has the columns of the schema at run time. */
const asSchema = (t: Pick<Table, "relation">): Table<S> => t as Table<S>; // every shape below has these columns

const SHAPES: Readonly<Record<string, Table<S>>> = {
  table: base,
  filtered: base.filter((c) => c.id.gt(2)),
  computed: asSchema(base.mutate((c) => ({ x: c.x.mul(2).add(c.n), g: c.g.upper() }))),
  ordered: base.orderBy(desc("x"), "id").limit(11, { offset: 2 }),
  distinct: base.select("id", "g", "x", "n").distinct(),
  windowed: asSchema(base.mutate((c) => ({ n: rowNumber().over({ partitionBy: c.g, orderBy: c.id }) }))),
  ranked: base.filter((c) => rank().over({ partitionBy: c.g, orderBy: c.id }).le(3)),
  grouped: asSchema(
    base
      .groupBy("g")
      .aggregate((c) => ({ id: c.id.min(), x: c.x.sum(), n: c.n.max() }))
      .select("id", "g", "x", "n") as unknown as Table<S>,
  ),
  rolled: asSchema(
    base
      .rollup("g")
      .aggregate((c) => ({ id: c.id.max(), x: c.x.sum(), n: c.g.grouping() }))
      .select("id", "g", "x", "n") as unknown as Table<S>,
  ),
  having: asSchema(
    base
      .groupBy("g")
      .having((c) => c.x.sum().gt(0))
      .aggregate((c) => ({ id: c.id.min(), x: c.x.mean(), n: c.n.sum() }))
      .select("id", "g", "x", "n") as unknown as Table<S>,
  ),
  joined: asSchema(
    base
      .leftJoin(
        base.filter((c) => c.n.gt(2)),
        "id",
      )
      .select("id", "g", (c) => ({ x: c.x_right }), "n"),
  ),
  outer: asSchema(
    base
      .filter((c) => c.id.lt(9))
      .outerJoin(
        base.filter((c) => c.id.gt(5)),
        "id",
      )
      .select("id", "g", "x", "n"),
  ),
  union: base.filter((c) => c.id.lt(5)).union([extraRows, base.filter((c) => c.id.gt(19))]),
  difference: base.difference(base.filter((c) => c.n.eq(0))),
  recursion: recursive(
    base.filter((c) => c.id.eq(1)),
    (previous) => previous.filter((c) => c.id.lt(6)).mutate((c) => ({ id: c.id.add(1), n: c.n.add(1) })),
  ),
  first: base.distinct({ on: "g", orderBy: "id" }),
  aliased: base.filter((c) => c.x.notNull()).alias("named"),
  viewed: base.view(),
  subquery: base.filter((o) => base.filter((i) => i.n.eq(o.n).and(i.id.ne(o.id))).exists()),
  longer: asSchema(
    base
      .select("id", "x", "n")
      .pivotLonger(["x", "n"], { namesTo: "g", valuesTo: "y" })
      .select("id", "g", (c) => ({ x: c.y, n: c.id.mul(2) })) as unknown as Table<S>,
  ),
  lateral: asSchema(
    base
      .lateralJoin((o) => extraRows.filter((m) => m.n.ge(o.n)).aggregate((m) => ({ k: m.id.sum() })))
      .select("id", "g", "x", (c) => ({ n: c.k })) as unknown as Table<S>,
  ),
  empty: base.filter(false),
};
type AnyTable = Table<never>;
const untyped = (t: Pick<Table, "relation">): AnyTable => t as AnyTable; // only executed, never extended

const VERBS: Readonly<Record<string, (t: Table<S>) => AnyTable>> = {
  select: (t) => untyped(t.select("g", (c) => ({ y: c.x.add(1), z: c.x.add(1).mul(c.n) }))),
  "mutate with aggregates": (t) => untyped(t.mutate((c) => ({ total: c.x.sum(), share: c.n.div(c.n.max()) }))),
  "filter by an aggregate": (t) => untyped(t.filter((c) => c.n.ge(c.n.mean()))),
  "filter by a window": (t) => untyped(t.filter((c) => rowNumber().over({ partitionBy: c.g, orderBy: c.id }).eq(1))),
  "drop and rename": (t) => untyped(t.drop(s.columns("x")).rename({ key: "id" })),
  "distinct on": (t) => untyped(t.distinct({ on: ["g", "n"], keep: "last", orderBy: ["x", "id"] })),
  "distinct without duplicate keys": (t) => untyped(t.distinct({ on: "g", keep: false })),
  distinct: (t) => untyped(t.select("g").distinct()),
  dropNull: (t) => untyped(t.dropNull(["g", "n"], { how: "all" })),
  fillNull: (t) => untyped(t.fillNull(0).fillNull("?")),
  aggregate: (t) => untyped(t.aggregate((c) => ({ n: count(), x: c.x.sum(), g: c.g.nunique(), rows: t.nunique() }))),
  groupBy: (t) => untyped(t.groupBy("g").aggregate((c) => ({ x: c.x.mean(), n: c.n.max() }))),
  "groupBy with having": (t) =>
    untyped(
      t
        .groupBy("n")
        .having(count().gt(1))
        .aggregate((c) => ({ max: c.x.max() })),
    ),
  "ordered groups": (t) =>
    untyped(
      t
        .groupBy("g")
        .orderBy("id")
        .mutate((c) => ({ previous: c.id.lag(), running: c.n.sum() })),
    ),
  rollup: (t) =>
    untyped(t.rollup("g", "n").aggregate((c) => ({ level: c.g.grouping().add(c.n.grouping()), x: c.x.sum() }))),
  cube: (t) => untyped(t.cube("g", { odd: t.c.id.mod(2) }).count()),
  valueCounts: (t) => untyped(t.valueCounts("g")),
  topK: (t) => untyped(t.topK("g", 2, { by: (c) => c.id.max() })),
  info: (t) => untyped(t.info()),
  describe: (t) => untyped(t.describe()),
  "leftJoin with itself": (t) => untyped(t.leftJoin(t, (l, r) => l.n.eq(r.id))),
  semiJoin: (t) => untyped(t.semiJoin(extraRows, "n")),
  "antiJoin with itself": (t) =>
    untyped(
      t.antiJoin(
        t.filter((c) => c.n.gt(2)),
        "id",
      ),
    ),
  outerJoin: (t) => untyped(t.select("n", "id").outerJoin(extraRows.select("n", "x"), "n")),
  crossJoin: (t) => untyped(t.select("id").crossJoin(extraRows.select({ k: extraRows.c.id }))),
  asofJoin: (t) =>
    untyped(t.asofJoin(base.select("id", { v: base.c.x }), [], { on: (l, r) => l.n.ge(r.id), tolerance: 3 })),
  anyLeftJoin: (t) =>
    untyped(t.anyLeftJoin(extraRows.select("id", { v: extraRows.c.x }), (l, r) => l.n.eq(r.id.sub(100)))),
  lateralJoin: (t) =>
    untyped(
      t.lateralJoin((o) => base.filter((i) => i.id.lt(o.n)).aggregate((i) => ({ lowerSum: i.x.sum() })), {
        how: "left",
      }),
    ),
  "lateralJoin with itself": (t) =>
    untyped(
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
  union: (t) => untyped(t.union(extraRows, { distinct: true })),
  unionByName: (t) => untyped(t.select("g", "id").unionByName([t.select("x"), extraRows.select("n")])),
  intersect: (t) => untyped(t.select("g").intersect(extraRows.select("g"))),
  pivotLonger: (t) => untyped(t.pivotLonger(["x", "n"], { dropNull: true })),
  pivotWider: (t) =>
    untyped(
      t.pivotWider({
        namesFrom: "g",
        valuesFrom: "x",
        names: ["a", null],
        idColumns: "n",
        agg: (c) => c.sum(),
        fill: 0,
      }),
    ),
  "running sums": (t) => untyped(t.mutate((c) => ({ running: c.n.cumsum({ orderBy: c.id, partitionBy: c.g }) }))),
  exists: (t) => untyped(t.filter((o) => t.filter((i) => i.n.eq(o.n).and(i.id.gt(o.id))).exists())),
  "scalar subquery": (t) =>
    untyped(
      t
        .filter((c) => c.x.gt(extraRows.c.x.min()))
        .mutate((c) => ({ d: c.x.sub(t.aggregate((a) => ({ m: a.x.min() })).asScalar()) })),
    ),
  "limit after orderBy": (t) => untyped(t.orderBy("g", desc("n"), "id", "x").limit(3).select("g", "n", "id", "x")),
  relocate: (t) => untyped(t.relocate("n", { before: "g" }).cast({ n: float64 })),
  recursive: (t) =>
    untyped(
      recursive(
        t.aggregate((c) => ({ k: c.id.max() })),
        (previous) => previous.filter((c) => c.k.gt(90)).mutate((c) => ({ k: c.k.sub(4) })),
      ),
    ),
};

/** The verbs that return other rows for a shape than for a memtable of its rows. Refused verbs are not reported. */
async function failingVerbs(backend: ConformanceBackend, shape: Table<S>): Promise<readonly string[]> {
  const copy = memtable<S>(await backend.execute(shape), shape.schema);
  const failures: string[] = [];
  for (const [name, verb] of Object.entries(VERBS)) {
    try {
      const [actual, expected] = [await backend.execute(verb(shape)), await backend.execute(verb(copy))];
      const mismatch = rowsDifference(actual, expected, false, 1e-9);
      if (mismatch) failures.push(`${name}: ${mismatch}`);
    } catch (error) {
      if (!isAvocetError(error) || error.code !== "unsupported-operation") throw withVerbName(error, name);
    }
  }
  return failures;
}
const withVerbName = (error: unknown, verb: string): AvocetError =>
  new AvocetError("backend", `${verb}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });

/** Every verb over every table shape must return the same rows as over a memtable of its rows. */
export const verbMatrix = group(
  "every verb over every table shape",
  Object.entries(SHAPES).map(([name, shape]) => scenario(name, (backend) => failingVerbs(backend, shape), [])),
);
