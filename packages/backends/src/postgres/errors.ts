import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** What the server says of an error, as the client passes it on. */
export interface ServerError extends Error {
  /** SQLSTATE. */
  readonly code: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  /** The place in the text of the statement, in characters from 1. */
  readonly position?: string | undefined;
  readonly where?: string | undefined;
}
export const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error && "severity" in error && "code" in error && /^[0-9A-Z]{5}$/.test(String(error.code));

// https://www.postgresql.org/docs/current/errcodes-appendix.html: single codes before their classes.
const REASONS: Readonly<Record<string, FailureReason>> = {
  "08": "connection",
  "0A": "syntax",
  "22": "data",
  "23": "constraint",
  "25": "conflict",
  "25006": "authorization",
  "28": "authentication",
  "2B": "constraint",
  "3D": "connection",
  "3F": "syntax",
  "40": "conflict",
  "42": "syntax",
  "42501": "authorization",
  "53": "resources",
  "54": "resources",
  "55": "conflict",
  "57014": "cancelled",
  "57": "connection",
  "58": "resources",
};
/** The same statement may succeed later: the server restarts, has no room, or another transaction was in the way. */
const RETRYABLE: ReadonlySet<string> = new Set([
  "08000",
  "08003",
  "08006",
  "40001",
  "40P01",
  "53300",
  "55P03",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
]);

/** What the server or the client said, as an AvocetError with its reason, its words and its hint. */
export function engineError(error: unknown, sql?: string): AvocetError {
  if (error instanceof AvocetError) return error;
  if (!isServerError(error)) return lineError(error, sql);
  const { code, message } = error;
  const timeout = code === "57014" && /timeout/.test(message);
  const detail = [error.detail, error.where, sql && error.position ? marked(sql, Number(error.position)) : undefined];
  const lines = detail.filter((line) => line !== undefined && line !== "").join("\n");
  return new AvocetError(codeOf(code), message, {
    reason: timeout ? "timeout" : (REASONS[code] ?? REASONS[code.slice(0, 2)] ?? "unknown"),
    retryable: RETRYABLE.has(code),
    cause: error,
    ...hinted(hintOf(error)),
    ...(lines ? { detail: lines } : {}),
    ...(sql === undefined ? {} : { sql }),
  });
}

const codeOf = (code: string): ErrorCode => (code === "42P01" ? "unknown-table" : "backend");
const hinted = (hint: string | undefined): ErrorDetails => (hint === undefined ? {} : { hint });

function hintOf({ code, hint }: ServerError): string | undefined {
  if (hint) return hint;
  switch (code) {
    case "2BP01":
      return "Remove first what depends on it.";
    case "25P02":
      return "A statement of the transaction has failed before: leave the transaction, and begin anew.";
    case "42501":
      return "Ask the owner to GRANT it, or connect as another user.";
    case "53300":
      return "Close other connections, or open fewer: connect({ connections }).";
    default:
      return undefined;
  }
}

/** The line of a statement that an error is in, with a mark below the place. */
function marked(sql: string, position: number): string {
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join("")
    .split("\n");
  const line = sql.split("\n")[before.length - 1] ?? "";
  const head = `line ${before.length}: `;
  return `${head}${line}\n${" ".repeat(head.length + Array.from(before.at(-1) ?? "").length)}^`;
}

/** Errors of the socket below the connection. */
const SOCKET: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTCONN"]);
const ENDED = /Connection terminated|Connection ended|connection error and is not queryable|Client was closed/;

/** What the client says of itself and of the line to the server. */
function lineError(error: unknown, sql: string | undefined): AvocetError {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const lost = SOCKET.has(code) || ENDED.test(text);
  return new AvocetError("backend", lost ? `the connection to the server was lost: ${text}` : text, {
    reason: lost ? "connection" : "unknown",
    retryable: lost,
    cause: error,
    ...(sql === undefined ? {} : { sql }),
  });
}

/** An error of a statement that writes: if the line broke, it may have been done all the same. */
export function writeError(error: AvocetError): AvocetError {
  if (error.reason !== "connection") return error;
  return new AvocetError(error.code, error.message.split("\n")[0] ?? "", {
    ...error.details,
    retryable: false,
    hint: "It may have been done or not: look before it is sent again.",
  });
}

const NO_TABLE = /^relation "(.*)" does not exist$/;
/** The table that the server did not find, if that is what the error says; "" where it does not name it. */
export function missingTable(error: unknown): string | undefined {
  const cause = error instanceof AvocetError ? error.details.cause : error;
  if (!isServerError(cause) || cause.code !== "42P01") return undefined;
  return NO_TABLE.exec(cause.message)?.[1] ?? "";
}

/** Where a database is, as messages may name it: without credentials. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** Why no session could be opened. */
export function openError(error: unknown, { host, port, database, user }: Target): AvocetError {
  if (error instanceof AvocetError) return error;
  const at = `${host}:${port}`;
  const text = error instanceof Error ? error.message || String("code" in error ? error.code : error) : String(error);
  const failed = (message: string, reason: FailureReason, hint: string, retryable = false): AvocetError =>
    new AvocetError("backend", message, { reason, hint, retryable, cause: error });
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "3D000")
    return failed(
      `there is no database \`${database}\` on ${at}`,
      "connection",
      "Create it first, or correct its name.",
    );
  if (code.startsWith("28") || /password must be a/.test(text))
    return failed(
      `the server ${at} refuses the user \`${user}\`: ${text}`,
      "authentication",
      "Check the user and the password.",
    );
  if (isServerError(error)) return engineError(error);
  if (/SSL|TLS|certificate|self[- ]signed/i.test(text))
    return failed(
      `no encrypted connection to ${at}: ${text}`,
      "connection",
      "Check the option ssl, or sslmode in the URL.",
    );
  const down = code === "ECONNREFUSED" || /timeout/i.test(text);
  return failed(
    `the server ${at} cannot be reached: ${text}`,
    "connection",
    "Check host and port, and that the server runs and takes connections from here.",
    down || code === "ECONNRESET",
  );
}
