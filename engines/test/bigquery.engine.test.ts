import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { resolve } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type BigQueryServer, startBigQuery } from "../bigquery/index.js";

let server: BigQueryServer;
let client: BigQuery;
beforeAll(async () => {
  server = await startBigQuery();
  server.store.createDataset("proj", "ds");
  client = new BigQuery({ projectId: "proj", apiEndpoint: server.url, autoRetry: false });
});
afterAll(() => server.stop());

async function rows(query: string, options: object = {}): Promise<unknown[]> {
  const [result] = await client.query({ query, ...options });
  return result;
}
const errorMessage = (query: string): Promise<unknown> => rows(query).catch((error: Error) => error.message);

describe("values of the BigQuery stand-in", () => {
  test("a value of every type is encoded as in BigQuery's API", async () => {
    const sql = `SELECT 1 AS i, 1.5 AS f, TRUE AS b, 'x' AS s, b'ab' AS y, DATE '2020-02-29' AS d, DATETIME '2020-01-02 03:04:05.000006' AS dt,
      TIME '01:02:03.5' AS t, TIMESTAMP '1969-12-31 23:59:59.999999' AS ts, NUMERIC '-12.345' AS n, BIGNUMERIC '1e38' AS bn, JSON '{"a":1}' AS j,
      [1, 2] AS arr, STRUCT(1 AS a, ['x'] AS b) AS st, CAST(NULL AS ARRAY<INT64>) AS na, -1/3 AS third`;
    const [job] = await client.createQueryJob({ query: sql });
    const [raw] = await job.getQueryResults({ skipParsing: true });
    expect(raw[0].f.map((cell: { v: unknown }) => cell.v)).toEqual([
      "1",
      "1.5",
      "true",
      "x",
      "YWI=",
      "2020-02-29",
      "2020-01-02T03:04:05.000006",
      "01:02:03.500",
      "-1",
      "-12.345",
      "100000000000000000000000000000000000000",
      '{"a":1}',
      [{ v: "1" }, { v: "2" }],
      { f: [{ v: "1" }, { v: [{ v: "x" }] }] },
      [],
      "-0.3333333333333333",
    ]);
  });
  test.each(["1-2 3 4:5:6.500", "-1-2 -3 -4:5:6.000007", "0-0 0 0:0:0"])("the interval %s is encoded", async (text) => {
    const [job] = await client.createQueryJob({ query: `SELECT CAST('${text}' AS INTERVAL) AS i` });
    const [raw] = await job.getQueryResults({ skipParsing: true });
    expect(raw[0].f[0].v).toBe(text);
  });
  test("parameters are named or positional", async () => {
    expect(await rows("SELECT @a + 1 AS x, @b AS y", { params: { a: 1, b: ["p", "q"] } })).toEqual([
      { x: 2, y: ["p", "q"] },
    ]);
    expect(await rows("SELECT ? AS x, '?' AS y, ? AS z", { params: ['é"\n\u0001', 2.5] })).toEqual([
      { x: 'é"\n\u0001', y: "?", z: 2.5 },
    ]);
  });
});

describe("statements of the BigQuery stand-in", () => {
  test("tables are created, changed and read by all forms of their names", async () => {
    await rows("CREATE TABLE ds.t (id INT64 NOT NULL, name STRING, amount NUMERIC(10, 2), tags ARRAY<STRING>)");
    await rows("INSERT INTO `ds.t` (id, name, amount) VALUES (1, 'a', 1.005), (2, 'b', 2), (3, 'c', NULL)");
    await rows("UPDATE `proj`.`ds`.`t` SET name = UPPER(t.name) WHERE t.id >= 2");
    await rows("DELETE FROM ds.t WHERE t.id = 3");
    expect(await rows("SELECT t.id, name, CAST(amount AS STRING) AS amount, tags FROM `proj.ds`.t ORDER BY 1")).toEqual(
      [
        { id: 1, name: "a", amount: "1.01", tags: [] },
        { id: 2, name: "B", amount: "2", tags: [] },
      ],
    );
    await rows(`MERGE INTO ds.t USING (SELECT 1 AS id, 'z' AS name UNION ALL SELECT 7, 'new') AS s ON t.id = s.id
      WHEN MATCHED AND s.name = 'q' THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.name
      WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name) WHEN NOT MATCHED BY SOURCE THEN DELETE`);
    expect(await rows("SELECT id, name FROM ds.t ORDER BY 1")).toEqual([
      { id: 1, name: "z" },
      { id: 7, name: "new" },
    ]);
    await rows("CREATE OR REPLACE VIEW ds.v AS SELECT id * 2 AS twice FROM ds.t");
    await rows("ALTER TABLE ds.t RENAME TO u");
    expect(await errorMessage("SELECT * FROM ds.v")).toBe("Not found: Table proj:ds.t was not found in location US");
    await rows("CREATE OR REPLACE TABLE ds.t AS SELECT * FROM ds.u");
    expect(await rows("SELECT SUM(twice) AS s FROM ds.v")).toEqual([{ s: 16 }]);
    await rows("TRUNCATE TABLE ds.t");
    await rows("DROP TABLE ds.u");
    expect(await rows("SELECT COUNT(*) AS n FROM ds.t AS q, UNNEST(q.tags)")).toEqual([{ n: 0 }]);
  });
  test("grouping sets are rewritten for the executor", async () => {
    const sql = `SELECT k, x.j, GROUPING(k) AS g, COUNT(*) AS n FROM (SELECT 'a' AS k, 1 AS j UNION ALL SELECT 'a', 2 UNION ALL SELECT 'b', 1) AS x
      GROUP BY ROLLUP(k, x.j) ORDER BY g, k, j NULLS LAST`;
    expect(await rows(sql)).toEqual([
      { k: "a", j: 1, g: 0, n: 1 },
      { k: "a", j: 2, g: 0, n: 1 },
      { k: "a", j: null, g: 0, n: 2 },
      { k: "b", j: 1, g: 0, n: 1 },
      { k: "b", j: null, g: 0, n: 1 },
      { k: null, j: null, g: 1, n: 3 },
    ]);
  });
  test("functions that the executor lacks are computed", async () => {
    const sql = `SELECT s, EDIT_DISTANCE(s, 'kitten') AS d, LENGTH(GENERATE_UUID()) AS u FROM UNNEST(['sitting', NULL, '']) AS s ORDER BY d`;
    expect(await rows(sql)).toEqual([
      { s: null, d: null, u: 36 },
      { s: "sitting", d: 3, u: 36 },
      { s: "", d: 6, u: 36 },
    ]);
    const totals =
      "SELECT APPROX_COUNT_DISTINCT(x) AS n, APPROX_QUANTILES(x, 4)[OFFSET(2)] AS m FROM UNNEST([1, 2, 2, 5, 9]) AS x";
    expect(await rows(totals)).toEqual([{ n: 4, m: 2 }]);
  });
  test("a script can contain transactions", async () => {
    await rows("CREATE TABLE ds.money AS SELECT 1 AS x");
    await rows("BEGIN TRANSACTION; INSERT INTO ds.money VALUES (2); ROLLBACK TRANSACTION;");
    expect(
      await rows(
        "BEGIN TRANSACTION; INSERT INTO ds.money VALUES (3); SELECT COUNT(*) AS n FROM ds.money; COMMIT TRANSACTION",
      ),
    ).toEqual([{ n: 2 }]);
    expect(await rows("SELECT ARRAY_AGG(x ORDER BY x) AS xs FROM ds.money")).toEqual([{ xs: [1, 3] }]);
  });
});

test.each([
  ["SELECT nonsense", "Unrecognized name: nonsense at [1:8]"],
  ["SELECT\n x.y + FROM `proj`.`ds`.`t`", "Syntax error: Unexpected keyword FROM at [2:8]"],
  ["SELECT 1 FROM ds.money AS m WHERE `m`.zz", "Name zz not found inside m at [1:39]"],
  ["SELECT 1 FROM `proj`.`ds`.`money` WHERE zz", "Unrecognized name: zz at [1:41]"],
  ["SELECT * FROM ds.none", "Not found: Table proj:ds.none was not found in location US"],
  ["SELECT * FROM none.none", "Not found: Dataset proj:none was not found in location US"],
  ["SELECT * FROM none", 'Table "none" must be qualified with a dataset (e.g. dataset.table).'],
  ["SELECT 1 AS a, 2 AS A", "Duplicate column names in the result are not supported. Found duplicate(s): A"],
  ["SELECT [1, NULL] AS a", "Array cannot have a null element; error in writing field a"],
  ["SELECT DIV(1, 0)", "division by zero: 1 / 0"],
  [
    "SELECT ARRAY_AGG(x ORDER BY x NULLS LAST) FROM UNNEST([1]) AS x",
    "NULLS LAST not supported with ascending sort order in aggregate functions.",
  ],
  [
    "SELECT SUM(x) OVER (ORDER BY x NULLS LAST) FROM UNNEST([1]) AS x",
    "NULLS LAST not supported with ascending sort order in RANGE clauses of analytic functions.",
  ],
  ["SELECT ARRAY_FILTER([1], x -> x > 0)", "Lambda is not supported at [1:26]"],
])("%s is refused", async (sql, message) => {
  expect(await errorMessage(sql)).toContain(message);
});

test("the GoogleSQL process ends with the process that started it", async () => {
  const root = resolve(import.meta.dirname, "../..");
  const child = spawn(process.execPath, ["bench/run.mjs", "/engines/test/start-bigquery-and-wait.ts"], { cwd: root });
  const [chunk] = await once(child.stdout, "data");
  const reach = (): Promise<unknown> => once(connect(Number(chunk), "localhost"), "connect");
  await reach();
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(reach()).rejects.toThrow(/ECONNREFUSED/), 10_000);
});
test("a GoogleSQL process that crashes is replaced", async () => {
  // This version crashes on a table name with the prefix of its internal names.
  await rows("CREATE TABLE ds.`$odd` AS SELECT 1 AS x").catch(() => undefined);
  await rows("SELECT * FROM ds.`$odd`").catch(() => undefined);
  expect(await rows("SELECT 1 AS x")).toEqual([{ x: 1 }]);
});
