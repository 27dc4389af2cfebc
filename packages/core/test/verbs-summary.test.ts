import { describe, expect, expectTypeOf, test } from "vitest";
import type { Bool, DateType, Decimal, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import {
  count,
  date,
  decimal,
  float64,
  int64,
  notNull,
  printDType,
  rank,
  rowNumber,
  s,
  string,
  table,
} from "../src/index.js";

const t = table("t", { id: notNull(int64), name: string, day: date, amount: decimal(9, 2), share: float64 });
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const dtypes = (of: { readonly schema: Schema }) =>
  Object.entries(of.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`);

describe("groupBy", () => {
  test("count returns the grouping keys and the number of rows", () => {
    const counted = t.groupBy("name", "id").count();
    expect(dtypes(counted)).toEqual(["name string", "id !int64", "count !int64"]);
    expectTypeOf<SchemaOf<typeof counted>>().toEqualTypeOf<{ name: Str; id: Int64<false>; count: Int64<false> }>();
    const named = t.groupBy("name").count({ name: "large", where: t.c.amount.gt(5) });
    expectTypeOf<SchemaOf<typeof named>>().toEqualTypeOf<{ name: Str; large: Int64<false> }>();
    expect(() => t.groupBy("name").count({ name: "name" })).toThrow(/both a grouping key and a metric/);
  });
  test("orderBy on groups adds ORDER BY to windows", () => {
    const ordered = t
      .groupBy("name")
      .orderBy("day", (c) => c.id.desc())
      .mutate((c) => ({ position: rank(), previous: c.id.lag(), cumulative: c.share.sum(), n: count() }));
    expect(String(ordered)).toContain("Window(Rank(), partitionBy=[r0.name], orderBy=[asc r0.day, desc r0.id])\n");
    expect(String(ordered)).toContain(
      "Window(Sum(r0.share), partitionBy=[r0.name], orderBy=[asc r0.day, desc r0.id], range=[:0])",
    );
    expect(String(t.groupBy("name").mutate((c) => ({ of: c.share.sum(), nth: rowNumber() })))).toContain(
      "Window(Sum(r0.share), partitionBy=[r0.name], rows=[:])",
    );
  });
  test("grouping keys can be columns of an ancestor table", () => {
    const late = t.filter((c) => c.day.gt("2026-01-01"));
    expect(String(late.groupBy(t.c.name).mutate((c) => ({ of: c.share.sum() })))).toContain("partitionBy=[r1.name]");
  });
  test("window functions need an order and cannot be metrics", () => {
    expect(() => t.mutate({ position: rank() })).toThrow(/Rank requires an ordering/);
    expect(() => t.groupBy("name").mutate((c) => ({ previous: c.id.lag() }))).toThrow(/order the groups/);
    expect(() => t.groupBy("name").aggregate({ position: rank() })).toThrow(/Aggregate first/);
    expect(() => t.groupBy("name").aggregate((c) => ({ x: c.id.sum().over() }))).toThrow(/Aggregate first/);
    expect(() => t.groupBy("name").aggregate((c) => ({ x: c.id.max().over().max() }))).not.toThrow();
  });
});

describe("subtotals", () => {
  test("rollup groups by prefixes of the keys", () => {
    const totals = t.rollup("name", "id").aggregate((c) => ({ total: c.share.sum(), level: c.id.grouping() }));
    expect(dtypes(totals)).toEqual(["name string", "id int64", "total float64", "level !int64"]);
    expectTypeOf<SchemaOf<typeof totals>>().toEqualTypeOf<{
      name: Str;
      id: Int64;
      total: Float64;
      level: Int64<false>;
    }>();
    expect(totals.relation).toMatchObject({ sets: [["name", "id"], ["name"], []] });
  });
  test("cube groups by all subsets of the keys", () => {
    const totals = t.cube("id", { year: t.c.day.year() }).count();
    expect(dtypes(totals)).toEqual(["id int64", "year int64", "count !int64"]);
    expectTypeOf<SchemaOf<typeof totals>>().toEqualTypeOf<{ id: Int64; year: Int64; count: Int64<false> }>();
    expect(totals.relation).toMatchObject({ sets: [["id", "year"], ["year"], ["id"], []] });
    expect(() => t.cube(...Array.from({ length: 13 }, (_, i) => ({ [`k${i}`]: t.c.id.add(i) })))).toThrow(
      /8192 grouping sets/,
    );
  });
  test("groupingSets groups by lists of keys and refuses invalid ones", () => {
    const totals = t.groupingSets([["id", "name"], ["day", "id"], ["id"]]).count({ name: "n" });
    expect(dtypes(totals)).toEqual(["id !int64", "name string", "day date", "n !int64"]);
    expectTypeOf<SchemaOf<typeof totals>>().toEqualTypeOf<{
      id: Int64<false>;
      name: Str;
      day: DateType;
      n: Int64<false>;
    }>();
    // @ts-expect-error there is no such column
    expect(() => t.groupingSets([["nam"]])).toThrow(/Did you mean `name`/);
    expect(() => t.groupingSets([])).toThrow(/list of lists/);
    expect(() => t.groupingSets([["name", "name"]])).toThrow(/distinct column names/);
    // @ts-expect-error a list of lists
    expect(() => t.groupingSets(["name"])).toThrow(/list of lists/);
  });
  test("rollup, cube and groupingSets after groupBy add keys to the groups", () => {
    const totals = t
      .groupBy("id")
      .rollup("name", "day")
      .having((c) => c.name.grouping().eq(0))
      .count();
    expectTypeOf<SchemaOf<typeof totals>>().toEqualTypeOf<{
      id: Int64<false>;
      name: Str;
      day: DateType;
      count: Int64<false>;
    }>();
    expect(dtypes(totals)).toEqual(["id !int64", "name string", "day date", "count !int64"]);
    expect(t.groupBy("id").cube("name").count().relation).toMatchObject({ sets: [["id", "name"], ["id"]] });
    expect(
      t
        .groupBy("id")
        .groupingSets([["name"], ["id"]])
        .count().relation,
    ).toMatchObject({
      sets: [["id", "name"], ["id"]],
    });
  });
  test("grouping() is refused outside of subtotals and for other columns than grouping keys", () => {
    expect(() => t.mutate((c) => ({ g: c.id.grouping() }))).toThrow(/requires grouping sets/);
    expect(() => t.filter((c) => c.id.grouping().eq(1))).toThrow(/requires grouping sets/);
    expect(() => t.orderBy((c) => c.id.grouping())).toThrow(/requires grouping sets/);
    expect(() => t.groupBy("id").aggregate((c) => ({ g: c.id.grouping() }))).toThrow(/t.rollup/);
    expect(() => t.rollup("id").aggregate((c) => ({ g: c.name.grouping() }))).toThrow(
      /one of the rolled-up grouping keys/,
    );
    expect(() => t.rollup("id").aggregate((c) => ({ g: c.id.grouping().sum() }))).toThrow(
      /one of the rolled-up grouping keys/,
    );
    expect(() => t.innerJoin(t, (l, r) => l.id.grouping().eq(r.id))).toThrow(/requires grouping sets/);
  });
  test("metrics cannot use a non-nullable key, which is NULL in subtotals", () => {
    expect(() => t.rollup("id").aggregate((c) => ({ next: c.id.add(1) }))).toThrow(/NULL in subtotal rows/);
    expect(() => t.rollup("id").aggregate((c) => ({ max: c.id.max(), g: c.id.grouping() }))).not.toThrow();
    expect(() =>
      t
        .groupBy("id")
        .rollup("name")
        .aggregate((c) => ({ next: c.id.add(1) })),
    ).not.toThrow();
    expect(() => t.rollup()).toThrow(/at least one grouping key/);
  });
});

test("valueCounts returns the columns and a count", () => {
  const counts = t.valueCounts("name", s.temporal());
  expect(dtypes(counts)).toEqual(["name string", "day date", "count !int64"]);
  expectTypeOf<SchemaOf<typeof counts>>().toEqualTypeOf<{ name: Str; day: DateType; count: Int64<false> }>();
  const named = t.valueCounts("id", { name: "n" });
  expectTypeOf<SchemaOf<typeof named>>().toEqualTypeOf<{ id: Int64<false>; n: Int64<false> }>();
  expect(named.columns).toEqual(["id", "n"]);
  const allCounts = t.valueCounts();
  expect(allCounts.columns).toEqual(["id", "name", "day", "amount", "share", "count"]);
  expectTypeOf<SchemaOf<typeof allCounts>["amount"]>().toEqualTypeOf<Decimal>();
  // @ts-expect-error there is no such column
  expect(() => t.valueCounts("nam")).toThrow(/no column `nam`/);
  expect(() => t.valueCounts("name", { name: "name" })).toThrow(/both a grouping key and a metric/);
});

test("topK returns the most frequent values, or those with the largest aggregate", () => {
  const top = t.topK("name", 3);
  expect(dtypes(top)).toEqual(["name string", "count !int64"]);
  expectTypeOf<SchemaOf<typeof top>>().toEqualTypeOf<{ name: Str; count: Int64<false> }>();
  const by = t.topK("id", 2, { by: (c) => c.share.max() });
  expectTypeOf<SchemaOf<typeof by>>().toEqualTypeOf<{ id: Int64<false>; value: Float64 }>();
  const named = t.topK("day", 2, { by: (c) => c.amount.sum(), name: "total" });
  expect(dtypes(named)).toEqual(["day date", "total decimal(38, 2)"]);
  expectTypeOf<SchemaOf<typeof named>>().toEqualTypeOf<{ day: DateType; total: Decimal }>();
  expect(String(named)).toContain("desc r1.total\n  asc r1.day");
  // @ts-expect-error there is no such column
  expect(() => t.topK("nam", 2)).toThrow(/no column/);
  expect(() => t.topK("name", -1)).toThrow(/"limit" must be a non-negative integer/);
  expect(() => t.topK("name", 1, { by: (c) => c.share })).toThrow(/not constant within each group/);
});

test("info and describe return one row of statistics for each column", () => {
  const columnInfo = t.info();
  expect(dtypes(columnInfo)).toEqual([
    "name !string",
    "pos !int64",
    "type !string",
    "nullable !bool",
    "nulls !int64",
    "non_nulls !int64",
    "null_share float64",
  ]);
  expectTypeOf<SchemaOf<typeof columnInfo>["nullable"]>().toEqualTypeOf<Bool<false>>();
  const described = t.describe();
  expect(dtypes(described)).toEqual([
    "name !string",
    "pos !int64",
    "type !string",
    "count !int64",
    "nulls !int64",
    "unique !int64",
    "mode string",
    "mean float64",
    "std float64",
    "min float64",
    "p25 float64",
    "p50 float64",
    "p75 float64",
    "max float64",
  ]);
  expectTypeOf<SchemaOf<typeof described>["p25"]>().toEqualTypeOf<Float64>();
  const numericSummary = t.describe({ columns: s.numeric(), quantiles: [0.1, 0.999] });
  expect(numericSummary.columns.filter((name) => name.startsWith("p"))).toEqual(["pos", "p10", "p99.9"]);
  expectTypeOf<SchemaOf<typeof numericSummary>["p10"]>().toEqualTypeOf<Float64>();
  expectTypeOf<keyof SchemaOf<typeof numericSummary> & "p25">().toEqualTypeOf<"p25">();
  const selected = t.describe({ columns: ["id", "day"] });
  expectTypeOf<SchemaOf<typeof selected>["p50"]>().toEqualTypeOf<Float64>();
  expect(() => t.describe({ quantiles: [2] })).toThrow(/quantile must be from 0 to 1/);
  expect(() => t.describe({ columns: s.none() })).toThrow(/at least one column/);
  // @ts-expect-error there is no such column
  expect(() => t.describe({ columns: ["nam"] })).toThrow(/no column/);
});

test("verbs over all columns work on a table of a thousand columns", () => {
  const columns = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`c${i}`, i % 2 ? float64 : string]));
  const wide = table<Schema>("wide", columns);
  expect(wide.info().columns.length).toBe(7);
  expect(wide.describe().columns.length).toBe(14);
  expect(wide.select(s.across(s.numeric(), { a: (c) => c.add(1), b: (c) => c.sub(1) })).columns.length).toBe(1000);
  expect(wide.dropNull(s.all(), { how: "all" }).columns.length).toBe(1000);
  expect(wide.relocate(s.endsWith("0"), { after: "c3" }).columns.length).toBe(1000);
});
