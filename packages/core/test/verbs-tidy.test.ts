import { describe, expect, expectTypeOf, test } from "vitest";
import type { DateType, Decimal, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { date, decimal, desc, float64, int64, notNull, printDType, s, string, table } from "../src/index.js";

const t = table("t", { id: notNull(int64), name: string, day: date, amount: decimal(9, 2), share: float64 });
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const names = (of: { readonly columns: readonly string[] }) => of.columns.join(" ");
const dtypes = (of: { readonly schema: Schema }) =>
  Object.entries(of.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`);

describe("relocate", () => {
  test("moves columns to the front, before or after others", () => {
    expect(names(t.relocate("share", "day"))).toBe("share day id name amount");
    expect(names(t.relocate(s.numeric(), { after: "name" }))).toBe("name id amount share day");
    expect(names(t.relocate("id", { before: "share" }))).toBe("name day amount id share");
    expect(names(t.relocate("id", { after: s.temporal() }))).toBe("name day id amount share");
    expect(names(t.relocate("day", { before: s.numeric() }))).toBe("day id name amount share");
    expect(names(t.relocate())).toBe("id name day amount share");
    expectTypeOf(t.relocate("share")).toEqualTypeOf(t);
  });
  test("refuses unknown columns and invalid positions", () => {
    // @ts-expect-error there is no such column
    expect(() => t.relocate("shar")).toThrow(/no column `shar`/);
    // @ts-expect-error there is no such column
    expect(() => t.relocate("share", { after: "nme" })).toThrow(/Did you mean `name`/);
    // @ts-expect-error one or the other
    expect(() => t.relocate("share", { after: "name", before: "id" })).toThrow(/not both/);
    expect(() => t.relocate("share", { after: "share" })).toThrow(/next to itself/);
    expect(() => t.relocate("share", { after: s.none() })).toThrow(/matches no columns/);
  });
});

test("rename accepts a function from the old name to the new one", () => {
  const upper = t.rename((name) => name.toUpperCase());
  expect(names(upper)).toBe("ID NAME DAY AMOUNT SHARE");
  expectTypeOf(upper).toEqualTypeOf<Table<Schema>>();
  expect(() => t.rename((name) => name.slice(1, 2))).toThrow(/Duplicate column `a`/);
  // @ts-expect-error not a name
  expect(() => t.rename((name) => name.length)).toThrow(/returned number/);
  // @ts-expect-error there is no such column
  expect(() => t.rename({ key: "idd" })).toThrow(/no column `idd`/);
});

test("cast keeps nullability, tryCast returns nullable columns", () => {
  const cast = t.cast({ id: string, day: string, amount: notNull(float64) });
  expect(dtypes(cast)).toEqual(["id !string", "name string", "day string", "amount float64", "share float64"]);
  expectTypeOf<SchemaOf<typeof cast>>().toEqualTypeOf<{
    id: Str<false>;
    name: Str;
    day: Str;
    amount: Float64;
    share: Float64;
  }>();
  const tryCast = t.tryCast({ id: decimal(9, 2) });
  expectTypeOf<SchemaOf<typeof tryCast>["id"]>().toEqualTypeOf<Decimal>();
  expect(dtypes(tryCast)[0]).toBe("id decimal(9, 2)");
  expect(t.cast({ name: string }).relation).toBe(t.select(s.all()).relation);
  // @ts-expect-error there is no such column
  expect(() => t.cast({ nam: string })).toThrow(/Did you mean `name`/);
  // @ts-expect-error not a dtype
  expect(() => t.cast({ name: "string" })).toThrow(/needs a dtype/);
});

describe("dropNull and fillNull", () => {
  test("dropNull filters by the nullable columns", () => {
    expect(String(t.dropNull())).toContain(
      "NotNull(r0.name)\n  NotNull(r0.day)\n  NotNull(r0.amount)\n  NotNull(r0.share)",
    );
    expect(t.dropNull("id").relation).toBe(t.relation);
    expect(String(t.dropNull(["name", s.temporal()], { how: "all" }))).toContain("NotNull(r0.name) | NotNull(r0.day)");
    expectTypeOf(t.dropNull()).toEqualTypeOf(t);
    // @ts-expect-error there is no such column
    expect(() => t.dropNull("nam")).toThrow(/no column/);
    // @ts-expect-error any or all
    expect(() => t.dropNull("name", { how: "some" })).toThrow(/"how" of dropNull must be "any" or "all"/);
  });
  test("fillNull with one value fills every column of its kind", () => {
    const zero = t.fillNull(0);
    expect(dtypes(zero)).toEqual(["id !int64", "name string", "day date", "amount !decimal(21, 2)", "share !float64"]);
    expectTypeOf<SchemaOf<typeof zero>>().toEqualTypeOf<{
      id: Int64<false>;
      name: Str;
      day: DateType;
      amount: Decimal<false>;
      share: Float64<false>;
    }>();
    expectTypeOf<SchemaOf<ReturnType<typeof unknown>>["name"]>().toEqualTypeOf<Str<false>>();
    // @ts-expect-error NULL is not a replacement
    expect(() => t.fillNull(null)).toThrow(/No column can be filled with NULL/);
    expect(() => t.fillNull(true)).toThrow(/No column can be filled with a boolean/);
  });
  const unknown = () => t.fillNull("unknown");
  test("fillNull with an object fills column by column", () => {
    const filled = t.fillNull({ name: "?", day: "2026-01-31", share: t.c.id });
    expect(dtypes(filled)).toEqual([
      "id !int64",
      "name !string",
      "day !date",
      "amount decimal(9, 2)",
      "share !float64",
    ]);
    expectTypeOf<SchemaOf<typeof filled>>().toEqualTypeOf<{
      id: Int64<false>;
      name: Str<false>;
      day: DateType<false>;
      amount: Decimal;
      share: Float64<false>;
    }>();
    // @ts-expect-error a number for a string
    expect(() => t.fillNull({ name: 1 })).toThrow(/cannot be compared/);
    // @ts-expect-error there is no such column
    expect(() => t.fillNull({ nam: "" })).toThrow(/no column `nam`/);
    expect(() => t.fillNull({ day: "31.1.2026" })).toThrow(/date/);
  });
});

test("sample checks the fraction, the seed and the method", () => {
  expect(String(t.sample(0.25, { seed: 7 }))).toContain("Sample[r0, fraction=0.25, method=row, seed=7]");
  expect(t.sample(1).relation).toBe(t.relation);
  expect(t.sample(0).relation).toBe(t.limit(0).relation);
  for (const fraction of [-0.1, 1.1, Number.NaN]) expect(() => t.sample(fraction)).toThrow(/must be from 0 to 1/);
  expect(() => t.sample(0.5, { seed: 0.5 })).toThrow(/seed/);
  // @ts-expect-error row or block
  expect(() => t.sample(0.5, { method: "rows" })).toThrow(/must be "row" or "block"/);
});

test("distinct with on keeps the first or last row by an order", () => {
  const latest = t.distinct({ on: ["name", s.temporal()], keep: "last", orderBy: "id" });
  expectTypeOf(latest).toEqualTypeOf(t);
  expect(String(latest)).toContain(
    "Window(RowNumber(), partitionBy=[r0.name, r0.day], orderBy=[desc r0.id nulls first]) == 1",
  );
  expect(String(t.distinct({ on: "name", orderBy: [desc("share"), (c) => c.id] }))).toContain(
    "orderBy=[desc r0.share, asc r0.id]",
  );
  expect(String(t.distinct({ on: "name", keep: false }))).toContain("CountStar");
  // @ts-expect-error there is no such column
  expect(() => t.distinct({ on: "nam" })).toThrow(/no column/);
  expect(() => t.distinct({ on: [] })).toThrow(/at least one column/);
  expect(() => t.distinct({ on: "name", keep: "last" })).toThrow(/Add orderBy/);
  // @ts-expect-error first, last or false
  expect(() => t.distinct({ on: "name", keep: "both" })).toThrow(/"first", "last" or false/);
});
