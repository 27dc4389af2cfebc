// SQL for Snowflake as it must be by Snowflake's documentation, where no stand-in for it says whether it is right.
import type { AnyColumn, Columns } from "@avocet/core";
import {
  array,
  arrayOf,
  bool,
  date,
  decimal,
  float64,
  int8,
  int64,
  interval,
  intervalFrom,
  json,
  lit,
  map,
  mapOf,
  range,
  string,
  struct,
  structOf,
  table,
  time,
  timestamp,
} from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import { describe, expect, test } from "vitest";
import { snowflake } from "../src/snowflake/index.js";

const DOCS = "https://docs.snowflake.com/en";
const events = table("events", {
  id: int64,
  n: int64,
  x: float64,
  ok: bool,
  price: decimal(12, 8),
  cents: decimal(9, 2),
  s: string,
  d: date,
  clock: time,
  at: timestamp("UTC"),
  wall: timestamp(),
  tags: array(string),
  ns: array(int64),
  days: array(date),
  attrs: map(string, int64),
  place: struct({ city: string, since: date }),
  doc: json,
  span: interval,
});
type Cells = Columns<typeof events.schema>;
const sqlOf = (t: { readonly relation: ir.Relation }): string => snowflake.compile(t.relation).sql;
/** The SQL of one expression over the events. */
function expressionOf(build: (c: Cells) => AnyColumn): string {
  const sql = sqlOf(events.select((c) => ({ value: build(c) })));
  const found = /^SELECT\s+([\s\S]*) AS "value"\nFROM "events"$/.exec(sql)?.[1];
  if (found === undefined) throw new Error(`not one expression over the events: ${sql}`);
  return found;
}
type Golden = readonly [what: string, build: (c: Cells) => AnyColumn, sql: string];
const golden = (name: string, link: string, cases: readonly Golden[]): void => {
  describe(`${name} (${DOCS}${link})`, () => {
    test.each(cases)("%s", (_, build, sql) => expect(expressionOf(build)).toBe(sql));
  });
};

describe(`names (${DOCS}/sql-reference/identifiers-syntax)`, () => {
  test("are always quoted, so that they keep their case", () => {
    const mixed = table('My "Table"', { Id: int64, id: int64 });
    expect(sqlOf(mixed.filter((c) => c.Id.eq(c.id)))).toBe('SELECT "Id", "id"\nFROM "My ""Table"""\nWHERE "Id" = "id"');
    expect(sqlOf(table("T", { X: int64 }))).toBe('SELECT "X"\nFROM "T"');
  });
  test("have at most 255 characters, of which each counts once", () => {
    const named = (name: string) => () => sqlOf(table(name, { id: int64 }));
    expect(named("é".repeat(255))()).toContain("é");
    expect(named("😀".repeat(255))()).toContain("😀");
    expect(named("a".repeat(256))).toThrow(/at most 255 characters/);
  });
  test("are not empty, and hold no U+0000", () => {
    expect(() => sqlOf(table("a\0b", { x: int64 }))).toThrow(/no character U\+0000/);
  });
});

golden("text in single quotes, where a backslash begins an escape", "/sql-reference/data-types-text", [
  ["quotes and backslashes are doubled", () => lit("it's \\ 'n'"), "'it''s \\\\ ''n'''"],
  ["a backslash at the end", () => lit("C:\\"), "'C:\\\\'"],
  ["U+0000 is a call", () => lit("a\0'b"), "('a' || CHR(0) || '''b')"],
]);

golden("digits of NUMBER", "/sql-reference/operators-arithmetic", [
  [
    "a product keeps 12 digits after the point unless an operand has more",
    (c) => c.price.mul(c.price),
    'CAST("price" AS NUMBER(24, 16)) * "price"',
  ],
  ["a product of few digits keeps them all", (c) => c.cents.mul(c.cents), '"cents" * "cents"'],
  ["a quotient of NUMBERs has few digits, of FLOATs all", (c) => c.n.div(c.id), 'CAST("n" AS FLOAT) / NULLIF("id", 0)'],
  ["a quotient by a constant", (c) => c.cents.div(3), 'CAST("cents" AS FLOAT) / 3'],
  ["a FLOAT stays one", (c) => c.x.div(c.n), '"x" / NULLIF("n", 0)'],
  [
    "rounding down divides what has no rest",
    (c) => c.n.floorDiv(7),
    'CAST(("n" - MOD(MOD("n", 7) + 7, 7)) / 7 AS NUMBER(38, 0))',
  ],
  ["a mean of NUMBERs would have few digits", (c) => c.cents.mean().over({}), 'AVG(CAST("cents" AS FLOAT)) OVER ()'],
  ["digits with a point are a NUMBER, so a float is cast", (c) => c.x.add(0.1), '"x" + 0.1::FLOAT'],
  ["a float of many digits is read from text", (c) => c.x.add(0.1 + 0.2), "\"x\" + '0.30000000000000004'::FLOAT"],
  ["infinity", () => lit(Number.POSITIVE_INFINITY, float64), "'inf'::FLOAT"],
  ["a decimal has the digits of its dtype", () => lit("1.5", decimal(9, 2)), "'1.5'::NUMBER(9, 2)"],
  ["narrow integers", (c) => c.n.cast(int8), 'CAST("n" AS NUMBER(3, 0))'],
  [
    "TRY_CAST reads text alone: a number is in the range or not, when it is rounded",
    (c) => c.cents.tryCast(int8),
    'CASE WHEN ROUND("cents") BETWEEN -128 AND 127 THEN CAST(ROUND("cents") AS NUMBER(3, 0)) END',
  ],
]);

golden("functions beyond their domain, and NULL", "/sql-reference/functions/ln", [
  ["an error of Snowflake's is NULL", (c) => c.x.ln(), 'CASE WHEN "x" > 0 THEN LN("x") END'],
  [
    "GREATEST would be NULL where one is",
    (c) => c.n.clip({ lower: c.id }),
    'CASE WHEN "n" IS NOT NULL THEN GREATEST_IGNORE_NULLS("n", "id") END',
  ],
]);

golden("parts of arrays and objects are VARIANTs", "/sql-reference/data-types-semistructured", [
  ["an element is cast to its dtype", (c) => c.ns.at(0), 'CAST(GET("ns", 0) AS NUMBER(38, 0))'],
  ["from the end", (c) => c.tags.at(-1), 'CAST(GET("tags", ARRAY_SIZE("tags") - 1) AS VARCHAR)'],
  ["a date is text inside", (c) => c.place.f.since, `CAST(GET("place", 'since') AS DATE)`],
  [
    "and is put there as text",
    (c) => structOf({ d: c.d, n: c.n }),
    `OBJECT_CONSTRUCT_KEEP_NULL('d', TO_VARCHAR("d", 'YYYY-MM-DD'), 'n', "n")`,
  ],
  ["the value of a key", (c) => c.attrs.get("it's"), `CAST(GET("attrs", 'it''s') AS NUMBER(38, 0))`],
  [
    "a map is an object of the keys' texts",
    (c) => mapOf(["a", c.n]),
    `ARRAYS_TO_OBJECT(ARRAY_CONSTRUCT('a'), ARRAY_CONSTRUCT("n"))`,
  ],
  [
    "a member of JSON by name, never by path",
    (c) => c.doc.path("a.b", 0),
    `GET(AS_ARRAY(GET(AS_OBJECT("doc"), 'a.b')), 0)`,
  ],
  [
    "an interval is the array of its parts",
    () => intervalFrom({ months: 1, hours: 2 }),
    "ARRAY_CONSTRUCT(1, 0, 7200000000)",
  ],
  [
    "of columns too",
    (c) => intervalFrom({ days: c.n }),
    'CASE WHEN "n" IS NOT NULL THEN ARRAY_CONSTRUCT(0, "n", 0) END',
  ],
  ["a value that is sought is a VARIANT", (c) => c.tags.contains("x"), `ARRAY_CONTAINS(TO_VARIANT('x'), "tags")`],
]);

golden("NULL inside of arrays", "/user-guide/semistructured-considerations", [
  [
    "a NULL is undefined or a JSON null",
    (c) => c.ns.unique(),
    `REDUCE("ns", ARRAY_CONSTRUCT(), ("seen", "element") -> CASE WHEN NOT ARRAY_CONTAINS(IFNULL("element", PARSE_JSON('null')), "seen") THEN ARRAY_APPEND("seen", IFNULL("element", PARSE_JSON('null'))) ELSE "seen" END)`,
  ],
  [
    "ARRAY_TO_STRING would make them empty texts",
    (c) => c.tags.join("-"),
    `ARRAY_TO_STRING(ARRAY_COMPACT("tags"), '-')`,
  ],
]);

golden("lambdas, which may use columns", "/user-guide/querying-semistructured", [
  ["of elements", (c) => c.ns.map((n) => n.mul(c.n)), 'TRANSFORM("ns", "x0" INT -> "x0" * "n")'],
  [
    "of elements and their places",
    (c) => c.tags.map((t, i) => t.repeat(i)),
    'TRANSFORM(ARRAY_GENERATE_RANGE(0, ARRAY_SIZE("tags")), "i0" INT -> REPEAT(CAST(GET("tags", "i0") AS VARCHAR), CASE WHEN "i0" < 0 THEN 0 ELSE "i0" END))',
  ],
  [
    "of dates",
    (c) => c.days.map((d) => d.add({ days: 1 })),
    `TRANSFORM("days", "x0" DATE -> TO_VARCHAR(DATEADD(DAY, 1, "x0"), 'YYYY-MM-DD'))`,
  ],
  ["FILTER keeps what is true", (c) => c.tags.filter((t) => t.ne("")), `FILTER("tags", "x0" VARCHAR -> "x0" <> '')`],
]);

golden("dates and times", "/sql-reference/functions-date-time", [
  [
    "DATEADD keeps within the month, ADD_MONTHS does not",
    (c) => c.d.add({ months: 1, days: -2 }),
    'DATEADD(DAY, -2, DATEADD(MONTH, 1, "d"))',
  ],
  ["the longest unit", (c) => c.wall.add({ hours: 36 }), 'DATEADD(HOUR, 36, "wall")'],
  ["instants are read in UTC, whatever their offset", (c) => c.at.hour(), `HOUR(CONVERT_TIMEZONE('UTC', "at"))`],
  [
    "a time of day goes around midnight",
    (c) => c.clock.sub({ minutes: 5 }),
    `CAST(DATEADD(MINUTE, -5, TIMESTAMP_NTZ_FROM_PARTS(DATE '2000-01-01', "clock")) AS TIME(6))`,
  ],
  [
    "seconds are counted by their starts",
    (c) => c.wall.epochSeconds(),
    `DATEDIFF(SECOND, '1970-01-01'::TIMESTAMP_NTZ, "wall")`,
  ],
  [
    "names of weekdays",
    (c) => c.d.dayName(),
    `DECODE(DAYOFWEEKISO("d"), 1, 'Monday', 2, 'Tuesday', 3, 'Wednesday', 4, 'Thursday', 5, 'Friday', 6, 'Saturday', 7, 'Sunday')`,
  ],
  [
    "elements of formats",
    (c) => c.wall.strftime("%Y-%m-%dT%H:%M:%S.%f"),
    `TO_VARCHAR("wall", 'YYYY-MM-DD"T"HH24:MI:SS.FF6')`,
  ],
  [
    "what has no element is composed",
    (c) => c.d.strftime("%j of %Y"),
    `LPAD(CAST(DAYOFYEAR("d") AS VARCHAR), 3, '0') || TO_VARCHAR("d", '" of "YYYY')`,
  ],
  [
    "a format of nothing but text is NULL where the moment is",
    (c) => c.wall.strftime("then"),
    `CASE WHEN "wall" IS NOT NULL THEN 'then' END`,
  ],
  ["a format that is read", (c) => c.s.toDate("%d/%m/%Y"), `TO_DATE("s", 'DD/MM/YYYY')`],
  [
    "a wall clock has no offset, an instant is in UTC",
    () => arrayOf(lit("2024-01-31T12:00:00", timestamp())).at(0).eq(lit("2024-01-31T12:00:00", timestamp())),
    `CAST(GET(ARRAY_CONSTRUCT(TO_VARCHAR('2024-01-31 12:00:00'::TIMESTAMP_NTZ(6), 'YYYY-MM-DD"T"HH24:MI:SS.FF6')), 0) AS TIMESTAMP_NTZ(6)) = '2024-01-31 12:00:00'::TIMESTAMP_NTZ(6)`,
  ],
  [
    "a range of dates",
    (c) => range(c.d, c.d, { days: 7 }),
    `TRANSFORM(ARRAY_GENERATE_RANGE(0, DATEDIFF(DAY, "d", "d"), 7), "n" INT -> TO_VARCHAR(DATEADD(DAY, "n", "d"), 'YYYY-MM-DD'))`,
  ],
]);

golden("patterns", "/sql-reference/functions-regexp", [
  [
    "REGEXP_LIKE would ask whether all of the text matches",
    (c) => c.s.reSearch("a\\d"),
    `REGEXP_INSTR("s", 'a\\\\d') > 0`,
  ],
  [
    "all groups count in POSIX",
    (c) => c.s.reExtract("(?:a|b)(c)", 1),
    `CASE WHEN REGEXP_INSTR("s", '(a|b)(c)') > 0 THEN COALESCE(REGEXP_SUBSTR("s", '(a|b)(c)', 1, 1, 'e', 2), '') END`,
  ],
  ["and in replacements", (c) => c.s.reReplace("(?:a)(b)", "<\\1>"), `REGEXP_REPLACE("s", '(a)(b)', '<\\\\2>')`],
  ["flags at the start are a parameter", (c) => c.s.reSearch("(?i)abc"), `REGEXP_INSTR("s", 'abc', 1, 1, 0, 'i') > 0`],
  ["LIKE has no escape character unless one is named", (c) => c.s.like("100\\%"), `"s" LIKE '100\\\\%' ESCAPE '\\\\'`],
  [
    "CONCAT_WS would be NULL where one is",
    (c) => c.tags.at(0).concat("-").coalesce(""),
    `COALESCE(CAST(GET("tags", 0) AS VARCHAR) || '-', '')`,
  ],
]);
test("patterns that Snowflake does not know are refused", () => {
  expect(() => expressionOf((c) => c.s.reSearch("a(?=b)"))).toThrow(/cannot look around/);
  expect(() => expressionOf((c) => c.s.reSearch("a.*?b"))).toThrow(/no lazy quantifiers/);
});

test("no text of a statement holds the character U+0000", () => {
  const text = "a\0b";
  const t = table("t", { id: int64 }).select({
    text: lit(text),
    key: lit(new Map([[text, 1]]), map(string, int64)),
    value: lit(new Map([["k", text]]), map(string, string)),
    field: lit({ [text]: text }, struct({ [text]: string })),
    list: lit([text], array(string)),
    doc: lit({ [text]: text }, json),
  });
  expect(sqlOf(t)).not.toContain("\0");
  expect(sqlOf(t)).toContain("OBJECT_CONSTRUCT_KEEP_NULL(('a' || CHR(0) || 'b'), 1)");
});

test("a result has no column by the name of a member that all objects have, which the driver cannot read", () => {
  const t = table("t", { id: int64 }).select((c) => ({ constructor: c.id, column_1: c.id, id: c.id }));
  const { sql } = snowflake.compile(t.relation, { encodeResults: true });
  expect(sql).toBe('SELECT "id" AS "column_1_", "id" AS "column_1", "id"\nFROM "t"');
  expect(sqlOf(t)).toContain('AS "constructor"');
});
