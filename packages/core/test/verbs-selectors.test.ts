import { describe, expect, expectTypeOf, test } from "vitest";
import type { Bool, DateType, Decimal, DType, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { date, decimal, float64, int64, notNull, s, string, table } from "../src/index.js";

const t = table("t", {
  id: notNull(int64),
  name: string,
  day: date,
  amount: decimal(9, 2),
  share: notNull(float64),
});
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const names = (of: { readonly columns: readonly string[] }) => of.columns.join(" ");

describe("selectors select columns in the table's order, with exact types", () => {
  test("by kind", () => {
    const numbers = t.select(s.numeric());
    expect(names(numbers)).toBe("id amount share");
    expectTypeOf<SchemaOf<typeof numbers>>().toEqualTypeOf<{
      id: Int64<false>;
      amount: Decimal;
      share: Float64<false>;
    }>();
    const days = t.select(s.temporal());
    expectTypeOf<SchemaOf<typeof days>>().toEqualTypeOf<{ day: DateType }>();
    const texts = t.select(s.ofType(string), s.ofType("int64"));
    expect(names(texts)).toBe("name id");
    expectTypeOf<SchemaOf<typeof texts>>().toEqualTypeOf<{ name: Str; id: Int64<false> }>();
  });
  test("by name", () => {
    const two = t.select(s.columns("share", "id"));
    expect(names(two)).toBe("id share");
    expectTypeOf<SchemaOf<typeof two>>().toEqualTypeOf<{ id: Int64<false>; share: Float64<false> }>();
    const starting = t.select(s.startsWith("na", "da"));
    expectTypeOf<SchemaOf<typeof starting>>().toEqualTypeOf<{ name: Str; day: DateType }>();
    const ending = t.select(s.endsWith("e"), s.contains("mou"));
    expect(names(ending)).toBe("name share amount");
    expectTypeOf<SchemaOf<typeof ending>>().toEqualTypeOf<{ name: Str; share: Float64<false>; amount: Decimal }>();
  });
  test("combined with anyOf, allOf and not", () => {
    const either = t.select(s.anyOf(s.temporal(), s.columns("id")));
    expect(names(either)).toBe("id day");
    expectTypeOf<SchemaOf<typeof either>>().toEqualTypeOf<{ id: Int64<false>; day: DateType }>();
    const intersection = t.select(s.allOf(s.numeric(), s.contains("a")));
    expectTypeOf<SchemaOf<typeof intersection>>().toEqualTypeOf<{ amount: Decimal; share: Float64<false> }>();
    const rest = t.select(s.not(s.anyOf(s.numeric(), s.startsWith("n"))));
    expect(names(rest)).toBe("day");
    expectTypeOf<SchemaOf<typeof rest>>().toEqualTypeOf<{ day: DateType }>();
  });
  test("by predicates, patterns and positions, with types known only at run time", () => {
    const nullableLong = t.select(s.where((name, dtype) => name.length > 3 && dtype.nullable));
    expect(names(nullableLong)).toBe("name amount");
    expectTypeOf<SchemaOf<typeof nullableLong>>().toEqualTypeOf<{ [x: string]: DType }>();
    expect(names(t.select(s.matches(/^[a-i]/g)))).toBe("id day amount");
    expect(names(t.select(s.index(-1, 0)))).toBe("id share");
    expect(names(t.select(s.range("name", "amount")))).toBe("name day amount");
    expect(names(t.select(s.not(s.index(0))))).toBe("name day amount share");
  });
  test("in drop, groupBy, orderBy and filter", () => {
    const dropped = t.drop(s.numeric(), "day");
    expect(names(dropped)).toBe("name");
    expectTypeOf<SchemaOf<typeof dropped>>().toEqualTypeOf<{ name: Str }>();
    expectTypeOf(t.drop(s.matches(/x/))).toEqualTypeOf<Table<Schema>>();
    const grouped = t.groupBy(s.columns("name", "day")).aggregate((c) => ({ max: c.share.max() }));
    expectTypeOf<SchemaOf<typeof grouped>>().toEqualTypeOf<{ name: Str; day: DateType; max: Float64 }>();
    expect(t.orderBy(s.temporal(), s.columns("id")).relation).toMatchObject({
      keys: [{ value: { name: "day" } }, { value: { name: "id" } }],
    });
    expect(t.filter(s.ifAll(s.numeric(), (c) => c.gt(0))).relation).toBe(
      t.filter((c) => c.id.gt(0).and(c.amount.gt(0)).and(c.share.gt(0))).relation,
    );
    expect(String(t.filter(s.ifAny(s.columns("name", "day"), (c) => c.isNull())))).toContain(
      "IsNull(r0.name) | IsNull(r0.day)",
    );
    expect(String(t.filter(s.ifAny(s.none(), (c) => c.isNull())))).toContain("false");
  });
});

test("selectors refuse unknown columns, invalid callbacks and positions", () => {
  // @ts-expect-error there is no such column
  expect(() => t.select(s.columns("idd"))).toThrow(/no column `idd`\nDid you mean `id`/);
  // @ts-expect-error there is no such column
  expect(() => t.filter(s.ifAny(s.columns("idd"), (c) => c.isNull()))).toThrow(/no column `idd`/);
  // @ts-expect-error there is no such column
  expect(() => t.select(s.not(s.anyOf(s.columns("idd"), s.numeric())))).toThrow(/no column `idd`/);
  // @ts-expect-error there is no such column
  expect(() => t.drop(s.range("id", "sharee"))).toThrow(/no column `sharee`/);
  expect(() => t.select(s.index(5))).toThrow(/no column at position 5/);
  expect(() => t.select(s.index(0.5))).toThrow(/no column at position 0.5/);
  expect(() => t.select(s.ofType("json"))).toThrow(/at least one column/);
  // @ts-expect-error numbers have no upper
  expect(() => t.select(s.across(s.numeric(), (c) => c.upper()))).toThrow(/no upper\(\)/);
  // @ts-expect-error not a condition
  expect(() => t.filter(s.ifAll(s.numeric(), (c) => c.add(1)))).toThrow(/bool/);
  expect(() => t.select(s.across(s.numeric(), {}))).toThrow(/needs at least one step/);
});

describe("across applies callbacks to each of several columns", () => {
  test("one callback keeps the names", () => {
    const means = t.groupBy("name").aggregate(s.across(s.numeric(), (c) => c.mean()));
    expectTypeOf<SchemaOf<typeof means>>().toEqualTypeOf<{ name: Str; id: Float64; amount: Float64; share: Float64 }>();
    expect(names(means)).toBe("name id amount share");
  });
  test("several callbacks add suffixes to the names", () => {
    const stats = t.aggregate(
      s.across(s.columns("share", "id"), { count: (c) => c.count(), missing: (c) => c.isNull().any() }),
      s.across(s.ofType("string"), { long: (c) => c.length().max() }),
    );
    expectTypeOf<SchemaOf<typeof stats>>().toEqualTypeOf<{
      share_count: Int64<false>;
      share_missing: Bool;
      id_count: Int64<false>;
      id_missing: Bool;
      name_long: Int64;
    }>();
    expect(names(stats)).toBe("id_count id_missing share_count share_missing name_long");
  });
  test("custom names and predicates have types known only at run time", () => {
    const renamed = t.select(s.across(s.numeric(), { mean: (c) => c.mul(2) }, { names: (c, f) => `${f}_of_${c}` }));
    expect(names(renamed)).toBe("mean_of_id mean_of_amount mean_of_share");
    expectTypeOf<SchemaOf<typeof renamed>>().toEqualTypeOf<{ [x: string]: DType }>();
    expect(
      names(
        t.select(
          s.across(
            s.where(() => true),
            (c) => c.isNull(),
          ),
        ),
      ),
    ).toBe("id name day amount share");
  });
  test("the parameter of a callback has the kinds that combined selectors select", () => {
    const combined = t.aggregate(
      s.across(s.allOf(s.numeric(), s.startsWith("s")), (c) => c.mean()),
      s.across(s.allOf(s.contains("a"), s.ofType("string")), (c) => c.lower().max()),
    );
    expectTypeOf<SchemaOf<typeof combined>>().toEqualTypeOf<{ share: Float64; name: Str }>();
  });
  test("in mutate, across replaces columns in place", () => {
    const cents = t.mutate(s.across(s.ofType("decimal"), (c) => c.mul(100)));
    expect(names(cents)).toBe("id name day amount share");
  });
});
