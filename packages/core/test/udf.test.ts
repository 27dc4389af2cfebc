import { expect, expectTypeOf, test } from "vitest";
import {
  array,
  count,
  type Float64,
  fingerprint,
  float64,
  fromJSON,
  int32,
  int64,
  lineage,
  lit,
  notNull,
  string,
  table,
  toJSON,
  udf,
} from "../src/index.js";

const t = table("t", { a: notNull(int64), b: float64, s: string, small: int32 });

const similarity = udf.scalar("jaro_similarity", [string, string], float64, { nulls: "strict" });

test("udf.scalar builds an operation with the declared dtype", () => {
  const column = similarity(t.c.s, "x");
  expectTypeOf(column.dtype).toEqualTypeOf<Float64<true>>();
  expectTypeOf(similarity(lit("a"), "b").dtype).toEqualTypeOf<Float64<false>>();
  expect(column.dtype).toEqual(float64);
  expect(similarity(lit("a"), "b").dtype).toEqual(notNull(float64));
  expect(similarity(lit("a"), null).dtype).toEqual(float64);
  expect(String(t.select({ j: column }))).toContain("ScalarUdf([r0.s, 'x'], name='jaro_similarity'");
});

test("the nulls option of udf determines nullability", () => {
  const udfOf = <const N extends "strict" | "never" | "always">(nulls: N) => udf.scalar("f", [int64], int64, { nulls });
  expect(udfOf("strict")(t.c.a).dtype.nullable).toBe(false);
  expect(udfOf("never")(null).dtype.nullable).toBe(false);
  expect(udfOf("always")(t.c.a).dtype.nullable).toBe(true);
  expect(udf.scalar("f", [], notNull(int64))().dtype.nullable).toBe(true);
});

test("udf.aggregate can be used like other aggregates", () => {
  const spread = udf.aggregate("mad", [float64], float64);
  const grouped = t
    .groupBy("s")
    .aggregate((c) => ({ m: spread(c.b), filtered: spread(c.b, { where: c.a.gt(1) }), n: count() }));
  expect(grouped.schema.m).toEqual(float64);
  const windowed = t.mutate((c) => ({ m: spread(c.b), near: spread(c.b).over({ orderBy: c.a, rows: [-1, 1] }) }));
  expect(lineage(windowed).columns.m).toEqual([{ table: "t", column: "b", how: "aggregated" }]);
});

test("arguments of a udf are widened, and refused if they have another dtype", () => {
  const f = udf.scalar("f", [float64, int64], float64);
  expect(String(f(t.c.a as never, t.c.small as never))).toContain("Cast(r0.a, to=float64), Cast(r0.small, to=int64)");
  expect(() => f(t.c.b, t.c.b as never)).toThrow(/`f` takes int64 as argument 2, not float64/);
  expect(() => f(t.c.b, t.c.s as never)).toThrow(/`f` takes int64 as argument 2, not string/);
  expect(() => f("x" as never, 1)).toThrow(/as !float64/);
  expect(() => (f as unknown as (...args: unknown[]) => unknown)(t.c.b)).toThrow(/`f` takes 2 arguments, got 1/);
  expect(udf.scalar("g", [array(int64)], int64)([1, 2]).dtype).toEqual(int64);
});

test("names of a udf consist of letters, digits and _", () => {
  for (const name of ["", "a b", "a.b", 'a"', "1a", "f(); DROP TABLE t", "é", "a".repeat(200)]) {
    expect(() => udf.scalar(name, [], int64)).toThrow(/letters, digits and _/);
    expect(() => udf.aggregate("f", [], int64, { schema: ["main", name] })).toThrow(/letters, digits and _/);
  }
});

test("a udf that is not deterministic is impure", () => {
  const dice = udf.scalar("dice", [], int64, { deterministic: false });
  expect(dice().node.shape).toBe("columnar");
  const filtered = t.filter(() => dice().gt(3));
  expect(fingerprint(filtered.filter(() => dice().gt(3)))).not.toBe(fingerprint(filtered));
});

test("fromJSON refuses functions that are not in allowFunctions", () => {
  const f = t.select({ j: similarity(t.c.s, "x"), m: udf.scalar("f", [int64], int64, { schema: "main" })(t.c.a) });
  const text = JSON.stringify(toJSON(f));
  const relation = (json: ReturnType<typeof fromJSON>) => "relation" in json && json.relation;
  expect(() => fromJSON(text)).toThrow(/the engine function jaro_similarity is not allowed/);
  expect(() => fromJSON(text, { allowFunctions: ["jaro_similarity", "f"] })).toThrow(/the engine function main\.f/);
  expect(relation(fromJSON(text, { allowFunctions: ["jaro_similarity", "main.f"] }))).toBe(f.relation);
  expect(relation(fromJSON(text, { allowFunctions: true }))).toBe(f.relation);
  const tampered = text.replace('"jaro_similarity"', '"getenv(1) --"');
  expect(() => fromJSON(tampered, { allowFunctions: true })).toThrow(/args.name: expected a name of letters/);
});
