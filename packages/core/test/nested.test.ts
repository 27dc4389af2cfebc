import { describe, expect, expectTypeOf, test } from "vitest";
import type { DType, Row } from "../src/index.js";
import {
  array,
  arrayOf,
  date,
  float64,
  int32,
  int64,
  json,
  lit,
  map,
  mapOf,
  notNull,
  parseJson,
  printDType,
  range,
  string,
  struct,
  structOf,
  table,
  timestamp,
} from "../src/index.js";

const posts = table("posts", {
  id: notNull(int64),
  title: string,
  tags: array(string),
  scores: notNull(array(notNull(int32))),
  matrix: array(array(float64)),
  counts: map(string, int64),
  place: struct({ city: string, zip: notNull(int64) }),
  meta: json,
  raw: string,
  day: date,
  at: timestamp("UTC"),
});
const { c } = posts;

const typed = (column: { readonly dtype: DType }): string => printDType(column.dtype);

describe("arrays", () => {
  test("dtypes with nullability", () => {
    expect(typed(c.tags.length())).toBe("int64");
    expect(typed(c.scores.length())).toBe("!int64");
    expect(typed(c.scores.at(0))).toBe("int32");
    expect(typed(c.scores.slice(1, -1))).toBe("!array<!int32>");
    expect(typed(c.scores.slice(c.scores.at(0)))).toBe("array<!int32>");
    expect(typed(c.scores.concat([1, null]))).toBe("!array<int32>");
    expect(typed(c.scores.concat([1], c.scores))).toBe("!array<!int32>");
    expect(typed(c.scores.concat(null))).toBe("array<!int32>");
    expect(typed(c.scores.repeat(2))).toBe("!array<!int32>");
    expect(typed(c.scores.contains(3))).toBe("!bool");
    expect(typed(c.scores.contains(c.id))).toBe("!bool");
    expect(typed(c.scores.indexOf(null))).toBe("int64");
    expect(typed(c.scores.remove(3))).toBe("!array<!int32>");
    expect(typed(c.scores.unique())).toBe("!array<!int32>");
    expect(typed(c.scores.sort())).toBe("!array<!int32>");
    expect(typed(c.scores.union([null]))).toBe("!array<int32>");
    expect(typed(c.scores.intersect([1, null]))).toBe("!array<!int32>");
    expect(typed(c.tags.intersect(["a", null]))).toBe("array<string>");
    expect(typed(c.matrix.flatten())).toBe("array<float64>");
    expect(typed(c.tags.zip(c.scores))).toBe("array<!struct<f1: string, f2: int32>>");
    expect(typed(c.scores.sums())).toBe("int64");
    expect(typed(c.scores.means())).toBe("float64");
    expect(typed(c.scores.mins())).toBe("int32");
    expect(typed(c.tags.modes())).toBe("string");
    expect(typed(c.tags.join(","))).toBe("string");
    expect(typed(arrayOf("a", "b").join(","))).toBe("!string");
  });
  test("the compiler knows the same", () => {
    const t = posts.select((p) => ({
      length: p.scores.length(),
      at: p.scores.at(0),
      concat: p.scores.concat([1, null]),
      floats: p.scores.concat(arrayOf(1.5)),
      zip: p.tags.zip(p.scores),
      flat: p.matrix.flatten(),
      map: p.scores.map((x, i) => x.add(i)),
      words: p.tags.map((x) => structOf({ x, n: x.length() })),
      kept: p.scores.filter((x) => x.gt(1)),
      has: p.scores.contains(1),
      sums: p.matrix.at(0).sums(),
      shared: p.tags.intersect(["a"]),
    }));
    expectTypeOf<Row<typeof t.schema>>().toEqualTypeOf<{
      length: number;
      at: number | null;
      concat: (number | null)[];
      floats: number[];
      zip: { f1: string | null; f2: number | null }[] | null;
      flat: (number | null)[] | null;
      map: number[];
      words: { readonly x: string | null; readonly n: number | null }[] | null;
      kept: number[];
      has: boolean;
      sums: number | null;
      shared: string[] | null;
    }>();
    expect(Object.values(t.schema).map(printDType)).toEqual([
      "!int64",
      "int32",
      "!array<int32>",
      "!array<!float64>",
      "array<!struct<f1: string, f2: int32>>",
      "array<float64>",
      "!array<!int64>",
      "array<!struct<x: string, n: int64>>",
      "!array<!int32>",
      "!bool",
      "float64",
      "array<!string>",
    ]);
  });
});
