import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding } from "@avocet/core/backend";
import type { ClientConfig } from "pg";
import pg from "pg";
import { PostgresConnection } from "./connection.js";
import { PostgresDriver } from "./driver.js";
import type { ServerAddress } from "./errors.js";
import type { PostgresOptions } from "./options.js";
import { SessionPool } from "./session/session-pool.js";
import { setupSql } from "./session/setup.js";

const CONNECTIONS = 10;

/** Opens a connection, with a first session to verify the options. */
export async function open<V extends ValueOptions>(
  options: PostgresOptions<V>,
): Promise<PostgresConnection<MergedEncoding<DefaultEncoding, V>>> {
  const config = configOf(options);
  const { connections: max = CONNECTIONS, statementTimeoutMs, idleTimeoutMs = 10_000 } = options;
  if (!Number.isInteger(max) || max < 1)
    throw new AvocetError("invalid-argument", `"connections" must be a positive integer, got ${max}`);
  const settings = {
    ...(statementTimeoutMs === undefined ? {} : { statement_timeout: String(statementTimeoutMs) }),
    ...options.settings,
  };
  const address = addressOf(config);
  const pool = new SessionPool({ ...config, max, idleTimeoutMillis: idleTimeoutMs }, setupSql(settings), address);
  try {
    await pool.withWriteSession(async () => undefined);
  } catch (error) {
    await pool.close();
    throw error;
  }
  const target = `${address.host}:${address.port}/${address.database}`;
  return new PostgresConnection(new PostgresDriver(pool), { ...options, target });
}

function configOf(options: PostgresOptions): ClientConfig {
  const { url, applicationName = "avocet", connectTimeoutMs = 10_000 } = options;
  const explicitOptions = targetOptionsOf(options);
  const hasExplicitOptions = Object.keys(explicitOptions).length > 0;
  return {
    ...(url === undefined
      ? {}
      : hasExplicitOptions
        ? targetOptionsOf(clientOf({ connectionString: url }))
        : { connectionString: url }),
    ...explicitOptions,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

const TARGET_OPTIONS = ["host", "port", "database", "user", "password", "ssl"] as const;
type TargetOptions = Pick<ClientConfig, (typeof TARGET_OPTIONS)[number]>;
/** The options that select the database and user. The client would let a URL override them. */
const targetOptionsOf = (options: TargetOptions): TargetOptions =>
  Object.fromEntries(TARGET_OPTIONS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));

function clientOf(config: ClientConfig): pg.Client {
  try {
    return new pg.Client(config);
  } catch {
    // The client's error may contain the URL, and so the password.
    throw new AvocetError("invalid-argument", "The URL of the database is invalid", {
      hint: "Write it as postgres://user:password@host:5432/database, with special characters in the password %-encoded.",
    });
  }
}
/** The address that the client resolves a configuration to. */
function addressOf(config: ClientConfig): ServerAddress {
  const { host, port, database = "", user = "" } = clientOf(config);
  return { host, port, database, user };
}
