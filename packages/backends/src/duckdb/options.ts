import type { NoOptions, ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/** How a database is opened. */
export interface DuckDBOptions<V extends ValueOptions = NoOptions> extends ConnectionSettings<V> {
  /** A database file, which is made if it is not there; `:memory:`, the default, lives as long as the connection. */
  readonly path?: string;
  /** Other processes may read the file at the same time, and none may write it. */
  readonly readOnly?: boolean;
  /** How many threads the engine uses; all processors unless told. */
  readonly threads?: number;
  /** How much memory the engine uses before it spills to disk, such as `2GB`. */
  readonly memoryLimit?: string;
  /** How many statements may run at the same time; 4 unless told. */
  readonly connections?: number;
  /** More of DuckDB's own settings, by name. */
  readonly settings?: { readonly [name: string]: string };
}
