import type { DType, ir } from "@avocet/core";
import type { StoredColumn } from "@avocet/sql-dialects";
import { postgres, postgresStored } from "@avocet/sql-dialects";
import type { Namespace, ResultColumn } from "../../shared/driver.js";
import type { Statement } from "../../shared/statement.js";

/** A column whose type is an enum, hstore or the like. */
interface OwnColumn {
  readonly dtype: DType;
  readonly type: string;
}
const keyOf = (name: string, { database, catalog }: { database?: string | null; catalog?: string | null }): string =>
  JSON.stringify([catalog ?? null, database ?? null, name]);

/**
 * What the tables that were looked at have of types that PostgreSQL's functions for their dtypes do not take: upper() takes no enum, and
 * an enum is sorted as it was declared. Such columns are cast where they are read and written.
 */
export class OwnTypes {
  private readonly tables = new Map<string, ReadonlyMap<string, OwnColumn>>();

  remember(name: string, place: Namespace, columns: readonly ResultColumn[]): void {
    const own = columns.flatMap(({ name: column, dtype, type, ownType }) =>
      ownType && dtype ? [[column, { dtype, type }] as const] : [],
    );
    if (own.length > 0) this.tables.set(keyOf(name, place), new Map(own));
    else this.tables.delete(keyOf(name, place));
  }
  stored(table: ir.TableRelation, column: string): StoredColumn | undefined {
    const own = this.tables.get(keyOf(table.name, table))?.get(column);
    return own && postgresStored(own.dtype, own.type);
  }
  /** Rows for columns of a table, cast to their types. */
  writable(rows: Statement, table: string, columns: readonly string[]): Statement {
    const own = this.tables.get(keyOf(table, {}));
    if (!own) return rows;
    const values = columns.map((column) => {
      const name = postgres.quote(column);
      const type = own.get(column)?.type;
      return type === undefined ? name : `CAST(${name} AS ${type}) AS ${name}`;
    });
    return { ...rows, sql: `SELECT ${values.join(", ")}\nFROM (\n${rows.sql}\n) AS "rows"` };
  }
}

/** A query whose columns all have types that the dialect has for their dtypes. */
export function readable(sql: string, columns: readonly ResultColumn[]): string {
  if (!columns.some(({ ownType }) => ownType)) return sql;
  const values = columns.map(({ name, dtype, type, ownType }) => {
    const column = postgres.quote(name);
    return ownType && dtype ? `${readText(column, dtype, type)} AS ${column}` : column;
  });
  return `SELECT ${values.join(", ")}\nFROM (\n${sql}\n) AS "query"`;
}

/** As the dialect reads such a column, in text. */
function readText(column: string, dtype: DType, type: string): string {
  if (dtype.kind !== "map") return `CAST(${column} AS ${postgres.typeName(dtype)})`;
  const entries = `SELECT JSONB_AGG(JSONB_BUILD_ARRAY("key", "value") ORDER BY "key") FROM EACH(CAST(${column} AS ${type}))`;
  return `CASE WHEN ${column} IS NOT NULL THEN COALESCE((${entries}), jsonb '[]') END`;
}
