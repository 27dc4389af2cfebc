import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { translateError } from "../errors.js";
import { register } from "../library/register.js";
import type { Bind } from "../translate/translation-context.js";
import { createDatabase } from "./catalog.js";
import { type Answer, failure, inProgress, refused, resultAnswer, statusAnswer, success } from "./protocol.js";
import type { WireResult } from "./result.js";
import { type Record_, Session } from "./session.js";

/** How a server is started. */
export interface SnowflakeOptions {
  /** Passwords by user. */
  readonly users?: Readonly<Record<string, string>>;
  /** Schemas by database. */
  readonly databases?: Readonly<Record<string, readonly string[]>>;
  /** How long a request waits for its statement; 45 seconds, as with the real service, unless told. */
  readonly waitMs?: number;
  readonly port?: number;
}
/** A server that runs. */
export interface SnowflakeServer {
  readonly url: string;
  readonly port: number;
  /** Statements in the order of their arrival. */
  readonly history: readonly Record_[];
  /** How many sessions are open. */
  readonly sessions: number;
  /** Forgets all sessions, as after a time without use. */
  expire(): Promise<void>;
  close(): Promise<void>;
}
/** A result that may be asked for again. */
interface Kept {
  readonly session: Session;
  readonly answer: Promise<Answer>;
  result: WireResult | null;
}
/** Results with further pieces that are kept. */
const KEEP = 20;

type Body = Readonly<Record<string, unknown>>;
const record = (value: unknown): Body => (typeof value === "object" && value !== null ? { ...value } : {});

/** Starts a server on 127.0.0.1 that answers the driver's requests. */
export async function startSnowflake(options: SnowflakeOptions = {}): Promise<SnowflakeServer> {
  const { users = { TESTER: "secret" }, databases = { DB: ["PUBLIC", "OTHER"] }, waitMs = 45_000 } = options;
  // With several threads DuckDB 1.5 sometimes loses rows of windows over a UNION, or crashes.
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const main = await instance.connect();
  await register(main);
  for (const [name, schemas] of Object.entries(databases)) await createDatabase(main, name, schemas);

  const sessions = new Map<string, Session>();
  const kept = new Map<string, Kept>();
  const history: Record_[] = [];
  let base = "";

  async function login(url: URL, body: Body): Promise<Answer> {
    const data = record(body.data);
    const user = String(data.LOGIN_NAME ?? "").toUpperCase();
    if (users[user] === undefined || users[user] !== data.PASSWORD)
      return refused("390100", "Incorrect username or password was specified.");
    const name = (key: string): string | null => folded(url.searchParams.get(key));
    const start = {
      user,
      role: name("roleName") ?? "PUBLIC",
      warehouse: name("warehouse"),
      database: name("databaseName"),
      schema: name("schemaName"),
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

  async function queryRequest(url: URL, body: Body, session: Session): Promise<Answer> {
    const queryId = randomUUID();
    const binds = Object.entries(record(body.bindings))
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, bind]): Bind => ({ type: String(record(bind).type), value: textOrNull(record(bind).value) }));
    const parameters = Object.fromEntries(
      Object.entries(record(body.parameters)).map(([name, value]) => [name, String(value)]),
    );
    const running = session.execute(
      {
        requestId: url.searchParams.get("requestId") ?? "",
        sql: String(body.sqlText ?? ""),
        binds,
        parameters,
        describeOnly: body.describeOnly === true,
      },
      queryId,
    );
    const answer = running.then(
      (result) => {
        entry.result = result;
        return resultAnswer(result, queryId, session, base);
      },
      (error: unknown) =>
        failure(
          translateError(error, (message) => message),
          queryId,
        ),
    );
    const entry: Kept = { session, answer, result: null };
    kept.set(queryId, entry);
    if (kept.size > KEEP) kept.delete(kept.keys().next().value ?? "");
    return waited(answer, queryId);
  }
  /** The answer, or word that it is on its way. */
  async function waited(answer: Promise<Answer>, queryId: string): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((resolve) => {
      timer = setTimeout(() => resolve(inProgress(queryId)), waitMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function answer(url: URL, body: Body, token: string): Promise<Answer> {
    const path = url.pathname;
    if (path === "/session/v1/login-request") return login(url, body);
    if (path.startsWith("/telemetry")) return success();
    const session = sessions.get(token);
    if (!session) return refused("390111", "Session no longer exists. New login required to access the service.");
    if (path === "/queries/v1/query-request") return queryRequest(url, body, session);
    if (path === "/session/heartbeat") return success();
    const asked = /^\/monitoring\/queries\/([^/]+)$/.exec(path)?.[1];
    if (asked !== undefined)
      return statusAnswer(history.filter(({ queryId, session: id }) => queryId === asked && id === session.session));
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
    const found = kept.get(queryId);
    if (found) return waited(found.answer, queryId);
    return success();
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", base);
    const piece = /^\/chunk\/([^/]+)\/(\d+)$/.exec(url.pathname);
    if (piece) {
      const bytes = kept.get(piece[1] ?? "")?.result?.piece(Number(piece[2]));
      response.writeHead(bytes ? 200 : 404, { "content-type": "application/octet-stream", "content-encoding": "gzip" });
      response.end(bytes);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const raw = Buffer.concat(parts);
    const bytes = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    const body: unknown = bytes.length > 0 ? JSON.parse(bytes.toString("utf8")) : {};
    const [, token = ""] = /Token="([^"]*)"/.exec(request.headers.authorization ?? "") ?? [];
    const given = await answer(url, record(body), token);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(given));
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
    const open = [...sessions.values()];
    sessions.clear();
    for (const session of open) await session.close();
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
      kept.clear();
      main.closeSync();
      instance.closeSync();
    },
  };
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
/** A name as the driver hands it on: in quotes as it is, else in upper case. */
function folded(name: string | null): string | null {
  if (name === null || name === "") return null;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toUpperCase();
}
