import { randomUUID } from "node:crypto";
import type { SnowflakeServer } from "@avocet/engines/snowflake";
import { startSnowflake } from "@avocet/engines/snowflake";
import type { SnowflakeConnection, SnowflakeOptions } from "../../src/snowflake/index.js";
import { connect } from "../../src/snowflake/index.js";

/** The stand-in, and a URL of a user of it. */
export interface StandIn {
  readonly server: SnowflakeServer;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server of one's own. */
export async function standIn(options: Parameters<typeof startSnowflake>[0] = {}): Promise<StandIn> {
  const server = await startSnowflake(options);
  return {
    server,
    url: `snowflake://tester:secret@local/DB/PUBLIC?warehouse=WH&accessUrl=${encodeURIComponent(server.url)}`,
    stop: () => server.close(),
  };
}

/** The real service's URL, where the environment has one. */
export const realUrl = process.env.AVOCET_SNOWFLAKE_URL;

/** A connection to a schema of its own: on the real service where the environment names it, else on a stand-in. */
export async function connectForTests(options: Omit<SnowflakeOptions, "values"> = {}): Promise<SnowflakeConnection> {
  if (realUrl === undefined) {
    const { url, stop } = await standIn();
    return closing(await connect({ ...options, url }), stop);
  }
  const schema = `AVOCET_TEST_${randomUUID().replaceAll("-", "_").toUpperCase()}`;
  const outer = await connect(realUrl);
  await outer.raw(`CREATE SCHEMA ${schema}`);
  return closing(await connect({ ...options, url: realUrl, schema }), async () => {
    await outer.raw(`DROP SCHEMA ${schema} CASCADE`);
    await outer.close();
  });
}

/** A connection that ends what it ran on, too. */
function closing(connection: SnowflakeConnection, after: () => Promise<void>): SnowflakeConnection {
  const close = connection.close.bind(connection);
  let closed: Promise<void> | undefined;
  connection.close = () => {
    closed ??= close().then(after);
    return closed;
  };
  return connection;
}
