import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import { type PostgresServer, startPostgres } from "./launcher.js";

const SYSTEM_15 = "/usr/lib/postgresql/15/bin";

/** Serves the URLs of servers to test files. A server is started on its first request. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = new Map<string, Promise<PostgresServer>>();
  const serverOf = (edition: string): Promise<PostgresServer> => {
    const server = servers.get(edition) ?? start(edition);
    servers.set(edition, server);
    return server;
  };
  const requestServer = createServer(async ({ url = "" }, response) => {
    const answer = await serverOf(url.slice(1))
      .then((server) => ({ url: server.url }))
      .catch((error: unknown) => ({ problem: String(error) }));
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(requestServer, "listening");
  const address = requestServer.address();
  if (address === null || typeof address === "string") throw new Error("The operating system assigned no port");
  project.provide("postgres", address.port);
  return async () => {
    requestServer.close();
    requestServer.closeAllConnections();
    for (const server of servers.values()) await server.then((running) => running.stop()).catch(() => undefined);
  };
}

async function start(edition: string): Promise<PostgresServer> {
  if (edition !== "system-15") return startPostgres();
  if (!existsSync(SYSTEM_15)) throw new Error(`PostgreSQL 15 is not installed in ${SYSTEM_15}`);
  return startPostgres({ bin: SYSTEM_15 });
}
