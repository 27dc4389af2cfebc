import type { ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/** How an account is connected to. Names of databases, schemas, warehouses and roles are in upper case unless they stand in double quotes. */
export interface SnowflakeOptions<V extends ValueOptions = ValueOptions> extends ConnectionSettings<V> {
  /** `snowflake://user:password@account/database/schema?warehouse=…&role=…`; the options beside it come first. */
  readonly url?: string;
  /** `organisation-account`, or the account's locator with its region. */
  readonly account?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly schema?: string;
  /** What runs the queries; the user's own default unless told. */
  readonly warehouse?: string;
  readonly role?: string;
  /** How the user proves who it is, such as `SNOWFLAKE_JWT` or `OAUTH`; by password unless told. */
  readonly authenticator?: string;
  /** What `OAUTH` and `PROGRAMMATIC_ACCESS_TOKEN` take. */
  readonly token?: string;
  /** What `SNOWFLAKE_JWT` takes: the key in PEM. */
  readonly privateKey?: string;
  readonly privateKeyPass?: string;
  /** Where the account is served, if not at `account.snowflakecomputing.com`. */
  readonly accessUrl?: string;
  /** The most statements that run at the same time, each in a session of its own; 4 unless told. */
  readonly connections?: number;
  /** How long opening a session may take, in milliseconds; 60,000 unless told. */
  readonly connectTimeoutMs?: number;
  /** The server stops every statement that takes longer, in milliseconds. */
  readonly statementTimeoutMs?: number;
  /** More of the parameters of a session, by name, such as `{ USE_CACHED_RESULT: false }`. */
  readonly settings?: { readonly [name: string]: string | number | boolean };
  /** More options of snowflake-sdk's own `createConnection`. */
  readonly driverOptions?: { readonly [name: string]: unknown };
}
