import type { DefaultModes, MergedModes, NoOptions, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { PostgresConnection } from "./connection.js";
import type { PostgresOptions } from "./options.js";

/**
 * Connects to a PostgreSQL database (15 or later) by its URL or by options. Sessions are opened as they are needed; close it in the end.
 * @example await connect("postgres://ada@localhost:5432/shop")
 */
export async function connect<const V extends ValueOptions = NoOptions>(
  options: string | PostgresOptions<V> = {},
): Promise<PostgresConnection<MergedModes<DefaultModes, V>>> {
  const { open } = await import("./open.js").catch((error: unknown) => {
    throw withoutDriver(error) ? missingDriver(error) : error;
  });
  return open<V>(typeof options === "string" ? { url: options } : options);
}

const withoutDriver = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes("'pg'");

const missingDriver = (cause: unknown): AvocetError =>
  new AvocetError("missing-driver", "PostgreSQL's client is not installed", {
    hint: "Install it beside Avocet: npm install pg",
    cause,
  });
