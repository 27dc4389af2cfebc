import type { DType } from "@avocet/core";
import type * as ir from "@avocet/core/ir";
import type { ColumnCodec } from "@avocet/sql-dialects";
import { postgres, columnCodec as postgresColumnCodec } from "@avocet/sql-dialects/postgres";
import type { Namespace, ResultColumn } from "../../shared/driver.js";
import type { Statement } from "../../shared/statement.js";

/** A column whose type is, for example, an enum or hstore. */
interface NonstandardColumn {
  readonly dtype: DType;
  readonly type: string;
}
const tableKey = (name: string, { database, catalog }: { database?: string | null; catalog?: string | null }): string =>
  JSON.stringify([catalog ?? null, database ?? null, name]);

/**
 * Remembers the columns of tables whose types do not behave like those of their dtypes: upper() does not accept an
 * enum, and an enum sorts in declaration order. Such columns are cast when they are read and written.
 */
export class NonstandardColumns {
  private readonly tables = new Map<string, ReadonlyMap<string, NonstandardColumn>>();

  remember(name: string, namespace: Namespace, columns: readonly ResultColumn[]): void {
    const nonstandard = columns.flatMap(({ name: column, dtype, type, isNonstandard }) =>
      isNonstandard && dtype ? [[column, { dtype, type }] as const] : [],
    );
    if (nonstandard.length > 0) this.tables.set(tableKey(name, namespace), new Map(nonstandard));
    else this.tables.delete(tableKey(name, namespace));
  }
  codecOf(table: ir.TableRelation, column: string): ColumnCodec | undefined {
    const nonstandard = this.tables.get(tableKey(table.name, table))?.get(column);
    return nonstandard && postgresColumnCodec(nonstandard.dtype, nonstandard.type);
  }
  /** Wraps a query so that its rows are cast to the types of the columns of a table. */
  encodeForTable(rows: Statement, table: string, columns: readonly string[]): Statement {
    const nonstandard = this.tables.get(tableKey(table, {}));
    if (!nonstandard) return rows;
    const values = columns.map((column) => {
      const name = postgres.quote(column);
      const type = nonstandard.get(column)?.type;
      return type === undefined ? name : `CAST(${name} AS ${type}) AS ${name}`;
    });
    return { ...rows, sql: `SELECT ${values.join(", ")}\nFROM (\n${rows.sql}\n) AS "rows"` };
  }
}

/** Wraps a query so that nonstandard columns are cast to the types that the dialect has for their dtypes. */
export function castNonstandardColumns(sql: string, columns: readonly ResultColumn[]): string {
  if (!columns.some(({ isNonstandard }) => isNonstandard)) return sql;
  const values = columns.map(({ name, dtype, type, isNonstandard }) => {
    const column = postgres.quote(name);
    return isNonstandard && dtype ? `${castForReading(column, dtype, type)} AS ${column}` : column;
  });
  return `SELECT ${values.join(", ")}\nFROM (\n${sql}\n) AS "query"`;
}

/** SQL that reads a nonstandard column, as in the dialect. */
function castForReading(column: string, dtype: DType, type: string): string {
  if (dtype.kind !== "map") return `CAST(${column} AS ${postgres.typeName(dtype)})`;
  const entries = `SELECT JSONB_AGG(JSONB_BUILD_ARRAY("key", "value") ORDER BY "key") FROM EACH(CAST(${column} AS ${type}))`;
  return `CASE WHEN ${column} IS NOT NULL THEN COALESCE((${entries}), jsonb '[]') END`;
}
