import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding, NoOptions } from "@avocet/core/backend";
import type { BigQueryConnection } from "./connection.js";
import type { BigQueryOptions } from "./options.js";
import { parseUrl } from "./url.js";

/**
 * Connects to BigQuery: by a URL, or by options. The dataset is where tables are looked for that are named without one.
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
    hint: "Install it beside Avocet: npm install @google-cloud/bigquery",
    cause,
  });
