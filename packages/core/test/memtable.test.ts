import { describe, expect, expectTypeOf, test } from "vitest";
import type { Row, Table, TableLike } from "../src/index.js";
import { date, decimal, int64, memtable, notNull, printDType, string } from "../src/index.js";

type RowOf<T> = T extends Table<infer S> ? Row<S> : never;
const schemaOf = (t: TableLike) => Object.fromEntries([...t.relation.schema].map(([k, d]) => [k, printDType(d)]));

describe("memtable infers dtypes from values", () => {
  test("of rows given as objects", () => {
    const t = memtable([
      { id: 1, name: "a", share: 0.5, seen: new Date(0) },
      { id: 2, name: null, share: 1, seen: new Date(1) },
    ]);
    expect(schemaOf(t)).toEqual({ id: "!int64", name: "string", share: "!float64", seen: "!timestamp('UTC')" });
    expectTypeOf<RowOf<typeof t>>().toEqualTypeOf<{ id: number; name: string | null; share: number; seen: Date }>();
    t.c.id.add(1);
    // @ts-expect-error strings have no sum
    expect(() => t.c.name.sum()).toThrow();
  });
  test("a property that is missing in a row is NULL", () => {
    const t = memtable([{ a: 1 }, { a: 2, b: "x" }]);
    expect(schemaOf(t)).toEqual({ a: "!int64", b: "string" });
    expectTypeOf<RowOf<typeof t>>().toEqualTypeOf<{ a: number; b: string | null }>();
  });
  test("of columns given as arrays and typed arrays", () => {
    const t = memtable({ n: [1, 2], f: new Float64Array([1, 2]) });
    expect(schemaOf(t)).toEqual({ n: "!int64", f: "!int64" });
  });
  test("of nested arrays and objects", () => {
    const t = memtable([{ list: [1, 2], point: { x: 1, y: "a" } }]);
    expect(schemaOf(t)).toEqual({ list: "!array<int64>", point: "!struct<x: !int64, y: !string>" });
    expectTypeOf<RowOf<typeof t>>().toEqualTypeOf<{ list: (number | null)[]; point: { x: number; y: string } }>();
  });
});

test("memtable takes dtypes from a schema and fills missing properties with NULL", () => {
  const schema = { id: notNull(int64), day: date, price: decimal(9, 2), note: string };
  const t = memtable([{ id: 1, day: "2026-01-31", price: "1.50" }], schema);
  expectTypeOf<RowOf<typeof t>>().toEqualTypeOf<Row<typeof schema>>();
  expect(t.relation).toMatchObject({ columns: [[1], ["2026-01-31"], ["1.5"], [null]] });
  expect(memtable([], schema).columns).toEqual(["id", "day", "price", "note"]);
});

test("memtables with equal contents are the same node", () => {
  expect(memtable([{ a: 1 }]).relation).toBe(memtable([{ a: 1 }]).relation);
});

test("memtable errors name the row and the column of invalid data", () => {
  expect(() => memtable([])).toThrow(/Pass the schema/);
  expect(() => memtable([{ a: 1 }, { a: "x" }])).toThrow(/`a` has both int64 and string values/);
  expect(() => memtable({ a: [1], b: [1, 2] })).toThrow(/Columns of different lengths/);
  expect(() => memtable([{ id: null }], { id: notNull(int64) })).toThrow(/Row 0, column `id`: Cannot represent null/);
  // @ts-expect-error the schema does not have this name
  expect(() => memtable([{ idd: 1 }], { id: int64 })).toThrow(/Did you mean `id`/);
});
