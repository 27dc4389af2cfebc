import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding, NoOptions } from "@avocet/core/backend";
import type { DuckDBConnection } from "./connection.js";
import type { DuckDBOptions } from "./options.js";

/**
 * Opens a DuckDB database: a file, or an in-memory database if there is no path. Close the connection to release the
 * lock on the file.
 * @example await connect("jaffle_shop.duckdb")
 */
export async function connect<const V extends ValueOptions = NoOptions>(
  path: string | DuckDBOptions<V> = {},
): Promise<DuckDBConnection<MergedEncoding<DefaultEncoding, V>>> {
  const { open } = await import("./open.js").catch((error: unknown) => {
    throw isDriverMissing(error) ? missingDriverError(error) : error;
  });
  return open<V>(typeof path === "string" ? { path } : path);
}

const isDriverMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  error.message.includes("@duckdb/node-api");

const missingDriverError = (cause: unknown): AvocetError =>
  new AvocetError("missing-driver", "DuckDB's client is not installed", {
    hint: "Install it next to Avocet: npm install @duckdb/node-api.",
    cause,
  });
