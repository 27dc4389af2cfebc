import type { AnyColumn, Columns } from "@avocet/core";
import { int64, json, lit, parseJson, string } from "@avocet/core";
import { fails, gives, rows, values } from "../../build.js";
import { group } from "../../case.js";

const documents = [
  null,
  '{"a":1,"b":null,"c":{"d":[10,20,{"e":"deep"}]},"":5,"$":6,"/":7,"~":8,"*":9,"x*":10,"a.b":11,"q\\"q":12,"0":13,"Ü":14}',
  '[1,2.0,"three",true,null,[4],{"k":5}]',
  '"text \\"q\\" \\u00e9"',
  "12",
  "12.5",
  "1e3",
  "9223372036854775807",
  "9223372036854775808",
  "1e300",
  "-0",
  "true",
  "null",
  ' { "z" : [ 1 , 2 ] , "y" : {} } ',
  "{}",
  "[]",
];
const JSONS = { row: int64, t: string, j: json };
type Cells = Columns<typeof JSONS>;
/** What an expression gives for some of the documents. */
const of = (
  name: string,
  wanted: (text: string | null) => boolean,
  build: (c: Cells) => AnyColumn,
  expected: (value: unknown, text: string) => unknown,
) => {
  const some = documents.filter(wanted);
  const table = rows(
    { row: int64, t: string },
    some.map((t, row) => ({ row, t })),
  ).select((c) => ({ row: c.row, t: c.t, j: parseJson(c.t) }));
  return gives(
    name,
    table.select((c) => ({ row: c.row, value: build(c) })).orderBy("row"),
    some.map((t, row) => ({ row, value: t === null ? null : (expected(JSON.parse(t), t) ?? null) })),
    { ordered: true },
  );
};
const any = () => true;
/** Numbers that some engines keep as doubles. */
const LARGE = new Set(["9223372036854775807", "9223372036854775808", "1e300", "-0", "1e3"]);
const plain = (text: string | null) => text === null || !LARGE.has(text);
const isObject = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null && !Array.isArray(x);

const MEMBERS = ["a", "b", "c", "zz", "0"];
const ODD_MEMBERS = ["", "$", "/", "~", "*", "x*", "a.b", 'q"q', "Ü", "$.a", "-", "#"];
const PLACES = [-8, -7, -1, 0, 1, 6, 7];
const WHOLE: Readonly<Record<string, number | undefined>> = { "12": 12, "1e3": 1000, "-0": 0 };

/** JSON: members, items, values of one kind. */
export const jsons = group(
  "JSON",
  [...MEMBERS, ...ODD_MEMBERS].flatMap((key) => [
    of(
      `the member ${JSON.stringify(key)}`,
      plain,
      (c) => c.j.get(key),
      (x) => (isObject(x) ? x[key] : null),
    ),
    of(
      `the member ${JSON.stringify(key)}, of a column`,
      plain,
      (c) => c.j.get(c.t.isNull().ifelse("none", key)),
      (x) => (isObject(x) ? x[key] : null),
    ),
  ]),
  PLACES.flatMap((place) => [
    of(
      `the item at ${place}`,
      plain,
      (c) => c.j.get(place),
      (x) => (Array.isArray(x) ? x.at(place) : null),
    ),
    of(
      `the item at ${place}, of a column`,
      plain,
      (c) => c.j.get(c.row.mul(0).add(lit(place, int64))),
      (x) => (Array.isArray(x) ? x.at(place) : null),
    ),
  ]),
  [
    of(
      "come back as they are",
      plain,
      (c) => c.j,
      (x) => x,
    ),
    of(
      "a path",
      plain,
      (c) => c.j.path("c", "d", -1, "e").asString(),
      (x) => (isObject(x) && isObject(x.c) ? "deep" : null),
    ),
    of(
      "a path that breaks off",
      plain,
      (c) => c.j.path("c", "x", 0, "e"),
      () => null,
    ),
    of(
      "strings",
      any,
      (c) => c.j.asString(),
      (x) => (typeof x === "string" ? x : null),
    ),
    of(
      "bools",
      any,
      (c) => c.j.asBool(),
      (x) => (typeof x === "boolean" ? x : null),
    ),
    of(
      "floats",
      any,
      (c) => c.j.asFloat(),
      (x) => (typeof x === "number" ? x + 0 : null),
    ),
    of(
      "integers",
      plain,
      (c) => c.j.asInt(),
      (_, text) => WHOLE[text],
    ),
    of(
      "integers with exponents, beyond 2^53, beyond int64",
      (t) => t === null || LARGE.has(t),
      (c) => c.j.asInt().cast(string),
      (_, text) => (text === "9223372036854775807" ? text : WHOLE[text]?.toString()),
    ),
    of(
      "an item that is a whole number with a point",
      plain,
      (c) => c.j.get(1).asInt(),
      (x) => (Array.isArray(x) && x.length > 1 ? 2 : null),
    ),
    of(
      "arrays",
      plain,
      (c) => c.j.asArray(),
      (x) => (Array.isArray(x) ? x : null),
    ),
    of(
      "maps",
      plain,
      (c) => c.j.asMap(),
      (x) => (isObject(x) ? new Map(Object.entries(x)) : null),
    ),
    of(
      "a callback on items",
      plain,
      (c) => c.j.asArray().map((x) => x.asInt()),
      (x) => (Array.isArray(x) ? x.map((v) => (Number.isInteger(v) ? v : null)) : null),
    ),
    of(
      "arrays in maps",
      plain,
      (c) => c.j.asMap().get("c").get("d").asArray().length(),
      (x) => (isObject(x) && isObject(x.c) ? 3 : null),
    ),
    of(
      "a JSON null is a value",
      (t) => t === "null",
      (c) => c.j.isNull(),
      () => false,
    ),
    of(
      "a member that is a JSON null is a value",
      (t) => t?.startsWith('{"a"') ?? false,
      (c) => c.j.get("b").isNull(),
      () => false,
    ),
    of(
      "a member that is not there is NULL",
      (t) => t !== null,
      (c) => c.j.get("none").isNull(),
      () => true,
    ),
    of(
      "an item that is a JSON null is a value",
      (t) => t?.startsWith("[1") ?? false,
      (c) => c.j.asArray().at(4).isNull(),
      () => false,
    ),
    of(
      "text without spaces",
      (t) => t?.includes(" : ") ?? false,
      (c) => parseJson(c.j.text()).get("z"),
      (x) => (isObject(x) ? x.z : null),
    ),
    of(
      "text of small values",
      (t) => ["null", "true", "12", "12.5", "[]", "{}"].includes(t ?? ""),
      (c) => c.j.text(),
      (_, t) => t,
    ),
    of(
      "text of arrays",
      (t) => t?.includes(" : ") ?? false,
      (c) => c.j.get("z").text(),
      () => "[1,2]",
    ),
    fails("text that is no JSON", parseJson("{nonsense"), "data"),
    fails("no text", parseJson(""), "data"),
  ],
  values({
    "a literal": [
      lit({ a: [1, { b: "x" }] }, json)
        .get("a")
        .get(1)
        .get("b")
        .asString(),
      "x",
    ],
    "a literal of a JSON string": [lit("text", json).asString(), "text"],
    "hostile text": [lit({ "it's": '"; --\\ \n' }, json).get("it's").asString(), '"; --\\ \n'],
    "text beyond ASCII": [lit({ x: "é日🦆" }, json).get("x").asString(), "é日🦆"],
    "of NULL": [parseJson(lit(null, string)), null],
  }),
);
