import type { ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/** How BigQuery is reached, and what its queries may cost. Credentials are those of the environment unless told. */
export interface BigQueryOptions<V extends ValueOptions = ValueOptions> extends ConnectionSettings<V> {
  /** The project that runs and pays for the queries; that of the environment's credentials unless told. */
  readonly project?: string;
  /** The dataset of tables that are named without one. */
  readonly dataset?: string;
  /** Where the data lies, such as `EU` or `us-east1`; BigQuery finds out by the tables of a query unless told. */
  readonly location?: string;
  /** A file with the key of a service account. */
  readonly keyFile?: string;
  /** The key of a service account. */
  readonly credentials?: { readonly client_email: string; readonly private_key: string };
  /** Another server than Google's, such as an emulator; it gets no credentials. */
  readonly apiEndpoint?: string;
  /** A query that would read more bytes fails, and costs nothing. */
  readonly maximumBytesBilled?: number;
  /** BigQuery itself ends a query that takes longer, also when this process no longer waits for it. */
  readonly jobTimeoutMs?: number;
  /** How many queries may run at the same time; 50 unless told. */
  readonly connections?: number;
  /** How many rows are asked for at a time; 20,000 unless told. BigQuery gives fewer where they are long. */
  readonly pageRows?: number;
  /** How often a query that only reads is tried again after an error that passes; 3 unless told. */
  readonly retries?: number;
}
