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
import { PooledExecutor } from "./session/pooled-executor.js";
import { openSession } from "./session/sdk.js";
import { Session } from "./session/session.js";
import { SessionPool } from "./session/session-pool.js";
import { setupSql } from "./session/setup.js";
import { optionsOf } from "./url.js";

const DEFAULT_CONNECTIONS = 4;
const DEFAULT_CONNECT_TIMEOUT_MS = 60_000;
/** How many rows the driver's stream buffers. */
const ROW_BUFFER_SIZE = 1024;
/** Maximum length of a query tag: https://docs.snowflake.com/en/sql-reference/parameters#query-tag */
const MAX_TAG_LENGTH = 2000;

/** Connects, and opens the first session to verify the options. */
export async function open<V extends ValueOptions>(
  argument: SnowflakeOptions<V>,
): Promise<SnowflakeConnection<MergedEncoding<DefaultEncoding, V>>> {
  const options: SnowflakeOptions = { ...(argument.url === undefined ? {} : optionsOf(argument.url)), ...argument };
  const { connections = DEFAULT_CONNECTIONS, connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS } = options;
  if (!Number.isInteger(connections) || connections < 1)
    throw new AvocetError("invalid-argument", `The option connections must be a positive integer, got ${connections}`);
  const driverConfig = driverConfigOf(options);
  const setup = setupSql(settingsOf(options));
  const tag = tagOf(options);
  const account = options.account ?? options.accessUrl ?? "";
  const openConfiguredSession = async (): Promise<Session> => {
    const token = new CancellationToken({ timeoutMs: connectTimeoutMs });
    try {
      const session = new Session(await withConnectTimeout(openSession(driverConfig), token, account), tag);
      await session.execute(sqlStatement(setup), [token]);
      return session;
    } catch (error) {
      throw openError(error, account);
    } finally {
      token.dispose();
    }
  };
  const executor = new PooledExecutor(new SessionPool(openConfiguredSession, connections));
  try {
    await executor.withReadSession(async () => undefined);
  } catch (error) {
    await executor.close();
    throw error;
  }
  const target = [account, options.database, options.schema].filter((name) => name !== undefined).join("/");
  return new SnowflakeConnection(new SnowflakeDriver(executor), { ...argument, target });
}

function driverConfigOf(options: SnowflakeOptions): ConnectionOptions {
  const { account, user, accessUrl } = options;
  if (account === undefined && accessUrl === undefined)
    throw new AvocetError("invalid-argument", "The option account is missing", {
      hint: 'Specify it: connect({ account: "organization-account", user, password, database, schema, warehouse }).',
    });
  const passedThrough = Object.fromEntries(
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
    // By default, the driver retries for about five minutes, even if the account name is wrong.
    sfRetryMaxLoginRetries: 2,
    representNullAsStringNull: false,
    rowStreamHighWaterMark: ROW_BUFFER_SIZE,
    ...(account === undefined ? {} : { account }),
    ...(user === undefined ? {} : { username: user }),
    ...(accessUrl === undefined ? {} : { accessUrl }),
    ...passedThrough,
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

/** The query tag of all statements; null if the settings contain QUERY_TAG. */
function tagOf({ labels = {}, settings = {} }: SnowflakeOptions): string | null {
  if (Object.keys(settings).some((name) => name.toUpperCase() === "QUERY_TAG")) return null;
  const tag = Object.keys(labels).length > 0 ? JSON.stringify(labels) : "avocet";
  if (tag.length > MAX_TAG_LENGTH)
    throw new AvocetError(
      "invalid-argument",
      `The labels have ${tag.length} characters, but a query tag can have at most ${MAX_TAG_LENGTH}`,
    );
  return tag;
}

/** Returns the session if it opens within the timeout. A session that opens later is closed. */
async function withConnectTimeout<T extends Awaited<ReturnType<typeof openSession>>>(
  opening: Promise<T>,
  token: CancellationToken,
  account: string,
): Promise<T> {
  let rejectAsTimeout: () => void = () => undefined;
  const timeout = new Promise<never>((_, reject) => {
    rejectAsTimeout = () =>
      reject(
        new AvocetError("backend", `The Snowflake account ${account} did not respond in time`, {
          reason: "connection",
          retryable: true,
          hint: "Check the name of the account and that it can be reached, or increase connectTimeoutMs.",
        }),
      );
  });
  const unsubscribe = token.onCancel(() => {
    rejectAsTimeout();
    opening.then(
      (connection) => connection.destroy(() => undefined),
      () => undefined,
    );
  });
  try {
    return await Promise.race([opening, timeout]);
  } finally {
    unsubscribe();
    timeout.catch(() => undefined);
  }
}
