import type { Dialect, Sql } from "@avocet/sql-dialects";
import { listed, name, sql, word } from "@avocet/sql-dialects";

/** Rows of literals. SQLite names the columns of VALUES column1, column2 …, and takes no names beside the alias. */
export const rows: NonNullable<Dialect["rows"]> = (schema, values) => {
  const items = [...schema.keys()].map((column, i) => sql`${word(`column${i + 1}`)} AS ${name(column)}`);
  const lines: readonly Sql[] = values.map((row) => sql`(${listed(row)})`);
  const query = sql`(SELECT ${listed(items)} FROM (VALUES ${listed(lines, ",\n  ")}))`;
  return { kind: "function", sql: query, columns: null };
};
