import { withNull } from "@avocet/core/backend";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import { qualifiedName } from "../shared/catalog.js";
import type { Catalog, Namespace } from "../shared/driver.js";
import { sqlStatement } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

/** Runs a query and returns its first column as strings. */
async function firstColumn(session: DuckDBSession, sql: string): Promise<string[]> {
  const result = await session.query(sqlStatement(sql));
  const values: string[] = [];
  for (let k = 0; k < result.chunkCount; k++)
    for (const value of result.getChunk(k).getColumnVector(0).toArray()) values.push(String(value));
  return values;
}
const stringLiteral = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });
/** A condition on the information schema for the tables of a namespace. */
const inNamespace = ({ catalog, database }: Namespace): string =>
  `table_catalog = ${catalog === undefined ? "current_database()" : stringLiteral(catalog)} AND table_schema = ${database === undefined ? "current_schema()" : stringLiteral(database)}`;

/** Reads the tables and views of a DuckDB database. */
export const catalog: Catalog<DuckDBSession> = {
  names: (session, namespace = {}) =>
    firstColumn(session, `SELECT table_name FROM information_schema.tables WHERE ${inNamespace(namespace)}`),
  // DuckDB resolves names case-insensitively.
  async kindOf(session, name, namespace = {}) {
    const [kind] = await firstColumn(
      session,
      `SELECT table_type FROM information_schema.tables WHERE ${inNamespace(namespace)} AND lower(table_name) = lower(${stringLiteral(name)})`,
    );
    return kind === undefined ? null : kind === "VIEW" ? "view" : "table";
  },
  async columnsOf(session, name, namespace = {}) {
    const from = qualifiedName(duckdb, name, namespace);
    const columns = await session.columns(`SELECT * FROM ${from} LIMIT 0`);
    const required = new Set(
      await firstColumn(session, `SELECT column_name FROM (DESCRIBE ${from}) WHERE "null" = 'NO'`),
    );
    return columns.map((column) =>
      column.dtype && required.has(column.name) ? { ...column, dtype: withNull(column.dtype, false) } : column,
    );
  },
};
