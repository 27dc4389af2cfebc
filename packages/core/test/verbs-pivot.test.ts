import { describe, expect, expectTypeOf, test } from "vitest";
import type { DateType, Decimal, DType, Float64, Int64, Schema, Str, Table } from "../src/index.js";
import { bool, date, decimal, float64, int32, int64, notNull, printDType, s, string, table } from "../src/index.js";

const t = table("t", {
  id: notNull(int64),
  name: string,
  wk1: notNull(int64),
  wk2: int64,
  wk3: notNull(int32),
  price: decimal(9, 2),
  day: date,
});
type SchemaOf<T> = T extends Table<infer S> ? S : never;
const dtypes = (of: { readonly schema: Schema }) =>
  Object.entries(of.schema).map(([name, dtype]) => `${name} ${printDType(dtype)}`);

describe("columns as rows", () => {
  test("by a selector", () => {
    const long = t.drop("price", "day", "name").pivotLonger(s.startsWith("wk"));
    expect(dtypes(long)).toEqual(["id !int64", "name !string", "value int64"]);
    expectTypeOf<SchemaOf<typeof long>>().toEqualTypeOf<{ id: Int64<false>; name: Str<false>; value: Int64 }>();
  });
  test("names clash", () => {
    expect(() => t.pivotLonger(["wk1", "wk2"])).toThrow(/the column `name` twice/);
    expect(() => t.pivotLonger("wk1", { namesTo: "week", valuesTo: "week" })).toThrow(/`week` twice/);
  });
  test("with dtypes of names", () => {
    const long = t.pivotLonger(["wk1", "wk2", "wk3"], {
      namesTo: "week",
      valuesTo: "rank",
      namesPattern: /wk(\d+)/,
      namesTransform: { week: int64 },
    });
    expect(dtypes(long)).toEqual([
      "id !int64",
      "name string",
      "price decimal(9, 2)",
      "day date",
      "week !int64",
      "rank int64",
    ]);
    expectTypeOf<SchemaOf<typeof long>>().toEqualTypeOf<{
      id: Int64<false>;
      name: Str;
      price: Decimal;
      day: DateType;
      week: Int64<false>;
      rank: Int64;
    }>();
  });
  test("with several columns of names and functions", () => {
    const long = t.select("id", "wk1", "wk3").pivotLonger(s.not(s.columns("id")), {
      namesTo: ["unit", "number"],
      namesPattern: /([a-z]+)(\d+)/,
      namesTransform: { number: (text) => Number(text) },
      valuesTransform: (value) => value.isNull(),
    });
    expect(dtypes(long)).toEqual(["id !int64", "unit !string", "number !float64", "value !bool"]);
    expectTypeOf<SchemaOf<typeof long>["unit"]>().toEqualTypeOf<Str<false>>();
    expectTypeOf<SchemaOf<typeof long>["number"]>().toEqualTypeOf<Float64<false>>();
  });
  test("values get the dtype that holds all", () => {
    const both = t.pivotLonger(["wk1", "price"], { namesTo: "key" });
    expectTypeOf<SchemaOf<typeof both>["value"]>().toEqualTypeOf<Decimal>();
    expect(printDType(both.schema.value)).toBe("decimal(21, 2)");
    const same = t.pivotLonger(["wk1", "wk3"], { namesTo: "key" });
    expectTypeOf<SchemaOf<typeof same>["value"]>().toEqualTypeOf<Int64<false>>();
    expect(printDType(same.schema.value)).toBe("!int64");
    const loose = t.pivotLonger(
      s.where((n) => n.startsWith("wk")),
      { namesTo: "key" },
    );
    expectTypeOf(loose).toEqualTypeOf<Table<Schema>>();
  });
  test("wrong input is refused", () => {
    expect(() => t.pivotLonger(["wk1", "day"], { namesTo: "k" })).toThrow(/`wk1` is !int64, but `day` is date/);
    expect(() => t.pivotLonger(s.none(), { namesTo: "k" })).toThrow(/at least one column/);
    // @ts-expect-error there is no such column
    expect(() => t.pivotLonger(["wk4"], { namesTo: "k" })).toThrow(/Did you mean `wk/);
    expect(() => t.pivotLonger(["wk1"], { namesTo: ["a", "b"] })).toThrow(/need a pattern/);
    expect(() => t.pivotLonger(["wk1"], { namesTo: ["a", "b"], namesPattern: /(.)/ })).toThrow(/1 groups for 2/);
    expect(() => t.pivotLonger(["wk1", "day"], { namesTo: "k", namesPattern: /wk(.)/ })).toThrow(
      /does not match the column `day`/,
    );
    expect(() => t.pivotLonger(["wk1"], { namesTo: "k", namesTransform: { k: int64 } })).toThrow(/"wk1" is not int64/);
    // @ts-expect-error no such column of names
    expect(() => t.pivotLonger(["wk1"], { namesTo: "k", namesTransform: { j: int64 } })).toThrow(
      /none of the columns of names/,
    );
    expect(() => t.pivotLonger(["wk1"], { namesTo: "k", namesTransform: { k: bool }, namesPattern: /x/ })).toThrow(
      /does not match/,
    );
  });
});

const sales = table("sales", {
  shop: notNull(string),
  year: int64,
  quarter: notNull(string),
  amount: notNull(float64),
  pieces: int64,
});
describe("rows as columns", () => {
  test("types", () => {
    const wide = sales.drop("pieces").pivotWider({ namesFrom: "quarter", valuesFrom: "amount", names: ["q1", "q2"] });
    expect(dtypes(wide)).toEqual(["shop !string", "year int64", "q1 float64", "q2 float64"]);
    expectTypeOf<SchemaOf<typeof wide>>().toEqualTypeOf<{ shop: Str<false>; year: Int64; q1: Float64; q2: Float64 }>();
    const filled = sales.pivotWider({
      namesFrom: "year",
      valuesFrom: "pieces",
      names: [2024, 2025],
      idColumns: "shop",
      prefix: "y",
      agg: (c) => c.sum(),
      fill: 0,
    });
    expect(dtypes(filled)).toEqual(["shop !string", "y2024 !int64", "y2025 !int64"]);
    expectTypeOf<SchemaOf<typeof filled>>().toEqualTypeOf<{
      shop: Str<false>;
      y2024: Int64<false>;
      y2025: Int64<false>;
    }>();
  });
  test("several columns of names and of values, and names of one's own", () => {
    const wide = sales.pivotWider({
      namesFrom: ["year", "quarter"],
      valuesFrom: ["amount", "pieces"],
      names: [
        [2024, "q1"],
        [2025, "q4"],
      ],
    });
    expect(dtypes(wide)).toEqual([
      "shop !string",
      "amount_2024_q1 float64",
      "pieces_2024_q1 int64",
      "amount_2025_q4 float64",
      "pieces_2025_q4 int64",
    ]);
    expectTypeOf<SchemaOf<typeof wide>>().toEqualTypeOf<{
      shop: Str<false>;
      amount_2024_q1: Float64;
      pieces_2024_q1: Int64;
      amount_2025_q4: Float64;
      pieces_2025_q4: Int64;
    }>();
    const named = sales.pivotWider({
      namesFrom: "quarter",
      valuesFrom: "amount",
      names: { first: "q1", last: "q4" },
      idColumns: [],
      agg: (c) => c.count(),
    });
    expectTypeOf<SchemaOf<typeof named>>().toEqualTypeOf<{ first: Int64<false>; last: Int64<false> }>();
    expect(named.columns).toEqual(["first", "last"]);
  });
  test("names that are known only when it runs", () => {
    const quarters: readonly string[] = ["q1", "q2"];
    const wide = sales.pivotWider({ namesFrom: "quarter", valuesFrom: "amount", names: quarters, idColumns: "shop" });
    expect(wide.columns).toEqual(["shop", "q1", "q2"]);
    expectTypeOf<SchemaOf<typeof wide>[string]>().toMatchTypeOf<DType>();
  });
  test("wrong input is refused", () => {
    const options = { namesFrom: "quarter", valuesFrom: "amount" } as const;
    // @ts-expect-error the names are missing
    expect(() => sales.pivotWider(options)).toThrow(/needs the names/);
    expect(() => sales.pivotWider({ ...options, names: [] })).toThrow(/needs the names/);
    expect(() => sales.pivotWider({ ...options, names: ["q1", "q1"] })).toThrow(/`q1` twice/);
    expect(() => sales.pivotWider({ ...options, names: ["shop"] })).toThrow(/`shop` twice/);
    expect(() => sales.pivotWider({ ...options, names: [["q1", 2024]] })).toThrow(/made of 1 values/);
    expect(() => sales.pivotWider({ ...options, names: [1] })).toThrow(/cannot be compared/);
    expect(() => sales.pivotWider({ ...options, names: ["q1"], agg: (c) => c.add(1) })).toThrow(/does not reduce/);
    expect(() => sales.pivotWider({ ...options, names: ["q1"], agg: (c) => c.sum().add(c) })).toThrow(
      /not one value for each group/,
    );
    expect(() => sales.pivotWider({ ...options, names: ["q1"], fill: "none" })).toThrow(/cannot be compared/);
    // @ts-expect-error there is no such column
    expect(() => sales.pivotWider({ ...options, names: ["q1"], idColumns: "shp" })).toThrow(/Did you mean `shop`/);
  });
});
