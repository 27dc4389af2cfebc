import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import type { MergedEncoding } from "@avocet/core/backend";
import { DuckDBInstance } from "@duckdb/node-api";
import { DuckDBConnection } from "./connection.js";
import { DuckDBDriver } from "./driver.js";
import { applyEngineGuards } from "./engine-guards.js";
import { openError } from "./errors.js";
import type { DuckDBOptions } from "./options.js";
import { Database, openNative } from "./session.js";

/**
 * Opens a database. Connections to the same file share an instance, because two would release each other's file locks.
 */
export async function open<V extends ValueOptions>(
  options: DuckDBOptions<V>,
): Promise<DuckDBConnection<MergedEncoding<DefaultEncoding, V>>> {
  const path = options.path ?? ":memory:";
  const settings = {
    // Missing extensions would be downloaded.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(options.readOnly ? { access_mode: "READ_ONLY" } : {}),
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    ...options.settings,
  };
  try {
    const instance = await (path === ":memory:"
      ? DuckDBInstance.create(path, settings)
      : DuckDBInstance.fromCache(path, settings));
    const main = await openNative(instance, options);
    await applyEngineGuards(main);
    return new DuckDBConnection(new DuckDBDriver(new Database(instance, main, options)), {
      ...options,
      // MotherDuck takes a token as a parameter of the path.
      target: path.replace(/\?.*/s, ""),
    });
  } catch (error) {
    throw openError(error, path);
  }
}
