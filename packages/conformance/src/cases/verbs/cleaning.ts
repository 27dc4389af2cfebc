import { array, bool, date, decimal, desc, float64, int64, notNull, s, string } from "@avocet/core";
import { fails, returnsRows, rows, scenario } from "../../build.js";
import { group } from "../../case.js";

const DATA = [
  { id: 1, name: "a", day: "2026-01-01", amount: "1.50", share: 0.5 },
  { id: 2, name: "a", day: null, amount: null, share: null },
  { id: 3, name: null, day: null, amount: "2.00", share: 1 },
  { id: 4, name: "b", day: "2026-01-02", amount: null, share: 0.25 },
  { id: 5, name: "b", day: "2026-01-02", amount: "0.25", share: 2 },
  { id: 6, name: null, day: null, amount: null, share: null },
];
const t = rows({ id: notNull(int64), name: string, day: date, amount: decimal(9, 2), share: float64 }, DATA);
const ids = (...values: readonly number[]) => values.map((id) => ({ id }));
const ordered = { ordered: true };

/** Casting columns, dropping and replacing NULLs. */
export const cleaning = group("cast, dropNull and fillNull", [
  returnsRows(
    "cast of several columns",
    t.cast({ id: string, day: string, amount: float64 }).orderBy("id").limit(2).select("id", "day", "amount"),
    [
      { id: "1", day: "2026-01-01", amount: 1.5 },
      { id: "2", day: null, amount: null },
    ],
    ordered,
  ),
  returnsRows("tryCast of several columns", t.tryCast({ name: int64, day: string }).select("name").distinct(), [
    { name: null },
  ]),
  fails("cast of an invalid value is an error", t.cast({ name: int64 }), "data"),
  returnsRows("dropNull of rows with any NULL", t.dropNull().select("id"), ids(1, 5)),
  returnsRows("dropNull of rows with NULL in a column", t.dropNull("name").select("id"), ids(1, 2, 4, 5)),
  returnsRows(
    "dropNull of rows with NULL in all of some columns",
    t.dropNull(["day", "amount"], { how: "all" }).select("id"),
    ids(1, 3, 4, 5),
  ),
  returnsRows(
    "dropNull of no columns keeps all rows",
    t.dropNull(s.none(), { how: "all" }).select("id"),
    ids(1, 2, 3, 4, 5, 6),
  ),
  returnsRows(
    "fillNull by dtype",
    t.fillNull(0).fillNull("?").orderBy("id"),
    DATA.map((row) => ({ ...row, name: row.name ?? "?", amount: row.amount ?? "0.00", share: row.share ?? 0 })),
    ordered,
  ),
  returnsRows(
    "fillNull by column",
    t.fillNull({ day: "2000-01-01", share: t.c.id }).orderBy("id").select("day", "share"),
    DATA.map((row) => ({ day: row.day ?? "2000-01-01", share: row.share ?? row.id })),
    ordered,
  ),
]);

export const distinctOn = group("distinct on columns", [
  returnsRows("first row in an ordering", t.distinct({ on: "name", orderBy: "id" }).select("id"), ids(1, 3, 4)),
  returnsRows(
    "last row in an ordering",
    t.distinct({ on: "name", keep: "last", orderBy: "id" }).select("id"),
    ids(2, 5, 6),
  ),
  returnsRows(
    "first row in a descending ordering",
    t.distinct({ on: "name", orderBy: desc("share") }).select("id"),
    ids(1, 3, 5),
  ),
  returnsRows(
    "last row in an ordering with NULLs last",
    t.distinct({ on: "name", keep: "last", orderBy: "amount" }).select("id"),
    ids(2, 4, 6),
  ),
  returnsRows(
    "distinct on two columns",
    t.distinct({ on: ["name", "day"], orderBy: "id" }).select("id"),
    ids(1, 2, 3, 4),
  ),
  returnsRows("any row without an ordering", t.distinct({ on: "name" }).select("name"), [
    { name: "a" },
    { name: "b" },
    { name: null },
  ]),
  returnsRows("no row of duplicate keys", t.distinct({ on: ["name", "day"], keep: false }).select("id"), ids(1, 2)),
  returnsRows(
    "distinct on all columns",
    t
      .distinct({ on: s.all() })
      .filter((c) => c.id.gt(4))
      .select("id"),
    ids(5, 6),
  ),
  returnsRows(
    "aggregate after distinct on",
    t.distinct({ on: "name", orderBy: "id" }).aggregate((c) => ({ total: c.id.sum() })),
    [{ total: 8 }],
  ),
  returnsRows(
    "mutate after distinct on",
    t
      .distinct({ on: "name", orderBy: "id" })
      .mutate((c) => ({ id: c.id.mul(10) }))
      .select("id"),
    ids(10, 30, 40),
  ),
]);

const manyRows = rows(
  { id: notNull(int64) },
  Array.from({ length: 400 }, (_, id) => ({ id })),
);
const sampleSummary = (fraction: number) =>
  manyRows.sample(fraction).aggregate((c) => ({ n: c.id.count(), low: c.id.min().ge(0), different: c.id.nunique() }));
export const samples = group("samples", [
  returnsRows("sample of fraction 0", manyRows.sample(0), []),
  returnsRows(
    "sample of fraction 1",
    manyRows.sample(1).aggregate((c) => ({ n: c.id.count() })),
    [{ n: 400 }],
  ),
  returnsRows(
    "sample of about half",
    sampleSummary(0.5).select((c) => ({ about: c.n.between(120, 280), unique: c.n.eq(c.different), inRange: c.low })),
    [{ about: true, unique: true, inRange: true }],
  ),
  returnsRows(
    "sample of a sample",
    manyRows
      .sample(0.5)
      .sample(0.5)
      .aggregate((c) => ({ about: c.id.count().between(30, 180) })),
    [{ about: true }],
  ),
  returnsRows(
    "sample between filters",
    manyRows
      .filter((c) => c.id.lt(100))
      .sample(0.5)
      .filter((c) => c.id.ge(50))
      .aggregate((c) => ({ atMostHalf: c.id.count().le(50), inRange: c.id.min().ge(50).coalesce(true) })),
    [{ atMostHalf: true, inRange: true }],
  ),
  returnsRows(
    "sample by blocks",
    manyRows.sample(0.5, { method: "block" }).aggregate((c) => ({ atMostAll: c.id.count().le(400) })),
    [{ atMostAll: true }],
  ),
  scenario(
    "sample of a table with a seed is repeatable",
    async (backend) => {
      await backend.createTable("conformance_sampled", manyRows, { replace: true });
      try {
        const sampled = (await backend.table("conformance_sampled")).sample(0.5, { seed: 3 });
        const [firstRun, secondRun] = [await backend.execute(sampled), await backend.execute(sampled)];
        const sortedIds = (list: typeof firstRun) => list.map(({ id }) => Number(id)).sort((a, b) => a - b);
        return (
          JSON.stringify(sortedIds(firstRun)) === JSON.stringify(sortedIds(secondRun)) &&
          firstRun.length > 100 &&
          firstRun.length < 300
        );
      } finally {
        await backend.dropTable("conformance_sampled");
      }
    },
    true,
  ),
]);

type Name = "id" | "name" | "day" | "amount" | "share";
const DTYPES: Readonly<Record<Name, string>> = {
  id: "!int64",
  name: "string",
  day: "date",
  amount: "decimal(9, 2)",
  share: "float64",
};
const EMPTY_SUMMARY = { mode: null, mean: null, std: null, min: null, p25: null, p50: null, p75: null, max: null };
const boolsAndArrays = rows({ yes: bool, list: array(int64) }, [
  { yes: true, list: [1] },
  { yes: false, list: [2] },
  { yes: true, list: [2] },
]);
const wide = rows(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i % 3 ? int64 : string])), [
  Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i % 3 ? i : String(i)])),
]);
export const summaries = group("info and describe", [
  returnsRows(
    "info",
    t.info(),
    (Object.keys(DTYPES) as Name[]).map((name, pos) => {
      // keys of the constant
      const nulls = DATA.filter((row) => row[name] === null).length;
      return {
        name,
        pos,
        type: DTYPES[name],
        nullable: name !== "id",
        nulls,
        non_nulls: 6 - nulls,
        null_share: nulls / 6,
      };
    }),
    ordered,
  ),
  returnsRows(
    "info of no rows",
    t.filter(false).info().select("nulls", "null_share"),
    Array.from({ length: 5 }, () => ({ nulls: 0, null_share: null })),
    ordered,
  ),
  returnsRows(
    "describe",
    t.describe(),
    [
      {
        ...EMPTY_SUMMARY,
        name: "id",
        pos: 0,
        type: "!int64",
        count: 6,
        nulls: 0,
        unique: 6,
        mean: 3.5,
        std: Math.sqrt(3.5),
        min: 1,
        p25: 2.25,
        p50: 3.5,
        p75: 4.75,
        max: 6,
      },
      { ...EMPTY_SUMMARY, name: "name", pos: 1, type: "string", count: 6, nulls: 2, unique: 2, mode: "a" },
      { ...EMPTY_SUMMARY, name: "day", pos: 2, type: "date", count: 6, nulls: 3, unique: 2 },
      {
        ...EMPTY_SUMMARY,
        name: "amount",
        pos: 3,
        type: "decimal(9, 2)",
        count: 6,
        nulls: 3,
        unique: 3,
        mean: 1.25,
        std: Math.sqrt(0.8125),
        min: 0.25,
        p25: 0.875,
        p50: 1.5,
        p75: 1.75,
        max: 2,
      },
      {
        ...EMPTY_SUMMARY,
        name: "share",
        pos: 4,
        type: "float64",
        count: 6,
        nulls: 2,
        unique: 4,
        mean: 0.9375,
        std: Math.sqrt(1.796875 / 3),
        min: 0.25,
        p25: 0.4375,
        p50: 0.75,
        p75: 1.25,
        max: 2,
      },
    ],
    ordered,
  ),
  returnsRows(
    "describe with selected columns and quantiles",
    t.describe({ columns: "share", quantiles: [0, 0.5] }).select("name", "min", "p50"),
    [{ name: "share", min: 0.25, p50: 0.75 }],
  ),
  returnsRows(
    "describe of bools and arrays",
    boolsAndArrays.describe().select("name", "count", "unique", "mean", "std"),
    [
      { name: "yes", count: 3, unique: 2, mean: 2 / 3, std: null },
      { name: "list", count: 3, unique: null, mean: null, std: null },
    ],
    ordered,
  ),
  returnsRows(
    "describe of no rows",
    t.filter(false).describe({ columns: "share" }).select("count", "nulls", "unique", "mean", "max"),
    [{ count: 0, nulls: 0, unique: 0, mean: null, max: null }],
  ),
  returnsRows(
    "info of forty columns",
    wide.info().select("name"),
    Array.from({ length: 40 }, (_, i) => ({ name: `c${i}` })),
    ordered,
  ),
  returnsRows(
    "describe of forty columns",
    wide.describe().select("max"),
    Array.from({ length: 40 }, (_, i) => ({ max: i % 3 ? i : null })),
    ordered,
  ),
]);
