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
const nullStruct = lit(null, struct({ on: date, at: instant, list: array(date), of: struct({ on: date }) }));
const nullArrays = lit(null, array(array(date)));
const price = decimal(10, 2);

/** Fields and elements of NULL constants keep their dtype in any enclosing expression. */
export const constantNulls = group(
  "NULL constants",
  values({
    "the year of a field of a NULL struct": [nullStruct.f.on.year(), null],
    "an instant field of a NULL struct, truncated": [nullStruct.f.at.truncate("month"), null],
    "the year of a nested field": [nullStruct.f.of.f.on.year(), null],
    "a field of a missing array element": [
      arrayOf(structOf({ on: lit("2024-02-29", date) }))
        .at(3)
        .f.on.year(),
      null,
    ],
    "an element of an array field": [nullStruct.f.list.at(0).month(), null],
    "an element of a nested NULL array": [nullArrays.at(0).at(0).day(), null],
    "an element of a flattened NULL array": [nullArrays.flatten().at(0).day(), null],
    "an element of a sliced NULL array": [nullArrays.slice(1).at(0).at(0).day(), null],
    "concat of an array and NULL": [
      arrayOf(lit("2024-02-29", date))
        .concat(lit(null, array(date)))
        .at(0)
        .day(),
      null,
    ],
    "an element of a sorted NULL array": [lit(null, array(date)).sort().at(0).day(), null],
    "modes of a NULL array": [lit(null, array(instant)).sort().modes().truncate("month"), null],
    "asArray of NULL": [parseJson(lit(null, string)).asArray(), null],
    "an element of asArray of NULL": [parseJson(lit(null, string)).asArray().at(0).asInt(), null],
    "asMap of NULL": [parseJson(lit(null, string)).asMap(), null],
    "asMap of a value in a NULL map": [lit(null, map(string, json)).get("c").asMap(), null],
    "a decimal plus NULL": [lit("1.50", price).add(lit(null, price)), null],
    "the product of a decimal and NULL as text": [lit("1.50", price).mul(lit(null, price)).cast(string), null],
    "neg and abs of a NULL decimal": [lit(null, price).neg().abs(), null],
  }),
  [
    perRow(
      "NULL constants combined with columns",
      { a: array(date), n: int64, d: price, x: array(float64) },
      [{ a: ["2024-02-29"], n: 0, d: "1.50", x: [0.5] }],
      (c) => ({
        element: c.a.at(lit(null, int64)).day(),
        concatenated: c.a
          .concat(lit(null, array(date)))
          .at(0)
          .day(),
        sum: c.d.add(lit(null, price)),
        field: nullStruct.f.list.at(c.n).day(),
      }),
      [{ element: null, concatenated: null, sum: null, field: null }],
    ),
  ],
);
