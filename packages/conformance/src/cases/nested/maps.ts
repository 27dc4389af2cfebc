import type { AnyColumn, Columns } from "@avocet/core";
import { array, arrayOf, date, decimal, int64, lit, map, mapOf, notNull, string, struct, structOf } from "@avocet/core";
import { fails, gives, perRow, rows, values } from "../../build.js";
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
const ofMaps: readonly (readonly [
  name: string,
  build: (c: Columns<typeof MAPS>) => AnyColumn,
  expected: readonly unknown[],
])[] = [
  ["get a column", (c) => c.m.get(c.k), [1, null, null, null, null, null]],
  ["get a column or a fallback", (c) => c.m.get(c.k, c.d), [1, null, 9, 9, null, null]],
  ["get a literal or a fallback", (c) => c.m.get("a", 0), [1, 1, 1, 0, null, 1]],
  ["has", (c) => c.m.has(c.k), [true, true, false, false, null, null]],
  [
    "has a key that is computed",
    (c) => c.m.has(c.k.concat("").upper().lower()),
    [true, true, false, false, null, null],
  ],
  [
    "get a key that is computed, or a fallback",
    (c) => c.m.get(c.k.concat("").upper().lower(), 0),
    [1, null, 0, 0, null, null],
  ],
  ["has a literal", (c) => c.m.has("b"), [true, true, true, false, null, false]],
  ["length", (c) => c.m.length(), [2, 2, 2, 0, null, 1]],
  ["keys", (c) => c.m.keys().sort(), [["a", "b"], ["a", "b"], ["a", "b"], [], null, ["a"]]],
  ["values", (c) => c.m.values().sort(), [[1, null], [1, null], [1, null], [], null, [1]]],
  ["values come in the order of keys", (c) => c.m.values().at(c.m.keys().indexOf("a")), [1, 1, 1, null, null, 1]],
  [
    "merge",
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
  ["merge a literal", (c) => c.m.merge(new Map([["a", 7]])).get("a"), [7, 7, 7, 7, null, 7]],
  ["come back as they are", (c) => c.m, data.map(({ m }) => m)],
];

/** Maps. */
export const maps = group(
  "maps",
  ofMaps.map(([name, build, expected]) => perRow(name, MAPS, data, (c) => build(c), expected)),
  values({
    "of entries": [
      mapOf(["a", 1], ["b", 2.5]),
      new Map([
        ["a", 1],
        ["b", 2.5],
      ]),
    ],
    "with keys that are integers": [mapOf([1, "x"]).get(1), "x"],
    "of two arrays": [
      mapOf(arrayOf("k", "l"), arrayOf(1, null)),
      new Map([
        ["k", 1],
        ["l", null],
      ]),
    ],
    "of NULL": [mapOf(arrayOf("k"), lit(null, array(int64))), null],
    "of empty arrays": [mapOf(lit([], array(string)), lit([], array(int64))).length(), 0],
    "hostile keys": [mapOf(["it's", 1], ['"q"', 2], ["a.b", 3], ["", 4]).get('"q"'), 2],
    "of dates": [mapOf([lit("2024-02-29", date), 1]), new Map([["2024-02-29", 1]])],
    "of arrays": [
      mapOf(["a", arrayOf(1, 2)])
        .get("a")
        .at(1),
      2,
    ],
  }),
  [
    fails("a key twice", mapOf(["a", 1], ["a", 2]), "data"),
    fails("a key that is NULL", mapOf([lit(null, string), 1]), "data"),
  ],
);

const one = structOf({ a: 1, 'it\'s "b"': "x", list: arrayOf(1, 2), none: null });
const places = rows({ id: int64, place: struct({ city: string, zip: int64, in: struct({ p: decimal(9, 2) }) }) }, [
  { id: 1, place: { city: "Bergen", zip: 5003, in: { p: "1.5" } } },
  { id: 2, place: { city: null, zip: 1, in: null } },
  { id: 3, place: null },
]);
const ordered = { ordered: true };
export const structs = group(
  "structs",
  values({
    whole: [one, { a: 1, 'it\'s "b"': "x", list: [1, 2], none: null }],
    "a field": [one.field("a").add(2_147_483_647), 2_147_483_648],
    "a field of a hostile name": [one.f['it\'s "b"'], "x"],
    "an element of a field": [one.f.list.at(-1), 2],
    "a field of a field": [structOf({ one }).f.one.f.a, 1],
    "a field of NULL": [lit(null, struct({ a: notNull(int64) })).f.a, null],
    "fields that differ in case": [structOf({ a: 1, b: 2 }).f.b, 2],
  }),
  [
    gives(
      "fields of columns",
      places.select((c) => ({ id: c.id, city: c.place.f.city, p: c.place.f.in.f.p })).orderBy("id"),
      [
        { id: 1, city: "Bergen", p: "1.50" },
        { id: 2, city: null, p: null },
        { id: 3, city: null, p: null },
      ],
      ordered,
    ),
    gives(
      "unpack",
      places.unpack("place").drop("in").orderBy("id"),
      [
        { id: 1, city: "Bergen", zip: 5003 },
        { id: 2, city: null, zip: 1 },
        { id: 3, city: null, zip: null },
      ],
      ordered,
    ),
    gives(
      "unpack of two levels",
      places.unpack("place").unpack("in").select("id", "p").orderBy("id"),
      [
        { id: 1, p: "1.50" },
        { id: 2, p: null },
        { id: 3, p: null },
      ],
      ordered,
    ),
    gives(
      "conditions on fields",
      places.filter((c) => c.place.f.zip.gt(1)).select((c) => c.place.f.city),
      [{ city: "Bergen" }],
    ),
    gives(
      "made of columns",
      places
        .select((c) => ({ id: c.id, s: structOf({ zip: c.place.f.zip, double: c.place.f.zip.mul(2) }) }))
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
