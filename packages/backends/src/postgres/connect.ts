import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding, NoOptions } from "@avocet/core/backend";
import type { PostgresConnection } from "./connection.js";
import type { PostgresOptions } from "./options.js";

/**
 * Connects to a PostgreSQL database (15 or later) by URL or options. Sessions are opened on demand; close the
 * connection to end them.
 * @example await connect("postgres://ada@localhost:5432/shop")
 */
export async function connect<const V extends ValueOptions = NoOptions>(
  options: string | PostgresOptions<V> = {},
): Promise<PostgresConnection<MergedEncoding<DefaultEncoding, V>>> {
  const { open } = await import("./open.js").catch((error: unknown) => {
    throw isDriverMissing(error) ? missingDriverError(error) : error;
  });
  return open<V>(typeof options === "string" ? { url: options } : options);
}

const isDriverMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes("'pg'");

const missingDriverError = (cause: unknown): AvocetError =>
  new AvocetError("missing-driver", "PostgreSQL's client is not installed", {
    hint: "Install it next to Avocet: npm install pg.",
    cause,
  });
