import { describe, expect, expectTypeOf, test } from "vitest";
import type { Decimal, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { date, decimal, float64, int64, lit, notNull, printDType, string, table } from "../src/index.js";

const sales = table("sales", { id: notNull(int64), amount: decimal(7, 2), note: string });
const dtypes = (t: { readonly schema: Schema }) =>
  Object.fromEntries(Object.entries(t.schema).map(([name, dtype]) => [name, printDType(dtype)]));

describe("columns of a set operation have the common dtype of all tables", () => {
  test("equal dtypes are unchanged", () => {
    expectTypeOf(sales.union(sales.filter((c) => c.id.gt(1)))).toEqualTypeOf<typeof sales>();
    const unionBothOrders = <S extends Schema>(a: Table<S>, b: Table<S>): Table<S> => a.union([b, a]);
    expect(dtypes(unionBothOrders(sales, sales))).toEqual(dtypes(sales));
  });

  test("a column that is nullable in one table is nullable in the union", () => {
    const required = sales.select({ id: sales.c.id, amount: lit(0, decimal(7, 2)), note: lit("") });
    const unions = [sales.union(required), required.union([required, sales]), required.intersect(sales)] as const;
    expectTypeOf(unions[0].schema).toEqualTypeOf(sales.schema);
    expectTypeOf(unions[1].schema).toEqualTypeOf<{ id: Int64<false>; amount: Decimal; note: Str }>();
    expectTypeOf(unions[2].schema).toEqualTypeOf<{ id: Int64<false>; amount: Decimal; note: Str }>();
    for (const union of unions) {
      expect(dtypes(union)).toEqual({ id: "!int64", amount: "decimal(7, 2)", note: "string" });
    }
    expectTypeOf(required.union([required]).schema.note).toEqualTypeOf<Str<false>>();
  });

  test("numbers are promoted to a common dtype", () => {
    const operand = table("other", { note: string, amount: float64, id: int64 });
    const union = sales.union(operand);
    expectTypeOf(union.schema.amount).toEqualTypeOf<Float64>();
    expect(dtypes(union)).toEqual({ id: "int64", amount: "float64", note: "string" });
  });

  test("a column of dtype null can be combined with any dtype", () => {
    const allNull = sales.select({ id: sales.c.id, amount: lit(null), note: lit(null) });
    expectTypeOf(sales.union(allNull).schema.amount).toEqualTypeOf<Decimal>();
    expect(dtypes(sales.union(allNull))).toEqual(dtypes(sales));
  });
});

test("set operations refuse tables with different columns or incompatible dtypes", () => {
  // @ts-expect-error a date is not a number
  expect(() => sales.union(sales.mutate({ id: lit("2026-01-31", date) }))).toThrow(/`id` is !int64 .* and !date/);
  // @ts-expect-error a column is missing
  expect(() => sales.union(sales.drop("note"))).toThrow(/lacks note/);
  // @ts-expect-error there is an additional column
  expect(() => sales.difference([sales, sales.mutate({ extra: 1 })])).toThrow(/has the additional extra/);
});
