import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import type { Calls } from "./proto.js";

/** The GoogleSQL service of one process. */
export interface Service {
  readonly port: number;
  /** Sends a request. Aborting `signal` cancels it. */
  call<M extends keyof Calls>(method: M, request: Calls[M][0], signal?: AbortSignal): Promise<Calls[M][1]>;
  /** Ends the process. */
  stop(): Promise<void>;
}
/** The used subset of gRPC's client, whose types are not installed by the root package. */
type Method = (request: object, callback: (error: Error | null, answer: object) => void) => { cancel(): void };
type Client = { waitForReady(deadline: number, callback: (error?: Error) => void): void; close(): void } & Readonly<
  Record<keyof Calls, Method>
>;
interface Grpc {
  loadPackageDefinition(definition: object): {
    zetasql: {
      local_service: { ZetaSqlLocalService: new (address: string, credentials: object, options: object) => Client };
    };
  };
  readonly credentials: { createInsecure(): object };
}
interface Loader {
  loadSync(file: string, options: object): object;
}

const PACKAGE = "@fivetrandevelopers/zetasql";
const MAX_MESSAGE_BYTES = 512 * 1024 * 1024;
const START_MS = 30_000;
/** Kills the server when standard input ends, which happens however the starting process ends. */
const GUARD = '"$@" >/dev/null 2>&1 & server=$!; cat >/dev/null; kill -9 $server';

const require = createRequire(new URL("../../heavy/package.json", import.meta.url));

/** Returns the directory of the analyzer's package. Throws if it is not installed. */
export function libraryPath(): string {
  try {
    return dirname(require.resolve(PACKAGE));
  } catch {
    throw new Error(`${PACKAGE} is not installed: run npm ci --prefix engines/heavy`);
  }
}

/** Starts Google's analyzer and reference executor of GoogleSQL on a free local port. */
export async function startService(): Promise<Service> {
  const directory = join(libraryPath(), "zetasql");
  const binary = join(directory, `remote_server${process.arch === "arm64" ? "_arm" : ""}${EXTENSION}`);
  if (process.platform === "win32" || !existsSync(binary))
    throw new Error(`${PACKAGE} has no binary for ${process.platform} ${process.arch}`);
  const port = await freePort();
  const guard = spawn("sh", ["-c", GUARD, "sh", binary, "localhost", String(port)], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  const stop = async (): Promise<void> => {
    guard.ref();
    const exit = guard.exitCode === null && guard.signalCode === null ? once(guard, "exit") : null;
    guard.stdin?.end();
    await exit;
  };
  const client = connect(directory, port);
  try {
    await new Promise<void>((resolve, reject) =>
      client.waitForReady(Date.now() + START_MS, (error) => (error ? reject(error) : resolve())),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    call: (method, request, signal) => send(client, method, request, signal),
    async stop() {
      client.close();
      await stop();
    },
  };
}

const EXTENSION = process.platform === "darwin" ? "" : ".so";

function connect(directory: string, port: number): Client {
  const requireFromLibrary = createRequire(join(directory, "package.json"));
  const grpc: Grpc = requireFromLibrary("@grpc/grpc-js");
  const loader: Loader = requireFromLibrary("@grpc/proto-loader");
  const definition = loader.loadSync("local_service.proto", {
    defaults: false,
    oneofs: true,
    enums: String,
    longs: String,
    includeDirs: [join(directory, "protos"), directory],
  });
  const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service;
  return new ZetaSqlLocalService(`localhost:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  });
}

function send<M extends keyof Calls>(
  client: Client,
  method: M,
  request: Calls[M][0],
  signal?: AbortSignal,
): Promise<Calls[M][1]> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      call.cancel();
      reject(signal?.reason);
    };
    const call = client[method](request, (error, answer) => {
      signal?.removeEventListener("abort", cancel);
      if (error) reject(error);
      else resolve(answer as Calls[M][1]); // the response type in the .proto file
    });
    if (signal?.aborted) cancel();
    else signal?.addEventListener("abort", cancel);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The operating system assigned no port");
  return address.port;
}
