import type { DType } from "@avocet/core";
import {
  array,
  binary,
  bool,
  date,
  decimal,
  float32,
  float64,
  inet,
  int16,
  int32,
  int64,
  interval,
  json,
  map,
  string,
  time,
  timestamp,
  uuid,
} from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

describe.skipIf(database === null)("decoding PostgreSQL values", () => {
  let connection: PostgresConnection;
  beforeAll(async () => {
    connection = await connect(url);
    await connection.raw(`CREATE TYPE mood AS ENUM ('sad', 'glad, very');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN price AS numeric(10, 2) NOT NULL;
CREATE DOMAIN prices AS price[];
CREATE TYPE pair AS (a integer, b text);
CREATE EXTENSION hstore; CREATE EXTENSION citext;`);
  });
  afterAll(() => connection?.close());

  const dtypeAndValue = async (sql: string): Promise<readonly [DType | undefined, unknown]> => {
    const table = await connection.sql(`SELECT ${sql} AS value`);
    const [row] = await table.execute();
    return [table.relation.schema.get("value"), row?.value];
  };
  const instant = (iso: string): Date => new Date(iso);

  test.each<[string, DType, unknown]>([
    ["true", bool, true],
    ["NULL::bool", bool, null],
    ["(-32768)::int2", int16, -32768],
    ["2147483647", int32, 2147483647],
    ["9007199254740991", int64, 9007199254740991],
    ["0.1::float4", float32, Math.fround(0.1)],
    ["'NaN'::float4", float32, Number.NaN],
    ["0.1::float8", float64, 0.1],
    ["1.7976931348623157e308::float8", float64, Number.MAX_VALUE],
    ["'-Infinity'::float8", float64, Number.NEGATIVE_INFINITY],
    ["'-0'::float8", float64, -0],
    ["12.5::numeric(10, 2)", decimal(10, 2), "12.50"],
    ["(10::numeric(38) ^ 37)::numeric(38, 0)", decimal(38, 0), `1${"0".repeat(37)}`],
    ["12.5::numeric", decimal(38, 9), "12.500000000"],
    ["1234567890.12345678901234567890::numeric", decimal(38, 9), "1234567890.1234567890123456789"],
    ["12345::numeric(3, -2)", decimal(5, 0), "12300"],
    ["0.5::numeric(50, 2)", decimal(38, 2), "0.50"],
    ["'ä😀'''::text", string, "ä😀'"],
    ["'x'::varchar(10)", string, "x"],
    ["'x'::\"char\"", string, "x"],
    ["'pg_class'::name", string, "pg_class"],
    ["'untyped'", string, "untyped"],
    ["'X'::citext", string, "X"],
    ["'glad, very'::mood", string, "glad, very"],
    ["7::positive", int32, 7],
    ["7.5::price", decimal(10, 2), "7.50"],
    ["'\\x00ff10'::bytea", binary, new Uint8Array([0, 255, 16])],
    ["''::bytea", binary, new Uint8Array()],
    ["date '2024-02-29'", date, "2024-02-29"],
    ["date '0044-03-15 BC'", date, "-000043-03-15"],
    ["date '10000-01-01'", date, "+010000-01-01"],
    ["time '23:59:59.999999'", time, "23:59:59.999999"],
    ["timestamp '2024-01-31 12:00:00.1239'", timestamp(), instant("2024-01-31T12:00:00.123Z")],
    ["timestamp(3) '2024-01-31 12:00:00.1239'", timestamp(null, 3), instant("2024-01-31T12:00:00.124Z")],
    ["timestamp '1969-12-31 23:59:59.9999'", timestamp(), instant("1969-12-31T23:59:59.999Z")],
    ["timestamp '0044-03-15 12:00 BC'", timestamp(), instant("-000043-03-15T12:00:00Z")],
    ["timestamptz '2024-01-31 12:00:00+05:30'", timestamp("UTC"), instant("2024-01-31T06:30:00Z")],
    ["interval '1 year 2 mons -3 days 04:05:06.789'", interval, { months: 14, days: -3, micros: 14_706_789_000 }],
    ["interval '-1 month -00:00:00.000001'", interval, { months: -1, days: 0, micros: -1 }],
    ["'00112233-4455-6677-8899-AABBCCDDEEFF'::uuid", uuid, "00112233-4455-6677-8899-aabbccddeeff"],
    ["'10.0.0.0/8'::cidr", inet, "10.0.0.0/8"],
    ["'::1'::inet", inet, "::1"],
    ['\'{"a": [1, null, "x"]}\'::json', json, { a: [1, null, "x"] }],
    ["'null'::jsonb", json, null],
    ["ARRAY[1, NULL, 3]", array(int32), [1, null, 3]],
    ["'{}'::int8[]", array(int64), []],
    ["'[0:1]={5,6}'::int8[]", array(int64), [5, 6]],
    [
      "ARRAY['a,b', '\"', '\\', 'NULL', NULL, '', '{}', ' x ']",
      array(string),
      ["a,b", '"', "\\", "NULL", null, "", "{}", " x "],
    ],
    ["ARRAY['glad, very'::mood]", array(string), ["glad, very"]],
    ["ARRAY[1.5, 2]::numeric(10, 2)[]", array(decimal(10, 2)), ["1.50", "2.00"]],
    ["ARRAY[7.5, 8]::prices", array(decimal(10, 2)), ["7.50", "8.00"]],
    ["ARRAY[timestamptz '2024-01-31 12:00:00Z']", array(timestamp("UTC")), [instant("2024-01-31T12:00:00Z")]],
    ["ARRAY[interval '1 day']", array(interval), [{ months: 0, days: 1, micros: 0 }]],
    ["ARRAY['\\x00ff'::bytea]", array(binary), [new Uint8Array([0, 255])]],
    ['ARRAY[\'{"a": "b\\"c"}\'::jsonb, \'null\', NULL]', array(json), [{ a: 'b"c' }, null, null]],
    [
      '\'a=>1, "b\\""=>NULL\'::hstore',
      map(string, string),
      new Map([
        ["a", "1"],
        ['b"', null],
      ]),
    ],
  ])("%s", async (sql, dtype, value) => {
    expect(await dtypeAndValue(sql)).toStrictEqual([dtype, value]);
  });

  test.each<[string, RegExp]>([
    ["9007199254740992", /exceeds 2\^53[\s\S]*int64: "bigint"/],
    ["'infinity'::date", /cannot be represented in JavaScript/],
    ["'-infinity'::timestamptz", /cannot be represented in JavaScript/],
    ["timestamp '294276-12-31'", /cannot be represented in JavaScript/],
    ["'NaN'::numeric(10, 2)", /cannot be represented in JavaScript/],
    ["ARRAY[[1, 2], [3, 4]]", /Expected int32/],
    ["ARRAY[9007199254740992]", /exceeds 2\^53/],
  ])("%s raises an error", async (sql, message) => {
    await expect(dtypeAndValue(sql)).rejects.toThrow(message);
  });

  test.each([
    ["ROW(1, 'x')", /type record, which has no dtype/],
    ["ROW(1, 'x')::pair", /type pair, which has no dtype/],
    ["time with time zone '12:00+01'", /type time with time zone, which has no dtype/],
    ["int4range(1, 5)", /type int4range/],
    ["point(1, 2)", /type point/],
    ["1::money", /type money/],
    ["B'101'", /type bit/],
    ["'x'::tsvector", /type tsvector/],
    ["ARRAY[ROW(1, 'x')::pair]", /type pair\[\], which has no dtype/],
  ])("%s has no dtype", async (sql, message) => {
    await expect(connection.sql(`SELECT ${sql} AS value`)).rejects.toThrow(message);
  });

  test("values are decoded in the chosen encoding", async () => {
    const exact = await connect({
      url,
      values: { int64: "bigint", decimal: "number", date: "Date", timestamp: "micros", json: "string" },
    });
    const table = await exact.sql(`SELECT 9223372036854775807 AS i, 1.5::numeric(3, 1) AS n, date '2024-02-29' AS d,
timestamptz '1970-01-01 00:00:00.000001Z' AS t, '{"n": 12345678901234567890}'::json AS j, ARRAY[-9223372036854775808] AS a`);
    expect(await table.execute()).toEqual([
      {
        i: 9223372036854775807n,
        n: 1.5,
        d: instant("2024-02-29T00:00:00Z"),
        t: 1n,
        j: '{"n": 12345678901234567890}',
        a: [-9223372036854775808n],
      },
    ]);
    expect(await table.select("t").execute({ values: { timestamp: "string" } })).toEqual([
      { t: "1970-01-01T00:00:00.000001Z" },
    ]);
    await exact.close();
  });

  test("decoding does not depend on the settings of the database", async () => {
    await connection.raw(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Kolkata''', current_database());
EXECUTE format('ALTER DATABASE %I SET DateStyle = ''German''', current_database());
EXECUTE format('ALTER DATABASE %I SET bytea_output = ''escape''', current_database());
EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -10', current_database());
EXECUTE format('ALTER DATABASE %I SET IntervalStyle = ''postgres_verbose''', current_database()); END $$`);
    const reconnected = await connect({ url, settings: { work_mem: "5MB" } });
    const table =
      await reconnected.sql(`SELECT timestamptz '2024-01-31 12:00:00+00' AS t, date '2024-01-31' AS d, '\\x01'::bytea AS b,
1/3::float8 AS f, interval '1 day ago' AS i, to_char(timestamptz '2024-01-31 12:00:00+00', 'HH24') AS h, current_setting('work_mem') AS m`);
    expect(await table.execute()).toEqual([
      {
        t: instant("2024-01-31T12:00:00Z"),
        d: "2024-01-31",
        b: new Uint8Array([1]),
        f: 1 / 3,
        i: { months: 0, days: -1, micros: 0 },
        h: "12",
        m: "5MB",
      },
    ]);
    await reconnected.close();
  });

  test("a table has the nullability of its columns, and a changed column raises an error", async () => {
    await connection.raw(`CREATE TABLE things (id bigint PRIMARY KEY, "Name" text NOT NULL, mood mood, tags text[], price price, gone int);
ALTER TABLE things DROP COLUMN gone; INSERT INTO things VALUES (1, 'x', 'sad', '{a}', 2)`);
    const things = await connection.table("things");
    expect(things.columns).toEqual(["id", "Name", "mood", "tags", "price"]);
    expect([...things.relation.schema.values()].map((d) => `${d.kind} ${d.nullable}`)).toEqual([
      "int64 false",
      "string false",
      "string true",
      "array true",
      "decimal true",
    ]);
    expect(await things.execute()).toEqual([{ id: 1, Name: "x", mood: "sad", tags: ["a"], price: "2.00" }]);
    await connection.raw(
      'ALTER TABLE things ALTER "Name" TYPE bytea USING NULL, ALTER "Name" DROP NOT NULL; UPDATE things SET "Name" = \'\\x01\'',
    );
    await expect(things.execute()).rejects.toThrow(
      /Expected !?string in the column `Name`, got '\\x01'[\s\S]*get it from the connection again/,
    );
  });
});
