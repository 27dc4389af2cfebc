import type { ValueOptions } from "@avocet/core";
import type { NoOptions } from "@avocet/core/backend";
import type { ConnectionSettings } from "../shared/options.js";

/** Options for `connect`. */
export interface DuckDBOptions<V extends ValueOptions = NoOptions> extends ConnectionSettings<V> {
  /** A database file, created if it does not exist. `:memory:` (default) lasts as long as the connection. */
  readonly path?: string;
  /** Opens the file read-only, so that other processes can read it at the same time. */
  readonly readOnly?: boolean;
  /** The number of threads; by default the number of processors. */
  readonly threads?: number;
  /** The memory limit before DuckDB spills to disk, such as `2GB`. */
  readonly memoryLimit?: string;
  /** The maximum number of concurrent statements; 4 by default. */
  readonly connections?: number;
  /** Further DuckDB settings, by name. */
  readonly settings?: { readonly [name: string]: string };
}
