import type { ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/** Options for `connect`. By default, credentials are taken from the environment, as Google's tools do. */
export interface BigQueryOptions<V extends ValueOptions = ValueOptions> extends ConnectionSettings<V> {
  /** The project that runs and is billed for the queries; by default that of the environment's credentials. */
  readonly project?: string;
  /** The default dataset, for table names that are not qualified with one. */
  readonly dataset?: string;
  /** The location of the data, such as `EU` or `us-east1`; by default BigQuery infers it from the tables of a query. */
  readonly location?: string;
  /** The path of a service account's key file. */
  readonly keyFile?: string;
  /** The key of a service account. */
  readonly credentials?: { readonly client_email: string; readonly private_key: string };
  /** The URL of a server other than Google's, such as an emulator. No credentials are sent to it. */
  readonly apiEndpoint?: string;
  /** A query that would read more bytes fails without costing anything. */
  readonly maximumBytesBilled?: number;
  /** The timeout of each job on the server, in milliseconds. It applies even if this process has ended. */
  readonly jobTimeoutMs?: number;
  /** The maximum number of queries that run at once; 50 by default. */
  readonly connections?: number;
  /** The maximum number of rows per page; 20,000 by default. BigQuery returns fewer if they are large. */
  readonly pageRows?: number;
  /** How often a read-only query is retried after a transient error; 3 by default. */
  readonly retries?: number;
}
