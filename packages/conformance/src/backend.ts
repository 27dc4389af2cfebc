import type { Runner, RunOptions, Schema, Table, TableLike } from "@avocet/core";

/** As much of a connection as the cases use. */
export interface ConformanceBackend extends Runner {
  execute(table: TableLike, options?: RunOptions): Promise<Record<string, unknown>[]>;
  tables(): Promise<string[]>;
  table(name: string): Promise<Table>;
  createTable<S extends Schema>(
    name: string,
    table: Table<S>,
    options?: { readonly replace?: boolean },
  ): Promise<Table<S>>;
  createView<S extends Schema>(
    name: string,
    table: Table<S>,
    options?: { readonly replace?: boolean },
  ): Promise<Table<S>>;
  dropTable(name: string, options?: { readonly ifExists?: boolean }): Promise<void>;
  dropView(name: string, options?: { readonly ifExists?: boolean }): Promise<void>;
  insert(name: string, table: TableLike): Promise<number | null>;
  close(): Promise<void>;
}
