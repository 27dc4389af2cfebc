import type { AnyColumn, Columns, RunOptions, Schema, Table, TableLike } from "@avocet/core";
import type { QueryEngine } from "@avocet/core/backend";

/** The subset of a connection that the cases use. */
export interface ConformanceBackend extends QueryEngine {
  execute(table: TableLike, options?: RunOptions): Promise<Record<string, unknown>[]>;
  tables(): Promise<string[]>;
  table(name: string): Promise<Table>;
  createTable<S extends Schema>(
    name: string,
    table: Table<S>,
    options?: { readonly replace?: boolean; readonly ifNotExists?: boolean; readonly temporary?: boolean },
  ): Promise<Table<S>>;
  createView<S extends Schema>(
    name: string,
    table: Table<S>,
    options?: { readonly replace?: boolean },
  ): Promise<Table<S>>;
  dropTable(name: string, options?: { readonly ifExists?: boolean }): Promise<void>;
  dropView(name: string, options?: { readonly ifExists?: boolean }): Promise<void>;
  insert(name: string, table: TableLike): Promise<number | null>;
  merge<S extends Schema>(
    name: string,
    table: Table<S>,
    options: {
      readonly on: (keyof S & string) | readonly (keyof S & string)[];
      readonly matched?: "update" | "delete" | "keep";
      readonly update?: readonly (keyof S & string)[];
      readonly deleteWhere?: keyof S & string;
      readonly notMatched?: "insert" | "ignore";
    },
  ): Promise<number | null>;
  delete(table: TableLike): Promise<number | null>;
  update<S extends Schema>(
    table: Table<S>,
    values: (c: Columns<S>) => { readonly [K in keyof S]?: AnyColumn },
  ): Promise<number | null>;
  truncate(name: string): Promise<void>;
  renameTable(from: string, to: string): Promise<void>;
  transaction<T>(work: (transaction: ConformanceBackend) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
