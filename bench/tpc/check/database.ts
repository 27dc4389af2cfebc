import { compileDuckDB } from "@avocet/sql-dialects";
import { DuckDBInstance } from "@duckdb/node-api";
import type { ir } from "avocet";
import type { Result } from "./answer.js";

/** A table of any schema. */
export type AnyTable = { readonly relation: ir.Relation };
/** A DuckDB in memory. */
export interface Database {
  /** Runs statements one after the other. */
  run(statements: readonly string[]): Promise<void>;
  rows(table: AnyTable): Promise<Result>;
  close(): void;
}

export async function openDatabase(): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  return {
    async run(statements) {
      for (const sql of statements) await connection.run(sql);
    },
    async rows(table) {
      const { sql } = compileDuckDB(table.relation);
      const reader = await connection.runAndReadAll(sql);
      const rows = reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
      return { names: reader.columnNames(), rows };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
