import type { ConnectionOptions } from "node:tls";
import type { ValueOptions } from "@avocet/core";
import type { ConnectionSettings } from "../shared/options.js";

/** How a database is connected to. What is left out comes from `PGHOST`, `PGUSER` and the like, as with PostgreSQL's own programs. */
export interface PostgresOptions<V extends ValueOptions = ValueOptions> extends ConnectionSettings<V> {
  /** `postgres://user:password@host:5432/database`; the options beside it come first. */
  readonly url?: string;
  /** The server's name, or the directory of its socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  /** The password, or what gets one whenever a session is opened. */
  readonly password?: string | (() => string | Promise<string>);
  /** Whether the line is encrypted, and how. */
  readonly ssl?: boolean | ConnectionOptions;
  /** What the server's own lists call these sessions; `avocet` unless told. */
  readonly applicationName?: string;
  /** The most sessions that are open at the same time; 10 unless told. */
  readonly connections?: number;
  /** How long opening a session may take, in milliseconds; 10,000 unless told. */
  readonly connectTimeoutMs?: number;
  /** How long a session that nobody uses stays open, in milliseconds; 10,000 unless told. */
  readonly idleTimeoutMs?: number;
  /** The server stops every statement that takes longer, in milliseconds. */
  readonly statementTimeoutMs?: number;
  /** More of the server's settings for each session, by name, such as `{ search_path: "sales" }`. */
  readonly settings?: { readonly [name: string]: string };
}
