import { describe, expect, expectTypeOf, test } from "vitest";
import type { Bool, CachedTable, Column, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { bool, float64, int32, int64, memtable, notNull, printDType, recursive, string, table } from "../src/index.js";

const t = table("t", { id: notNull(int64), name: string, amount: float64, ok: bool });
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const dtypes = (of: { readonly schema: Schema }) =>
  Object.entries(of.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`);

describe("cumulative aggregates", () => {
  const order = { orderBy: t.c.id };
  test("have the dtype of the aggregate and a frame up to the current row", () => {
    expectTypeOf(t.c.id.cumsum(order)).toEqualTypeOf<Column<Int64>>();
    expectTypeOf(t.c.amount.cummean(order)).toEqualTypeOf<Column<Float64>>();
    expectTypeOf(t.c.name.cummin(order)).toEqualTypeOf<Column<Str>>();
    expectTypeOf(t.c.name.cummax(order)).toEqualTypeOf<Column<Str>>();
    expectTypeOf(t.c.name.cumcount(order)).toEqualTypeOf<Column<Int64<false>>>();
    expectTypeOf(t.c.ok.cumany(order)).toEqualTypeOf<Column<Bool>>();
    expectTypeOf(t.c.ok.cumall(order)).toEqualTypeOf<Column<Bool>>();
    const cumulative = t.mutate((c) => ({
      x: c.amount.cumsum({ orderBy: [c.id.desc()], partitionBy: c.name, where: c.ok }),
    }));
    expect(String(cumulative)).toContain(
      "Window(Sum(r0.amount, where=r0.ok), partitionBy=[r0.name], orderBy=[desc r0.id], range=[:0])",
    );
  });
  test("need an order", () => {
    // @ts-expect-error no order
    expect(() => t.c.amount.cumsum({})).toThrow(/needs an order/);
    // @ts-expect-error no order
    expect(() => t.c.amount.cumsum()).toThrow(/needs an order/);
    expect(() => t.c.amount.cummax({ orderBy: [] })).toThrow(/needs an order/);
    // @ts-expect-error strings have no sum
    expect(() => t.c.name.cumsum(order)).toThrow(/no cumsum/);
  });
});

describe("recursive", () => {
  const first = memtable([{ n: 1, path: "1" }]);
  test("returns the columns of the base table", () => {
    const recursion = recursive(first, (rows) =>
      rows.filter((c) => c.n.lt(3)).select((c) => ({ path: c.path, n: c.n.add(1) })),
    );
    expectTypeOf<SchemaOf<typeof recursion>>().toEqualTypeOf<SchemaOf<typeof first>>();
    expect(dtypes(recursion)).toEqual(["n !int64", "path !string"]);
    expect(String(recursion)).toContain("Recursion[recursion]");
  });
  test("refuses a step with other columns or dtypes", () => {
    const step = (
      buildStep: (rows: typeof first) => { relation: Table["relation"]; schema: { n: Int64; path: Str } },
    ) => recursive(first, buildStep as never);
    expect(() => step((rows) => rows.select("n") as never)).toThrow(/does not return the column `path`/);
    expect(() => step((rows) => rows.mutate({ extra: 1 }) as never)).toThrow(/base table does not have: extra/);
    expect(() => step((rows) => rows.mutate((c) => ({ n: c.n.div(2) })) as never)).toThrow(
      /`n` is !int64 in the base table, but float64/,
    );
    expect(() => step((rows) => rows.mutate((c) => ({ n: c.n.nullif(2) })) as never)).toThrow(
      /may be NULL in the step/,
    );
    expect(() => step(() => first as never)).toThrow(/does not use the rows/);
    // @ts-expect-error a column is missing
    expect(() => recursive(first, (rows) => rows.select("n"))).toThrow(/does not return the column `path`/);
  });
  test("casts narrower integers of the step to the dtype of the base table", () => {
    const widened = recursive(first, (rows) =>
      rows.mutate((c) => ({ n: c.n.add(1).cast(int32) })).filter((c) => c.n.lt(3)),
    );
    expect(dtypes(widened)).toEqual(["n !int64", "path !string"]);
  });
  test("nested recursions need different names and cannot use columns of an outer table", () => {
    const nested = recursive(first, (rows) =>
      recursive(first, (inner) => inner.filter((c) => c.n.lt(2)).mutate((c) => ({ n: c.n.add(1) }))).semiJoin(
        rows,
        "n",
      ),
    );
    expect(String(nested)).toContain("Recursion[recursion2]");
    expect(() =>
      recursive(
        first,
        (rows) => recursive(first, (inner) => inner.filter((c) => c.n.lt(2)), { name: "x" }).semiJoin(rows, "n"),
        {
          name: "x",
        },
      ),
    ).toThrow(/differs from those of enclosing recursions/);
    expect(() =>
      t.filter((o) =>
        recursive(
          t.filter((c) => c.id.eq(o.id)),
          (rows) => rows.limit(0),
        ).exists(),
      ),
    ).toThrow(/columns of an outer table/);
  });
});

describe("Table.sql", () => {
  const text = "SELECT name, count(*) AS n FROM x GROUP BY name";
  test("returns a table with the declared schema", () => {
    const query = t.alias("x").sql(text, { name: string, n: int64 }, { dialect: "duckdb" });
    expect(dtypes(query)).toEqual(["name string", "n int64"]);
    expectTypeOf<SchemaOf<typeof query>>().toEqualTypeOf<{ readonly name: Str; readonly n: Int64 }>();
    expect(String(query)).toContain("SQLQuery");
    expectTypeOf(t.alias("x")).toEqualTypeOf(t);
    expect(String(t.alias("x"))).toContain("Alias[r0, name=x]");
  });
  test("refuses invalid text, schemas, dialects and names", () => {
    expect(() => t.sql(text, { n: int64 }, { dialect: "duckdb" })).toThrow(/needs a name/);
    expect(() => t.alias("x").sql(text, { n: int64 })).toThrow(/Cannot choose a SQL dialect/);
    expect(() => t.alias("x").sql(" ; ", { n: int64 }, { dialect: "duckdb" })).toThrow(/text of a query/);
    expect(() => t.alias("x").sql(text, {}, { dialect: "duckdb" })).toThrow(/at least one column/);
    // @ts-expect-error the schema is missing
    expect(() => t.alias("x").sql(text)).toThrow(/dialect|schema/);
    expect(() => t.alias("x").sql(text, { n: int64 }, { dialect: "duckdb", tables: { X: t } })).toThrow(
      /Two tables have the name X/,
    );
    expect(() => t.alias("")).toThrow(/"alias" needs a non-empty name/);
  });
});

test("a table without a connection cannot be cached", async () => {
  expectTypeOf(t.cache).returns.resolves.toEqualTypeOf<CachedTable<SchemaOf<typeof t>>>();
  await expect(t.cache()).rejects.toThrow(/no connection/);
  const runner = {
    dialect: "none",
    compile: () => ({ sql: "", params: [], schema: new Map() }),
    read: () => [],
    explain: () => "",
  };
  const withRunner = t.count() && new (t.constructor as new (r: unknown, s: unknown) => typeof t)(t.relation, runner);
  await expect(withRunner.cache()).rejects.toThrow(/The none backend cannot cache tables/);
});
