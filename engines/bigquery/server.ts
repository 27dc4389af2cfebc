import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { ApiError } from "./api-error.js";
import { Store } from "./catalog/store.js";
import { GoogleSql } from "./googlesql/engine.js";
import { type Job, Jobs } from "./rest/jobs.js";
import { type ApiAnswer, readRequest } from "./rest/request.js";
import { errorResource } from "./rest/resources.js";
import { type Api, ROUTES } from "./rest/routes.js";

/** An error to inject. */
export interface Fault {
  /** The method of the API, such as `jobs.insert`. */
  readonly method: string;
  readonly reason: string;
  readonly message?: string;
  /** The number of requests that fail; 1 by default. */
  readonly times?: number;
  /** Closes the connection instead of sending a response. */
  readonly dropConnection?: boolean;
  /** Fails after the request has been executed, like a lost response. */
  readonly afterWork?: boolean;
}
/** A local server that implements BigQuery's REST API. */
export interface BigQueryServer {
  /** The URL to pass as `apiEndpoint`. */
  readonly url: string;
  /** All jobs, by id. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** The number of running jobs. */
  readonly running: number;
  /** The API methods of all requests, such as `jobs.insert`, in order. */
  readonly requests: readonly string[];
  readonly store: Store;
  /** Injects an error into later requests. */
  fail(fault: Fault): void;
  /** Blocks queries that contain a text until `release` is called or they are cancelled. */
  hold(text: string): { release(): void };
  stop(): Promise<void>;
}

/** Starts a server on a free port. It and its engine stop when this process ends. */
export async function startBigQuery(): Promise<BigQueryServer> {
  const engine = await GoogleSql.start();
  const store = new Store();
  const jobs = new Jobs(engine, store);
  const holds = new Set<Hold>();
  const faults: { fault: Fault; remaining: number }[] = [];
  const requests: string[] = [];
  const api: Api = {
    engine,
    store,
    jobs,
    uploads: new Map(),
    async beforeQuery(sql, signal) {
      for (const hold of holds) if (sql.includes(hold.text)) await waitForRelease(hold, signal);
    },
  };
  const server = createServer(async (message, response) => {
    const request = await readRequest(message);
    const path = request.path.replace("/bigquery/v2", "");
    const route = ROUTES.find(([, method, pattern]) => method === request.method && matchPath(pattern, path));
    if (!route) return answer(response, errorAnswer(new ApiError("notFound", `Not found: ${request.method} ${path}`)));
    const [name, , pattern, handler] = route;
    requests.push(name);
    const pendingFault = faults.find(({ fault, remaining }) => fault.method === name && remaining > 0);
    if (pendingFault) pendingFault.remaining -= 1;
    const work = async (): Promise<ApiAnswer> => handler(api, request, ...(matchPath(pattern, path) ?? []));
    try {
      if (!pendingFault) return answer(response, await work());
      if (pendingFault.fault.afterWork) await work();
      if (pendingFault.fault.dropConnection) return void message.socket.destroy();
      throw new ApiError(
        pendingFault.fault.reason,
        pendingFault.fault.message ?? `Injected error: ${pendingFault.fault.reason}`,
      );
    } catch (error) {
      answer(response, errorAnswer(error));
    }
  });
  const url = await listen(server);
  return {
    url,
    jobs: jobs.byId,
    requests,
    store,
    get running() {
      return jobs.running;
    },
    fail: (fault) => void faults.push({ fault, remaining: fault.times ?? 1 }),
    hold(text) {
      const hold = createHold(text);
      holds.add(hold);
      return {
        release() {
          holds.delete(hold);
          hold.release();
        },
      };
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      for (const job of jobs.byId.values()) job.cancel("the server is stopping");
      await engine.close();
    },
  };
}

interface Hold {
  readonly text: string;
  readonly released: Promise<void>;
  release(): void;
}
function createHold(text: string): Hold {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { text, released, release };
}
async function waitForRelease({ released }: Hold, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  await Promise.race([released, aborted]);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The operating system assigned no port");
  return `http://127.0.0.1:${address.port}`;
}

/** Returns the path segment for each `*` of a pattern; null if the path does not match. */
function matchPath(pattern: string, path: string): readonly string[] | null {
  const expression = new RegExp(`^${pattern.replaceAll("*", "([^/]+)")}$`);
  return expression.exec(path)?.slice(1).map(decodeURIComponent) ?? null;
}

const errorAnswer = (error: unknown): ApiAnswer => {
  const apiError =
    error instanceof ApiError
      ? error
      : new ApiError("internalError", error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { status: apiError.status, json: errorResource(apiError) };
};

function answer(response: ServerResponse, { status = 200, headers = {}, json }: ApiAnswer): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8", ...headers });
  response.end(json === null ? undefined : JSON.stringify(json));
}
