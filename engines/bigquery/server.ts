import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { Store } from "./catalog/store.js";
import { GoogleSql } from "./googlesql/engine.js";
import { Problem } from "./problem.js";
import { type Job, Jobs } from "./rest/jobs.js";
import { type ApiAnswer, readRequest } from "./rest/request.js";
import { errorResource } from "./rest/resources.js";
import { type Api, ROUTES } from "./rest/routes.js";

/** A failure that the server is told to give. */
export interface Fault {
  /** The method of the API, such as `jobs.insert`. */
  readonly on: string;
  readonly reason: string;
  readonly message?: string;
  /** How often; once unless told. */
  readonly times?: number;
  /** Cuts the connection in place of an answer. */
  readonly cut?: boolean;
  /** Fails after the work is done, as an answer that gets lost. */
  readonly after?: boolean;
}
/** BigQuery's REST API on this machine. */
export interface BigQueryServer {
  /** For `apiEndpoint`. */
  readonly url: string;
  /** All queries that were asked for, by id. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** How many of them are at work. */
  readonly running: number;
  /** The requests, such as `jobs.insert`, in their order. */
  readonly requests: readonly string[];
  readonly store: Store;
  /** Makes requests fail. */
  fail(fault: Fault): void;
  /** Keeps queries whose text holds some text from running until `release` is called or they are cancelled. */
  hold(text: string): { release(): void };
  stop(): Promise<void>;
}

/** Starts a server on a free port; it and its engine die with this process. */
export async function startBigQuery(): Promise<BigQueryServer> {
  const engine = await GoogleSql.start();
  const store = new Store();
  const jobs = new Jobs(engine, store);
  const holds = new Set<Hold>();
  const faults: { fault: Fault; left: number }[] = [];
  const requests: string[] = [];
  const api: Api = {
    engine,
    store,
    jobs,
    uploads: new Map(),
    async before(sql, signal) {
      for (const hold of holds) if (sql.includes(hold.text)) await released(hold, signal);
    },
  };
  const server = createServer(async (message, response) => {
    const request = await readRequest(message);
    const path = request.path.replace("/bigquery/v2", "");
    const route = ROUTES.find(([, method, pattern]) => method === request.method && partsOf(pattern, path));
    if (!route) return answer(response, refusal(new Problem("notFound", `Not found: ${request.method} ${path}`)));
    const [name, , pattern, handler] = route;
    requests.push(name);
    const planned = faults.find(({ fault, left }) => fault.on === name && left > 0);
    if (planned) planned.left -= 1;
    const work = async (): Promise<ApiAnswer> => handler(api, request, ...(partsOf(pattern, path) ?? []));
    try {
      if (!planned) return answer(response, await work());
      if (planned.fault.after) await work();
      if (planned.fault.cut) return void message.socket.destroy();
      throw new Problem(planned.fault.reason, planned.fault.message ?? `Injected: ${planned.fault.reason}`);
    } catch (error) {
      answer(response, refusal(error));
    }
  });
  const url = await listen(server);
  return {
    url,
    jobs: jobs.all,
    requests,
    store,
    get running() {
      return jobs.running;
    },
    fail: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    hold(text) {
      const hold = newHold(text);
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
      for (const job of jobs.all.values()) job.cancel("the server ends");
      await engine.close();
    },
  };
}

interface Hold {
  readonly text: string;
  readonly over: Promise<void>;
  release(): void;
}
function newHold(text: string): Hold {
  let release = (): void => undefined;
  const over = new Promise<void>((done) => {
    release = done;
  });
  return { text, over, release };
}
async function released({ over }: Hold, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, fail) => {
    if (signal.aborted) fail(signal.reason);
    else signal.addEventListener("abort", () => fail(signal.reason), { once: true });
  });
  await Promise.race([over, aborted]);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return `http://127.0.0.1:${address.port}`;
}

/** What stands for each `*` of a pattern; null where the path is another. */
function partsOf(pattern: string, path: string): readonly string[] | null {
  const expression = new RegExp(`^${pattern.replaceAll("*", "([^/]+)")}$`);
  return expression.exec(path)?.slice(1).map(decodeURIComponent) ?? null;
}

const refusal = (error: unknown): ApiAnswer => {
  const problem =
    error instanceof Problem
      ? error
      : new Problem("internalError", error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { status: problem.status, json: errorResource(problem) };
};

function answer(response: ServerResponse, { status = 200, headers = {}, json }: ApiAnswer): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8", ...headers });
  response.end(json === null ? undefined : JSON.stringify(json));
}
