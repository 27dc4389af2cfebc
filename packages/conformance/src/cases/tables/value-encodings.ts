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
const TOP = 2n ** 63n - 1n;
const data = [
  {
    id: 1,
    n: TOP,
    u: 2n ** 64n - 1n,
    p: "123456789012345678.5",
    on: "2024-02-29",
    wall: "2024-02-29T12:34:56.000007",
    at: "1969-12-31T23:59:59.999999Z",
    j: { a: [1, null] },
    list: [1n, -TOP - 1n, null],
    deep: { n: TOP, at: ["2024-02-29T00:00:00.5Z"] },
    dict: new Map([["k", "1.5"]]),
  },
  { id: 2 },
];
const nothing = {
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
/** Some columns of the rows in the forms that are asked for, and NULL in every form. */
const inForms = (name: string, forms: ValueOptions, expected: Readonly<Record<string, unknown>>) => {
  const names = Object.keys(expected) as (keyof typeof nothing)[]; // columns of the table
  return scenario(
    name,
    async (on) =>
      on.execute(
        rows(SCHEMA, data)
          .orderBy("id")
          .select(...names),
        { values: forms },
      ),
    [expected, Object.fromEntries(names.map((key) => [key, nothing[key]]))],
  );
};

/** Values in results: what JavaScript holds, and the forms that are asked for. */
export const forms = group(
  "values in results",
  [
    inForms("integers as bigints", { int64: "bigint" }, { n: TOP, u: 2n ** 64n - 1n, list: [1n, -TOP - 1n, null] }),
    inForms(
      "integers as text",
      { int64: "string" },
      { n: String(TOP), u: "18446744073709551615", list: ["1", "-9223372036854775808", null] },
    ),
    inForms(
      "decimals as text, with all digits",
      { decimal: "string" },
      { p: "123456789012345678.50", dict: new Map([["k", "1.5"]]) },
    ),
    inForms("decimals as numbers", { decimal: "number" }, { p: 123456789012345680, dict: new Map([["k", 1.5]]) }),
    inForms("dates as Dates", { date: "Date" }, { on: new Date("2024-02-29T00:00:00Z") }),
    inForms(
      "timestamps as text, with all digits",
      { timestamp: "string", int64: "bigint" },
      {
        wall: "2024-02-29T12:34:56.000007",
        at: "1969-12-31T23:59:59.999999Z",
        deep: { n: TOP, at: ["2024-02-29T00:00:00.5Z"] },
      },
    ),
    inForms("timestamps as microseconds", { timestamp: "micros" }, { wall: 1709210096000007n, at: -1n }),
    inForms(
      "timestamps as Dates, cut to milliseconds",
      {},
      { wall: new Date("2024-02-29T12:34:56.000Z"), at: new Date(-1) },
    ),
    inForms("JSON parsed", {}, { j: { a: [1, null] } }),
    scenario(
      "JSON as text",
      async (on) => {
        const [row] = await on.execute(rows(SCHEMA, data).orderBy("id").select("j"), { values: { json: "string" } });
        return typeof row?.j === "string" && JSON.parse(row.j);
      },
      { a: [1, null] },
    ),
    fails("an integer beyond 2^53 in an array", lit([1n, TOP], array(int64)), "value-out-of-range"),
    fails("an integer beyond 2^53 in a struct", lit({ n: TOP }, struct({ n: int64 })), "value-out-of-range"),
    fails("an integer just beyond 2^53", lit(2n ** 53n, int64), "value-out-of-range"),
    fails(
      "an interval beyond 2^53 microseconds",
      lit({ months: 0, days: 0, micros: 2 ** 52 }, interval).mul(4),
      "value-out-of-range",
    ),
  ],
  values({
    "the largest integer that a number holds": [lit(2n ** 53n - 1n, int64), 2 ** 53 - 1],
    "the smallest integer that a number holds": [lit(1n - 2n ** 53n, int64), 1 - 2 ** 53],
    "a time with all its digits": [lit("23:59:59.999999", time), "23:59:59.999999"],
    "a time without digits after the point": [lit("23:59:59", time), "23:59:59"],
    "microseconds are cut off, not rounded": [
      lit("2024-02-29T12:34:56.999999", timestamp()),
      new Date("2024-02-29T12:34:56.999Z"),
    ],
    "a large decimal": [
      lit("99999999999999999999999999999999999999", decimal(38, 0)),
      "99999999999999999999999999999999999999",
    ],
  }),
);
