import { withNull } from "@avocet/core";
import { postgres } from "@avocet/sql-dialects";
import { qualified } from "../shared/catalog.js";
import type { Catalog, Namespace, RelationKind } from "../shared/driver.js";
import { plain } from "../shared/statement.js";
import type { Field, PostgresSession } from "./session/types.js";
import { quoted, resultColumns } from "./types/result-columns.js";

/** The name of a table in SQL. */
export const targetOf = (name: string, place: Namespace = {}): string => qualified(postgres, name, place);
/** The number of a table by its name, NULL where there is none; looked up as the server itself looks for it. */
export const numberOf = (name: string, place?: Namespace): string =>
  `pg_catalog.to_regclass(${quoted(targetOf(name, place))})`;

/** The schema that a name is found in; where it is not, the one that it would be made in. */
export async function schemaOf(on: PostgresSession, name: string): Promise<Namespace> {
  const { rows } = await on.query(
    plain(`SELECT coalesce((SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = ${numberOf(name)}), pg_catalog.current_schema())`),
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

/** Where a session's temporary tables are. */
export const TEMPORARY = { database: "pg_temp" } as const satisfies Namespace;
/** How the names of tables begin that hold rows which are kept; they are not listed. */
export const CACHED = "avocet_cached_";

/** What a PostgreSQL database holds. */
export const catalog: Catalog<PostgresSession> = {
  async names(on, { database } = {}) {
    const schemas =
      database === undefined
        ? "n.oid = pg_catalog.pg_my_temp_schema() OR n.nspname = pg_catalog.current_schema()"
        : `n.nspname = ${quoted(database)}`;
    const { rows } = await on.query(
      plain(`SELECT DISTINCT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT pg_catalog.starts_with(c.relname, '${CACHED}') AND (${schemas})`),
    );
    return rows.map(([name]) => name ?? "");
  },
  async kindOf(on, name, place) {
    const { rows } = await on.query(
      plain(`SELECT relkind FROM pg_catalog.pg_class WHERE oid = ${numberOf(name, place)}`),
    );
    return KINDS[rows[0]?.[0] ?? ""] ?? null;
  },
  async columnsOf(on, name, place) {
    const { rows } = await on.query(
      plain(`SELECT a.attname, a.atttypid, a.atttypmod, a.attnotnull
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = ${numberOf(name, place)} AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`),
    );
    // Of a table that is not there the server says so itself.
    if (rows.length === 0) await on.describe(`SELECT * FROM ${targetOf(name, place)}`);
    const fields = rows.map(
      ([column, oid, modifier]): Field => ({
        name: column ?? "",
        dataTypeID: Number(oid),
        dataTypeModifier: Number(modifier),
      }),
    );
    const columns = await resultColumns(on, fields);
    return columns.map((column, i) =>
      column.dtype && rows[i]?.[3] === "t" ? { ...column, dtype: withNull(column.dtype, false) } : column,
    );
  },
};
