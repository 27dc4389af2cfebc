import type { Batch } from "@avocet/core/backend";
import type { Schema, TableLike } from "avocet";
import { connect } from "avocet/duckdb";
import type { Result } from "./answer.js";

/** An in-memory DuckDB database. */
export interface Database {
  /** Runs statements in sequence. */
  run(statements: readonly string[]): Promise<void>;
  /** Opens the declared tables. Throws if a table's schema differs from its declaration. */
  tables<T extends { readonly [name: string]: { readonly schema: Schema } }>(declared: T): Promise<T>;
  /** Executes an expression and returns all rows. */
  rows(table: TableLike & { readonly columns: readonly string[] }): Promise<Result>;
  close(): Promise<void>;
}

/** Opens an in-memory DuckDB database. */
export async function openDatabase(): Promise<Database> {
  const connection = await connect();
  return {
    async run(statements) {
      for (const sql of statements) await connection.raw(sql);
    },
    async tables<T extends { readonly [name: string]: { readonly schema: Schema } }>(declared: T): Promise<T> {
      const tables: Record<string, unknown> = {};
      for (const [name, { schema }] of Object.entries(declared)) tables[name] = await connection.table(name, schema);
      return tables as T; // each table has its declared schema
    },
    async rows(table) {
      const rows: unknown[][] = [];
      for await (const batch of connection.read(table.relation)) rows.push(...rowsOf(batch));
      return { names: table.columns, rows };
    },
    close: () => connection.close(),
  };
}

const rowsOf = ({ rowCount, columns }: Batch): unknown[][] =>
  Array.from({ length: rowCount }, (_, i) => columns.map((column) => column[i]));
