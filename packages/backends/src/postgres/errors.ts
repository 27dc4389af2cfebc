import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** An error of the server, as the client throws it. */
export interface ServerError extends Error {
  /** SQLSTATE. */
  readonly code: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  /** The 1-based position in the SQL text, in characters. */
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
/** Errors after which the statement may succeed later: restarts, too many connections, conflicting transactions. */
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

/** Converts an error of the server or the client to an AvocetError. */
export function engineError(error: unknown, sql?: string): AvocetError {
  if (error instanceof AvocetError) return error;
  if (!isServerError(error)) return clientError(error, sql);
  const { code, message } = error;
  const timeout = code === "57014" && /timeout/.test(message);
  const detail = [
    error.detail,
    error.where,
    sql && error.position ? markPosition(sql, Number(error.position)) : undefined,
  ];
  const detailText = detail.filter((line) => line !== undefined && line !== "").join("\n");
  return new AvocetError(codeOf(code), message, {
    reason: timeout ? "timeout" : (REASONS[code] ?? REASONS[code.slice(0, 2)] ?? "unknown"),
    retryable: RETRYABLE.has(code),
    cause: error,
    ...hintDetails(hintOf(error)),
    ...(detailText ? { detail: detailText } : {}),
    ...(sql === undefined ? {} : { sql }),
  });
}

const codeOf = (code: string): ErrorCode => (code === "42P01" ? "unknown-table" : "backend");
const hintDetails = (hint: string | undefined): ErrorDetails => (hint === undefined ? {} : { hint });

function hintOf({ code, hint }: ServerError): string | undefined {
  if (hint) return hint;
  switch (code) {
    case "2BP01":
      return "Drop the objects that depend on it first.";
    case "25P02":
      return "End the transaction and start a new one: an earlier statement in it has failed.";
    case "42501":
      return "Ask the owner to GRANT the privilege, or connect as another user.";
    case "53300":
      return "Close other connections, or open fewer with connect({ connections }).";
    default:
      return undefined;
  }
}

/** The line of the SQL text that an error refers to, with a caret below the position. */
function markPosition(sql: string, position: number): string {
  const precedingLines = Array.from(sql)
    .slice(0, position - 1)
    .join("")
    .split("\n");
  const errorLine = sql.split("\n")[precedingLines.length - 1] ?? "";
  const prefix = `line ${precedingLines.length}: `;
  return `${prefix}${errorLine}\n${" ".repeat(prefix.length + Array.from(precedingLines.at(-1) ?? "").length)}^`;
}

/** Error codes of a broken socket. */
const SOCKET: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTCONN"]);
const ENDED = /Connection terminated|Connection ended|connection error and is not queryable|Client was closed/;

/** Converts an error of the client or the network connection. */
function clientError(error: unknown, sql: string | undefined): AvocetError {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isConnectionLost = SOCKET.has(code) || ENDED.test(text);
  return new AvocetError("backend", isConnectionLost ? `The connection to the server was lost: ${text}` : text, {
    reason: isConnectionLost ? "connection" : "unknown",
    retryable: isConnectionLost,
    cause: error,
    ...(sql === undefined ? {} : { sql }),
  });
}

/** Marks a lost connection during a write as not retryable, because the statement may have been executed. */
export function writeError(error: AvocetError): AvocetError {
  if (error.reason !== "connection") return error;
  return new AvocetError(error.code, error.message.split("\n")[0] ?? "", {
    ...error.details,
    retryable: false,
    hint: "Check whether the statement was executed before you retry it.",
  });
}

const NO_TABLE = /^relation "(.*)" does not exist$/;
/** The table that a missing-table error names ("" if it names none); undefined for any other error. */
export function missingTable(error: unknown): string | undefined {
  const cause = error instanceof AvocetError ? error.details.cause : error;
  if (!isServerError(cause) || cause.code !== "42P01") return undefined;
  return NO_TABLE.exec(cause.message)?.[1] ?? "";
}

/** The address of a database, without credentials, for error messages. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** Converts an error from opening a session to an AvocetError. */
export function openError(error: unknown, { host, port, database, user }: ServerAddress): AvocetError {
  if (error instanceof AvocetError) return error;
  const address = `${host}:${port}`;
  const text = error instanceof Error ? error.message || String("code" in error ? error.code : error) : String(error);
  const openFailure = (message: string, reason: FailureReason, hint: string, retryable = false): AvocetError =>
    new AvocetError("backend", message, { reason, hint, retryable, cause: error });
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "3D000")
    return openFailure(
      `There is no database \`${database}\` on ${address}`,
      "connection",
      "Create it first, or correct its name.",
    );
  if (code.startsWith("28") || /password must be a/.test(text))
    return openFailure(
      `The server ${address} rejects the user \`${user}\`: ${text}`,
      "authentication",
      "Check the user and the password.",
    );
  if (isServerError(error)) return engineError(error);
  if (/SSL|TLS|certificate|self[- ]signed/i.test(text))
    return openFailure(
      `Cannot open an encrypted connection to ${address}: ${text}`,
      "connection",
      "Check the option ssl, or sslmode in the URL.",
    );
  const isUnreachable = code === "ECONNREFUSED" || /timeout/i.test(text);
  return openFailure(
    `Cannot reach the server ${address}: ${text}`,
    "connection",
    "Check the host and port, and that the server is running and accepts connections from this machine.",
    isUnreachable || code === "ECONNRESET",
  );
}
