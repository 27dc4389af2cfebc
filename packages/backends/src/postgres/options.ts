import type { ConnectionOptions } from "node:tls";
import type { ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/** Options for `connect`. Defaults are taken from `PGHOST`, `PGUSER` and so on, as in PostgreSQL's client programs. */
export interface PostgresOptions<V extends ValueOptions = ValueOptions> extends ConnectionSettings<V> {
  /** `postgres://user:password@host:5432/database`; other options override its parts. */
  readonly url?: string;
  /** The host name of the server, or the directory of its socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  /** The password, or a function that is called for it whenever a session is opened. */
  readonly password?: string | (() => string | Promise<string>);
  /** Whether and how to encrypt the connection. */
  readonly ssl?: boolean | ConnectionOptions;
  /** The name of these sessions in `pg_stat_activity`; `avocet` by default. */
  readonly applicationName?: string;
  /** The maximum number of open sessions; 10 by default. */
  readonly connections?: number;
  /** The timeout for opening a session, in milliseconds; 10,000 by default. */
  readonly connectTimeoutMs?: number;
  /** How long an idle session stays open, in milliseconds; 10,000 by default. */
  readonly idleTimeoutMs?: number;
  /** The timeout of each statement on the server, in milliseconds. */
  readonly statementTimeoutMs?: number;
  /** Further settings of each session, by name, such as `{ search_path: "sales" }`. */
  readonly settings?: { readonly [name: string]: string };
}
