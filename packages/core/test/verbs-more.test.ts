import { describe, expect, expectTypeOf, test } from "vitest";
import type { Bool, CachedTable, Column, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { bool, float64, int32, int64, memtable, notNull, printDType, recursive, string, table } from "../src/index.js";

const t = table("t", { id: notNull(int64), name: string, amount: float64, ok: bool });
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const dtypes = (of: { readonly schema: Schema }) =>
  Object.entries(of.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`);

describe("values so far", () => {
  const order = { orderBy: t.c.id };
  test("types", () => {
    expectTypeOf(t.c.id.cumsum(order)).toEqualTypeOf<Column<Int64>>();
    expectTypeOf(t.c.amount.cummean(order)).toEqualTypeOf<Column<Float64>>();
    expectTypeOf(t.c.name.cummin(order)).toEqualTypeOf<Column<Str>>();
    expectTypeOf(t.c.name.cummax(order)).toEqualTypeOf<Column<Str>>();
    expectTypeOf(t.c.name.cumcount(order)).toEqualTypeOf<Column<Int64<false>>>();
    expectTypeOf(t.c.ok.cumany(order)).toEqualTypeOf<Column<Bool>>();
    expectTypeOf(t.c.ok.cumall(order)).toEqualTypeOf<Column<Bool>>();
    const made = t.mutate((c) => ({
      x: c.amount.cumsum({ orderBy: [c.id.desc()], partitionBy: c.name, where: c.ok }),
    }));
    expect(String(made)).toContain(
      "Window(Sum(r0.amount, where=r0.ok), partitionBy=[r0.name], orderBy=[desc r0.id], range=[:0])",
    );
  });
  test("an order is needed", () => {
    // @ts-expect-error no order
    expect(() => t.c.amount.cumsum({})).toThrow(/needs an order/);
    // @ts-expect-error no order
    expect(() => t.c.amount.cumsum()).toThrow(/needs an order/);
    expect(() => t.c.amount.cummax({ orderBy: [] })).toThrow(/needs an order/);
    // @ts-expect-error a string has no sum
    expect(() => t.c.name.cumsum(order)).toThrow(/no cumsum/);
  });
});

describe("recursion", () => {
  const first = memtable([{ n: 1, path: "1" }]);
  test("gives the columns of the first rows", () => {
    const made = recursive(first, (rows) =>
      rows.filter((c) => c.n.lt(3)).select((c) => ({ path: c.path, n: c.n.add(1) })),
    );
    expectTypeOf<SchemaOf<typeof made>>().toEqualTypeOf<SchemaOf<typeof first>>();
    expect(dtypes(made)).toEqual(["n !int64", "path !string"]);
    expect(String(made)).toContain("Recursion[recursion]");
  });
  test("a step that does not fit is refused", () => {
    const step = (make: (rows: typeof first) => { relation: Table["relation"]; schema: { n: Int64; path: Str } }) =>
      recursive(first, make as never);
    expect(() => step((rows) => rows.select("n") as never)).toThrow(/does not give `path`/);
    expect(() => step((rows) => rows.mutate({ more: 1 }) as never)).toThrow(/gives more/);
    expect(() => step((rows) => rows.mutate((c) => ({ n: c.n.div(2) })) as never)).toThrow(
      /`n` is !int64 at first, but float64/,
    );
    expect(() => step((rows) => rows.mutate((c) => ({ n: c.n.nullif(2) })) as never)).toThrow(
      /may be NULL in the step/,
    );
    expect(() => step(() => first as never)).toThrow(/does not use the rows/);
    // @ts-expect-error a column is missing
    expect(() => recursive(first, (rows) => rows.select("n"))).toThrow(/does not give `path`/);
  });
  test("narrower integers are widened to those of the first rows", () => {
    const made = recursive(first, (rows) =>
      rows.mutate((c) => ({ n: c.n.add(1).cast(int32) })).filter((c) => c.n.lt(3)),
    );
    expect(dtypes(made)).toEqual(["n !int64", "path !string"]);
  });
  test("one inside another needs a name of its own", () => {
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
    ).toThrow(/name of its own/);
    expect(() =>
      t.filter((o) =>
        recursive(
          t.filter((c) => c.id.eq(o.id)),
          (rows) => rows.limit(0),
        ).exists(),
      ),
    ).toThrow(/columns of a row around it/);
  });
});

describe("SQL over a table", () => {
  const text = "SELECT name, count(*) AS n FROM x GROUP BY name";
  test("types", () => {
    const made = t.alias("x").sql(text, { name: string, n: int64 }, { dialect: "duckdb" });
    expect(dtypes(made)).toEqual(["name string", "n int64"]);
    expectTypeOf<SchemaOf<typeof made>>().toEqualTypeOf<{ readonly name: Str; readonly n: Int64 }>();
    expect(String(made)).toContain("SQLQuery");
    expectTypeOf(t.alias("x")).toEqualTypeOf(t);
    expect(String(t.alias("x"))).toContain("Alias[r0, name=x]");
  });
  test("wrong input is refused", () => {
    expect(() => t.sql(text, { n: int64 }, { dialect: "duckdb" })).toThrow(/needs a name/);
    expect(() => t.alias("x").sql(text, { n: int64 })).toThrow(/which dialect/);
    expect(() => t.alias("x").sql(" ; ", { n: int64 }, { dialect: "duckdb" })).toThrow(/text of a query/);
    expect(() => t.alias("x").sql(text, {}, { dialect: "duckdb" })).toThrow(/at least one column/);
    // @ts-expect-error the schema is missing
    expect(() => t.alias("x").sql(text)).toThrow(/dialect|schema/);
    expect(() => t.alias("x").sql(text, { n: int64 }, { dialect: "duckdb", tables: { X: t } })).toThrow(
      /two tables are named X/,
    );
    expect(() => t.alias("")).toThrow(/alias is a name/);
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
  const own = t.count() && new (t.constructor as new (r: unknown, s: unknown) => typeof t)(t.relation, runner);
  await expect(own.cache()).rejects.toThrow(/the none backend cannot keep rows/);
});
