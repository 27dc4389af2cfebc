import type { DType } from "@avocet/core";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float64,
  int64,
  interval,
  json,
  lit,
  map,
  param,
  printDType,
  string,
  struct,
  time,
  timestamp,
  uuid,
} from "@avocet/core";
import { returnsRows, rows, values } from "../build.js";
import { group } from "../case.js";

/** Values of parameters, and the results they are expected to return if those differ. */
const SAMPLES: readonly (readonly [dtype: DType, value: unknown, expected?: unknown])[] = [
  [bool, true],
  [int64, 2 ** 52],
  [int64, -1],
  [float64, -0.1],
  [decimal(10, 2), "12.50"],
  [string, 'it\'s \\ "x" 日本 $1 ?'],
  [string, ""],
  [binary, new Uint8Array([0, 255])],
  [date, "2024-02-29"],
  [time, "23:59:59.5"],
  [timestamp(), new Date("2024-02-29T12:34:56.789Z")],
  [timestamp("UTC"), new Date("1969-12-31T23:59:59.999Z")],
  [interval, { months: 1, days: -2, micros: 3 }],
  [uuid, "123e4567-e89b-12d3-a456-426614174000"],
  [json, { a: [1, null, "x"] }],
  [array(int64), [4, null, 5]],
  [array(string), []],
  [struct({ a: int64, b: string }), { a: 1, b: null }],
  [map(string, int64), new Map([["k", 1]])],
];
const roundTrips = SAMPLES.flatMap(([dtype, value, expected = value], i) => [
  ...values({ [`${printDType(dtype)} parameter ${i}`]: [param("p", dtype), expected] }, { params: { p: value } }),
  ...values({ [`${printDType(dtype)} parameter ${i}, NULL`]: [param("p", dtype), null] }, { params: { p: null } }),
]);
const people = rows({ id: int64, name: string }, [
  { id: 1, name: "a" },
  { id: 2, name: "b" },
  { id: 3, name: null },
]);

/** Parameters, whose values are passed at execution. */
export const params = group(
  "parameters",
  roundTrips,
  values(
    {
      "a date parameter plus a month": [param("day", date).add({ months: 1 }), "2024-02-29"],
      "an instant parameter truncated to the hour": [
        param("at", timestamp("UTC")).truncate("hour"),
        new Date("2024-01-31T12:00:00Z"),
      ],
      "a time parameter plus a minute": [param("startTime", time).add({ minutes: 1 }), "00:00:59.000001"],
      "a date plus an interval parameter": [lit("2024-01-31", date).add(param("duration", interval)), "2024-03-01"],
      "the same parameter used twice": [param("n", int64).add(param("n", int64)), 14],
      "an element of an array parameter": [param("list", array(int64)).at(1), 5],
      "a parameter multiplied by a literal": [param("n", int64).mul(2), 14],
    },
    {
      params: {
        day: "2024-01-31",
        at: new Date("2024-01-31T12:34:56Z"),
        startTime: "23:59:59.000001",
        duration: { months: 1, days: 1, micros: 0 },
        n: 7,
        list: [4, 5],
      },
    },
  ),
  [
    returnsRows(
      "parameters in filter conditions",
      people.filter((c) => c.id.ge(param("minId", int64)).and(c.name.eq(param("name", string)))),
      [{ id: 2, name: "b" }],
      { params: { minId: 2, name: "b" } },
    ),
    returnsRows(
      "a parameter in a grouping key",
      people.groupBy((c) => ({ old: c.id.gt(param("edge", int64)) })).count(),
      [
        { old: false, count: 1 },
        { old: true, count: 2 },
      ],
      { params: { edge: 1 } },
    ),
  ],
);
