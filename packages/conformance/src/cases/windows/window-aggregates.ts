import { bool, count, float64, int64, rank, rowNumber, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
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
  const values = DATA.flatMap((row) => (row.id <= id && row.x !== null ? [row.x] : []));
  const groupValues = DATA.flatMap((row) => (row.id <= id && row.x !== null && row.g === g ? [row.x] : []));
  const laterValues = DATA.flatMap((row) => (row.id <= id && row.id > 1 && row.x !== null ? [row.x] : []));
  const sum = values.reduce((a, b) => a + b, 0);
  return {
    id,
    g,
    sum,
    mean: sum / values.length,
    min: Math.min(...values),
    max: Math.max(...groupValues),
    count: values.length,
    any: laterValues.length === 0 ? null : laterValues.some((v) => v > 0),
    every: values.every((v) => v > 0),
  };
});

/** Aggregates as window functions: in select, groups and filters, and nested. */
export const windowAggregates = group("window aggregates", [
  returnsRows(
    "without an ordering the frame is the whole partition",
    t
      .select((c) => ({ k: c.k, n: c.n, total: c.n.sum(), partitionTotal: c.n.sum().over({ partitionBy: c.g }) }))
      .orderBy("k", "n"),
    [
      { k: 1, n: 5, total: 65, partitionTotal: 5 },
      { k: 1, n: 10, total: 65, partitionTotal: 60 },
      { k: 2, n: 20, total: 65, partitionTotal: 60 },
      { k: 2, n: 30, total: 65, partitionTotal: 60 },
      { k: 3, n: null, total: 65, partitionTotal: 60 },
    ],
    ordered,
  ),
  returnsRows(
    "with an ordering the frame ends with the peers of the row",
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
  returnsRows(
    "cumulative aggregates include peers",
    running
      .select((c) => ({
        id: c.id,
        g: c.g,
        sum: c.x.cumsum({ orderBy: c.id }),
        mean: c.x.cummean({ orderBy: c.id }),
        min: c.x.cummin({ orderBy: c.id }),
        max: c.x.cummax({ orderBy: c.id, partitionBy: c.g }),
        count: c.x.cumcount({ orderBy: c.id }),
        any: c.ok.cumany({ orderBy: c.id, where: c.id.gt(1) }),
        every: c.ok.cumall({ orderBy: c.id }),
      }))
      .orderBy("id", "g"),
    soFar,
    ordered,
  ),
  returnsRows(
    "window aggregates with a condition",
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
  returnsRows(
    "in groups, aggregates and windows are partitioned by the key",
    t
      .groupBy("g")
      .mutate((c) => ({ total: c.n.sum(), position: rowNumber().over({ orderBy: [c.k, c.n] }) }))
      .orderBy("g", "position")
      .select("g", "total", "position"),
    [
      { g: "a", total: 60, position: 1 },
      { g: "a", total: 60, position: 2 },
      { g: "a", total: 60, position: 3 },
      { g: "a", total: 60, position: 4 },
      { g: "b", total: 5, position: 1 },
    ],
    ordered,
  ),
  returnsRows(
    "in ordered groups, aggregates are running",
    t
      .groupBy("g")
      .orderBy("k")
      .mutate((c) => ({ running: c.n.sum() }))
      .orderBy("g", "k", "n")
      .select("running"),
    list("running", 10, 60, 60, 60, 5),
    ordered,
  ),
  returnsRows(
    "the share of a total",
    t.select((c) => ({ n: c.n, share: c.n.div(c.n.sum()) })).orderBy("n"),
    [5, 10, 20, 30, null].map((n) => ({ n, share: n === null ? null : n / 65 })),
    ordered,
  ),
  returnsRows("a filter by an aggregate over all rows", t.filter((c) => c.n.eq(c.n.max())).select("n"), list("n", 30)),
  returnsRows(
    "a filter by an aggregate over the group",
    t
      .groupBy("g")
      .filter((c) => c.n.eq(c.n.max()))
      .select("n")
      .orderBy("n"),
    list("n", 5, 30),
    ordered,
  ),
  returnsRows(
    "a filter by a window function",
    t
      .filter((c) => rank().over({ partitionBy: c.g, orderBy: c.n.desc() }).le(2))
      .select("n")
      .orderBy("n"),
    list("n", 5, 20, 30),
    ordered,
  ),
  returnsRows(
    "nunique as a window aggregate",
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
  returnsRows(
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
  returnsRows(
    "aggregates over windows",
    t
      .mutate((c) => ({ position: rank().over({ partitionBy: c.g, orderBy: c.k }) }))
      .aggregate((c) => ({ last: c.position.max() })),
    [{ last: 4 }],
  ),
  returnsRows(
    "a window condition that simplifies to a constant",
    t.filter((c) => c.n.sum().isin([])),
    [],
  ),
  returnsRows(
    "a filter by a window computed in an earlier step",
    t
      .mutate((c) => ({ total: c.n.sum() }))
      .filter((c) => c.total.eq(65))
      .aggregate({ n: count() }),
    [{ n: 5 }],
  ),
  returnsRows(
    "nested windows",
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
  returnsRows(
    "a partition by a window aggregate",
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
  returnsRows(
    "groupBy a window aggregate",
    t
      .groupBy((c) => ({ total: c.n.sum() }))
      .mutate((c) => ({ rows: c.k.count() }))
      .select("rows"),
    list("rows", 5, 5, 5, 5, 5),
  ),
  returnsRows(
    "window aggregates over no rows",
    t.filter(false).mutate((c) => ({ total: c.n.sum() })),
    [],
  ),
  returnsRows(
    "orderBy a window aggregate",
    t.orderBy((c) => [c.n.sum().over({ partitionBy: c.g }), c.n.desc()]).select("n"),
    list("n", 5, 30, 20, 10, null),
    ordered,
  ),
  returnsRows(
    "median, quantile, mode and nunique over a partition",
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
  returnsRows(
    "argmax, collect and groupConcat over a window",
    t
      .filter((c) => c.g.eq("a"))
      .select((c) => ({
        n: c.n,
        best: c.k.argmax(c.n).over({}),
        worst: c.k.argmin(c.n).over({}),
        bits: c.k.bitOrAll().over({}),
        corr: c.k.corr(c.n).over({}),
        collected: c.n.collect().over({ orderBy: c.n }),
        text: c.n.cast(string).groupConcat("-").over({ orderBy: c.n }),
      }))
      .orderBy("n"),
    [10, 20, 30, null].map((n, i) => ({
      n,
      best: 2,
      worst: 1,
      bits: 3,
      corr: Math.sqrt(3) / 2,
      collected: [10, 20, 30].slice(0, i + 1),
      text: ["10", "20", "30"].slice(0, i + 1).join("-"),
    })),
    ordered,
  ),
]);
