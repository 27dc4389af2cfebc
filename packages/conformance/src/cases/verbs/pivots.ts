import { float64, int64, notNull, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const wide = rows({ id: notNull(int64), wk1: int64, wk2: notNull(float64), wk10: int64, label: string }, [
  { id: 1, wk1: 5, wk2: 0.5, wk10: null, label: "x" },
  { id: 2, wk1: null, wk2: 1.5, wk10: 7, label: null },
]);
const sales = rows({ shop: string, year: int64, quarter: string, amount: float64, quantity: int64 }, [
  { shop: "a", year: 2024, quarter: "q1", amount: 1, quantity: 10 },
  { shop: "a", year: 2024, quarter: "q1", amount: 2, quantity: 20 },
  { shop: "a", year: 2025, quarter: "q2", amount: 4, quantity: null },
  { shop: null, year: 2024, quarter: null, amount: 8, quantity: 40 },
]);
const long = wide.pivotLonger(["wk1", "wk2", "wk10"], {
  namesTo: "week",
  valuesTo: "rank",
  namesPattern: /wk(\d+)/,
  namesTransform: { week: int64 },
});

/** Pivots between columns and rows. */
export const pivots = group("pivots", [
  returnsRows("pivotLonger turns columns into rows", long, [
    { id: 1, label: "x", week: 1, rank: 5 },
    { id: 1, label: "x", week: 2, rank: 0.5 },
    { id: 1, label: "x", week: 10, rank: null },
    { id: 2, label: null, week: 1, rank: null },
    { id: 2, label: null, week: 2, rank: 1.5 },
    { id: 2, label: null, week: 10, rank: 7 },
  ]),
  returnsRows(
    "pivotLonger with dropNull",
    wide.pivotLonger(["wk1", "wk10"], { dropNull: true }).select("name", "value"),
    [
      { name: "wk1", value: 5 },
      { name: "wk10", value: 7 },
    ],
  ),
  returnsRows(
    "pivotLonger with split names and transformed values",
    wide
      .pivotLonger(["wk1", "wk10"], {
        namesTo: ["unit", "n"],
        namesPattern: /([a-z]+)(\d+)/,
        namesTransform: { n: (text) => BigInt(text) },
        valuesTransform: (value, name) => value.isNull().and(name === "wk1"),
      })
      .select("id", "unit", "n", "value"),
    [
      { id: 1, unit: "wk", n: 1, value: false },
      { id: 1, unit: "wk", n: 10, value: false },
      { id: 2, unit: "wk", n: 1, value: true },
      { id: 2, unit: "wk", n: 10, value: false },
    ],
  ),
  returnsRows(
    "filter and groupBy after pivotLonger",
    long
      .filter((c) => c.week.lt(10))
      .groupBy("week")
      .aggregate((c) => ({ maxRank: c.rank.max() })),
    [
      { week: 1, maxRank: 5 },
      { week: 2, maxRank: 1.5 },
    ],
  ),
  returnsRows(
    "pivotWider turns rows into columns",
    sales.pivotWider({
      namesFrom: "quarter",
      valuesFrom: "amount",
      names: ["q1", "q2", "q3", null],
      idColumns: "shop",
      agg: (c) => c.sum(),
      fill: 0,
    }),
    [
      { shop: "a", q1: 3, q2: 4, q3: 0, null: 0 },
      { shop: null, q1: 0, q2: 0, q3: 0, null: 8 },
    ],
  ),
  returnsRows(
    "pivotWider with custom names",
    sales.pivotWider({
      namesFrom: "quarter",
      valuesFrom: "quantity",
      names: { first: "q1", second: "q2" },
      idColumns: "year",
      agg: (c) => c.max(),
    }),
    [
      { year: 2024, first: 20, second: null },
      { year: 2025, first: null, second: null },
    ],
  ),
  returnsRows(
    "pivotWider of several columns with a conditional aggregate",
    sales.pivotWider({
      namesFrom: ["year", "quarter"],
      valuesFrom: ["amount", "quantity"],
      names: { first: [2024, "q1"], second: [2025, "q2"] },
      idColumns: [],
      agg: (c) => c.count({ where: c.gt(1) }),
    }),
    [{ amount_first: 1, quantity_first: 2, amount_second: 1, quantity_second: 0 }],
  ),
  returnsRows(
    "pivotWider reverses pivotLonger",
    wide
      .select("id", "wk1", "wk10")
      .pivotLonger(["wk1", "wk10"])
      .pivotWider({ namesFrom: "name", valuesFrom: "value", names: ["wk1", "wk10"] }),
    [
      { id: 1, wk1: 5, wk10: null },
      { id: 2, wk1: null, wk10: 7 },
    ],
  ),
]);
