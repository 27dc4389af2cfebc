import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding, NoOptions } from "@avocet/core/backend";
import type { SnowflakeConnection } from "./connection.js";
import type { SnowflakeOptions } from "./options.js";

/**
 * Connects to a Snowflake account by URL or options. Sessions are opened on demand; close the connection to end them.
 * @example await connect("snowflake://ada:secret@acme-shop/SHOP/PUBLIC?warehouse=SMALL")
 */
export async function connect<const V extends ValueOptions = NoOptions>(
  options: string | SnowflakeOptions<V>,
): Promise<SnowflakeConnection<MergedEncoding<DefaultEncoding, V>>> {
  const { open } = await import("./open.js").catch((error: unknown) => {
    throw isDriverMissing(error) ? missingDriverError(error) : error;
  });
  return open<V>(typeof options === "string" ? { url: options } : options);
}

const isDriverMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  error.message.includes("'snowflake-sdk'");

const missingDriverError = (cause: unknown): AvocetError =>
  new AvocetError("missing-driver", "Snowflake's client is not installed", {
    hint: "Install it next to Avocet: npm install snowflake-sdk.",
    cause,
  });
