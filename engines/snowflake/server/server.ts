import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { translateError } from "../errors.js";
import { register } from "../library/register.js";
import type { Bind } from "../translate/translation-context.js";
import { createDatabase } from "./catalog.js";
import {
  type ApiResponse,
  failure,
  inProgress,
  rejection,
  resultResponse,
  statusResponse,
  success,
} from "./protocol.js";
import type { QueryResult } from "./result.js";
import { Session, type StatementRecord } from "./session.js";

/** Options for `startSnowflake`. */
export interface SnowflakeOptions {
  /** Passwords by user. */
  readonly users?: Readonly<Record<string, string>>;
  /** Schemas by database. */
  readonly databases?: Readonly<Record<string, readonly string[]>>;
  /** How long a request waits for its statement; 45 seconds by default, as in the real service. */
  readonly waitMs?: number;
  readonly port?: number;
}
/** A running stand-in server. */
export interface SnowflakeServer {
  readonly url: string;
  readonly port: number;
  /** All statements in order of arrival. */
  readonly history: readonly StatementRecord[];
  /** The number of open sessions. */
  readonly sessions: number;
  /** Ends all sessions, as the service does after a period of inactivity. */
  expire(): Promise<void>;
  close(): Promise<void>;
}
/** A result that the client may request again. */
interface CachedResult {
  readonly session: Session;
  readonly response: Promise<ApiResponse>;
  result: QueryResult | null;
}
/** The maximum number of cached results. */
const MAX_CACHED_RESULTS = 20;

type Body = Readonly<Record<string, unknown>>;
const toRecord = (value: unknown): Body => (typeof value === "object" && value !== null ? { ...value } : {});

/** Starts a server on 127.0.0.1 that serves the driver's requests. */
export async function startSnowflake(options: SnowflakeOptions = {}): Promise<SnowflakeServer> {
  const { users = { TESTER: "secret" }, databases = { DB: ["PUBLIC", "OTHER"] }, waitMs = 45_000 } = options;
  // With several threads, DuckDB 1.5 sometimes loses rows of windows over a UNION, or crashes.
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    disabled_optimizers: "top_n_window_elimination", // https://github.com/duckdb/duckdb/issues/23675
  });
  const main = await instance.connect();
  await register(main);
  for (const [name, schemas] of Object.entries(databases)) await createDatabase(main, name, schemas);

  const sessions = new Map<string, Session>();
  const cachedResults = new Map<string, CachedResult>();
  const history: StatementRecord[] = [];
  let base = "";

  async function login(url: URL, body: Body): Promise<ApiResponse> {
    const data = toRecord(body.data);
    const user = String(data.LOGIN_NAME ?? "").toUpperCase();
    if (users[user] === undefined || users[user] !== data.PASSWORD)
      return rejection("390100", "Incorrect username or password was specified.");
    const nameParameter = (key: string): string | null => foldName(url.searchParams.get(key));
    const start = {
      user,
      role: nameParameter("roleName") ?? "PUBLIC",
      warehouse: nameParameter("warehouse"),
      database: nameParameter("databaseName"),
      schema: nameParameter("schemaName"),
    };
    const session = new Session(await instance.connect(), start, (entry) => history.push(entry));
    await session.open();
    const token = randomUUID();
    sessions.set(token, session);
    return success({
      token,
      masterToken: `master-${token}`,
      validityInSeconds: 3600,
      masterValidityInSeconds: 14_400,
      displayUserName: user,
      serverVersion: "9.0.0",
      sessionId: sessions.size,
      sessionInfo: {
        databaseName: session.database,
        schemaName: session.schema,
        warehouseName: session.warehouse,
        roleName: session.role,
      },
      parameters: [
        ...session.parameters(),
        { name: "CLIENT_SESSION_KEEP_ALIVE", value: false },
        { name: "CLIENT_TELEMETRY_ENABLED", value: false },
      ],
    });
  }

  async function queryRequest(url: URL, body: Body, session: Session): Promise<ApiResponse> {
    const queryId = randomUUID();
    const binds = Object.entries(toRecord(body.bindings))
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, bind]): Bind => ({ type: String(toRecord(bind).type), value: textOrNull(toRecord(bind).value) }));
    const parameters = Object.fromEntries(
      Object.entries(toRecord(body.parameters)).map(([name, value]) => [name, String(value)]),
    );
    const execution = session.execute(
      {
        requestId: url.searchParams.get("requestId") ?? "",
        sql: String(body.sqlText ?? ""),
        binds,
        parameters,
        describeOnly: body.describeOnly === true,
      },
      queryId,
    );
    const response = execution.then(
      (result) => {
        cached.result = result;
        return resultResponse(result, queryId, session, base);
      },
      (error: unknown) =>
        failure(
          translateError(error, (message) => message),
          queryId,
        ),
    );
    const cached: CachedResult = { session, response, result: null };
    cachedResults.set(queryId, cached);
    if (cachedResults.size > MAX_CACHED_RESULTS) cachedResults.delete(cachedResults.keys().next().value ?? "");
    return responseOrInProgress(response, queryId);
  }
  /** The response, or the in-progress response after `waitMs`. */
  async function responseOrInProgress(response: Promise<ApiResponse>, queryId: string): Promise<ApiResponse> {
    let timer: NodeJS.Timeout | undefined;
    const inProgressLater = new Promise<ApiResponse>((resolve) => {
      timer = setTimeout(() => resolve(inProgress(queryId)), waitMs);
    });
    try {
      return await Promise.race([response, inProgressLater]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function handleRequest(url: URL, body: Body, token: string): Promise<ApiResponse> {
    const path = url.pathname;
    if (path === "/session/v1/login-request") return login(url, body);
    if (path.startsWith("/telemetry")) return success();
    const session = sessions.get(token);
    if (!session) return rejection("390111", "Session no longer exists. New login required to access the service.");
    if (path === "/queries/v1/query-request") return queryRequest(url, body, session);
    if (path === "/session/heartbeat") return success();
    const statusQueryId = /^\/monitoring\/queries\/([^/]+)$/.exec(path)?.[1];
    if (statusQueryId !== undefined)
      return statusResponse(
        history.filter(({ queryId, session: id }) => queryId === statusQueryId && id === session.session),
      );
    if (path === "/session" && url.searchParams.get("delete") === "true") {
      sessions.delete(token);
      await session.close();
      return success();
    }
    const [, queryId = ""] = /^\/queries\/([^/]+)\/(?:result|abort-request)$/.exec(path) ?? [];
    if (path.endsWith("/abort-request")) {
      session.abort(queryId === "v1" ? String(body.requestId) : queryId);
      return success();
    }
    const cached = cachedResults.get(queryId);
    if (cached) return responseOrInProgress(cached.response, queryId);
    return success();
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", base);
    const chunkPath = /^\/chunk\/([^/]+)\/(\d+)$/.exec(url.pathname);
    if (chunkPath) {
      const bytes = cachedResults.get(chunkPath[1] ?? "")?.result?.chunk(Number(chunkPath[2]));
      response.writeHead(bytes ? 200 : 404, { "content-type": "application/octet-stream", "content-encoding": "gzip" });
      response.end(bytes);
      return;
    }
    const buffers: Buffer[] = [];
    for await (const buffer of request) buffers.push(Buffer.from(buffer));
    const raw = Buffer.concat(buffers);
    const bytes = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    const body: unknown = bytes.length > 0 ? JSON.parse(bytes.toString("utf8")) : {};
    const [, token = ""] = /Token="([^"]*)"/.exec(request.headers.authorization ?? "") ?? [];
    const result = await handleRequest(url, toRecord(body), token);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(result));
  }

  const server: Server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  base = `http://127.0.0.1:${port}`;
  const expire = async (): Promise<void> => {
    const openSessions = [...sessions.values()];
    sessions.clear();
    for (const session of openSessions) await session.close();
  };
  return {
    url: base,
    port,
    history,
    get sessions() {
      return sessions.size;
    },
    expire,
    async close() {
      server.close();
      server.closeAllConnections();
      await expire();
      cachedResults.clear();
      main.closeSync();
      instance.closeSync();
    },
  };
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
/** Resolves a name as the driver sends it: unquoted names are converted to upper case. */
function foldName(name: string | null): string | null {
  if (name === null || name === "") return null;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toUpperCase();
}
