import { withNull } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";
import { qualified } from "../shared/catalog.js";
import type { Catalog, Namespace } from "../shared/driver.js";
import { plain } from "../shared/statement.js";
import type { DuckDBSession } from "./session.js";

/** The first column of a result, as strings. */
async function strings(on: DuckDBSession, sql: string): Promise<string[]> {
  const result = await on.query(plain(sql));
  const found: string[] = [];
  for (let k = 0; k < result.chunkCount; k++)
    for (const value of result.getChunk(k).getColumnVector(0).toArray()) found.push(String(value));
  return found;
}
const text = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });
/** Of tables in one place, as DuckDB's information schema has it. */
const inPlace = ({ catalog, database }: Namespace): string =>
  `table_catalog = ${catalog === undefined ? "current_database()" : text(catalog)} AND table_schema = ${database === undefined ? "current_schema()" : text(database)}`;

/** What a DuckDB database holds. */
export const catalog: Catalog<DuckDBSession> = {
  names: (on, place = {}) => strings(on, `SELECT table_name FROM information_schema.tables WHERE ${inPlace(place)}`),
  // Names are compared without regard to case.
  async kindOf(on, name, place = {}) {
    const [kind] = await strings(
      on,
      `SELECT table_type FROM information_schema.tables WHERE ${inPlace(place)} AND lower(table_name) = lower(${text(name)})`,
    );
    return kind === undefined ? null : kind === "VIEW" ? "view" : "table";
  },
  async columnsOf(on, name, place = {}) {
    const from = qualified(duckdb, name, place);
    const columns = await on.columns(`SELECT * FROM ${from} LIMIT 0`);
    const required = new Set(await strings(on, `SELECT column_name FROM (DESCRIBE ${from}) WHERE "null" = 'NO'`));
    return columns.map((column) =>
      column.dtype && required.has(column.name) ? { ...column, dtype: withNull(column.dtype, false) } : column,
    );
  },
};
