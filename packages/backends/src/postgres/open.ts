import type { DefaultModes, MergedModes, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { ClientConfig } from "pg";
import pg from "pg";
import { PostgresConnection } from "./connection.js";
import { PostgresDriver } from "./driver.js";
import type { Target } from "./errors.js";
import type { PostgresOptions } from "./options.js";
import { SessionPool } from "./session/session-pool.js";
import { setupText } from "./session/setup.js";

const CONNECTIONS = 10;

/** Connects, and opens the first session to see that it works. */
export async function open<V extends ValueOptions>(
  options: PostgresOptions<V>,
): Promise<PostgresConnection<MergedModes<DefaultModes, V>>> {
  const config = configOf(options);
  const { connections: max = CONNECTIONS, statementTimeoutMs, idleTimeoutMs = 10_000 } = options;
  if (!Number.isInteger(max) || max < 1)
    throw new AvocetError("invalid-argument", `connections is a whole number from 1, not ${max}`);
  const settings = {
    ...(statementTimeoutMs === undefined ? {} : { statement_timeout: String(statementTimeoutMs) }),
    ...options.settings,
  };
  const statements = new SessionPool(
    { ...config, max, idleTimeoutMillis: idleTimeoutMs },
    setupText(settings),
    targetOf(config),
  );
  try {
    await statements.exclusive(async () => undefined);
  } catch (error) {
    await statements.close();
    throw error;
  }
  return new PostgresConnection(new PostgresDriver(statements), options);
}

function configOf(options: PostgresOptions): ClientConfig {
  const { url, applicationName = "avocet", connectTimeoutMs = 10_000 } = options;
  const given = partsOf(options);
  const named = Object.keys(given).length > 0;
  return {
    ...(url === undefined ? {} : named ? partsOf(clientOf({ connectionString: url })) : { connectionString: url }),
    ...given,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

const PARTS = ["host", "port", "database", "user", "password", "ssl"] as const;
type Parts = Pick<ClientConfig, (typeof PARTS)[number]>;
/** What says where a database is and who one is: beside a URL it would come second, for the client. */
const partsOf = (given: Parts): Parts =>
  Object.fromEntries(PARTS.filter((part) => given[part] !== undefined).map((part) => [part, given[part]]));

function clientOf(config: ClientConfig): pg.Client {
  try {
    return new pg.Client(config);
  } catch {
    // What the client throws may hold the URL, and with it a password.
    throw new AvocetError("invalid-argument", "the URL of the database cannot be read", {
      hint: "Write it as postgres://user:password@host:5432/database, with special characters in the password %-encoded.",
    });
  }
}
/** Where a configuration leads to, as the client itself works it out. */
function targetOf(config: ClientConfig): Target {
  const { host, port, database = "", user = "" } = clientOf(config);
  return { host, port, database, user };
}
