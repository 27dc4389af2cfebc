import type { AnyColumn, Columns } from "@avocet/core";
import { int64, json, lit, parseJson, string } from "@avocet/core";
import { fails, returnsRows, rows, values } from "../../build.js";
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
/** A case for an expression over the documents for which `isIncluded` holds. */
const jsonCase = (
  name: string,
  isIncluded: (text: string | null) => boolean,
  build: (c: Cells) => AnyColumn,
  expected: (value: unknown, text: string) => unknown,
) => {
  const included = documents.filter(isIncluded);
  const table = rows(
    { row: int64, t: string },
    included.map((t, row) => ({ row, t })),
  ).select((c) => ({ row: c.row, t: c.t, j: parseJson(c.t) }));
  return returnsRows(
    name,
    table.select((c) => ({ row: c.row, value: build(c) })).orderBy("row"),
    included.map((t, row) => ({ row, value: t === null ? null : (expected(JSON.parse(t), t) ?? null) })),
    { ordered: true },
  );
};
const anyDocument = () => true;
/** Numbers that some engines store as doubles. */
const LARGE = new Set(["9223372036854775807", "9223372036854775808", "1e300", "-0", "1e3"]);
const isPortable = (text: string | null) => text === null || !LARGE.has(text);
const isObject = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null && !Array.isArray(x);

const MEMBERS = ["a", "b", "c", "zz", "0"];
const ODD_MEMBERS = ["", "$", "/", "~", "*", "x*", "a.b", 'q"q', "Ü", "$.a", "-", "#"];
const POSITIONS = [-8, -7, -1, 0, 1, 6, 7];
const INTEGERS: Readonly<Record<string, number | undefined>> = { "12": 12, "1e3": 1000, "-0": 0 };

/** Members, items and typed values of JSON. */
export const jsons = group(
  "JSON",
  [...MEMBERS, ...ODD_MEMBERS].flatMap((key) => [
    jsonCase(
      `the member ${JSON.stringify(key)}`,
      isPortable,
      (c) => c.j.get(key),
      (x) => (isObject(x) ? x[key] : null),
    ),
    jsonCase(
      `the member ${JSON.stringify(key)} with a column key`,
      isPortable,
      (c) => c.j.get(c.t.isNull().ifelse("none", key)),
      (x) => (isObject(x) ? x[key] : null),
    ),
  ]),
  POSITIONS.flatMap((position) => [
    jsonCase(
      `the item at index ${position}`,
      isPortable,
      (c) => c.j.get(position),
      (x) => (Array.isArray(x) ? x.at(position) : null),
    ),
    jsonCase(
      `the item at index ${position} of a column`,
      isPortable,
      (c) => c.j.get(c.row.mul(0).add(lit(position, int64))),
      (x) => (Array.isArray(x) ? x.at(position) : null),
    ),
  ]),
  [
    jsonCase(
      "JSON values are returned unchanged",
      isPortable,
      (c) => c.j,
      (x) => x,
    ),
    jsonCase(
      "path to a string",
      isPortable,
      (c) => c.j.path("c", "d", -1, "e").asString(),
      (x) => (isObject(x) && isObject(x.c) ? "deep" : null),
    ),
    jsonCase(
      "path through a missing member",
      isPortable,
      (c) => c.j.path("c", "x", 0, "e"),
      () => null,
    ),
    jsonCase(
      "asString",
      anyDocument,
      (c) => c.j.asString(),
      (x) => (typeof x === "string" ? x : null),
    ),
    jsonCase(
      "asBool",
      anyDocument,
      (c) => c.j.asBool(),
      (x) => (typeof x === "boolean" ? x : null),
    ),
    jsonCase(
      "asFloat",
      anyDocument,
      (c) => c.j.asFloat(),
      (x) => (typeof x === "number" ? x + 0 : null),
    ),
    jsonCase(
      "asInt",
      isPortable,
      (c) => c.j.asInt(),
      (_, text) => INTEGERS[text],
    ),
    jsonCase(
      "asInt of exponents and out-of-range numbers",
      (t) => t === null || LARGE.has(t),
      (c) => c.j.asInt().cast(string),
      (_, text) => (text === "9223372036854775807" ? text : INTEGERS[text]?.toString()),
    ),
    jsonCase(
      "asInt of an item written as 2.0",
      isPortable,
      (c) => c.j.get(1).asInt(),
      (x) => (Array.isArray(x) && x.length > 1 ? 2 : null),
    ),
    jsonCase(
      "asArray",
      isPortable,
      (c) => c.j.asArray(),
      (x) => (Array.isArray(x) ? x : null),
    ),
    jsonCase(
      "asMap",
      isPortable,
      (c) => c.j.asMap(),
      (x) => (isObject(x) ? new Map(Object.entries(x)) : null),
    ),
    jsonCase(
      "a callback on the items of asArray",
      isPortable,
      (c) => c.j.asArray().map((x) => x.asInt()),
      (x) => (Array.isArray(x) ? x.map((v) => (Number.isInteger(v) ? v : null)) : null),
    ),
    jsonCase(
      "asArray of a member of asMap",
      isPortable,
      (c) => c.j.asMap().get("c").get("d").asArray().length(),
      (x) => (isObject(x) && isObject(x.c) ? 3 : null),
    ),
    jsonCase(
      "a JSON null is not NULL",
      (t) => t === "null",
      (c) => c.j.isNull(),
      () => false,
    ),
    jsonCase(
      "a member that is a JSON null is not NULL",
      (t) => t?.startsWith('{"a"') ?? false,
      (c) => c.j.get("b").isNull(),
      () => false,
    ),
    jsonCase(
      "a missing member is NULL",
      (t) => t !== null,
      (c) => c.j.get("none").isNull(),
      () => true,
    ),
    jsonCase(
      "an item that is a JSON null is not NULL",
      (t) => t?.startsWith("[1") ?? false,
      (c) => c.j.asArray().at(4).isNull(),
      () => false,
    ),
    jsonCase(
      "text can be parsed again",
      (t) => t?.includes(" : ") ?? false,
      (c) => parseJson(c.j.text()).get("z"),
      (x) => (isObject(x) ? x.z : null),
    ),
    jsonCase(
      "text of small values",
      (t) => ["null", "true", "12", "12.5", "[]", "{}"].includes(t ?? ""),
      (c) => c.j.text(),
      (_, t) => t,
    ),
    jsonCase(
      "text of arrays",
      (t) => t?.includes(" : ") ?? false,
      (c) => c.j.get("z").text(),
      () => "[1,2]",
    ),
    fails("parseJson rejects invalid JSON", parseJson("{nonsense"), "data"),
    fails("parseJson rejects an empty string", parseJson(""), "data"),
  ],
  values({
    "members and items of a JSON literal": [
      lit({ a: [1, { b: "x" }] }, json)
        .get("a")
        .get(1)
        .get("b")
        .asString(),
      "x",
    ],
    "asString of a JSON literal": [lit("text", json).asString(), "text"],
    "quotes and comments in a JSON literal": [lit({ "it's": '"; --\\ \n' }, json).get("it's").asString(), '"; --\\ \n'],
    "non-ASCII text in a JSON literal": [lit({ x: "é日🦆" }, json).get("x").asString(), "é日🦆"],
    "parseJson of NULL": [parseJson(lit(null, string)), null],
  }),
);
