import type { Batch } from "@avocet/core/backend";
import type { Schema, TableLike } from "avocet";
import { connect } from "avocet/duckdb";
import type { Result } from "./answer.js";

/** A DuckDB in memory. */
export interface Database {
  /** Runs statements one after the other. */
  run(statements: readonly string[]): Promise<void>;
  /** The tables of the database that are declared: as they are declared, or an error says where they differ. */
  tables<T extends { readonly [name: string]: { readonly schema: Schema } }>(declared: T): Promise<T>;
  rows(table: TableLike & { readonly columns: readonly string[] }): Promise<Result>;
  close(): Promise<void>;
}

export async function openDatabase(): Promise<Database> {
  const connection = await connect();
  return {
    async run(statements) {
      for (const sql of statements) await connection.raw(sql);
    },
    async tables<T extends { readonly [name: string]: { readonly schema: Schema } }>(declared: T): Promise<T> {
      const found: Record<string, unknown> = {};
      for (const [name, { schema }] of Object.entries(declared)) found[name] = await connection.table(name, schema);
      return found as T; // each table has the schema that it was asked for with
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
