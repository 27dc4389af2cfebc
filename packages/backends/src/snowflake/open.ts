import type { DefaultEncoding, ValueOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { MergedEncoding } from "@avocet/core/backend";
import type { ConnectionOptions } from "snowflake-sdk";
import { CancellationToken } from "../shared/cancellation.js";
import { sqlStatement } from "../shared/statement.js";
import { SnowflakeConnection } from "./connection.js";
import { SnowflakeDriver } from "./driver.js";
import { openError } from "./errors.js";
import type { SnowflakeOptions } from "./options.js";
import { Pool } from "./session/pool.js";
import { openSession } from "./session/sdk.js";
import { Session } from "./session/session.js";
import { SessionPool } from "./session/session-pool.js";
import { setupText } from "./session/setup.js";
import { optionsOf } from "./url.js";

const CONNECTIONS = 4;
const CONNECT_MS = 60_000;
/** How many rows the driver's stream holds ready. */
const ROWS_AT_ONCE = 1024;
/** https://docs.snowflake.com/en/sql-reference/parameters#query-tag */
const LONGEST_TAG = 2000;

/** Connects, and opens the first session to see that it works. */
export async function open<V extends ValueOptions>(
  given: SnowflakeOptions<V>,
): Promise<SnowflakeConnection<MergedEncoding<DefaultEncoding, V>>> {
  const options: SnowflakeOptions = { ...(given.url === undefined ? {} : optionsOf(given.url)), ...given };
  const { connections = CONNECTIONS, connectTimeoutMs = CONNECT_MS } = options;
  if (!Number.isInteger(connections) || connections < 1)
    throw new AvocetError("invalid-argument", `connections is a whole number from 1, not ${connections}`);
  const config = configOf(options);
  const setup = setupText(settingsOf(options));
  const tag = tagOf(options);
  const account = options.account ?? options.accessUrl ?? "";
  const openLine = async (): Promise<Session> => {
    const limit = new CancellationToken({ timeoutMs: connectTimeoutMs });
    try {
      const line = new Session(await inTime(openSession(config), limit, account), tag);
      await line.execute(sqlStatement(setup), [limit]);
      return line;
    } catch (error) {
      throw openError(error, account);
    } finally {
      limit.dispose();
    }
  };
  const statements = new SessionPool(new Pool(openLine, connections));
  try {
    await statements.shared(async () => undefined);
  } catch (error) {
    await statements.close();
    throw error;
  }
  return new SnowflakeConnection(new SnowflakeDriver(statements), given);
}

function configOf(options: SnowflakeOptions): ConnectionOptions {
  const { account, user, accessUrl } = options;
  if (account === undefined && accessUrl === undefined)
    throw new AvocetError("invalid-argument", "it is not said which account of Snowflake to connect to", {
      hint: 'connect({ account: "organisation-account", user, password, database, schema, warehouse })',
    });
  const named = Object.fromEntries(
    (
      [
        "password",
        "database",
        "schema",
        "warehouse",
        "role",
        "authenticator",
        "token",
        "privateKey",
        "privateKeyPass",
      ] as const
    )
      .filter((name) => options[name] !== undefined)
      .map((name) => [name, options[name]]),
  );
  return {
    application: "avocet",
    // The driver's own patience, some five minutes, would be a long time to wait for a name that is wrong.
    sfRetryMaxLoginRetries: 2,
    representNullAsStringNull: false,
    rowStreamHighWaterMark: ROWS_AT_ONCE,
    ...(account === undefined ? {} : { account }),
    ...(user === undefined ? {} : { username: user }),
    ...(accessUrl === undefined ? {} : { accessUrl }),
    ...named,
    ...options.driverOptions,
  };
}

function settingsOf({
  settings = {},
  statementTimeoutMs,
}: SnowflakeOptions): NonNullable<SnowflakeOptions["settings"]> {
  if (statementTimeoutMs === undefined) return settings;
  return { STATEMENT_TIMEOUT_IN_SECONDS: Math.max(1, Math.ceil(statementTimeoutMs / 1000)), ...settings };
}

/** What statements are tagged with; null where the session has a tag of its own. */
function tagOf({ labels = {}, settings = {} }: SnowflakeOptions): string | null {
  if (Object.keys(settings).some((name) => name.toUpperCase() === "QUERY_TAG")) return null;
  const tag = Object.keys(labels).length > 0 ? JSON.stringify(labels) : "avocet";
  if (tag.length > LONGEST_TAG)
    throw new AvocetError(
      "invalid-argument",
      `the labels take ${tag.length} characters; Snowflake's tags hold ${LONGEST_TAG}`,
    );
  return tag;
}

/** A session if it is open in time; one that opens later is closed. */
async function inTime<T extends Awaited<ReturnType<typeof openSession>>>(
  opening: Promise<T>,
  limit: CancellationToken,
  account: string,
): Promise<T> {
  let late: () => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    late = () =>
      reject(
        new AvocetError("backend", `Snowflake's account ${account} did not answer in time`, {
          reason: "connection",
          retryable: true,
          hint: "Check that the account's name is right and that it can be reached, or allow more with connectTimeoutMs.",
        }),
      );
  });
  const unsubscribe = limit.onCancel(() => {
    late();
    opening.then(
      (connection) => connection.destroy(() => undefined),
      () => undefined,
    );
  });
  try {
    return await Promise.race([opening, over]);
  } finally {
    unsubscribe();
    over.catch(() => undefined);
  }
}
