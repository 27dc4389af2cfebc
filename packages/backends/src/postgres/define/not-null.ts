import { postgres } from "@avocet/sql-dialects/postgres";
import { sqlStatement } from "../../shared/statement.js";
import type { PostgresSession } from "../session/types.js";

/** Adds NOT NULL constraints to columns of a table, whose rows are scanned once. */
export const setNotNull = (session: PostgresSession, table: string, columns: readonly string[]): Promise<void> =>
  alterColumns(session, table, columns, "SET NOT NULL");

/** Drops NOT NULL constraints. */
export const dropNotNull = (session: PostgresSession, table: string, columns: readonly string[]): Promise<void> =>
  alterColumns(session, table, columns, "DROP NOT NULL");

async function alterColumns(
  session: PostgresSession,
  table: string,
  columns: readonly string[],
  action: string,
): Promise<void> {
  if (columns.length === 0) return;
  const actions = columns.map((column) => `ALTER COLUMN ${postgres.quote(column)} ${action}`);
  await session.run(sqlStatement(`ALTER TABLE ${table} ${actions.join(", ")}`));
}

/** How the NOT NULL constraints of a table differ from those that new rows require. */
export interface NullConstraints {
  /** Columns that must not be NULL, but have no constraint. */
  readonly missing: readonly string[];
  /** Columns with a constraint that the new rows violate. */
  readonly violated: readonly string[];
}

/**
 * Compares the NOT NULL constraints of a table with new rows for it. `relation` is SQL of the table's OID, `rows` the
 * table of the new rows. The constraints of primary keys and identity columns stay.
 */
export async function nullConstraints(
  session: PostgresSession,
  relation: string,
  rows: string,
  required: readonly string[],
): Promise<NullConstraints> {
  const columns = await session.query(
    sqlStatement(`SELECT a.attname, a.attnotnull, a.attidentity <> '' OR EXISTS (
  SELECT 1 FROM pg_catalog.pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))
FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${relation} AND a.attnum > 0 AND NOT a.attisdropped`),
  );
  const isRequired = new Set(required);
  const names = (test: (isNotNull: boolean, isKey: boolean, name: string) => boolean): string[] =>
    columns.rows.flatMap(([name, notNull, key]) => (name && test(notNull === "t", key === "t", name) ? [name] : []));
  const missing = names((isNotNull, _, name) => !isNotNull && isRequired.has(name));
  const candidates = names((isNotNull, isKey, name) => isNotNull && !isKey && !isRequired.has(name));
  if (candidates.length === 0) return { missing, violated: [] };
  const tests = candidates.map((name) => `coalesce(bool_or(${postgres.quote(name)} IS NULL), false)`);
  const result = await session.query(sqlStatement(`SELECT ${tests.join(", ")} FROM ${rows}`));
  return { missing, violated: candidates.filter((_, i) => result.rows[0]?.[i] === "t") };
}
