import { withNull } from "@avocet/core/backend";
import { postgres } from "@avocet/sql-dialects/postgres";
import { qualifiedName } from "../shared/catalog.js";
import type { Catalog, Namespace, RelationKind } from "../shared/driver.js";
import { sqlStatement } from "../shared/statement.js";
import type { Field, PostgresSession } from "./session/types.js";
import { resultColumns, stringLiteral } from "./types/result-columns.js";

/** Returns the qualified and quoted name of a table in SQL. */
export const qualifiedTable = (name: string, namespace: Namespace = {}): string =>
  qualifiedName(postgres, name, namespace);
/** SQL of the OID of a table, resolved by the search path; NULL if there is no such table. */
export const regclassSql = (name: string, namespace?: Namespace): string =>
  `pg_catalog.to_regclass(${stringLiteral(qualifiedTable(name, namespace))})`;

/** Returns the schema that a name resolves to; if there is no such relation, the schema it would be created in. */
export async function namespaceOf(session: PostgresSession, name: string): Promise<Namespace> {
  const { rows } = await session.query(
    sqlStatement(`SELECT coalesce((SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = ${regclassSql(name)}), pg_catalog.current_schema())`),
  );
  const schema = rows[0]?.[0];
  return schema ? { database: schema } : {};
}

const KINDS: Readonly<Record<string, RelationKind>> = {
  r: "table",
  p: "table",
  f: "table",
  v: "view",
  m: "materialized view",
};

/** The schema of a session's temporary tables. */
export const TEMPORARY_NAMESPACE = { database: "pg_temp" } as const satisfies Namespace;
/** The name prefix of tables that hold cached rows, which are not listed. */
export const CACHED_PREFIX = "avocet_cached_";

/** Reads the tables and views of a PostgreSQL database. */
export const catalog: Catalog<PostgresSession> = {
  async names(session, { database } = {}) {
    const schemas =
      database === undefined
        ? "n.oid = pg_catalog.pg_my_temp_schema() OR n.nspname = pg_catalog.current_schema()"
        : `n.nspname = ${stringLiteral(database)}`;
    const { rows } = await session.query(
      sqlStatement(`SELECT DISTINCT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT pg_catalog.starts_with(c.relname, '${CACHED_PREFIX}') AND (${schemas})`),
    );
    return rows.map(([name]) => name ?? "");
  },
  async kindOf(session, name, namespace) {
    const { rows } = await session.query(
      sqlStatement(`SELECT relkind FROM pg_catalog.pg_class WHERE oid = ${regclassSql(name, namespace)}`),
    );
    return KINDS[rows[0]?.[0] ?? ""] ?? null;
  },
  async columnsOf(session, name, namespace) {
    const { rows } = await session.query(
      sqlStatement(`SELECT a.attname, a.atttypid, a.atttypmod, a.attnotnull
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = ${regclassSql(name, namespace)} AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`),
    );
    // If the table does not exist, this throws the server's error.
    if (rows.length === 0) await session.describe(`SELECT * FROM ${qualifiedTable(name, namespace)}`);
    const fields = rows.map(
      ([column, oid, modifier]): Field => ({
        name: column ?? "",
        dataTypeID: Number(oid),
        dataTypeModifier: Number(modifier),
      }),
    );
    const columns = await resultColumns(session, fields);
    return columns.map((column, i) =>
      column.dtype && rows[i]?.[3] === "t" ? { ...column, dtype: withNull(column.dtype, false) } : column,
    );
  },
};
