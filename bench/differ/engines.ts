import { connect as connectDuckDB } from "@avocet/backends/duckdb";
import type { Runner } from "avocet";

export interface Engine {
  readonly runner: Runner;
  close(): Promise<void>;
}
const OPEN: Readonly<Record<string, () => Promise<Engine>>> = {
  async duckdb() {
    const connection = await connectDuckDB();
    return { runner: connection, close: () => connection.close() };
  },
  async postgres() {
    const { connect } = await import("@avocet/backends/postgres");
    const { startPostgres } = await import("../../engines/postgres/index.js");
    const server = await startPostgres();
    const connection = await connect(server.url);
    return {
      runner: connection,
      async close() {
        await connection.close();
        await server.stop();
      },
    };
  },
};

/** Starts an engine by its name. */
export function open(name: string): Promise<Engine> {
  const found = Object.hasOwn(OPEN, name) ? OPEN[name] : undefined;
  if (!found) throw new RangeError(`no engine ${name}; there are ${Object.keys(OPEN).join(", ")}`);
  return found();
}
