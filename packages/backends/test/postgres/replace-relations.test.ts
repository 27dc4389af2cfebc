import { int64, memtable, string } from "@avocet/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

const rows = (...names: string[]) =>
  memtable(
    names.map((name, i) => ({ id: i + 1, name })),
    { id: int64, name: string },
  );

describe.skipIf(database === null)("replacing tables and views in PostgreSQL", () => {
  let connection: PostgresConnection;
  beforeAll(async () => {
    connection = await connect(url);
    await connection.raw("CREATE ROLE clerk; CREATE ROLE boss");
  });
  afterAll(async () => {
    await connection?.raw(
      "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS other CASCADE; DROP ROLE clerk; DROP ROLE boss",
    );
    await connection?.close();
  });
  beforeEach(() => connection.raw("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));

  const values = async (name: string): Promise<unknown[]> => (await connection.table(name)).execute();
  const scalar = async (sql: string): Promise<unknown> => (await connection.sql(sql)).scalar();

  test("an existing table is an error, kept with ifNotExists, or replaced", async () => {
    await connection.createTable("t", rows("a"));
    await expect(connection.createTable("t", rows("b"))).rejects.toThrow(/"t" already exists/);
    await connection.createTable("t", rows("b"), { ifNotExists: true });
    expect(await values("t")).toEqual([{ id: 1, name: "a" }]);
    await connection.createTable("t", rows("b", "c"), { replace: true });
    expect(await values("t")).toEqual([
      { id: 1, name: "b" },
      { id: 2, name: "c" },
    ]);
    await connection.createTable("new", rows("d"), { replace: true });
    expect(await connection.tables()).toEqual(["new", "t"]);
  });

  test("replacing a table with the same columns keeps its views, privileges, indexes and keys", async () => {
    await connection.raw(
      "CREATE TABLE t (id bigint PRIMARY KEY, name text); CREATE INDEX ON t (name); GRANT SELECT ON t TO clerk",
    );
    const t = await connection.table("t");
    await connection.createView("v", t.select("name"));
    await connection.raw("GRANT SELECT ON v TO clerk");
    for (const names of [["a"], ["b", "c"], ["d"]]) {
      await connection.createTable("t", rows(...names), { replace: true });
      expect(await values("v")).toEqual(names.map((name) => ({ name })));
    }
    expect(await scalar("SELECT count(*) AS n FROM pg_indexes WHERE tablename = 't'")).toBe(2);
    expect(
      await scalar(
        "SELECT has_table_privilege('clerk', 't', 'SELECT') AND has_table_privilege('clerk', 'v', 'SELECT') AS b",
      ),
    ).toBe(true);
    await expect(connection.createTable("t", rows("x").union(rows("y")), { replace: true })).rejects.toMatchObject({
      reason: "constraint",
    });
    expect(await values("t")).toEqual([{ id: 1, name: "d" }]);
  });
  test("a table may be replaced by a query of itself", async () => {
    await connection.createTable("t", rows("a", "b"));
    const t = await connection.table("t", { id: int64, name: string });
    await connection.createTable(
      "t",
      t.mutate((c) => ({ name: c.name.upper() })),
      { replace: true },
    );
    expect(await values("t")).toEqual([
      { id: 1, name: "A" },
      { id: 2, name: "B" },
    ]);
    await connection.createTable(
      "t",
      t.mutate((c) => ({ more: c.id.mul(2) })),
      { replace: true },
    );
    expect(await values("t")).toEqual([
      { id: 1, name: "A", more: 2 },
      { id: 2, name: "B", more: 4 },
    ]);
  });

  test("replacing a table with other columns recreates its views with privileges, comments, owners and options", async () => {
    await connection.raw(`CREATE TABLE t (id int, name varchar(10)); GRANT SELECT, INSERT ON t TO clerk; COMMENT ON TABLE t IS 'it''s t';
CREATE VIEW v WITH (security_barrier=true) AS SELECT name FROM t; GRANT SELECT ON v TO clerk WITH GRANT OPTION; GRANT UPDATE (name) ON v TO boss;
COMMENT ON VIEW v IS 'on t'; CREATE VIEW "W w" ("The name") AS SELECT upper(name) FROM v; ALTER VIEW "W w" OWNER TO boss; GRANT SELECT ON v TO boss;
CREATE SCHEMA IF NOT EXISTS other; CREATE OR REPLACE VIEW other.deep AS SELECT a."The name" AS name, b.id FROM "W w" a, t b`);
    for (const name of ["a", "b"]) {
      await connection.createTable("t", rows(name).mutate({ [`extra_${name}`]: rows(name).c.id }), { replace: true });
      expect(await values("W w")).toEqual([{ "The name": name.toUpperCase() }]);
      expect(await (await connection.table("deep", undefined, { database: "other" })).execute()).toEqual([
        { name: name.toUpperCase(), id: 1 },
      ]);
    }
    expect(await scalar("SELECT pg_get_userbyid(relowner)::text AS o FROM pg_class WHERE relname = 'W w'")).toBe(
      "boss",
    );
    expect(await scalar("SELECT obj_description('v'::regclass) AS o")).toBe("on t");
    expect(await scalar("SELECT obj_description('t'::regclass) AS o")).toBe("it's t");
    expect(await scalar("SELECT reloptions::text AS o FROM pg_class WHERE relname = 'v'")).toBe(
      "{security_barrier=true}",
    );
    expect(
      await scalar(`SELECT has_table_privilege('clerk', 't', 'INSERT') AND has_table_privilege('clerk', 'v', 'SELECT WITH GRANT OPTION')
AND has_column_privilege('boss', 'v', 'name', 'UPDATE') AS b`),
    ).toBe(true);
  });
  test("a replacement without a column that a view reads is an error", async () => {
    await connection.createTable("t", rows("a"));
    await connection.raw("CREATE VIEW v AS SELECT name FROM t; CREATE VIEW w AS SELECT id FROM t");
    const without = rows("b").drop("name");
    const failed = connection.createTable("t", without, { replace: true });
    await expect(failed).rejects.toMatchObject({
      code: "backend",
      reason: "constraint",
      message: expect.stringMatching(
        /Cannot replace `t`: the view public\.v depends on it[\s\S]*Drop the view first[\s\S]*name/,
      ),
    });
    expect(await values("v")).toEqual([{ name: "a" }]);
    expect(await values("t")).toEqual([{ id: 1, name: "a" }]);
  });
  test("dependents that cannot be recreated are an error, and nothing has changed", async () => {
    await connection.createTable("t", rows("a"));
    await connection.raw("CREATE MATERIALIZED VIEW m AS SELECT name FROM t");
    await connection.createTable("t", rows("b"), { replace: true });
    const otherColumns = rows("c").mutate({ x: 1 });
    await expect(connection.createTable("t", otherColumns, { replace: true })).rejects.toThrow(
      /a materialized view depends on it: public\.m/,
    );
    await connection.raw(
      "DROP MATERIALIZED VIEW m; ALTER TABLE t ADD PRIMARY KEY (id); CREATE TABLE child (t_id bigint REFERENCES t ON DELETE CASCADE); INSERT INTO child VALUES (1)",
    );
    await expect(connection.createTable("t", rows("c"), { replace: true })).rejects.toThrow(
      /foreign keys of child reference it[\s\S]*drop the foreign keys/,
    );
    await expect(connection.createTable("t", otherColumns, { replace: true })).rejects.toMatchObject({
      reason: "constraint",
    });
    expect(await values("child")).toEqual([{ t_id: 1 }]);
    expect(await values("t")).toEqual([{ id: 1, name: "b" }]);
    expect(await connection.tables()).toEqual(["child", "t"]);
  });

  test("views, tables and materialized views replace each other", async () => {
    await connection.createTable("t", rows("a", "b"));
    const t = await connection.table("t", { id: int64, name: string });
    await connection.createView("v", t);
    await expect(connection.createView("v", t)).rejects.toThrow(/already exists/);
    await connection.createView("on_v", (await connection.table("v", { id: int64, name: string })).select("name"));
    await connection.raw("GRANT SELECT ON v TO clerk");

    await connection.createView("v", t.select("id", "name").mutate({ more: 1 }), { replace: true });
    await connection.createView("v", t.select("name", "id").limit(1), { replace: true });
    expect(await values("on_v")).toEqual([{ name: "a" }]);
    expect(await scalar("SELECT has_table_privilege('clerk', 'v', 'SELECT') AS b")).toBe(true);

    await connection.createTable("v", t, { replace: true });
    expect(await values("on_v")).toEqual([{ name: "a" }, { name: "b" }]);
    await connection.createView("v", t, { replace: true });
    await connection.raw("CREATE MATERIALIZED VIEW m AS SELECT * FROM t");
    await connection.createView("m", t, { replace: true });
    await connection.createTable("m", t, { replace: true });
    expect(await connection.tables()).toEqual(["m", "on_v", "t", "v"]);
  });
  test("a view that would read itself is rejected", async () => {
    await connection.createTable("t", rows("a"));
    await connection.createView("a", await connection.table("t"));
    await connection.createView("b", await connection.table("a"));
    await expect(connection.createView("a", await connection.table("b"), { replace: true })).rejects.toThrow();
    expect(await values("b")).toEqual([{ id: 1, name: "a" }]);
    const b = await connection.table("b");
    await expect(connection.createView("t", b, { replace: true })).rejects.toThrow();
    expect(await values("b")).toEqual([{ id: 1, name: "a" }]);
  });
  test("dropping a relation with dependents is an error that names them", async () => {
    await connection.createTable("t", rows("a"));
    await connection.createView("v", await connection.table("t"));
    await expect(connection.dropTable("t")).rejects.toMatchObject({
      reason: "constraint",
      message: expect.stringMatching(/other objects depend on it[\s\S]*view v depends on table t/),
    });
    await expect(connection.dropTable("v")).rejects.toThrow(/`v` is a view, not a table/);
    await expect(connection.dropView("w")).rejects.toThrow(/There is no table or view `w`/);
    await connection.dropView("w", { ifExists: true });
    await connection.dropView("v");
    await connection.dropTable("t");
    expect(await connection.tables()).toEqual([]);
  });
  test("a relation is replaced in the schema where the search path finds it", async () => {
    await connection.raw(
      "CREATE SCHEMA IF NOT EXISTS other; DROP TABLE IF EXISTS other.t; CREATE TABLE other.t (id bigint, name text)",
    );
    const searching = await connect({ url, settings: { search_path: "public, other" } });
    await searching.createTable("t", rows("a"), { replace: true });
    expect(await searching.tables()).toEqual([]);
    expect(await searching.tables({ database: "other" })).toEqual(["t"]);
    expect(await scalar("SELECT name FROM other.t")).toBe("a");
    await searching.createTable("t", rows("b").select("name"), { replace: true });
    expect(await scalar("SELECT name FROM other.t")).toBe("b");
    await searching.close();
  });

  test("concurrent readers see either the old or the new rows", async () => {
    await connection.createTable("t", rows("a"));
    const t = await connection.table("t");
    const seen: unknown[] = [];
    let isDone = false;
    const reader = (async () => {
      while (!isDone) seen.push(JSON.stringify(await t.execute()));
    })();
    for (let round = 0; round < 10; round++)
      await connection.createTable("t", rows("a", "b").limit(1 + (round % 2)), { replace: true });
    isDone = true;
    await reader;
    expect(new Set(seen)).toEqual(new Set(['[{"id":1,"name":"a"}]', '[{"id":1,"name":"a"},{"id":2,"name":"b"}]']));
  });
  test("concurrent replacements of a table and a view succeed", async () => {
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        i % 2
          ? connection.createTable("t", rows("a", "b"), { replace: true })
          : connection.createTable("t", rows("a").mutate({ x: i }), { replace: true }),
      ),
    );
    expect([1, 2]).toContain((await values("t")).length);
    await Promise.all(
      Array.from({ length: 6 }, async (_, i) =>
        connection.createView("v", (await connection.table("t")).mutate({ [`n${i}`]: i }), { replace: true }),
      ),
    );
    expect(await connection.tables()).toEqual(["t", "v"]);
  });
  test("a session killed at any time leaves either the old or the new table", async () => {
    await connection.createTable("t", rows("a"));
    await connection.createView("v", (await connection.table("t")).select("name"));
    const victim = await connect({ url, applicationName: "victim" });
    const big = await victim.sql("SELECT i::int8 AS id, 'x' || i AS name FROM generate_series(1, 20000) AS g (i)");
    for (let round = 0; round < 12; round++) {
      const columns = round % 2 ? big : big.mutate({ round });
      const attempt = victim.createTable("t", columns, { replace: true }).then(
        () => "done",
        () => "killed",
      );
      await new Promise((resolve) => setTimeout(resolve, round * 8));
      await connection.raw(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim' AND state = 'active'",
      );
      await attempt;
      expect([1, 20_000]).toContain(await scalar("SELECT count(*) AS n FROM v"));
      expect(await connection.tables()).toEqual(["t", "v"]);
    }
    await victim.close();
  });

  test("names of up to 63 bytes are accepted, longer ones rejected", async () => {
    const longest = `${"ä".repeat(31)}x`;
    await connection.createTable(longest, rows("a").rename({ [longest]: "name" }));
    expect(await connection.tables()).toEqual([longest]);
    expect(await values(longest)).toEqual([{ id: 1, [longest]: "a" }]);
    await connection.createTable(longest, rows("b"), { replace: true });
    await expect(connection.createTable(`${longest}x`, rows("a"))).rejects.toThrow(/63 bytes/);
    await expect(connection.table(`${longest}x`)).rejects.toThrow(/63 bytes/);
    await expect(connection.createTable("t", rows("a").rename({ [`${longest}x`]: "name" }))).rejects.toThrow(/63/);
    expect(await connection.tables()).toEqual([longest]);
  });
  test("tables without columns, duplicate columns and missing tables are errors", async () => {
    await connection.raw("CREATE TABLE none ()");
    await expect(connection.table("none")).rejects.toMatchObject({ code: "schema-mismatch" });
    await expect(connection.sql("SELECT 1 AS a, 2 AS a")).rejects.toMatchObject({ code: "duplicate-column" });
    await expect(connection.sql("SELECT 1 AS a; SELECT 2 AS b")).rejects.toMatchObject({ reason: "syntax" });
    await expect(connection.sql("DELETE FROM none")).rejects.toMatchObject({ reason: "syntax" });
    await expect(connection.sql("SELECT $1::int AS a")).rejects.toMatchObject({ code: "invalid-argument" });
    await expect(connection.sql("SELECT * FROM nome")).rejects.toMatchObject({
      code: "unknown-table",
      message: expect.stringMatching(/`nome`[\s\S]*none/),
    });
    await expect(connection.table("non")).rejects.toMatchObject({
      code: "unknown-table",
      message: expect.stringMatching(/`non`[\s\S]*none/),
    });
    await expect(connection.sql("SELECT nope FROM none\n-- c")).rejects.toThrow(
      /column "nope" does not exist\n\nline 1: SELECT nope FROM none\n {15}\^/,
    );
  });
});
