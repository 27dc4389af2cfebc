import { bool, count, float64, int64, rank, rowNumber, string } from "@avocet/core";
import { gives, rows } from "../../build.js";
import { group } from "../../case.js";

const t = rows({ g: string, k: int64, n: int64 }, [
  { g: "a", k: 1, n: 10 },
  { g: "a", k: 2, n: 20 },
  { g: "a", k: 2, n: 30 },
  { g: "a", k: 3, n: null },
  { g: "b", k: 1, n: 5 },
]);
const ordered = { ordered: true };
const list = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ [name]: value }));

const DATA = [
  { id: 1, g: "a", x: 2 },
  { id: 2, g: "a", x: null },
  { id: 3, g: "b", x: -1.5 },
  { id: 4, g: "a", x: 4 },
  { id: 4, g: "b", x: 10 },
];
const running = rows(
  { id: int64, g: string, x: float64, ok: bool },
  DATA.map((row) => ({ ...row, ok: row.x === null ? null : row.x > 0 })),
);
const soFar = DATA.map(({ id, g }) => {
  const known = DATA.flatMap((row) => (row.id <= id && row.x !== null ? [row.x] : []));
  const own = DATA.flatMap((row) => (row.id <= id && row.x !== null && row.g === g ? [row.x] : []));
  const late = DATA.flatMap((row) => (row.id <= id && row.id > 1 && row.x !== null ? [row.x] : []));
  const sum = known.reduce((a, b) => a + b, 0);
  return {
    id,
    g,
    sum,
    mean: sum / known.length,
    least: Math.min(...known),
    most: Math.max(...own),
    known: known.length,
    any: late.length === 0 ? null : late.some((v) => v > 0),
    all: known.every((v) => v > 0),
  };
});

/** Reductions beside rows, in groups, in filters, within one another. */
export const beside = group("reductions beside rows", [
  gives(
    "without an order the whole partition",
    t.select((c) => ({ k: c.k, n: c.n, all: c.n.sum(), own: c.n.sum().over({ partitionBy: c.g }) })).orderBy("k", "n"),
    [
      { k: 1, n: 5, all: 65, own: 5 },
      { k: 1, n: 10, all: 65, own: 60 },
      { k: 2, n: 20, all: 65, own: 60 },
      { k: 2, n: 30, all: 65, own: 60 },
      { k: 3, n: null, all: 65, own: 60 },
    ],
    ordered,
  ),
  gives(
    "with an order up to the row and its peers",
    t
      .filter((c) => c.g.eq("a"))
      .select((c) => ({
        k: c.k,
        n: c.n,
        running: c.n.sum().over({ orderBy: c.k }),
        rows: c.n.sum().over({ orderBy: [c.k, c.n], rows: [null, 0] }),
      }))
      .orderBy("k", "n"),
    [
      { k: 1, n: 10, running: 10, rows: 10 },
      { k: 2, n: 20, running: 60, rows: 30 },
      { k: 2, n: 30, running: 60, rows: 60 },
      { k: 3, n: null, running: 60, rows: 60 },
    ],
    ordered,
  ),
  gives(
    "values so far run over peers together",
    running
      .select((c) => ({
        id: c.id,
        g: c.g,
        sum: c.x.cumsum({ orderBy: c.id }),
        mean: c.x.cummean({ orderBy: c.id }),
        least: c.x.cummin({ orderBy: c.id }),
        most: c.x.cummax({ orderBy: c.id, partitionBy: c.g }),
        known: c.x.cumcount({ orderBy: c.id }),
        any: c.ok.cumany({ orderBy: c.id, where: c.id.gt(1) }),
        all: c.ok.cumall({ orderBy: c.id }),
      }))
      .orderBy("id", "g"),
    soFar,
    ordered,
  ),
  gives(
    "with a condition of its own",
    t
      .select((c) => ({
        k: c.k,
        n: c.n,
        large: c.n.sum({ where: c.n.gt(8) }).over({ partitionBy: c.g }),
        none: c.n.max({ where: c.k.gt(9) }),
      }))
      .orderBy("k", "n"),
    [
      { k: 1, n: 5, large: null, none: null },
      { k: 1, n: 10, large: 60, none: null },
      { k: 2, n: 20, large: 60, none: null },
      { k: 2, n: 30, large: 60, none: null },
      { k: 3, n: null, large: 60, none: null },
    ],
    ordered,
  ),
  gives(
    "in groups over the group, and a window that names no partition too",
    t
      .groupBy("g")
      .mutate((c) => ({ total: c.n.sum(), place: rowNumber().over({ orderBy: [c.k, c.n] }) }))
      .orderBy("g", "place")
      .select("g", "total", "place"),
    [
      { g: "a", total: 60, place: 1 },
      { g: "a", total: 60, place: 2 },
      { g: "a", total: 60, place: 3 },
      { g: "a", total: 60, place: 4 },
      { g: "b", total: 5, place: 1 },
    ],
    ordered,
  ),
  gives(
    "in groups with an order",
    t
      .groupBy("g")
      .orderBy("k")
      .mutate((c) => ({ so: c.n.sum() }))
      .orderBy("g", "k", "n")
      .select("so"),
    list("so", 10, 60, 60, 60, 5),
    ordered,
  ),
  gives(
    "a share of the whole",
    t.select((c) => ({ n: c.n, share: c.n.div(c.n.sum()) })).orderBy("n"),
    [5, 10, 20, 30, null].map((n) => ({ n, share: n === null ? null : n / 65 })),
    ordered,
  ),
  gives(
    "a filter by a reduction is over the whole input",
    t.filter((c) => c.n.eq(c.n.max())).select("n"),
    list("n", 30),
  ),
  gives(
    "a filter by a reduction over the group",
    t
      .groupBy("g")
      .filter((c) => c.n.eq(c.n.max()))
      .select("n")
      .orderBy("n"),
    list("n", 5, 30),
    ordered,
  ),
  gives(
    "a filter by a window",
    t
      .filter((c) => rank().over({ partitionBy: c.g, orderBy: c.n.desc() }).le(2))
      .select("n")
      .orderBy("n"),
    list("n", 5, 20, 30),
    ordered,
  ),
  gives(
    "different values beside rows",
    t
      .select((c) => ({ n: c.n, different: c.k.nunique() }))
      .orderBy("n")
      .limit(2),
    [
      { n: 5, different: 3 },
      { n: 10, different: 3 },
    ],
    ordered,
  ),
  gives(
    "windows over aggregates",
    t
      .groupBy("g")
      .aggregate((c) => ({ total: c.n.sum() }))
      .mutate((c) => ({ share: c.total.div(c.total.sum()) }))
      .orderBy("g"),
    [
      { g: "a", total: 60, share: 60 / 65 },
      { g: "b", total: 5, share: 5 / 65 },
    ],
    ordered,
  ),
  gives(
    "aggregates over windows",
    t
      .mutate((c) => ({ place: rank().over({ partitionBy: c.g, orderBy: c.k }) }))
      .aggregate((c) => ({ last: c.place.max() })),
    [{ last: 4 }],
  ),
  gives(
    "a condition on a window that comes to a constant",
    t.filter((c) => c.n.sum().isin([])),
    [],
  ),
  gives(
    "a condition on a window of an earlier step",
    t
      .mutate((c) => ({ all: c.n.sum() }))
      .filter((c) => c.all.eq(65))
      .aggregate({ n: count() }),
    [{ n: 5 }],
  ),
  gives(
    "windows within windows",
    t
      .filter((c) => c.g.eq("a"))
      .select((c) => ({
        n: c.n,
        island: c.n.lag().over({ orderBy: c.n }).isNull().ifelse(1, 0).sum().over({ orderBy: c.n }),
      }))
      .orderBy("n"),
    [10, 20, 30, null].map((n) => ({ n, island: 1 })),
    ordered,
  ),
  gives(
    "a partition by a window",
    t
      .filter((c) =>
        c.n
          .max()
          .over({ partitionBy: [c.g, c.n.sum().over({})] })
          .gt(5),
      )
      .select("n")
      .orderBy("n"),
    list("n", 10, 20, 30, null),
    ordered,
  ),
  gives(
    "groups by a window",
    t
      .groupBy((c) => ({ all: c.n.sum() }))
      .mutate((c) => ({ rows: c.k.count() }))
      .select("rows"),
    list("rows", 5, 5, 5, 5, 5),
  ),
  gives(
    "reductions beside no rows",
    t.filter(false).mutate((c) => ({ all: c.n.sum() })),
    [],
  ),
  gives(
    "an order by a window",
    t.orderBy((c) => [c.n.sum().over({ partitionBy: c.g }), c.n.desc()]).select("n"),
    list("n", 5, 30, 20, 10, null),
    ordered,
  ),
  gives(
    "middle, usual and different values of a partition",
    t
      .select((c) => ({
        k: c.k,
        n: c.n,
        median: c.n.median().over({ partitionBy: c.g }),
        quarter: c.n.quantile(0.25).over({ partitionBy: c.g }),
        mode: c.k.mode().over({ partitionBy: c.g }),
        different: c.k.nunique().over({ partitionBy: c.g }),
      }))
      .orderBy("k", "n"),
    [
      { k: 1, n: 5, median: 5, quarter: 5, mode: 1, different: 1 },
      { k: 1, n: 10, median: 20, quarter: 15, mode: 2, different: 3 },
      { k: 2, n: 20, median: 20, quarter: 15, mode: 2, different: 3 },
      { k: 2, n: 30, median: 20, quarter: 15, mode: 2, different: 3 },
      { k: 3, n: null, median: 20, quarter: 15, mode: 2, different: 3 },
    ],
    ordered,
  ),
  gives(
    "values of a partition picked and collected",
    t
      .filter((c) => c.g.eq("a"))
      .select((c) => ({
        n: c.n,
        best: c.k.argmax(c.n).over({}),
        worst: c.k.argmin(c.n).over({}),
        bits: c.k.bitOrAll().over({}),
        corr: c.k.corr(c.n).over({}),
        all: c.n.collect().over({ orderBy: c.n }),
        text: c.n.cast(string).groupConcat("-").over({ orderBy: c.n }),
      }))
      .orderBy("n"),
    [10, 20, 30, null].map((n, i) => ({
      n,
      best: 2,
      worst: 1,
      bits: 3,
      corr: Math.sqrt(3) / 2,
      all: [10, 20, 30].slice(0, i + 1),
      text: ["10", "20", "30"].slice(0, i + 1).join("-"),
    })),
    ordered,
  ),
]);
