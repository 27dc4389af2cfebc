import type { DuckDBConnection } from "@duckdb/node-api";
import { missingObjectError } from "../errors.js";
import { encode, quote } from "../translate/names.js";
import { resolveSchema } from "../translate/statement.js";
import type { Settings } from "../translate/translation-context.js";
import { stringSql } from "../translate/translation-context.js";
import { textColumn } from "./column-encoding.js";
import type { QueryResult } from "./result.js";
import { tableResult } from "./result.js";

/** SQL for the type of a column as Snowflake displays it: the declared type, or one derived from DuckDB's. */
export const displayTypeSql = `coalesce(comment, CASE
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

/** Creates a database with schemas and INFORMATION_SCHEMA. */
export async function createDatabase(
  connection: DuckDBConnection,
  name: string,
  schemas: readonly string[],
): Promise<void> {
  await connection.run(`ATTACH ':memory:' AS ${quote(name)}`);
  for (const schema of schemas) await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quote(name)}.${quote(schema)}`);
  const informationSchema = `${quote(name)}.${quote("INFORMATION_SCHEMA")}`;
  const inDatabase = `database_name = ${stringSql(encode(name))}`;
  const aliased = (sql: string, column: string): string => `${sql} AS ${quote(column)}`;
  await connection.run(`CREATE SCHEMA ${informationSchema}`);
  await connection.run(
    `CREATE VIEW ${informationSchema}.${quote("TABLES")} AS SELECT ${[
      aliased("sf_decode(database_name)", "TABLE_CATALOG"),
      aliased("sf_decode(schema_name)", "TABLE_SCHEMA"),
      aliased("sf_decode(name)", "TABLE_NAME"),
      aliased("CASE kind WHEN 'TABLE' THEN 'BASE TABLE' ELSE kind END", "TABLE_TYPE"),
    ].join(", ")} FROM (${OBJECTS}) WHERE ${inDatabase}`,
  );
  await connection.run(
    `CREATE VIEW ${informationSchema}.${quote("COLUMNS")} AS SELECT ${[
      aliased("sf_decode(database_name)", "TABLE_CATALOG"),
      aliased("sf_decode(schema_name)", "TABLE_SCHEMA"),
      aliased("sf_decode(table_name)", "TABLE_NAME"),
      aliased("sf_decode(column_name)", "COLUMN_NAME"),
      aliased("column_index", "ORDINAL_POSITION"),
      aliased("CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END", "IS_NULLABLE"),
      aliased(`regexp_replace(${displayTypeSql}, '\\(.*', '')`, "DATA_TYPE"),
    ].join(", ")} FROM duckdb_columns() WHERE ${inDatabase}`,
  );
  await connection.run(
    `CREATE VIEW ${informationSchema}.${quote("SCHEMATA")} AS SELECT ${[
      aliased("sf_decode(database_name)", "CATALOG_NAME"),
      aliased("sf_decode(schema_name)", "SCHEMA_NAME"),
    ].join(", ")} FROM duckdb_schemas() WHERE ${inDatabase}`,
  );
}

/** The statement that makes a session resolve names in a schema, and the functions of the stand-in. */
export const searchPath = (database: string, schema: string): string =>
  `SET search_path = ${stringSql(`${quote(database)}.${quote(schema)},memory.main`)}`;

async function queryTexts(connection: DuckDBConnection, sql: string): Promise<readonly (readonly (string | null)[])[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
}

/** https://docs.snowflake.com/en/sql-reference/sql/show-objects */
export async function showObjects(
  connection: DuckDBConnection,
  settings: Settings,
  path: readonly string[] | null,
  like: string | null,
  views: boolean,
): Promise<QueryResult> {
  const { database, schema } = resolveSchema(path ?? [], settings);
  const schemaRows = await queryTexts(
    connection,
    `SELECT 1 FROM duckdb_schemas() WHERE database_name = ${stringSql(encode(database))} AND schema_name = ${stringSql(encode(schema))}`,
  );
  if (schemaRows.length === 0) throw missingObjectError(`${database}.${schema}`);
  const inSchema = `((database_name = ${stringSql(encode(database))} AND schema_name = ${stringSql(encode(schema))}) OR database_name = 'temp')`;
  const rows = await queryTexts(
    connection,
    `SELECT '2026-01-01' AS c, sf_decode(name), kind, ${stringSql(database)}, ${stringSql(schema)} FROM (${OBJECTS}) WHERE ${inSchema}${views ? "" : " AND kind = 'TABLE'"}${
      like === null ? "" : ` AND sf_decode(name) ILIKE ${stringSql(like)} ESCAPE '\\'`
    } ORDER BY 2`,
  );
  return tableResult(["created_on", "name", "kind", "database_name", "schema_name"].map(textColumn), rows);
}

/** https://docs.snowflake.com/en/sql-reference/sql/desc-table */
export async function describeTable(
  connection: DuckDBConnection,
  settings: Settings,
  path: readonly string[],
): Promise<QueryResult> {
  const name = path.at(-1) ?? "";
  const { database, schema } = resolveSchema(path.slice(0, -1), settings);
  const inSchema = `(database_name = 'temp' OR (database_name = ${stringSql(encode(database))} AND schema_name = ${stringSql(encode(schema))}))`;
  const rows = await queryTexts(
    connection,
    `SELECT sf_decode(column_name), ${displayTypeSql}, 'COLUMN', CASE WHEN is_nullable THEN 'Y' ELSE 'N' END, column_default, 'N', 'N', NULL, NULL, NULL, NULL
FROM duckdb_columns() WHERE ${inSchema} AND table_name = ${stringSql(encode(name))} QUALIFY database_name = first_value(database_name) OVER (ORDER BY database_name = 'temp' DESC) ORDER BY column_index`,
  );
  if (rows.length === 0) throw missingObjectError(path.join("."));
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
  return tableResult(names.map(textColumn), rows);
}
