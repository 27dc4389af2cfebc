import { describe, expect, expectTypeOf, test } from "vitest";
import type { AnyColumn, DType, Row, Schema } from "../src/index.js";
import {
  array,
  arrayOf,
  date,
  float64,
  fromJSON,
  int32,
  int64,
  isAvocetError,
  json,
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
  address: struct({ city: string, zip: notNull(int64) }),
  meta: json,
  raw: string,
  day: date,
  at: timestamp("UTC"),
});
const { c } = posts;

const dtypeOf = (column: { readonly dtype: DType }): string => printDType(column.dtype);

describe("arrays", () => {
  test("array methods return the expected dtypes and nullability", () => {
    expect(dtypeOf(c.tags.length())).toBe("int64");
    expect(dtypeOf(c.scores.length())).toBe("!int64");
    expect(dtypeOf(c.scores.at(0))).toBe("int32");
    expect(dtypeOf(c.scores.slice(1, -1))).toBe("!array<!int32>");
    expect(dtypeOf(c.scores.slice(c.scores.at(0)))).toBe("array<!int32>");
    expect(dtypeOf(c.scores.concat([1, null]))).toBe("!array<int32>");
    expect(dtypeOf(c.scores.concat([1], c.scores))).toBe("!array<!int32>");
    expect(dtypeOf(c.scores.concat(null))).toBe("array<!int32>");
    expect(dtypeOf(c.scores.repeat(2))).toBe("!array<!int32>");
    expect(dtypeOf(c.scores.contains(3))).toBe("!bool");
    expect(dtypeOf(c.scores.contains(c.id))).toBe("!bool");
    expect(dtypeOf(c.scores.indexOf(null))).toBe("int64");
    expect(dtypeOf(c.scores.remove(3))).toBe("!array<!int32>");
    expect(dtypeOf(c.scores.unique())).toBe("!array<!int32>");
    expect(dtypeOf(c.scores.sort())).toBe("!array<!int32>");
    expect(dtypeOf(c.scores.union([null]))).toBe("!array<int32>");
    expect(dtypeOf(c.scores.intersect([1, null]))).toBe("!array<!int32>");
    expect(dtypeOf(c.tags.intersect(["a", null]))).toBe("array<string>");
    expect(dtypeOf(c.matrix.flatten())).toBe("array<float64>");
    expect(dtypeOf(c.tags.zip(c.scores))).toBe("array<!struct<f1: string, f2: int32>>");
    expect(dtypeOf(c.scores.sums())).toBe("int64");
    expect(dtypeOf(c.scores.means())).toBe("float64");
    expect(dtypeOf(c.scores.mins())).toBe("int32");
    expect(dtypeOf(c.tags.modes())).toBe("string");
    expect(dtypeOf(c.tags.join(","))).toBe("string");
    expect(dtypeOf(arrayOf("a", "b").join(","))).toBe("!string");
  });
  test("the types of array methods agree with the dtypes", () => {
    const t = posts.select((p) => ({
      length: p.scores.length(),
      at: p.scores.at(0),
      concat: p.scores.concat([1, null]),
      floats: p.scores.concat(arrayOf(1.5)),
      zip: p.tags.zip(p.scores),
      flat: p.matrix.flatten(),
      map: p.scores.map((x, i) => x.add(i)),
      structs: p.tags.map((x) => structOf({ x, n: x.length() })),
      filtered: p.scores.filter((x) => x.gt(1)),
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
      structs: { x: string | null; n: number | null }[] | null;
      filtered: number[];
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

/** The error code and the first line of the message of a call. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isAvocetError(error)) return `${error.code}: ${error.message.split("\n")[0]}`;
    throw error;
  }
  return "no error";
}

describe("lambdas", () => {
  const lastLine = (column: AnyColumn): string | undefined => String(column).split("\n").at(-1)?.trim();
  test("equal callbacks build the same node, with parameters numbered by depth", () => {
    const buildColumn = () =>
      c.scores.map((x, i) =>
        c.scores
          .filter((y) => y.gt(x))
          .length()
          .add(i),
      );
    expect(buildColumn().node).toBe(buildColumn().node);
    expect(lastLine(buildColumn())).toBe(
      "ArrayMap(r0.scores, body=(x0, i0) => ArrayLength(ArrayFilter(r0.scores, body=(x1) => x1 > x0)) + i0)",
    );
    expect(lastLine(c.scores.map(() => 1))).toBe("ArrayMap(r0.scores, body=(x0) => 1)");
  });
  test("lambdas are unchanged after a JSON round trip", () => {
    const t = posts
      .mutate((p) => ({ m: p.scores.map((x, i) => structOf({ x, y: p.tags.at(i) })) }))
      .unnest("m", {
        offset: "i",
      });
    expect(fromJSON(JSON.stringify(t))).toMatchObject({ relation: t.relation });
  });
  test("lambdas refuse leaked elements, aggregates over rows and wrong results", () => {
    let saved: AnyColumn = c.id;
    const mapped = c.tags.map((x) => {
      saved = x;
      return x;
    });
    expect(String(mapped)).toContain("x0");
    expect(refusal(() => posts.mutate({ saved }))).toBe(
      "unrelated-column: The parameter of an element callback is used outside of the callback",
    );
    expect(refusal(() => c.scores.map((x) => x.sum()))).toBe(
      "invalid-shape: Cannot aggregate the elements of an array over rows",
    );
    expect(refusal(() => c.scores.map((x) => x.lag().over({ orderBy: c.id })))).toContain("invalid-shape");
    expect(refusal(() => c.scores.filter((x) => x.add(1) as never))).toBe(
      "invalid-argument: The condition on array elements must be a bool, got !int64",
    );
    expect(refusal(() => c.scores.map("x" as never))).toContain("Expected a callback");
    expect(
      refusal(() =>
        posts.groupBy("id").aggregate((p) => ({ m: p.tags.collect().map((x) => x.length().add(p.at.year())) })),
      ),
    ).toContain("invalid-shape");
    expect(refusal(() => c.scores.map((x) => x.add(c.id.sum())).length())).toBe("no error");
  });
});

describe("arguments of a wrong dtype are refused", () => {
  test("array methods refuse arguments of a wrong dtype", () => {
    expect(refusal(() => c.scores.contains("x" as never))).toBe(
      "invalid-argument: !string is not an element of !array<!int32>",
    );
    expect(refusal(() => c.scores.concat(["x"] as never))).toContain("invalid-literal");
    expect(refusal(() => c.scores.concat(c.tags as never))).toBe(
      "invalid-argument: array<string> cannot be combined with !array<!int32>",
    );
    expect(refusal(() => c.tags.at(1.5))).toContain('"position" must be an integer');
    expect(refusal(() => (c.tags as never as typeof c.scores).sums())).toBe(
      "invalid-argument: ArraySum expects an array of numbers as arg, got array<string>",
    );
    expect(refusal(() => (c.id as never as typeof c.scores).sums())).toBe(
      "unknown-method: `id` is !int64, which has no sums()",
    );
    expect(refusal(() => (arrayOf as (...v: unknown[]) => unknown)())).toContain(
      "The dtype of an array without values is unknown",
    );
    expect(refusal(() => arrayOf(1, "x"))).toBe(
      "invalid-argument: The element at position 1 is !string, but those before it are !int64",
    );
    expect(refusal(() => range(0, 1.5))).toContain('"stop" must be an integer');
    expect(refusal(() => range(c.day, "2024-01-01", { hours: 1 } as never))).toContain(
      "Cannot add hours or smaller units to a date",
    );
  });
  test("map, struct and JSON methods refuse wrong arguments", () => {
    expect(refusal(() => c.counts.get(1 as never))).toBe("invalid-argument: !int64 is not a key of map<string, int64>");
    expect(refusal(() => c.counts.get("a", "b" as never))).toBe(
      "invalid-argument: !string is not a value of map<string, int64>",
    );
    expect(refusal(() => c.address.field("town" as never))).toBe("unknown-column: The struct has no field `town`");
    expect(refusal(() => c.address.field("toString" as never))).toContain("unknown-column");
    expect(refusal(() => structOf({}))).toContain("one or more values");
    expect(refusal(() => (mapOf as (...v: unknown[]) => unknown)({ a: 1 }))).toContain("one or more entries");
    expect(refusal(() => c.meta.get(1.5))).toContain('"key" must be an integer');
    expect(refusal(() => (c.meta.path as (...v: unknown[]) => unknown).call(c.meta))).toContain(
      "at least one name or position",
    );
    expect(refusal(() => parseJson(c.id as never))).toContain("JSONParse expects a string");
  });
  test("wrong arguments are type errors", () => {
    const typeErrors = (): void => {
      // @ts-expect-error a string among numbers
      c.scores.contains("x");
      // @ts-expect-error no sum of strings
      c.tags.sums();
      // @ts-expect-error only arrays of arrays are flattened
      c.tags.flatten();
      // @ts-expect-error only strings are joined
      c.scores.join(",");
      // @ts-expect-error a condition is a bool
      c.scores.filter((x) => x.add(1));
      // @ts-expect-error no such field
      c.address.field("town");
      // @ts-expect-error no such field
      c.address.f.town;
      // @ts-expect-error keys are strings
      c.counts.get(1);
      // @ts-expect-error not an array
      posts.unnest("title");
      // @ts-expect-error not a struct
      posts.unpack("tags");
    };
    expect(typeErrors).toBeTypeOf("function");
  });
});

describe("constructors, maps, structs and json", () => {
  test("constructors and methods return the expected dtypes", () => {
    expect(dtypeOf(arrayOf(1, 2.5))).toBe("!array<!float64>");
    expect(dtypeOf(arrayOf(c.title, "x", null))).toBe("!array<string>");
    expect(dtypeOf(arrayOf(c.day, "2024-01-01"))).toBe("!array<date>");
    expect(dtypeOf(mapOf(["a", 1], ["b", null]))).toBe("!map<!string, int64>");
    expect(dtypeOf(mapOf(c.tags, c.scores))).toBe("map<!string, !int32>");
    expect(dtypeOf(structOf({ a: c.id, b: "x" }))).toBe("!struct<a: !int64, b: !string>");
    expect(dtypeOf(range(0, c.id))).toBe("!array<!int64>");
    expect(dtypeOf(range(0, c.counts.length()))).toBe("array<!int64>");
    expect(dtypeOf(range(c.day, "2024-01-01", { months: 1 }))).toBe("array<!date>");
    expect(dtypeOf(range(c.at, c.at, { hours: 1 }))).toBe("array<!timestamp('UTC')>");
    expect(dtypeOf(c.counts.get("a"))).toBe("int64");
    expect(dtypeOf(mapOf(["a", 1]).get("b", 0))).toBe("!int64");
    expect(dtypeOf(mapOf(["a", 1]).get("b", 0.5))).toBe("!float64");
    expect(dtypeOf(c.counts.has("a"))).toBe("bool");
    expect(dtypeOf(c.counts.keys())).toBe("array<!string>");
    expect(dtypeOf(c.counts.values())).toBe("array<int64>");
    expect(dtypeOf(c.counts.merge(new Map([["a", 1]])))).toBe("map<string, int64>");
    expect(dtypeOf(c.address.f.zip)).toBe("int64");
    expect(dtypeOf(structOf({ a: 1 }).f.a)).toBe("!int64");
    expect(c.address.f.zip.name).toBe("zip");
    expect(dtypeOf(c.meta.get("a").asInt())).toBe("int64");
    expect(dtypeOf(c.meta.asArray())).toBe("array<!json>");
    expect(dtypeOf(c.meta.asMap())).toBe("map<!string, !json>");
    expect(dtypeOf(parseJson("{}"))).toBe("!json");
    expect(dtypeOf(c.meta.text())).toBe("string");
  });
  test("the types of constructors and methods agree with the dtypes", () => {
    const t = posts.select(
      (p) => [p.address.f.city],
      (p) => ({
        map: mapOf(["a", 1], ["b", 2.5]),
        fetched: p.counts.get("a", 0),
        withFallback: mapOf(["a", 1]).get("b", 0),
        struct: structOf({ id: p.id, list: arrayOf("x", null) }),
        days: range(p.day, "2024-01-01", { days: 1 }),
        keys: p.counts.keys(),
        items: p.meta.asArray().map((x) => x.asInt()),
        year: p.meta.path("a", 0).asInt(),
      }),
    );
    expectTypeOf<Row<typeof t.schema>>().toEqualTypeOf<{
      city: string | null;
      map: Map<string, number>;
      fetched: number | null;
      withFallback: number;
      struct: { id: number; list: (string | null)[] };
      days: string[] | null;
      keys: string[] | null;
      items: (number | null)[] | null;
      year: number | null;
    }>();
  });
});

describe("unnest and unpack", () => {
  const schemaOf = (t: { readonly schema: Schema }): Record<string, string> =>
    Object.fromEntries(Object.entries(t.schema).map(([name, dtype]) => [name, printDType(dtype)]));
  const narrow = posts.select("id", "tags", "scores");
  test("unnest replaces the array, or adds columns for the element and its position", () => {
    const inPlace = narrow.unnest("scores");
    expect(schemaOf(inPlace)).toEqual({ id: "!int64", tags: "array<string>", scores: "!int32" });
    const withPosition = narrow.unnest("scores", { as: "score", offset: "position", keepEmpty: true });
    expect(schemaOf(withPosition)).toEqual({
      id: "!int64",
      tags: "array<string>",
      scores: "!array<!int32>",
      score: "int32",
      position: "int64",
    });
    expect(schemaOf(narrow.unnest("tags", { offset: "i" }))).toMatchObject({ tags: "string", i: "!int64" });
    const computed = narrow.unnest((p) => p.scores.map((x) => x.gt(0)), { as: "good" });
    expect(schemaOf(computed)).toMatchObject({ scores: "!array<!int32>", good: "!bool" });
    const named = narrow.unnest(c.scores.as("score"));
    expect(schemaOf(named)).toMatchObject({ score: "!int32" });
    expectTypeOf<Row<typeof inPlace.schema>>().toEqualTypeOf<{
      id: number;
      tags: (string | null)[] | null;
      scores: number;
    }>();
    expectTypeOf<Row<typeof withPosition.schema>>().toEqualTypeOf<{
      id: number;
      tags: (string | null)[] | null;
      scores: number[];
      score: number | null;
      position: number | null;
    }>();
    expectTypeOf<Row<typeof computed.schema>["good"]>().toEqualTypeOf<boolean>();
    expectTypeOf<Row<typeof named.schema>["score"]>().toEqualTypeOf<number>();
  });
  test("an array column of an ancestor table does not refer to its unnested elements", () => {
    const t = narrow.unnest("tags");
    expect(refusal(() => t.select(narrow.c.tags.length().as("n")))).toContain("unknown-column");
    expect(refusal(() => t.select(narrow.c.id))).toBe("no error");
    expect(refusal(() => narrow.unnest("tags", { as: "tag" }).select(narrow.c.tags.length().as("n")))).toBe("no error");
  });
  test("unnest and unpack refuse wrong columns and duplicate names", () => {
    expect(refusal(() => narrow.unnest("id" as never))).toBe(
      "invalid-argument: `unnest` needs an array, but `id` is !int64",
    );
    expect(refusal(() => narrow.unnest("tag" as never))).toContain("unknown-column");
    expect(refusal(() => narrow.unnest((p) => p.tags.unique()))).toContain("need a name");
    expect(refusal(() => narrow.unnest("tags", { offset: "id" }))).toContain("duplicate-column");
    expect(refusal(() => narrow.unpack("tags" as never))).toBe(
      "invalid-argument: `unpack` needs a struct, but `tags` is array<string>",
    );
    expect(refusal(() => posts.select("address", { city: "x" }).unpack("address"))).toContain("duplicate-column");
  });
  test("unpack replaces a struct by its fields", () => {
    const t = posts.select("id", "address", "day").unpack("address");
    expect(schemaOf(t)).toEqual({ id: "!int64", city: "string", zip: "int64", day: "date" });
    expect(t.columns).toEqual(["id", "city", "zip", "day"]);
    expectTypeOf<Row<typeof t.schema>>().toEqualTypeOf<{
      id: number;
      city: string | null;
      zip: number | null;
      day: string | null;
    }>();
    const unpacked = posts.select({ a: structOf({ x: 1 }), b: structOf({ y: "s" }) }).unpack("a", "b");
    expectTypeOf<Row<typeof unpacked.schema>>().toEqualTypeOf<{ x: number; y: string }>();
    expect(schemaOf(unpacked)).toEqual({ x: "!int64", y: "!string" });
  });
});
