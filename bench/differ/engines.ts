import { connect as connectDuckDB } from "@avocet/backends/duckdb";
import type { QueryEngine } from "@avocet/core/backend";

export interface Engine {
  readonly runner: QueryEngine;
  close(): Promise<void>;
}
const STARTERS: Readonly<Record<string, () => Promise<Engine>>> = {
  async duckdb() {
    const connection = await connectDuckDB();
    return { runner: connection, close: () => connection.close() };
  },
  async postgres() {
    const { connect } = await import("@avocet/backends/postgres");
    const { startPostgres } = await import("../../engines/postgres/index.js");
    const server = await startPostgres();
    const connection = await connect(server.url);
    return withServer(connection, () => server.stop());
  },
  async bigquery() {
    const { connect } = await import("@avocet/backends/bigquery");
    const { startBigQuery } = await import("../../engines/bigquery/index.js");
    const server = await startBigQuery();
    server.store.createDataset("project", "dataset");
    const connection = await connect({ project: "project", dataset: "dataset", apiEndpoint: server.url });
    return withServer(connection, () => server.stop());
  },
  /** BigQuery's executor without a server, for queries without tables: four times as fast. */
  async googlesql() {
    const { GoogleSql } = await import("../../engines/bigquery/index.js");
    const { googleSqlRunner } = await import("../injection/googlesql.js");
    const engine = await GoogleSql.start();
    return { runner: googleSqlRunner(engine), close: () => engine.close() };
  },
  async snowflake() {
    const { connect } = await import("@avocet/backends/snowflake");
    const { startSnowflake } = await import("../../engines/snowflake/index.js");
    const server = await startSnowflake();
    const url = `snowflake://tester:secret@local/DB/PUBLIC?warehouse=WH&accessUrl=${encodeURIComponent(server.url)}`;
    return withServer(await connect({ url }), () => server.close());
  },
};

/** A connection and the server that is stopped after the connection has been closed. */
const withServer = (connection: Engine["runner"] & { close(): Promise<void> }, stop: () => Promise<void>): Engine => ({
  runner: connection,
  async close() {
    await connection.close();
    await stop();
  },
});

/** Starts an engine, or its stand-in, by name. */
export function startEngine(name: string): Promise<Engine> {
  const start = Object.hasOwn(STARTERS, name) ? STARTERS[name] : undefined;
  if (!start) throw new RangeError(`Unknown engine "${name}"; choose one of ${Object.keys(STARTERS).join(", ")}.`);
  return start();
}
