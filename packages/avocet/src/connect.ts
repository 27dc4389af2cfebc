import type { AnyConnection } from "@avocet/backends/connection";
import { AvocetError } from "@avocet/core";
import { suggestion } from "@avocet/core/backend";

type Connect = (url: string) => Promise<AnyConnection>;

/** Opens the engine of each URL scheme; only the requested one is loaded. */
const ENGINES: Readonly<Record<string, () => Promise<Connect>>> = {
  bigquery: async () => (await import("@avocet/backends/bigquery")).connect,
  duckdb: async () => {
    const { connect } = await import("@avocet/backends/duckdb");
    return (url) => connect(url.replace(/^duckdb:(\/\/)?/, "") || ":memory:");
  },
  postgres: async () => (await import("@avocet/backends/postgres")).connect,
  postgresql: async () => (await import("@avocet/backends/postgres")).connect,
  snowflake: async () => (await import("@avocet/backends/snowflake")).connect,
};

/**
 * Opens a connection by its URL: `duckdb:shop.duckdb` or the path of a DuckDB file, `postgres://…`, `snowflake://…`,
 * `bigquery://…`. Throws if no engine handles the URL.
 * @example await connect("duckdb:")
 */
export async function connect(url: string): Promise<AnyConnection> {
  const scheme = /^([a-z]+):/i.exec(url)?.[1]?.toLowerCase() ?? "duckdb";
  const engine = Object.hasOwn(ENGINES, scheme) ? ENGINES[scheme] : undefined;
  if (!engine)
    throw new AvocetError("invalid-argument", `No engine handles ${scheme}: URLs.`, {
      hint: suggestion(scheme, Object.keys(ENGINES), "engines"),
    });
  return (await engine())(url);
}
