import { randomUUID } from "node:crypto";
import type { SnowflakeServer } from "@avocet/engines/snowflake";
import { startSnowflake } from "@avocet/engines/snowflake";
import type { SnowflakeConnection, SnowflakeOptions } from "../../src/snowflake/index.js";
import { connect } from "../../src/snowflake/index.js";

/** A stand-in server, and a URL to connect to it. */
export interface StandIn {
  readonly server: SnowflakeServer;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a separate stand-in server. */
export async function startStandIn(options: Parameters<typeof startSnowflake>[0] = {}): Promise<StandIn> {
  const server = await startSnowflake(options);
  return {
    server,
    url: `snowflake://tester:secret@local/DB/PUBLIC?warehouse=WH&accessUrl=${encodeURIComponent(server.url)}`,
    stop: () => server.close(),
  };
}

/** The URL of a Snowflake account, if the environment defines one. */
export const accountUrl = process.env.AVOCET_SNOWFLAKE_URL;

/** Connects to a new schema: in the account that the environment defines, otherwise on a stand-in. */
export async function connectForTests(options: Omit<SnowflakeOptions, "values"> = {}): Promise<SnowflakeConnection> {
  if (accountUrl === undefined) {
    const { url, stop } = await startStandIn();
    return withCleanup(await connect({ ...options, url }), stop);
  }
  const schema = `AVOCET_TEST_${randomUUID().replaceAll("-", "_").toUpperCase()}`;
  const adminConnection = await connect(accountUrl);
  await adminConnection.raw(`CREATE SCHEMA ${schema}`);
  return withCleanup(await connect({ ...options, url: accountUrl, schema }), async () => {
    await adminConnection.raw(`DROP SCHEMA ${schema} CASCADE`);
    await adminConnection.close();
  });
}

/** Makes a connection call `cleanUp` after it is closed. */
function withCleanup(connection: SnowflakeConnection, cleanUp: () => Promise<void>): SnowflakeConnection {
  const close = connection.close.bind(connection);
  let closed: Promise<void> | undefined;
  connection.close = () => {
    closed ??= close().then(cleanUp);
    return closed;
  };
  return connection;
}
