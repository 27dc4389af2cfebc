import type { ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/**
 * Options for `connect`. Names of databases, schemas, warehouses and roles are converted to upper case, unless they are
 * in double quotes.
 */
export interface SnowflakeOptions<V extends ValueOptions = ValueOptions> extends ConnectionSettings<V> {
  /** `snowflake://user:password@account/database/schema?warehouse=…&role=…`; other options override its parts. */
  readonly url?: string;
  /** The account identifier: `organization-account`, or the account locator with its region. */
  readonly account?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly schema?: string;
  /** The warehouse that runs the queries; the user's default warehouse by default. */
  readonly warehouse?: string;
  readonly role?: string;
  /** The authentication method, such as `SNOWFLAKE_JWT` or `OAUTH`; by password by default. */
  readonly authenticator?: string;
  /** The token for `OAUTH` and `PROGRAMMATIC_ACCESS_TOKEN`. */
  readonly token?: string;
  /** The private key for `SNOWFLAKE_JWT`, in PEM format. */
  readonly privateKey?: string;
  readonly privateKeyPass?: string;
  /** The URL of the service; `https://account.snowflakecomputing.com` by default. */
  readonly accessUrl?: string;
  /** The maximum number of concurrent statements, each in a separate session; 4 by default. */
  readonly connections?: number;
  /** The timeout for opening a session, in milliseconds; 60,000 by default. */
  readonly connectTimeoutMs?: number;
  /** The timeout of each statement on the server, in milliseconds. */
  readonly statementTimeoutMs?: number;
  /** Further session parameters, by name, such as `{ USE_CACHED_RESULT: false }`. */
  readonly settings?: { readonly [name: string]: string | number | boolean };
  /** Further options for `createConnection` of snowflake-sdk. */
  readonly driverOptions?: { readonly [name: string]: unknown };
}
