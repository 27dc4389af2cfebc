import type { AnyColumn, Columns } from "@avocet/core";
import { array, arrayOf, date, decimal, int64, lit, map, mapOf, notNull, string, struct, structOf } from "@avocet/core";
import { fails, perRow, returnsRows, rows, values } from "../../build.js";
import { group } from "../../case.js";

const MAPS = { m: map(string, int64), k: string, d: int64, o: map(string, int64) };
const ab = new Map([
  ["a", 1],
  ["b", null],
]);
const data = [
  {
    m: ab,
    k: "a",
    d: 9,
    o: new Map([
      ["b", 5],
      ["c", 6],
    ]),
  },
  { m: ab, k: "b", d: 9, o: new Map<string, number>() },
  { m: ab, k: "z", d: 9, o: null },
  { m: new Map(), k: "a", d: 9, o: new Map([["q", 1]]) },
  { m: null, k: "a", d: 9, o: new Map([["q", 1]]) },
  { m: new Map([["a", 1]]), k: null, d: null, o: null },
];
const MAP_FUNCTIONS: readonly (readonly [
  name: string,
  build: (c: Columns<typeof MAPS>) => AnyColumn,
  expected: readonly unknown[],
])[] = [
  ["get with a column key", (c) => c.m.get(c.k), [1, null, null, null, null, null]],
  ["get with a column key and a fallback", (c) => c.m.get(c.k, c.d), [1, null, 9, 9, null, null]],
  ["get with a literal key and a fallback", (c) => c.m.get("a", 0), [1, 1, 1, 0, null, 1]],
  ["has with a column key", (c) => c.m.has(c.k), [true, true, false, false, null, null]],
  ["has with a computed key", (c) => c.m.has(c.k.concat("").upper().lower()), [true, true, false, false, null, null]],
  [
    "get with a computed key and a fallback",
    (c) => c.m.get(c.k.concat("").upper().lower(), 0),
    [1, null, 0, 0, null, null],
  ],
  ["has with a literal key", (c) => c.m.has("b"), [true, true, true, false, null, false]],
  ["length", (c) => c.m.length(), [2, 2, 2, 0, null, 1]],
  ["keys", (c) => c.m.keys().sort(), [["a", "b"], ["a", "b"], ["a", "b"], [], null, ["a"]]],
  ["values", (c) => c.m.values().sort(), [[1, null], [1, null], [1, null], [], null, [1]]],
  ["values are in the order of the keys", (c) => c.m.values().at(c.m.keys().indexOf("a")), [1, 1, 1, null, null, 1]],
  [
    "merge with a column",
    (c) => c.m.merge(c.o),
    [
      new Map([
        ["a", 1],
        ["b", 5],
        ["c", 6],
      ]),
      ab,
      null,
      new Map([["q", 1]]),
      null,
      null,
    ],
  ],
  ["merge with a literal", (c) => c.m.merge(new Map([["a", 7]])).get("a"), [7, 7, 7, 7, null, 7]],
  ["maps are returned unchanged", (c) => c.m, data.map(({ m }) => m)],
];

export const maps = group(
  "maps",
  MAP_FUNCTIONS.map(([name, build, expected]) => perRow(name, MAPS, data, (c) => build(c), expected)),
  values({
    "a map of entries": [
      mapOf(["a", 1], ["b", 2.5]),
      new Map([
        ["a", 1],
        ["b", 2.5],
      ]),
    ],
    "a map with integer keys": [mapOf([1, "x"]).get(1), "x"],
    "a map of two arrays": [
      mapOf(arrayOf("k", "l"), arrayOf(1, null)),
      new Map([
        ["k", 1],
        ["l", null],
      ]),
    ],
    "a map of a NULL array": [mapOf(arrayOf("k"), lit(null, array(int64))), null],
    "a map of empty arrays": [mapOf(lit([], array(string)), lit([], array(int64))).length(), 0],
    "keys with quotes and dots": [mapOf(["it's", 1], ['"q"', 2], ["a.b", 3], ["", 4]).get('"q"'), 2],
    "a map with date keys": [mapOf([lit("2024-02-29", date), 1]), new Map([["2024-02-29", 1]])],
    "a map with array values": [
      mapOf(["a", arrayOf(1, 2)])
        .get("a")
        .at(1),
      2,
    ],
  }),
  [
    fails("a duplicate key is an error", mapOf(["a", 1], ["a", 2]), "data"),
    fails("a NULL key is an error", mapOf([lit(null, string), 1]), "data"),
  ],
);

const record = structOf({ a: 1, 'it\'s "b"': "x", list: arrayOf(1, 2), none: null });
const addresses = rows({ id: int64, address: struct({ city: string, zip: int64, in: struct({ p: decimal(9, 2) }) }) }, [
  { id: 1, address: { city: "Bergen", zip: 5003, in: { p: "1.5" } } },
  { id: 2, address: { city: null, zip: 1, in: null } },
  { id: 3, address: null },
]);
const ordered = { ordered: true };
export const structs = group(
  "structs",
  values({
    "a struct of several fields": [record, { a: 1, 'it\'s "b"': "x", list: [1, 2], none: null }],
    "a field": [record.field("a").add(2_147_483_647), 2_147_483_648],
    "a field name with quotes": [record.f['it\'s "b"'], "x"],
    "an element of a field": [record.f.list.at(-1), 2],
    "a nested field": [structOf({ record }).f.record.f.a, 1],
    "a field of a NULL struct": [lit(null, struct({ a: notNull(int64) })).f.a, null],
    "the second of two fields": [structOf({ a: 1, b: 2 }).f.b, 2],
  }),
  [
    returnsRows(
      "fields of a struct column",
      addresses.select((c) => ({ id: c.id, city: c.address.f.city, p: c.address.f.in.f.p })).orderBy("id"),
      [
        { id: 1, city: "Bergen", p: "1.50" },
        { id: 2, city: null, p: null },
        { id: 3, city: null, p: null },
      ],
      ordered,
    ),
    returnsRows(
      "unpack of a struct column",
      addresses.unpack("address").drop("in").orderBy("id"),
      [
        { id: 1, city: "Bergen", zip: 5003 },
        { id: 2, city: null, zip: 1 },
        { id: 3, city: null, zip: null },
      ],
      ordered,
    ),
    returnsRows(
      "unpack of nested structs",
      addresses.unpack("address").unpack("in").select("id", "p").orderBy("id"),
      [
        { id: 1, p: "1.50" },
        { id: 2, p: null },
        { id: 3, p: null },
      ],
      ordered,
    ),
    returnsRows(
      "a filter on a struct field",
      addresses.filter((c) => c.address.f.zip.gt(1)).select((c) => c.address.f.city),
      [{ city: "Bergen" }],
    ),
    returnsRows(
      "structs built from columns",
      addresses
        .select((c) => ({ id: c.id, s: structOf({ zip: c.address.f.zip, double: c.address.f.zip.mul(2) }) }))
        .orderBy("id"),
      [
        { id: 1, s: { zip: 5003, double: 10006 } },
        { id: 2, s: { zip: 1, double: 2 } },
        { id: 3, s: { zip: null, double: null } },
      ],
      ordered,
    ),
  ],
);
