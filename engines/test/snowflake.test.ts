import type { SnowflakeServer } from "@avocet/engines/snowflake";
import { startSnowflake } from "@avocet/engines/snowflake";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let server: SnowflakeServer;
let token = "";

async function post(
  path: string,
  body: unknown,
  auth = token,
): Promise<{ code: string | null; data: Record<string, unknown> }> {
  const response = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Snowflake Token="${auth}"` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as never; // JSON of the protocol
}
let requestCount = 0;
const query = (sqlText: string, options: Record<string, unknown> = {}) =>
  post(`/queries/v1/query-request?requestId=r${++requestCount}`, { sqlText, ...options });
const rows = async (sqlText: string, options?: Record<string, unknown>): Promise<unknown> => {
  const { data, code } = await query(sqlText, options);
  if (code !== null) throw new Error(`${code} ${JSON.stringify(data)}`);
  return data.rowset;
};
const evaluate = async (expression: string): Promise<unknown> =>
  ((await rows(`SELECT ${expression}`)) as unknown[][])[0]?.[0];
const errorOf = async (sqlText: string): Promise<unknown> => {
  const { code, data } = await query(sqlText);
  return [code, data?.sqlState];
};

beforeAll(async () => {
  server = await startSnowflake();
  const login = await post("/session/v1/login-request?databaseName=db&schemaName=public&warehouse=wh", {
    data: { LOGIN_NAME: "tester", PASSWORD: "secret" },
  });
  token = String(login.data.token);
});
afterAll(() => server.close());

describe("protocol of the Snowflake stand-in", () => {
  test("a wrong password and an unknown session are refused", async () => {
    const login = await post("/session/v1/login-request", { data: { LOGIN_NAME: "tester", PASSWORD: "wrong" } });
    expect(login.code).toBe("390100");
    expect((await post("/queries/v1/query-request", { sqlText: "SELECT 1" }, "none")).code).toBe("390111");
  });
  test("columns have Snowflake types, and values are strings", async () => {
    const { data } = await query(
      `SELECT 1 AS a, 1.50 AS b, 1.5::FLOAT AS c, 'x' AS d, TRUE AS e, '1969-12-31'::DATE AS f, '01:00:00.5'::TIME AS g,
       '1969-12-31 23:59:59.5'::TIMESTAMP_NTZ AS h, '1970-01-01 01:00:00 +01:00'::TIMESTAMP_TZ AS i, X'00FF' AS j,
       PARSE_JSON('{"b":1,"a":[]}') AS k, ARRAY_CONSTRUCT(1, NULL) AS l, OBJECT_CONSTRUCT('x', 1) AS m, NULL AS n`,
    );
    // Snowflake types a bare NULL as text; the stand-in does not.
    expect((data.rowtype as { type: string }[]).map(({ type }) => type).slice(0, -1)).toEqual(
      "fixed fixed real text boolean date time timestamp_ntz timestamp_tz binary variant array object".split(" "),
    );
    expect((data.rowtype as { precision: number; scale: number }[])[1]).toMatchObject({ precision: 3, scale: 2 });
    expect(data.rowset).toEqual([
      [
        "1",
        "1.50",
        "1.5",
        "x",
        "1",
        "-1",
        "3600.500000000",
        "-0.500000000",
        "0.000000000 1440",
        "00FF",
        '{\n  "a": [],\n  "b": 1\n}',
        "[\n  1,\n  undefined\n]",
        '{\n  "x": 1\n}',
        null,
      ],
    ]);
  });
  test("values can be bound, and describeOnly returns columns without rows", async () => {
    const bindings = {
      1: { type: "FIXED", value: "2" },
      2: { type: "TEXT", value: "it's" },
      3: { type: "REAL", value: "0.5" },
      4: { type: "TEXT", value: null },
    };
    expect(await rows("SELECT :2, :1 + :1, ?, :4", { bindings })).toEqual([["it's", "4", "2", null]]);
    const { data } = await query("SELECT ? AS x", { bindings, describeOnly: true });
    expect(data).toMatchObject({ rowset: [], rowtype: [{ name: "X", type: "fixed" }] });
  });
  test("long results are split into chunks", async () => {
    const { data } = await query("SELECT SEQ4() AS n FROM TABLE(GENERATOR(ROWCOUNT => 20000))");
    const chunks = data.chunks as { url: string; rowCount: number }[];
    expect(data.total).toBe(20_000);
    expect((data.rowset as unknown[]).length + chunks.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(20_000);
    const chunkText = await (await fetch(chunks.at(-1)?.url ?? "")).text();
    expect(JSON.parse(`[${chunkText}]`)).toHaveLength(chunks.at(-1)?.rowCount ?? 0);
  });
  test("DML returns the numbers of changed rows", async () => {
    await query("CREATE TABLE changed (a INT, b VARCHAR)");
    expect((await query("INSERT INTO changed VALUES (1, 'x'), (2, 'y')")).data).toMatchObject({
      rowset: [["2"]],
      statementTypeId: 0x3100,
    });
    expect((await query("UPDATE changed SET b = 'z' WHERE a = 1")).data).toMatchObject({
      rowset: [["1", "0"]],
      statementTypeId: 0x3200,
    });
    const merge =
      "MERGE INTO changed t USING (SELECT * FROM VALUES (2), (3) AS v(a)) s ON t.a = s.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)";
    expect((await query(merge)).data).toMatchObject({ rowset: [["1", "0", "1"]], statementTypeId: 0x3400 });
    await query("DROP TABLE changed");
  });
  test("a statement is cancelled by its request id, and its session stays usable", async () => {
    const slowQuery = query("SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))");
    const id = `r${requestCount}`;
    await expect.poll(() => server.history.at(-1)?.state).toBe("running");
    await post("/queries/v1/abort-request", { requestId: id });
    expect((await slowQuery).code).toBe("000604");
    expect(server.history.at(-1)?.state).toBe("cancelled");
    expect(await evaluate("1")).toBe("1");
  });
  test("STATEMENT_TIMEOUT_IN_SECONDS stops a statement", async () => {
    const response = await query("SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))", {
      parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 1 },
    });
    expect(response.code).toBe("000630");
  });
});

describe("errors of the Snowflake stand-in", () => {
  test.each([
    ["SELECT FROM", "001003", "42000"],
    ["SELECT nope FROM (SELECT 1 AS a)", "000904", "42000"],
    ["SELECT * FROM nope", "002003", "42S02"],
    ["SELECT NO_SUCH(1)", "002140", "42601"],
    ["SELECT 1 / 0", "100051", "22012"],
    ["SELECT 'x'::INT", "100038", "22018"],
    ["SELECT 'x'::DATE", "100040", "22007"],
    ["SELECT PARSE_JSON('{')", "100069", "22P02"],
    ["SELECT 1; SELECT 2", "000008", "0A000"],
    ["SELECT * FROM VALUES (PARSE_JSON('1'))", "002014", "22000"],
    ["SELECT ROW_NUMBER() OVER (PARTITION BY 1)", "002303", "42601"],
    ["SELECT TRY_CAST(1 AS FLOAT)", "001065", "22023"],
  ])("%s fails with error %s", async (sql, code, state) => {
    expect(await errorOf(sql)).toEqual([code, state]);
  });
});

describe("values of the Snowflake stand-in", () => {
  test.each([
    ["7 / 2", "3.500000"],
    ["9999999 / 10000000", "1.000000"],
    ["FLOOR(9999999 / 10000000)", "1"],
    ["2.5::NUMBER(38, 0)", "3"],
    ["2.5::FLOAT::INT", "3"],
    ["1::FLOAT::VARCHAR", "1"],
    ["GREATEST(1.25, 1)", "1.25"],
    ["GREATEST(1, NULL)", null],
    ["12345678901234567890 * 12345678901234567", "152415787532388356514250977776253630"],
    ["'a' || NULL", null],
    ["'it\\'s \\n \\\\'", "it's \n \\"],
    ["$$raw \\n$$", "raw \\n"],
    ["SUBSTR('abc', 0, 2)", "ab"],
    ["SUBSTR('abc', -2)", "bc"],
    ["SPLIT_PART('a-b-c', '-', -1)", "c"],
    ["INITCAP('hello wORLD-x')", "Hello World-X"],
    ["REGEXP_SUBSTR('abc123', '([a-z]+)([0-9]+)', 1, 1, 'e', 2)", "123"],
    ["REGEXP_LIKE('abc', 'b')", "0"],
    ["REGEXP_INSTR('aXbX', 'X', 3)", "4"],
    ["EDITDISTANCE('🦆a', 'a')", "1"],
    ["TO_CHAR('2024-03-05 13:04:05.678'::TIMESTAMP_NTZ, 'DY DD-MON-YY HH12:MI AM FF2')", "Tue 05-Mar-24 01:04 PM 67"],
    ["TO_DATE('05.03.2024', 'DD.MM.YYYY')::VARCHAR", "2024-03-05"],
    ["DATEADD(month, 1, '2024-01-31'::DATE)::VARCHAR", "2024-02-29"],
    ["DATEDIFF(week, '2024-01-07'::DATE, '2024-01-08'::DATE)", "1"],
    ["DAYOFWEEKISO('2024-01-07'::DATE)", "7"],
    [
      "CONVERT_TIMEZONE('UTC', 'America/New_York', '2024-01-01 12:00:00'::TIMESTAMP_NTZ)::VARCHAR",
      "2024-01-01 07:00:00.000",
    ],
    ["TYPEOF(PARSE_JSON('1.5'))", "DECIMAL"],
    ['PARSE_JSON(\'{"a":[1,{"b":"x"}]}\'):a[1].b::VARCHAR', "x"],
    ["PARSE_JSON('12345678901234567890123.5')::NUMBER(38, 1)", "12345678901234567890123.5"],
    ["GET(ARRAY_CONSTRUCT(10, 20), -1)", null],
    ["TO_JSON(TRANSFORM(ARRAY_CONSTRUCT(1, 2, NULL), x INT -> x * 2))", "[2,4,null]"],
    ["REDUCE(ARRAY_CONSTRUCT(1, 2, 3), 0, (acc, x) -> acc + x::INT)", "6"],
    ["TO_JSON(TRANSFORM(ARRAY_CONSTRUCT(1, (SELECT 2)), x INT -> x + (SELECT 10)))", "[11,12]"],
    ["REDUCE(FILTER([1, 2, 3], x -> x > (SELECT 1)), (SELECT 5), (acc INT, x INT) -> acc + x)", "10"],
    ["ARRAY_TO_STRING(ARRAY_EXCEPT(ARRAY_CONSTRUCT(1, 1, 2), ARRAY_CONSTRUCT(1)), ',')", "1,2"],
    ["TO_JSON(ARRAYS_TO_OBJECT(['b', 'a'], [1, NULL]))", '{"a":null,"b":1}'],
  ])("%s is computed as in Snowflake", async (expression, expected) => {
    expect(await evaluate(expression)).toBe(expected);
  });
  test("unquoted names are converted to upper case, and names are case-sensitive", async () => {
    const { data } = await query('SELECT a AS "a", A AS b, "x^Y" FROM (SELECT 1 AS a, 2 AS "x^Y", 3 AS "X^y")');
    expect((data.rowtype as { name: string }[]).map(({ name }) => name)).toEqual(["a", "B", "x^Y"]);
    expect(data.rowset).toEqual([["1", "1", "2"]]);
    expect(await errorOf('SELECT "a" FROM (SELECT 1 AS a)')).toEqual(["000904", "42000"]);
  });
  test("NULLs sort as the largest values", async () => {
    expect(await rows("SELECT a FROM VALUES (1), (NULL), (2) AS t(a) ORDER BY a")).toEqual([["1"], ["2"], [null]]);
    expect(await rows("SELECT a FROM VALUES (1), (NULL), (2) AS t(a) ORDER BY a DESC")).toEqual([[null], ["2"], ["1"]]);
  });
  test("FLATTEN returns elements of arrays and members of objects", async () => {
    const from =
      "(SELECT 1 AS id, PARSE_JSON('[10,null]') AS v UNION ALL SELECT 2, PARSE_JSON('{\"k\":1}') UNION ALL SELECT 3, NULL) t";
    expect(
      await rows(
        `SELECT id, f.key, f.index, f.value FROM ${from}, LATERAL FLATTEN(input => t.v, outer => TRUE) f ORDER BY id, f.index`,
      ),
    ).toEqual([
      ["1", null, "0", "10"],
      ["1", null, "1", "null"],
      ["2", "k", null, "1"],
      ["3", null, null, null],
    ]);
  });
  test("FLATTEN of a generated range is evaluated for each row", async () => {
    const from = "VALUES (2), (0), (1) AS t(a), LATERAL FLATTEN(INPUT => ARRAY_GENERATE_RANGE(0, t.a)) f";
    expect(await rows(`SELECT t.a, f.value FROM ${from} ORDER BY 1, 2`)).toEqual([
      ["1", "0"],
      ["2", "0"],
      ["2", "1"],
    ]);
  });
  test("DDL commits the open transaction", async () => {
    await query("CREATE OR REPLACE TABLE ended (a INT)");
    await query("BEGIN");
    await query("INSERT INTO ended VALUES (1)");
    await query("CREATE OR REPLACE TABLE other (a INT)");
    await query("ROLLBACK");
    expect(await rows("SELECT COUNT(*) FROM ended")).toEqual([["1"]]);
    await query("BEGIN");
    await query("DELETE FROM ended");
    await query("ROLLBACK");
    expect(await rows("SELECT COUNT(*) FROM ended")).toEqual([["1"]]);
    await query("DROP TABLE ended");
    await query("DROP TABLE other");
  });
});
