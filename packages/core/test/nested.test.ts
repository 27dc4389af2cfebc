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
      words: { x: string | null; n: number | null }[] | null;
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

/** The code and the first line of the error of a call. */
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
  const last = (column: AnyColumn): string | undefined => String(column).split("\n").at(-1)?.trim();
  test("equal code gives the same node, parameters are numbered by depth", () => {
    const make = () =>
      c.scores.map((x, i) =>
        c.scores
          .filter((y) => y.gt(x))
          .length()
          .add(i),
      );
    expect(make().node).toBe(make().node);
    expect(last(make())).toBe(
      "ArrayMap(r0.scores, body=(x0, i0) => ArrayLength(ArrayFilter(r0.scores, body=(x1) => x1 > x0)) + i0)",
    );
    expect(last(c.scores.map(() => 1))).toBe("ArrayMap(r0.scores, body=(x0) => 1)");
  });
  test("come back from JSON", () => {
    const t = posts
      .mutate((p) => ({ m: p.scores.map((x, i) => structOf({ x, y: p.tags.at(i) })) }))
      .unnest("m", {
        offset: "i",
      });
    expect(fromJSON(JSON.stringify(t))).toMatchObject({ relation: t.relation });
  });
  test("refusals", () => {
    let saved: AnyColumn = c.id;
    const kept = c.tags.map((x) => {
      saved = x;
      return x;
    });
    expect(String(kept)).toContain("x0");
    expect(refusal(() => posts.mutate({ saved }))).toBe(
      "unrelated-column: The parameter of an element callback is used outside of the callback",
    );
    expect(refusal(() => c.scores.map((x) => x.sum()))).toBe(
      "invalid-shape: an element of an array has no rows around it to reduce",
    );
    expect(refusal(() => c.scores.map((x) => x.lag().over({ orderBy: c.id })))).toContain("invalid-shape");
    expect(refusal(() => c.scores.filter((x) => x.add(1) as never))).toBe(
      "invalid-argument: The condition on array elements must be a bool, got !int64",
    );
    expect(refusal(() => c.scores.map("x" as never))).toContain("is a function");
    expect(
      refusal(() =>
        posts.groupBy("id").aggregate((p) => ({ m: p.tags.collect().map((x) => x.length().add(p.at.year())) })),
      ),
    ).toContain("invalid-shape");
    expect(refusal(() => c.scores.map((x) => x.add(c.id.sum())).length())).toBe("no error");
  });
});

describe("arguments that do not fit", () => {
  test("arrays", () => {
    expect(refusal(() => c.scores.contains("x" as never))).toBe(
      "invalid-argument: !string is not a element of !array<!int32>".replace("a element", "an element"),
    );
    expect(refusal(() => c.scores.concat(["x"] as never))).toContain("invalid-literal");
    expect(refusal(() => c.scores.concat(c.tags as never))).toBe(
      "invalid-argument: array<string> cannot be combined with !array<!int32>",
    );
    expect(refusal(() => c.tags.at(1.5))).toContain("the place is a whole number");
    expect(refusal(() => (c.tags as never as typeof c.scores).sums())).toBe(
      "invalid-argument: ArraySum expects an array of numbers as arg, got array<string>",
    );
    expect(refusal(() => (c.id as never as typeof c.scores).sums())).toBe(
      "unknown-method: `id` is !int64, which has no sums()",
    );
    expect(refusal(() => (arrayOf as (...v: unknown[]) => unknown)())).toContain("an array of no values has no dtype");
    expect(refusal(() => arrayOf(1, "x"))).toBe("invalid-argument: element 1 is !string, those before it are !int64");
    expect(refusal(() => range(0, 1.5))).toContain("the stop of a range is a whole number");
    expect(refusal(() => range(c.day, "2024-01-01", { hours: 1 } as never))).toContain("a date is moved by whole days");
  });
  test("maps, structs and json", () => {
    expect(refusal(() => c.counts.get(1 as never))).toBe("invalid-argument: !int64 is not a key of map<string, int64>");
    expect(refusal(() => c.counts.get("a", "b" as never))).toBe(
      "invalid-argument: !string is not a value of map<string, int64>",
    );
    expect(refusal(() => c.place.field("town" as never))).toBe("unknown-column: The struct has no field `town`");
    expect(refusal(() => c.place.field("toString" as never))).toContain("unknown-column");
    expect(refusal(() => structOf({}))).toContain("one or more values");
    expect(refusal(() => (mapOf as (...v: unknown[]) => unknown)({ a: 1 }))).toContain("one or more entries");
    expect(refusal(() => c.meta.get(1.5))).toContain("a place is a whole number");
    expect(refusal(() => (c.meta.path as (...v: unknown[]) => unknown).call(c.meta))).toContain("at least one key");
    expect(refusal(() => parseJson(c.id as never))).toContain("JSONParse expects a string");
  });
  test("the compiler refuses them too", () => {
    const never = (): void => {
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
      c.place.field("town");
      // @ts-expect-error no such field
      c.place.f.town;
      // @ts-expect-error keys are strings
      c.counts.get(1);
      // @ts-expect-error not an array
      posts.unnest("title");
      // @ts-expect-error not a struct
      posts.unpack("tags");
    };
    expect(never).toBeTypeOf("function");
  });
});

describe("constructors, maps, structs and json", () => {
  test("dtypes", () => {
    expect(typed(arrayOf(1, 2.5))).toBe("!array<!float64>");
    expect(typed(arrayOf(c.title, "x", null))).toBe("!array<string>");
    expect(typed(arrayOf(c.day, "2024-01-01"))).toBe("!array<date>");
    expect(typed(mapOf(["a", 1], ["b", null]))).toBe("!map<!string, int64>");
    expect(typed(mapOf(c.tags, c.scores))).toBe("map<!string, !int32>");
    expect(typed(structOf({ a: c.id, b: "x" }))).toBe("!struct<a: !int64, b: !string>");
    expect(typed(range(0, c.id))).toBe("!array<!int64>");
    expect(typed(range(0, c.counts.length()))).toBe("array<!int64>");
    expect(typed(range(c.day, "2024-01-01", { months: 1 }))).toBe("array<!date>");
    expect(typed(range(c.at, c.at, { hours: 1 }))).toBe("array<!timestamp('UTC')>");
    expect(typed(c.counts.get("a"))).toBe("int64");
    expect(typed(mapOf(["a", 1]).get("b", 0))).toBe("!int64");
    expect(typed(mapOf(["a", 1]).get("b", 0.5))).toBe("!float64");
    expect(typed(c.counts.has("a"))).toBe("bool");
    expect(typed(c.counts.keys())).toBe("array<!string>");
    expect(typed(c.counts.values())).toBe("array<int64>");
    expect(typed(c.counts.merge(new Map([["a", 1]])))).toBe("map<string, int64>");
    expect(typed(c.place.f.zip)).toBe("int64");
    expect(typed(structOf({ a: 1 }).f.a)).toBe("!int64");
    expect(c.place.f.zip.name).toBe("zip");
    expect(typed(c.meta.get("a").asInt())).toBe("int64");
    expect(typed(c.meta.asArray())).toBe("array<!json>");
    expect(typed(c.meta.asMap())).toBe("map<!string, !json>");
    expect(typed(parseJson("{}"))).toBe("!json");
    expect(typed(c.meta.text())).toBe("string");
  });
  test("the compiler knows the same", () => {
    const t = posts.select(
      (p) => [p.place.f.city],
      (p) => ({
        map: mapOf(["a", 1], ["b", 2.5]),
        got: p.counts.get("a", 0),
        sure: mapOf(["a", 1]).get("b", 0),
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
      got: number | null;
      sure: number;
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
  const small = posts.select("id", "tags", "scores");
  test("in place, beside, with places", () => {
    const inPlace = small.unnest("scores");
    expect(schemaOf(inPlace)).toEqual({ id: "!int64", tags: "array<string>", scores: "!int32" });
    const beside = small.unnest("scores", { as: "score", offset: "place", keepEmpty: true });
    expect(schemaOf(beside)).toEqual({
      id: "!int64",
      tags: "array<string>",
      scores: "!array<!int32>",
      score: "int32",
      place: "int64",
    });
    expect(schemaOf(small.unnest("tags", { offset: "i" }))).toMatchObject({ tags: "string", i: "!int64" });
    const computed = small.unnest((p) => p.scores.map((x) => x.gt(0)), { as: "good" });
    expect(schemaOf(computed)).toMatchObject({ scores: "!array<!int32>", good: "!bool" });
    const named = small.unnest(c.scores.as("score"));
    expect(schemaOf(named)).toMatchObject({ score: "!int32" });
    expectTypeOf<Row<typeof inPlace.schema>>().toEqualTypeOf<{
      id: number;
      tags: (string | null)[] | null;
      scores: number;
    }>();
    expectTypeOf<Row<typeof beside.schema>>().toEqualTypeOf<{
      id: number;
      tags: (string | null)[] | null;
      scores: number[];
      score: number | null;
      place: number | null;
    }>();
    expectTypeOf<Row<typeof computed.schema>["good"]>().toEqualTypeOf<boolean>();
    expectTypeOf<Row<typeof named.schema>["score"]>().toEqualTypeOf<number>();
  });
  test("a column of an ancestor is not the element that took its place", () => {
    const t = small.unnest("tags");
    expect(refusal(() => t.select(small.c.tags.length().as("n")))).toContain("unknown-column");
    expect(refusal(() => t.select(small.c.id))).toBe("no error");
    expect(refusal(() => small.unnest("tags", { as: "tag" }).select(small.c.tags.length().as("n")))).toBe("no error");
  });
  test("refusals", () => {
    expect(refusal(() => small.unnest("id" as never))).toBe(
      "invalid-argument: `unnest` needs an array, but `id` is !int64",
    );
    expect(refusal(() => small.unnest("tag" as never))).toContain("unknown-column");
    expect(refusal(() => small.unnest((p) => p.tags.unique()))).toContain("need a name");
    expect(refusal(() => small.unnest("tags", { offset: "id" }))).toContain("duplicate-column");
    expect(refusal(() => small.unpack("tags" as never))).toBe(
      "invalid-argument: `unpack` needs a struct, but `tags` is array<string>",
    );
    expect(refusal(() => posts.select("place", { city: "x" }).unpack("place"))).toContain("duplicate-column");
  });
  test("unpack", () => {
    const t = posts.select("id", "place", "day").unpack("place");
    expect(schemaOf(t)).toEqual({ id: "!int64", city: "string", zip: "int64", day: "date" });
    expect(t.columns).toEqual(["id", "city", "zip", "day"]);
    expectTypeOf<Row<typeof t.schema>>().toEqualTypeOf<{
      id: number;
      city: string | null;
      zip: number | null;
      day: string | null;
    }>();
    const two = posts.select({ a: structOf({ x: 1 }), b: structOf({ y: "s" }) }).unpack("a", "b");
    expectTypeOf<Row<typeof two.schema>>().toEqualTypeOf<{ x: number; y: string }>();
    expect(schemaOf(two)).toEqual({ x: "!int64", y: "!string" });
  });
});
