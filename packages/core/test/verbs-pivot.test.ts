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

describe("pivotLonger", () => {
  test("accepts a selector", () => {
    const long = t.drop("price", "day", "name").pivotLonger(s.startsWith("wk"));
    expect(dtypes(long)).toEqual(["id !int64", "name !string", "value int64"]);
    expectTypeOf<SchemaOf<typeof long>>().toEqualTypeOf<{ id: Int64<false>; name: Str<false>; value: Int64 }>();
  });
  test("refuses duplicate names in the result", () => {
    expect(() => t.pivotLonger(["wk1", "wk2"])).toThrow(/Duplicate column `name`/);
    expect(() => t.pivotLonger("wk1", { namesTo: "week", valuesTo: "week" })).toThrow(/Duplicate column `week`/);
  });
  test("converts names to dtypes", () => {
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
  test("splits names into several columns and transforms them with functions", () => {
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
  test("casts values to their common dtype", () => {
    const pivoted = t.pivotLonger(["wk1", "price"], { namesTo: "key" });
    expectTypeOf<SchemaOf<typeof pivoted>["value"]>().toEqualTypeOf<Decimal>();
    expect(printDType(pivoted.schema.value)).toBe("decimal(21, 2)");
    const integers = t.pivotLonger(["wk1", "wk3"], { namesTo: "key" });
    expectTypeOf<SchemaOf<typeof integers>["value"]>().toEqualTypeOf<Int64<false>>();
    expect(printDType(integers.schema.value)).toBe("!int64");
    const dynamic = t.pivotLonger(
      s.where((n) => n.startsWith("wk")),
      { namesTo: "key" },
    );
    expectTypeOf(dynamic).toEqualTypeOf<Table<Schema>>();
  });
  test("refuses invalid columns, patterns and transforms", () => {
    expect(() => t.pivotLonger(["wk1", "day"], { namesTo: "k" })).toThrow(/`wk1` is !int64, but `day` is date/);
    expect(() => t.pivotLonger(s.none(), { namesTo: "k" })).toThrow(/at least one column/);
    // @ts-expect-error there is no such column
    expect(() => t.pivotLonger(["wk4"], { namesTo: "k" })).toThrow(/Did you mean `wk/);
    expect(() => t.pivotLonger(["wk1"], { namesTo: ["a", "b"] })).toThrow(/needs "namesPattern"/);
    expect(() => t.pivotLonger(["wk1"], { namesTo: ["a", "b"], namesPattern: /(.)/ })).toThrow(/1 groups for 2/);
    expect(() => t.pivotLonger(["wk1", "day"], { namesTo: "k", namesPattern: /wk(.)/ })).toThrow(
      /does not match the column `day`/,
    );
    expect(() => t.pivotLonger(["wk1"], { namesTo: "k", namesTransform: { k: int64 } })).toThrow(
      /"wk1" is not a valid int64/,
    );
    // @ts-expect-error not a column of namesTo
    expect(() => t.pivotLonger(["wk1"], { namesTo: "k", namesTransform: { j: int64 } })).toThrow(/not in namesTo/);
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
  units: int64,
});
describe("pivotWider", () => {
  test("adds a column for each name, not nullable if fill is given", () => {
    const wide = sales.drop("units").pivotWider({ namesFrom: "quarter", valuesFrom: "amount", names: ["q1", "q2"] });
    expect(dtypes(wide)).toEqual(["shop !string", "year int64", "q1 float64", "q2 float64"]);
    expectTypeOf<SchemaOf<typeof wide>>().toEqualTypeOf<{ shop: Str<false>; year: Int64; q1: Float64; q2: Float64 }>();
    const filled = sales.pivotWider({
      namesFrom: "year",
      valuesFrom: "units",
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
  test("accepts several columns of names and values, and custom column names", () => {
    const wide = sales.pivotWider({
      namesFrom: ["year", "quarter"],
      valuesFrom: ["amount", "units"],
      names: [
        [2024, "q1"],
        [2025, "q4"],
      ],
    });
    expect(dtypes(wide)).toEqual([
      "shop !string",
      "amount_2024_q1 float64",
      "units_2024_q1 int64",
      "amount_2025_q4 float64",
      "units_2025_q4 int64",
    ]);
    expectTypeOf<SchemaOf<typeof wide>>().toEqualTypeOf<{
      shop: Str<false>;
      amount_2024_q1: Float64;
      units_2024_q1: Int64;
      amount_2025_q4: Float64;
      units_2025_q4: Int64;
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
  test("accepts names that are known only at run time", () => {
    const quarters: readonly string[] = ["q1", "q2"];
    const wide = sales.pivotWider({ namesFrom: "quarter", valuesFrom: "amount", names: quarters, idColumns: "shop" });
    expect(wide.columns).toEqual(["shop", "q1", "q2"]);
    expectTypeOf<SchemaOf<typeof wide>[string]>().toMatchTypeOf<DType>();
  });
  test("refuses invalid names, aggregates, fills and id columns", () => {
    const options = { namesFrom: "quarter", valuesFrom: "amount" } as const;
    // @ts-expect-error the names are missing
    expect(() => sales.pivotWider(options)).toThrow(/needs "names"/);
    expect(() => sales.pivotWider({ ...options, names: [] })).toThrow(/needs "names"/);
    expect(() => sales.pivotWider({ ...options, names: ["q1", "q1"] })).toThrow(/Duplicate column `q1`/);
    expect(() => sales.pivotWider({ ...options, names: ["shop"] })).toThrow(/Duplicate column `shop`/);
    expect(() => sales.pivotWider({ ...options, names: [["q1", 2024]] })).toThrow(/needs 1 values/);
    expect(() => sales.pivotWider({ ...options, names: [1] })).toThrow(/cannot be compared/);
    expect(() => sales.pivotWider({ ...options, names: ["q1"], agg: (c) => c.add(1) })).toThrow(/without an aggregate/);
    expect(() => sales.pivotWider({ ...options, names: ["q1"], agg: (c) => c.sum().add(c) })).toThrow(
      /not constant within each group/,
    );
    expect(() => sales.pivotWider({ ...options, names: ["q1"], fill: "none" })).toThrow(/cannot be compared/);
    // @ts-expect-error there is no such column
    expect(() => sales.pivotWider({ ...options, names: ["q1"], idColumns: "shp" })).toThrow(/Did you mean `shop`/);
  });
});
