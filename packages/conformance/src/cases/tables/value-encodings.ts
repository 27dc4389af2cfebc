import type { ValueOptions } from "@avocet/core";
import {
  array,
  date,
  decimal,
  int64,
  interval,
  json,
  lit,
  map,
  string,
  struct,
  time,
  timestamp,
  uint64,
} from "@avocet/core";
import { fails, rows, scenario, values } from "../../build.js";
import { group } from "../../case.js";

const SCHEMA = {
  id: int64,
  n: int64,
  u: uint64,
  p: decimal(20, 2),
  on: date,
  wall: timestamp(),
  at: timestamp("UTC"),
  j: json,
  list: array(int64),
  deep: struct({ n: int64, at: array(timestamp("UTC")) }),
  dict: map(string, decimal(9, 1)),
};
const MAX_INT64 = 2n ** 63n - 1n;
const data = [
  {
    id: 1,
    n: MAX_INT64,
    u: 2n ** 64n - 1n,
    p: "123456789012345678.5",
    on: "2024-02-29",
    wall: "2024-02-29T12:34:56.000007",
    at: "1969-12-31T23:59:59.999999Z",
    j: { a: [1, null] },
    list: [1n, -MAX_INT64 - 1n, null],
    deep: { n: MAX_INT64, at: ["2024-02-29T00:00:00.5Z"] },
    dict: new Map([["k", "1.5"]]),
  },
  { id: 2 },
];
const ALL_NULL = {
  n: null,
  u: null,
  p: null,
  on: null,
  wall: null,
  at: null,
  j: null,
  list: null,
  deep: null,
  dict: null,
};
/** A scenario that reads some columns in the given encodings, with values in one row and NULLs in the other. */
const encodingScenario = (name: string, encodings: ValueOptions, expected: Readonly<Record<string, unknown>>) => {
  const names = Object.keys(expected) as (keyof typeof ALL_NULL)[]; // the keys are columns of the table
  return scenario(
    name,
    async (on) =>
      on.execute(
        rows(SCHEMA, data)
          .orderBy("id")
          .select(...names),
        { values: encodings },
      ),
    [expected, Object.fromEntries(names.map((column) => [column, ALL_NULL[column]]))],
  );
};

/** JavaScript forms of result values. */
export const valueEncodings = group(
  "value encodings",
  [
    encodingScenario(
      "integers as bigints",
      { int64: "bigint" },
      { n: MAX_INT64, u: 2n ** 64n - 1n, list: [1n, -MAX_INT64 - 1n, null] },
    ),
    encodingScenario(
      "integers as text",
      { int64: "string" },
      { n: String(MAX_INT64), u: "18446744073709551615", list: ["1", "-9223372036854775808", null] },
    ),
    encodingScenario(
      "decimals as text, with all digits",
      { decimal: "string" },
      { p: "123456789012345678.50", dict: new Map([["k", "1.5"]]) },
    ),
    encodingScenario(
      "decimals as numbers",
      { decimal: "number" },
      { p: 123456789012345680, dict: new Map([["k", 1.5]]) },
    ),
    encodingScenario("dates as Dates", { date: "Date" }, { on: new Date("2024-02-29T00:00:00Z") }),
    encodingScenario(
      "timestamps as text, with all digits",
      { timestamp: "string", int64: "bigint" },
      {
        wall: "2024-02-29T12:34:56.000007",
        at: "1969-12-31T23:59:59.999999Z",
        deep: { n: MAX_INT64, at: ["2024-02-29T00:00:00.5Z"] },
      },
    ),
    encodingScenario("timestamps as microseconds", { timestamp: "micros" }, { wall: 1709210096000007n, at: -1n }),
    encodingScenario(
      "timestamps as Dates, truncated to milliseconds",
      {},
      { wall: new Date("2024-02-29T12:34:56.000Z"), at: new Date(-1) },
    ),
    encodingScenario("JSON as parsed values", {}, { j: { a: [1, null] } }),
    scenario(
      "JSON as text",
      async (on) => {
        const [row] = await on.execute(rows(SCHEMA, data).orderBy("id").select("j"), { values: { json: "string" } });
        return typeof row?.j === "string" && JSON.parse(row.j);
      },
      { a: [1, null] },
    ),
    fails(
      "an integer beyond 2^53 in an array is out of range",
      lit([1n, MAX_INT64], array(int64)),
      "value-out-of-range",
    ),
    fails(
      "an integer beyond 2^53 in a struct is out of range",
      lit({ n: MAX_INT64 }, struct({ n: int64 })),
      "value-out-of-range",
    ),
    fails("the integer 2^53 is out of range", lit(2n ** 53n, int64), "value-out-of-range"),
    fails(
      "an interval beyond 2^53 microseconds is out of range",
      lit({ months: 0, days: 0, micros: 2 ** 52 }, interval).mul(4),
      "value-out-of-range",
    ),
  ],
  values({
    "the largest safe integer": [lit(2n ** 53n - 1n, int64), 2 ** 53 - 1],
    "the smallest safe integer": [lit(1n - 2n ** 53n, int64), 1 - 2 ** 53],
    "a time with six fractional digits": [lit("23:59:59.999999", time), "23:59:59.999999"],
    "a time without fractional digits": [lit("23:59:59", time), "23:59:59"],
    "Dates truncate microseconds instead of rounding": [
      lit("2024-02-29T12:34:56.999999", timestamp()),
      new Date("2024-02-29T12:34:56.999Z"),
    ],
    "a decimal of 38 digits": [
      lit("99999999999999999999999999999999999999", decimal(38, 0)),
      "99999999999999999999999999999999999999",
    ],
  }),
);
