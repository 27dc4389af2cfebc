import { describe, expect, expectTypeOf, test } from "vitest";
import type { Decimal, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { date, decimal, float64, int64, lit, notNull, printDType, string, table } from "../src/index.js";

const sales = table("sales", { id: notNull(int64), amount: decimal(7, 2), note: string });
const dtypes = (t: { readonly schema: Schema }) =>
  Object.fromEntries(Object.entries(t.schema).map(([name, dtype]) => [name, printDType(dtype)]));

describe("a column of a set operation has the dtype that holds those of all tables", () => {
  test("the same dtypes stay as they are", () => {
    expectTypeOf(sales.union(sales.filter((c) => c.id.gt(1)))).toEqualTypeOf<typeof sales>();
    const same = <S extends Schema>(a: Table<S>, b: Table<S>): Table<S> => a.union([b, a]);
    expect(dtypes(same(sales, sales))).toEqual(dtypes(sales));
  });

  test("NULL in one is NULL in all", () => {
    const none = sales.select({ id: sales.c.id, amount: lit(0, decimal(7, 2)), note: lit("") });
    const unions = [sales.union(none), none.union([none, sales]), none.intersect(sales)] as const;
    expectTypeOf(unions[0].schema).toEqualTypeOf(sales.schema);
    expectTypeOf(unions[1].schema).toEqualTypeOf<{ id: Int64<false>; amount: Decimal; note: Str }>();
    expectTypeOf(unions[2].schema).toEqualTypeOf<{ id: Int64<false>; amount: Decimal; note: Str }>();
    for (const both of unions) {
      expect(dtypes(both)).toEqual({ id: "!int64", amount: "decimal(7, 2)", note: "string" });
    }
    expectTypeOf(none.union([none]).schema.note).toEqualTypeOf<Str<false>>();
  });

  test("numbers are brought to one dtype", () => {
    const other = table("other", { note: string, amount: float64, id: int64 });
    const all = sales.union(other);
    expectTypeOf(all.schema.amount).toEqualTypeOf<Float64>();
    expect(dtypes(all)).toEqual({ id: "int64", amount: "float64", note: "string" });
  });

  test("a column that is all NULL goes with any other", () => {
    const blank = sales.select({ id: sales.c.id, amount: lit(null), note: lit(null) });
    expectTypeOf(sales.union(blank).schema.amount).toEqualTypeOf<Decimal>();
    expect(dtypes(sales.union(blank))).toEqual(dtypes(sales));
  });
});

test("tables that do not go together are refused", () => {
  // @ts-expect-error a date is not a number
  expect(() => sales.union(sales.mutate({ id: lit("2026-01-31", date) }))).toThrow(/`id` is !int64 .* and !date/);
  // @ts-expect-error a column is missing
  expect(() => sales.union(sales.drop("note"))).toThrow(/lacks note/);
  // @ts-expect-error a column is too many
  expect(() => sales.difference([sales, sales.mutate({ more: 1 })])).toThrow(/has besides more/);
});
