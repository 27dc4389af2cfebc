import { float64, int64, notNull, string } from "@avocet/core";
import { gives, rows } from "../../build.js";
import { group } from "../../case.js";

const wide = rows({ id: notNull(int64), wk1: int64, wk2: notNull(float64), wk10: int64, other: string }, [
  { id: 1, wk1: 5, wk2: 0.5, wk10: null, other: "x" },
  { id: 2, wk1: null, wk2: 1.5, wk10: 7, other: null },
]);
const sales = rows({ shop: string, year: int64, quarter: string, amount: float64, pieces: int64 }, [
  { shop: "a", year: 2024, quarter: "q1", amount: 1, pieces: 10 },
  { shop: "a", year: 2024, quarter: "q1", amount: 2, pieces: 20 },
  { shop: "a", year: 2025, quarter: "q2", amount: 4, pieces: null },
  { shop: null, year: 2024, quarter: null, amount: 8, pieces: 40 },
]);
const long = wide.pivotLonger(["wk1", "wk2", "wk10"], {
  namesTo: "week",
  valuesTo: "place",
  namesPattern: /wk(\d+)/,
  namesTransform: { week: int64 },
});

/** Columns that become rows, and rows that become columns. */
export const pivots = group("pivots", [
  gives("columns become rows", long, [
    { id: 1, other: "x", week: 1, place: 5 },
    { id: 1, other: "x", week: 2, place: 0.5 },
    { id: 1, other: "x", week: 10, place: null },
    { id: 2, other: null, week: 1, place: null },
    { id: 2, other: null, week: 2, place: 1.5 },
    { id: 2, other: null, week: 10, place: 7 },
  ]),
  gives("without NULLs", wide.pivotLonger(["wk1", "wk10"], { dropNull: true }).select("name", "value"), [
    { name: "wk1", value: 5 },
    { name: "wk10", value: 7 },
  ]),
  gives(
    "with names taken apart and values transformed",
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
  gives(
    "under a filter and groups",
    long
      .filter((c) => c.week.lt(10))
      .groupBy("week")
      .aggregate((c) => ({ most: c.place.max() })),
    [
      { week: 1, most: 5 },
      { week: 2, most: 1.5 },
    ],
  ),
  gives(
    "rows become columns",
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
  gives(
    "under names of their own",
    sales.pivotWider({
      namesFrom: "quarter",
      valuesFrom: "pieces",
      names: { first: "q1", second: "q2" },
      idColumns: "year",
      agg: (c) => c.max(),
    }),
    [
      { year: 2024, first: 20, second: null },
      { year: 2025, first: null, second: null },
    ],
  ),
  gives(
    "of several columns, with a condition of the reduction's own",
    sales.pivotWider({
      namesFrom: ["year", "quarter"],
      valuesFrom: ["amount", "pieces"],
      names: { first: [2024, "q1"], second: [2025, "q2"] },
      idColumns: [],
      agg: (c) => c.count({ where: c.gt(1) }),
    }),
    [{ amount_first: 1, pieces_first: 2, amount_second: 1, pieces_second: 0 }],
  ),
  gives(
    "one undoes the other",
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
