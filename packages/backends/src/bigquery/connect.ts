import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding, NoOptions } from "@avocet/core/backend";
import type { BigQueryConnection } from "./connection.js";
import type { BigQueryOptions } from "./options.js";
import { parseUrl } from "./url.js";

/**
 * Connects to BigQuery by URL or options. Table names that are not qualified refer to the dataset of the connection.
 * @example await connect("bigquery://my-project/jaffle_shop")
 */
export async function connect<const V extends ValueOptions = NoOptions>(
  target: string | BigQueryOptions<V> = {},
): Promise<BigQueryConnection<MergedEncoding<DefaultEncoding, V>>> {
  const options = typeof target === "string" ? parseUrl(target) : target;
  const { open } = await import("./open.js").catch((error: unknown) => {
    throw isMissingDriver(error) ? missingDriverError(error) : error;
  });
  return open<MergedEncoding<DefaultEncoding, V>>(options);
}

const isMissingDriver = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  error.message.includes("@google-cloud/bigquery");

const missingDriverError = (cause: unknown): AvocetError =>
  new AvocetError("missing-driver", "BigQuery's client is not installed", {
    hint: "Install it next to Avocet: npm install @google-cloud/bigquery.",
    cause,
  });
