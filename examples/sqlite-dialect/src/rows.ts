import type { Dialect, Sql } from "@avocet/sql-dialects";
import { commaList, identifierSql, keyword, sql } from "@avocet/sql-dialects";

/** Compiles rows of literals. SQLite names the columns of VALUES column1, column2, …, and has no column aliases. */
export const rows: NonNullable<Dialect["rows"]> = (schema, values) => {
  const items = [...schema.keys()].map((column, i) => sql`${keyword(`column${i + 1}`)} AS ${identifierSql(column)}`);
  const rowLists: readonly Sql[] = values.map((row) => sql`(${commaList(row)})`);
  const query = sql`(SELECT ${commaList(items)} FROM (VALUES ${commaList(rowLists, ",\n  ")}))`;
  return { kind: "function", sql: query, columns: null };
};
