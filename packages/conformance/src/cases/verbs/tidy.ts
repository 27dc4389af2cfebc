import { array, bool, date, decimal, desc, float64, int64, notNull, s, string } from "@avocet/core";
import { fails, gives, rows, scenario } from "../../build.js";
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

/** NULLs dropped and replaced, columns cast. */
export const tidying = group("NULLs and dtypes of tables", [
  gives(
    "cast",
    t.cast({ id: string, day: string, amount: float64 }).orderBy("id").limit(2).select("id", "day", "amount"),
    [
      { id: "1", day: "2026-01-01", amount: 1.5 },
      { id: "2", day: null, amount: null },
    ],
    ordered,
  ),
  gives("tryCast", t.tryCast({ name: int64, day: string }).select("name").distinct(), [{ name: null }]),
  fails("cast of a value that has none there", t.cast({ name: int64 }), "data"),
  gives("rows without any NULL", t.dropNull().select("id"), ids(1, 5)),
  gives("rows without NULL in a column", t.dropNull("name").select("id"), ids(1, 2, 4, 5)),
  gives(
    "rows that are not NULL in all of some columns",
    t.dropNull(["day", "amount"], { how: "all" }).select("id"),
    ids(1, 3, 4, 5),
  ),
  gives(
    "rows not of NULL alone, of no columns",
    t.dropNull(s.none(), { how: "all" }).select("id"),
    ids(1, 2, 3, 4, 5, 6),
  ),
  gives(
    "NULLs replaced by kind",
    t.fillNull(0).fillNull("?").orderBy("id"),
    DATA.map((row) => ({ ...row, name: row.name ?? "?", amount: row.amount ?? "0.00", share: row.share ?? 0 })),
    ordered,
  ),
  gives(
    "NULLs replaced by column",
    t.fillNull({ day: "2000-01-01", share: t.c.id }).orderBy("id").select("day", "share"),
    DATA.map((row) => ({ day: row.day ?? "2000-01-01", share: row.share ?? row.id })),
    ordered,
  ),
]);

export const distinctOn = group("distinct on columns", [
  gives("the first in the order", t.distinct({ on: "name", orderBy: "id" }).select("id"), ids(1, 3, 4)),
  gives("the last in the order", t.distinct({ on: "name", keep: "last", orderBy: "id" }).select("id"), ids(2, 5, 6)),
  gives("the first in a falling order", t.distinct({ on: "name", orderBy: desc("share") }).select("id"), ids(1, 3, 5)),
  gives(
    "the last, where NULL comes last",
    t.distinct({ on: "name", keep: "last", orderBy: "amount" }).select("id"),
    ids(2, 4, 6),
  ),
  gives("of two columns", t.distinct({ on: ["name", "day"], orderBy: "id" }).select("id"), ids(1, 2, 3, 4)),
  gives("any without an order", t.distinct({ on: "name" }).select("name"), [
    { name: "a" },
    { name: "b" },
    { name: null },
  ]),
  gives("none of several", t.distinct({ on: ["name", "day"], keep: false }).select("id"), ids(1, 2)),
  gives(
    "of all columns",
    t
      .distinct({ on: s.all() })
      .filter((c) => c.id.gt(4))
      .select("id"),
    ids(5, 6),
  ),
  gives(
    "under an aggregate",
    t.distinct({ on: "name", orderBy: "id" }).aggregate((c) => ({ total: c.id.sum() })),
    [{ total: 8 }],
  ),
  gives(
    "under further columns",
    t
      .distinct({ on: "name", orderBy: "id" })
      .mutate((c) => ({ id: c.id.mul(10) }))
      .select("id"),
    ids(10, 30, 40),
  ),
]);

const many = rows(
  { id: notNull(int64) },
  Array.from({ length: 400 }, (_, id) => ({ id })),
);
const drawn = (fraction: number) =>
  many.sample(fraction).aggregate((c) => ({ n: c.id.count(), low: c.id.min().ge(0), different: c.id.nunique() }));
export const samples = group("samples", [
  gives("of nothing", many.sample(0), []),
  gives(
    "of all",
    many.sample(1).aggregate((c) => ({ n: c.id.count() })),
    [{ n: 400 }],
  ),
  gives(
    "of about half",
    drawn(0.5).select((c) => ({ about: c.n.between(120, 280), once: c.n.eq(c.different), own: c.low })),
    [{ about: true, once: true, own: true }],
  ),
  gives(
    "of a sample",
    many
      .sample(0.5)
      .sample(0.5)
      .aggregate((c) => ({ about: c.id.count().between(30, 180) })),
    [{ about: true }],
  ),
  gives(
    "between filters",
    many
      .filter((c) => c.id.lt(100))
      .sample(0.5)
      .filter((c) => c.id.ge(50))
      .aggregate((c) => ({ few: c.id.count().le(50), own: c.id.min().ge(50).coalesce(true) })),
    [{ few: true, own: true }],
  ),
  gives(
    "by blocks",
    many.sample(0.5, { method: "block" }).aggregate((c) => ({ some: c.id.count().le(400) })),
    [{ some: true }],
  ),
  scenario(
    "of a table, by a seed, are the same each time",
    async (backend) => {
      await backend.createTable("conformance_sampled", many, { replace: true });
      try {
        const sampled = (await backend.table("conformance_sampled")).sample(0.5, { seed: 3 });
        const [one, two] = [await backend.execute(sampled), await backend.execute(sampled)];
        const ofRows = (list: typeof one) => list.map(({ id }) => Number(id)).sort((a, b) => a - b);
        return JSON.stringify(ofRows(one)) === JSON.stringify(ofRows(two)) && one.length > 100 && one.length < 300;
      } finally {
        await backend.dropTable("conformance_sampled");
      }
    },
    true,
  ),
]);

type Name = "id" | "name" | "day" | "amount" | "share";
const types: Readonly<Record<Name, string>> = {
  id: "!int64",
  name: "string",
  day: "date",
  amount: "decimal(9, 2)",
  share: "float64",
};
const none = { mode: null, mean: null, std: null, min: null, p25: null, p50: null, p75: null, max: null };
const odd = rows({ yes: bool, list: array(int64) }, [
  { yes: true, list: [1] },
  { yes: false, list: [2] },
  { yes: true, list: [2] },
]);
const wide = rows(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i % 3 ? int64 : string])), [
  Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i % 3 ? i : String(i)])),
]);
export const summaries = group("info and describe", [
  gives(
    "info",
    t.info(),
    (Object.keys(types) as Name[]).map((name, pos) => {
      // its own keys
      const nulls = DATA.filter((row) => row[name] === null).length;
      return {
        name,
        pos,
        type: types[name],
        nullable: name !== "id",
        nulls,
        non_nulls: 6 - nulls,
        null_share: nulls / 6,
      };
    }),
    ordered,
  ),
  gives(
    "info of no rows",
    t.filter(false).info().select("nulls", "null_share"),
    Array.from({ length: 5 }, () => ({ nulls: 0, null_share: null })),
    ordered,
  ),
  gives(
    "describe",
    t.describe(),
    [
      {
        ...none,
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
      { ...none, name: "name", pos: 1, type: "string", count: 6, nulls: 2, unique: 2, mode: "a" },
      { ...none, name: "day", pos: 2, type: "date", count: 6, nulls: 3, unique: 2 },
      {
        ...none,
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
        ...none,
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
  gives(
    "describe of some columns and shares",
    t.describe({ columns: "share", quantiles: [0, 0.5] }).select("name", "min", "p50"),
    [{ name: "share", min: 0.25, p50: 0.75 }],
  ),
  gives(
    "describe of bools and arrays",
    odd.describe().select("name", "count", "unique", "mean", "std"),
    [
      { name: "yes", count: 3, unique: 2, mean: 2 / 3, std: null },
      { name: "list", count: 3, unique: null, mean: null, std: null },
    ],
    ordered,
  ),
  gives(
    "describe of no rows",
    t.filter(false).describe({ columns: "share" }).select("count", "nulls", "unique", "mean", "max"),
    [{ count: 0, nulls: 0, unique: 0, mean: null, max: null }],
  ),
  gives(
    "info of forty columns",
    wide.info().select("name"),
    Array.from({ length: 40 }, (_, i) => ({ name: `c${i}` })),
    ordered,
  ),
  gives(
    "describe of forty columns",
    wide.describe().select("max"),
    Array.from({ length: 40 }, (_, i) => ({ max: i % 3 ? i : null })),
    ordered,
  ),
]);
