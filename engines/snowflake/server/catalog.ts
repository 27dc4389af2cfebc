import type { DuckDBConnection } from "@duckdb/node-api";
import { missingObject } from "../errors.js";
import { encode, quote } from "../translate/names.js";
import { placeOf } from "../translate/statement.js";
import type { Settings } from "../translate/translation-context.js";
import { stringSql } from "../translate/translation-context.js";
import type { WireResult } from "./result.js";
import { table } from "./result.js";
import { textColumn } from "./column-encoding.js";

/** The type of a column as Snowflake shows it: as it was declared, or from that of DuckDB. */
export const shownTypeSql = `coalesce(comment, CASE
  WHEN data_type LIKE 'DECIMAL%' THEN replace(replace(data_type, 'DECIMAL', 'NUMBER'), ' ', '')
  WHEN data_type IN ('DOUBLE', 'FLOAT') THEN 'FLOAT'
  WHEN data_type = 'VARCHAR' THEN 'VARCHAR(16777216)'
  WHEN data_type = 'BLOB' THEN 'BINARY(8388608)'
  WHEN data_type = 'TIME' THEN 'TIME(9)'
  WHEN data_type = 'TIMESTAMP' THEN 'TIMESTAMP_NTZ(9)'
  WHEN data_type LIKE 'TIMESTAMP%' THEN 'TIMESTAMP_TZ(9)'
  WHEN data_type = 'JSON' THEN 'VARIANT'
  WHEN data_type = 'JSON[]' THEN 'ARRAY'
  WHEN data_type LIKE 'MAP%' THEN 'OBJECT'
  WHEN data_type LIKE '%INT%' THEN 'NUMBER(38,0)'
  ELSE data_type END)`;

const OBJECTS = `SELECT database_name, schema_name, table_name AS name, 'TABLE' AS kind FROM duckdb_tables() WHERE NOT temporary OR database_name = 'temp'
UNION ALL SELECT database_name, schema_name, view_name, 'VIEW' FROM duckdb_views() WHERE NOT internal`;

/** Makes a database with its schemas, and INFORMATION_SCHEMA in it. */
export async function createDatabase(on: DuckDBConnection, name: string, schemas: readonly string[]): Promise<void> {
  await on.run(`ATTACH ':memory:' AS ${quote(name)}`);
  for (const schema of schemas) await on.run(`CREATE SCHEMA IF NOT EXISTS ${quote(name)}.${quote(schema)}`);
  const own = `${quote(name)}.${quote("INFORMATION_SCHEMA")}`;
  const here = `database_name = ${stringSql(encode(name))}`;
  const as = (sql: string, column: string): string => `${sql} AS ${quote(column)}`;
  await on.run(`CREATE SCHEMA ${own}`);
  await on.run(
    `CREATE VIEW ${own}.${quote("TABLES")} AS SELECT ${[
      as("sf_decode(database_name)", "TABLE_CATALOG"),
      as("sf_decode(schema_name)", "TABLE_SCHEMA"),
      as("sf_decode(name)", "TABLE_NAME"),
      as("CASE kind WHEN 'TABLE' THEN 'BASE TABLE' ELSE kind END", "TABLE_TYPE"),
    ].join(", ")} FROM (${OBJECTS}) WHERE ${here}`,
  );
  await on.run(
    `CREATE VIEW ${own}.${quote("COLUMNS")} AS SELECT ${[
      as("sf_decode(database_name)", "TABLE_CATALOG"),
      as("sf_decode(schema_name)", "TABLE_SCHEMA"),
      as("sf_decode(table_name)", "TABLE_NAME"),
      as("sf_decode(column_name)", "COLUMN_NAME"),
      as("column_index", "ORDINAL_POSITION"),
      as("CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END", "IS_NULLABLE"),
      as(`regexp_replace(${shownTypeSql}, '\\(.*', '')`, "DATA_TYPE"),
    ].join(", ")} FROM duckdb_columns() WHERE ${here}`,
  );
  await on.run(
    `CREATE VIEW ${own}.${quote("SCHEMATA")} AS SELECT ${[
      as("sf_decode(database_name)", "CATALOG_NAME"),
      as("sf_decode(schema_name)", "SCHEMA_NAME"),
    ].join(", ")} FROM duckdb_schemas() WHERE ${here}`,
  );
}

/** The place where a session looks for names, and for the functions of the stand-in. */
export const searchPath = (database: string, schema: string): string =>
  `SET search_path = ${stringSql(`${quote(database)}.${quote(schema)},memory.main`)}`;

async function texts(on: DuckDBConnection, sql: string): Promise<readonly (readonly (string | null)[])[]> {
  const reader = await on.runAndReadAll(sql);
  return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
}

/** https://docs.snowflake.com/en/sql-reference/sql/show-objects */
export async function showObjects(
  on: DuckDBConnection,
  settings: Settings,
  path: readonly string[] | null,
  like: string | null,
  views: boolean,
): Promise<WireResult> {
  const { database, schema } = placeOf(path ?? [], settings);
  const known = await texts(
    on,
    `SELECT 1 FROM duckdb_schemas() WHERE database_name = ${stringSql(encode(database))} AND schema_name = ${stringSql(encode(schema))}`,
  );
  if (known.length === 0) throw missingObject(`${database}.${schema}`);
  const here = `((database_name = ${stringSql(encode(database))} AND schema_name = ${stringSql(encode(schema))}) OR database_name = 'temp')`;
  const rows = await texts(
    on,
    `SELECT '2026-01-01' AS c, sf_decode(name), kind, ${stringSql(database)}, ${stringSql(schema)} FROM (${OBJECTS}) WHERE ${here}${views ? "" : " AND kind = 'TABLE'"}${
      like === null ? "" : ` AND sf_decode(name) ILIKE ${stringSql(like)} ESCAPE '\\'`
    } ORDER BY 2`,
  );
  return table(["created_on", "name", "kind", "database_name", "schema_name"].map(textColumn), rows);
}

/** https://docs.snowflake.com/en/sql-reference/sql/desc-table */
export async function describe(on: DuckDBConnection, settings: Settings, path: readonly string[]): Promise<WireResult> {
  const name = path.at(-1) ?? "";
  const { database, schema } = placeOf(path.slice(0, -1), settings);
  const here = `(database_name = 'temp' OR (database_name = ${stringSql(encode(database))} AND schema_name = ${stringSql(encode(schema))}))`;
  const rows = await texts(
    on,
    `SELECT sf_decode(column_name), ${shownTypeSql}, 'COLUMN', CASE WHEN is_nullable THEN 'Y' ELSE 'N' END, column_default, 'N', 'N', NULL, NULL, NULL, NULL
FROM duckdb_columns() WHERE ${here} AND table_name = ${stringSql(encode(name))} QUALIFY database_name = first_value(database_name) OVER (ORDER BY database_name = 'temp' DESC) ORDER BY column_index`,
  );
  if (rows.length === 0) throw missingObject(path.join("."));
  const names = [
    "name",
    "type",
    "kind",
    "null?",
    "default",
    "primary key",
    "unique key",
    "check",
    "expression",
    "comment",
    "policy name",
  ];
  return table(names.map(textColumn), rows);
}
