// Declares the part of sql.js that is used here; the package contains no types.
declare module "sql.js" {
  export type SqlValue = number | string | bigint | Uint8Array | null;
  export interface Statement {
    bind(values: readonly SqlValue[]): boolean;
    step(): boolean;
    get(params: null, config: { readonly useBigInt: true }): SqlValue[];
    free(): boolean;
  }
  export interface Database {
    prepare(sql: string): Statement;
    exec(sql: string): unknown;
    getRowsModified(): number;
    close(): void;
  }
  export interface SqlJs {
    readonly Database: new () => Database;
  }
  export default function initSqlJs(options: { readonly useOldExtensionFunctions: boolean }): Promise<SqlJs>;
}
