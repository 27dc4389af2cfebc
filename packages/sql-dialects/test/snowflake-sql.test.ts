// The SQL of expressions, checked against Snowflake's documentation where the stand-in cannot verify it.
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
  address: struct({ city: string, since: date }),
  doc: json,
  span: interval,
});
type Cells = Columns<typeof events.schema>;
const sqlOf = (t: { readonly relation: ir.Relation }): string => snowflake.compile(t.relation).sql;
/** The SQL of an expression over `events`. */
function expressionOf(build: (c: Cells) => AnyColumn): string {
  const sql = sqlOf(events.select((c) => ({ value: build(c) })));
  const expression = /^SELECT\s+([\s\S]*) AS "value"\nFROM "events"$/.exec(sql)?.[1];
  if (expression === undefined) throw new Error(`Expected a single expression over events: ${sql}`);
  return expression;
}
type GoldenCase = readonly [title: string, build: (c: Cells) => AnyColumn, sql: string];
const golden = (name: string, link: string, cases: readonly GoldenCase[]): void => {
  describe(`${name} (${DOCS}${link})`, () => {
    test.each(cases)("%s", (_, build, sql) => expect(expressionOf(build)).toBe(sql));
  });
};

describe(`identifiers (${DOCS}/sql-reference/identifiers-syntax)`, () => {
  test("identifiers are always quoted, so that they keep their case", () => {
    const mixed = table('My "Table"', { Id: int64, id: int64 });
    expect(sqlOf(mixed.filter((c) => c.Id.eq(c.id)))).toBe('SELECT "Id", "id"\nFROM "My ""Table"""\nWHERE "Id" = "id"');
    expect(sqlOf(table("T", { X: int64 }))).toBe('SELECT "X"\nFROM "T"');
  });
  test("an identifier with more than 255 code points is refused", () => {
    const named = (name: string) => () => sqlOf(table(name, { id: int64 }));
    expect(named("é".repeat(255))()).toContain("é");
    expect(named("😀".repeat(255))()).toContain("😀");
    expect(named("a".repeat(256))).toThrow(/at most 255 characters/);
  });
  test("an identifier with U+0000 is refused", () => {
    expect(() => sqlOf(table("a\0b", { x: int64 }))).toThrow(/contain the character U\+0000/);
  });
});

golden("string literals", "/sql-reference/data-types-text", [
  ["quotes and backslashes in a string are doubled", () => lit("it's \\ 'n'"), "'it''s \\\\ ''n'''"],
  ["a trailing backslash is doubled", () => lit("C:\\"), "'C:\\\\'"],
  ["U+0000 becomes CHR(0)", () => lit("a\0'b"), "('a' || CHR(0) || '''b')"],
]);

golden("numeric precision", "/sql-reference/operators-arithmetic", [
  [
    "a product with a scale above 12 casts an operand to the result type",
    (c) => c.price.mul(c.price),
    'CAST("price" AS NUMBER(24, 16)) * "price"',
  ],
  ["a product with a small scale needs no cast", (c) => c.cents.mul(c.cents), '"cents" * "cents"'],
  ["a quotient of NUMBERs is computed as FLOAT", (c) => c.n.div(c.id), 'CAST("n" AS FLOAT) / NULLIF("id", 0)'],
  ["a quotient by a nonzero constant needs no NULLIF", (c) => c.cents.div(3), 'CAST("cents" AS FLOAT) / 3'],
  ["a quotient of a FLOAT needs no cast", (c) => c.x.div(c.n), '"x" / NULLIF("n", 0)'],
  [
    "floor division subtracts the remainder first",
    (c) => c.n.floorDiv(7),
    'CAST(("n" - MOD(MOD("n", 7) + 7, 7)) / 7 AS NUMBER(38, 0))',
  ],
  ["a mean of NUMBERs is computed as FLOAT", (c) => c.cents.mean().over({}), 'AVG(CAST("cents" AS FLOAT)) OVER ()'],
  ["a short float literal is cast from NUMBER", (c) => c.x.add(0.1), '"x" + 0.1::FLOAT'],
  ["a long float literal is cast from text", (c) => c.x.add(0.1 + 0.2), "\"x\" + '0.30000000000000004'::FLOAT"],
  ["infinity is cast from text", () => lit(Number.POSITIVE_INFINITY, float64), "'inf'::FLOAT"],
  ["a decimal literal is cast to its precision and scale", () => lit("1.5", decimal(9, 2)), "'1.5'::NUMBER(9, 2)"],
  ["a cast to a narrow integer", (c) => c.n.cast(int8), 'CAST("n" AS NUMBER(3, 0))'],
  [
    "tryCast of a number checks the range of the rounded value, because TRY_CAST accepts only text",
    (c) => c.cents.tryCast(int8),
    'CASE WHEN ROUND("cents") BETWEEN -128 AND 127 THEN CAST(ROUND("cents") AS NUMBER(3, 0)) END',
  ],
]);

golden("function domains and NULL", "/sql-reference/functions/ln", [
  ["ln is NULL outside its domain", (c) => c.x.ln(), 'CASE WHEN "x" > 0 THEN LN("x") END'],
  [
    "clip with a nullable bound ignores NULL",
    (c) => c.n.clip({ lower: c.id }),
    'CASE WHEN "n" IS NOT NULL THEN GREATEST_IGNORE_NULLS("n", "id") END',
  ],
]);

golden("elements of arrays and objects are VARIANTs", "/sql-reference/data-types-semistructured", [
  ["an array element is cast to its dtype", (c) => c.ns.at(0), 'CAST(GET("ns", 0) AS NUMBER(38, 0))'],
  [
    "a negative index counts from the end",
    (c) => c.tags.at(-1),
    'CAST(GET("tags", ARRAY_SIZE("tags") - 1) AS VARCHAR)',
  ],
  ["a date in a struct is stored as text", (c) => c.address.f.since, `CAST(GET("address", 'since') AS DATE)`],
  [
    "a date is converted to text when a struct is built",
    (c) => structOf({ d: c.d, n: c.n }),
    `OBJECT_CONSTRUCT_KEEP_NULL('d', TO_VARCHAR("d", 'YYYY-MM-DD'), 'n', "n")`,
  ],
  ["the value of a map key", (c) => c.attrs.get("it's"), `CAST(GET("attrs", 'it''s') AS NUMBER(38, 0))`],
  [
    "a map is an object whose keys are text",
    (c) => mapOf(["a", c.n]),
    `ARRAYS_TO_OBJECT(ARRAY_CONSTRUCT('a'), ARRAY_CONSTRUCT("n"))`,
  ],
  [
    "a JSON path becomes nested GETs of names and indexes",
    (c) => c.doc.path("a.b", 0),
    `GET(AS_ARRAY(GET(AS_OBJECT("doc"), 'a.b')), 0)`,
  ],
  [
    "an interval literal is the array of its components",
    () => intervalFrom({ months: 1, hours: 2 }),
    "ARRAY_CONSTRUCT(1, 0, 7200000000)",
  ],
  [
    "an interval computed from a column is NULL if the column is NULL",
    (c) => intervalFrom({ days: c.n }),
    'CASE WHEN "n" IS NOT NULL THEN ARRAY_CONSTRUCT(0, "n", 0) END',
  ],
  ["contains compares with a VARIANT", (c) => c.tags.contains("x"), `ARRAY_CONTAINS(TO_VARIANT('x'), "tags")`],
]);

golden("NULL in arrays", "/user-guide/semistructured-considerations", [
  [
    "unique treats undefined and a JSON null alike",
    (c) => c.ns.unique(),
    `REDUCE("ns", ARRAY_CONSTRUCT(), ("seen", "element") -> CASE WHEN NOT ARRAY_CONTAINS(IFNULL("element", PARSE_JSON('null')), "seen") THEN ARRAY_APPEND("seen", IFNULL("element", PARSE_JSON('null'))) ELSE "seen" END)`,
  ],
  [
    "join skips NULLs, which ARRAY_TO_STRING would convert to empty strings",
    (c) => c.tags.join("-"),
    `ARRAY_TO_STRING(ARRAY_COMPACT("tags"), '-')`,
  ],
]);

golden("lambdas", "/user-guide/querying-semistructured", [
  ["a lambda may refer to columns", (c) => c.ns.map((n) => n.mul(c.n)), 'TRANSFORM("ns", "x0" INT -> "x0" * "n")'],
  [
    "a lambda with an index iterates over indexes",
    (c) => c.tags.map((t, i) => t.repeat(i)),
    'TRANSFORM(ARRAY_GENERATE_RANGE(0, ARRAY_SIZE("tags")), "i0" INT -> REPEAT(CAST(GET("tags", "i0") AS VARCHAR), CASE WHEN "i0" < 0 THEN 0 ELSE "i0" END))',
  ],
  [
    "a lambda over dates declares a DATE parameter",
    (c) => c.days.map((d) => d.add({ days: 1 })),
    `TRANSFORM("days", "x0" DATE -> TO_VARCHAR(DATEADD(DAY, 1, "x0"), 'YYYY-MM-DD'))`,
  ],
  ["filter becomes FILTER", (c) => c.tags.filter((t) => t.ne("")), `FILTER("tags", "x0" VARCHAR -> "x0" <> '')`],
]);

golden("dates and times", "/sql-reference/functions-date-time", [
  [
    "adding months uses DATEADD, because ADD_MONTHS maps last days to last days",
    (c) => c.d.add({ months: 1, days: -2 }),
    'DATEADD(DAY, -2, DATEADD(MONTH, 1, "d"))',
  ],
  ["a constant interval is written in its longest unit", (c) => c.wall.add({ hours: 36 }), 'DATEADD(HOUR, 36, "wall")'],
  [
    "fields of a timestamp with a time zone are extracted in UTC",
    (c) => c.at.hour(),
    `HOUR(CONVERT_TIMEZONE('UTC', "at"))`,
  ],
  [
    "time arithmetic wraps around midnight",
    (c) => c.clock.sub({ minutes: 5 }),
    `CAST(DATEADD(MINUTE, -5, TIMESTAMP_NTZ_FROM_PARTS(DATE '2000-01-01', "clock")) AS TIME(6))`,
  ],
  [
    "epoch seconds become DATEDIFF, which counts second boundaries",
    (c) => c.wall.epochSeconds(),
    `DATEDIFF(SECOND, '1970-01-01'::TIMESTAMP_NTZ, "wall")`,
  ],
  [
    "dayName becomes DECODE",
    (c) => c.d.dayName(),
    `DECODE(DAYOFWEEKISO("d"), 1, 'Monday', 2, 'Tuesday', 3, 'Wednesday', 4, 'Thursday', 5, 'Friday', 6, 'Saturday', 7, 'Sunday')`,
  ],
  [
    "strftime becomes a format of TO_VARCHAR",
    (c) => c.wall.strftime("%Y-%m-%dT%H:%M:%S.%f"),
    `TO_VARCHAR("wall", 'YYYY-MM-DD"T"HH24:MI:SS.FF6')`,
  ],
  [
    "a directive without a format element is computed",
    (c) => c.d.strftime("%j of %Y"),
    `LPAD(CAST(DAYOFYEAR("d") AS VARCHAR), 3, '0') || TO_VARCHAR("d", '" of "YYYY')`,
  ],
  [
    "a format without directives is NULL if the value is NULL",
    (c) => c.wall.strftime("then"),
    `CASE WHEN "wall" IS NOT NULL THEN 'then' END`,
  ],
  ["toDate with a supported format becomes TO_DATE", (c) => c.s.toDate("%d/%m/%Y"), `TO_DATE("s", 'DD/MM/YYYY')`],
  [
    "a naive timestamp in an array is stored as text without an offset",
    () => arrayOf(lit("2024-01-31T12:00:00", timestamp())).at(0).eq(lit("2024-01-31T12:00:00", timestamp())),
    `CAST(GET(ARRAY_CONSTRUCT(TO_VARCHAR('2024-01-31 12:00:00'::TIMESTAMP_NTZ(6), 'YYYY-MM-DD"T"HH24:MI:SS.FF6')), 0) AS TIMESTAMP_NTZ(6)) = '2024-01-31 12:00:00'::TIMESTAMP_NTZ(6)`,
  ],
  [
    "a range of dates becomes TRANSFORM over ARRAY_GENERATE_RANGE",
    (c) => range(c.d, c.d, { days: 7 }),
    `TRANSFORM(ARRAY_GENERATE_RANGE(0, DATEDIFF(DAY, "d", "d"), 7), "n" INT -> TO_VARCHAR(DATEADD(DAY, "n", "d"), 'YYYY-MM-DD'))`,
  ],
]);

golden("regular expressions and LIKE", "/sql-reference/functions-regexp", [
  [
    "reSearch becomes REGEXP_INSTR, because REGEXP_LIKE matches only the whole text",
    (c) => c.s.reSearch("a\\d"),
    `REGEXP_INSTR("s", 'a\\\\d') > 0`,
  ],
  [
    "reExtract counts non-capturing groups, because all groups capture in POSIX",
    (c) => c.s.reExtract("(?:a|b)(c)", 1),
    `CASE WHEN REGEXP_INSTR("s", '(a|b)(c)') > 0 THEN COALESCE(REGEXP_SUBSTR("s", '(a|b)(c)', 1, 1, 'e', 2), '') END`,
  ],
  ["reReplace renumbers groups", (c) => c.s.reReplace("(?:a)(b)", "<\\1>"), `REGEXP_REPLACE("s", '(a)(b)', '<\\\\2>')`],
  ["leading flags become a parameter", (c) => c.s.reSearch("(?i)abc"), `REGEXP_INSTR("s", 'abc', 1, 1, 0, 'i') > 0`],
  [
    "LIKE with a backslash declares it as the escape character",
    (c) => c.s.like("100\\%"),
    `"s" LIKE '100\\\\%' ESCAPE '\\\\'`,
  ],
  [
    "concat becomes ||",
    (c) => c.tags.at(0).concat("-").coalesce(""),
    `COALESCE(CAST(GET("tags", 0) AS VARCHAR) || '-', '')`,
  ],
]);
test("lookaround and lazy quantifiers are refused", () => {
  expect(() => expressionOf((c) => c.s.reSearch("a(?=b)"))).toThrow(/no lookaround/);
  expect(() => expressionOf((c) => c.s.reSearch("a.*?b"))).toThrow(/no lazy quantifiers/);
});

test("U+0000 never appears in the SQL text", () => {
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

test("encoded results rename columns whose name is a property of Object.prototype", () => {
  const t = table("t", { id: int64 }).select((c) => ({ constructor: c.id, column_1: c.id, id: c.id }));
  const { sql } = snowflake.compile(t.relation, { encodeResults: true });
  expect(sql).toBe('SELECT "id" AS "column_1_", "id" AS "column_1", "id"\nFROM "t"');
  expect(sqlOf(t)).toContain('AS "constructor"');
});
