import type { DefaultModes, MergedModes, NoOptions, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { DuckDBConnection } from "./connection.js";
import type { DuckDBOptions } from "./options.js";

/**
 * Opens a DuckDB database: a file by its path, or one in memory without. Close it to let other processes have the file.
 * @example await connect("jaffle_shop.duckdb")
 */
export async function connect<const V extends ValueOptions = NoOptions>(
  path: string | DuckDBOptions<V> = {},
): Promise<DuckDBConnection<MergedModes<DefaultModes, V>>> {
  const { open } = await import("./open.js").catch((error: unknown) => {
    throw withoutDriver(error) ? missingDriver(error) : error;
  });
  return open<V>(typeof path === "string" ? { path } : path);
}

const withoutDriver = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  error.message.includes("@duckdb/node-api");

const missingDriver = (cause: unknown): AvocetError =>
  new AvocetError("missing-driver", "DuckDB's client is not installed", {
    hint: "Install it beside Avocet: npm install @duckdb/node-api",
    cause,
  });
