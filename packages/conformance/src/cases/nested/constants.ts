import {
  array,
  arrayOf,
  date,
  decimal,
  float64,
  int64,
  json,
  lit,
  map,
  parseJson,
  string,
  struct,
  structOf,
  timestamp,
} from "@avocet/core";
import { perRow, values } from "../../build.js";
import { group } from "../../case.js";

const instant = timestamp("UTC");
const noStruct = lit(null, struct({ on: date, at: instant, list: array(date), of: struct({ on: date }) }));
const noLists = lit(null, array(array(date)));
const price = decimal(10, 2);

/** Parts of constants that are NULL keep their dtype, in whatever stands around them. */
export const constantNulls = group(
  "constants that are NULL",
  values({
    "the year of a field": [noStruct.f.on.year(), null],
    "the start of an instant's month": [noStruct.f.at.truncate("month"), null],
    "a field of a field": [noStruct.f.of.f.on.year(), null],
    "a field of an array's element that is not there": [
      arrayOf(structOf({ on: lit("2024-02-29", date) }))
        .at(3)
        .f.on.year(),
      null,
    ],
    "an element of a field": [noStruct.f.list.at(0).month(), null],
    "an element of an element": [noLists.at(0).at(0).day(), null],
    "a flattened array's element": [noLists.flatten().at(0).day(), null],
    "a part of an array": [noLists.slice(1).at(0).at(0).day(), null],
    "an array and NULL": [
      arrayOf(lit("2024-02-29", date))
        .concat(lit(null, array(date)))
        .at(0)
        .day(),
      null,
    ],
    "an element of a sorted array": [lit(null, array(date)).sort().at(0).day(), null],
    "the most frequent element": [lit(null, array(instant)).sort().modes().truncate("month"), null],
    "an array of JSON": [parseJson(lit(null, string)).asArray(), null],
    "an element of an array of JSON": [parseJson(lit(null, string)).asArray().at(0).asInt(), null],
    "a map of JSON": [parseJson(lit(null, string)).asMap(), null],
    "a map of a map's JSON": [lit(null, map(string, json)).get("c").asMap(), null],
    "a decimal and NULL": [lit("1.50", price).add(lit(null, price)), null],
    "text of a product of decimals": [lit("1.50", price).mul(lit(null, price)).cast(string), null],
    "NULL as a decimal, turned round": [lit(null, price).neg().abs(), null],
  }),
  [
    perRow(
      "beside a column",
      { a: array(date), n: int64, d: price, x: array(float64) },
      [{ a: ["2024-02-29"], n: 0, d: "1.50", x: [0.5] }],
      (c) => ({
        element: c.a.at(lit(null, int64)).day(),
        both: c.a
          .concat(lit(null, array(date)))
          .at(0)
          .day(),
        sum: c.d.add(lit(null, price)),
        field: noStruct.f.list.at(c.n).day(),
      }),
      [{ element: null, both: null, sum: null, field: null }],
    ),
  ],
);
