import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** The fields of a snowflake-sdk error that are used. */
interface SnowflakeError {
  /** The error code of the driver or of the service. */
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
  readonly queryId: string | undefined;
}

/** Reads the fields of an error of the driver or the service. */
function parseError(error: unknown): SnowflakeError {
  const property = (name: string): unknown =>
    typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
  const data = property("data");
  const queryId = typeof data === "object" && data !== null && "queryId" in data ? data.queryId : undefined;
  return {
    code: String(property("code") ?? ""),
    sqlState: String(property("sqlState") ?? ""),
    message: error instanceof Error ? error.message : String(error),
    queryId: typeof queryId === "string" ? queryId : undefined,
  };
}

/** Failure reasons by error code; other errors are classified by SQLSTATE. */
const REASON_BY_CODE: ReadonlyMap<string, FailureReason> = new Map<string, FailureReason>([
  ["000604", "cancelled"],
  ["000605", "cancelled"],
  ["000606", "resources"],
  ["000630", "timeout"],
  ["000625", "conflict"],
  ["003001", "authorization"],
  ["090073", "resources"],
  ["090106", "syntax"],
  ["100072", "constraint"],
  ["100090", "constraint"],
  ["200001", "constraint"],
]);
const REASON_BY_SQL_STATE: readonly (readonly [prefix: string, reason: FailureReason])[] = [
  ["42501", "authorization"],
  ["57014", "cancelled"],
  ["57P03", "resources"],
  ["02", "syntax"],
  ["08", "connection"],
  ["0A", "syntax"],
  ["22", "data"],
  ["23", "constraint"],
  ["28", "authentication"],
  ["40", "conflict"],
  ["42", "syntax"],
  ["53", "resources"],
  ["54", "resources"],
  ["57", "resources"],
  ["P0", "data"],
];
/** The session has expired or was closed. The statement was not executed. */
const SESSION_OVER = /^(?:390104|390110|390111|390112|390114|390115|407001|407002)$/;
/** The connection to the service, or to the storage of results, is broken. */
const CONNECTION_ERROR = /^(?:40100[1-4]|40200[12]|ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|ERR_NETWORK)$/;

/** Whether an error means that the session has ended. */
export const isSessionOver = (error: unknown): boolean => SESSION_OVER.test(parseError(error).code);

function reasonOf({ code, sqlState }: SnowflakeError): FailureReason {
  const reasonByCode = REASON_BY_CODE.get(code.padStart(6, "0"));
  if (reasonByCode) return reasonByCode;
  if (SESSION_OVER.test(code) || CONNECTION_ERROR.test(code)) return "connection";
  if (/^39\d{4}$/.test(code)) return "authentication";
  return REASON_BY_SQL_STATE.find(([start]) => sqlState.startsWith(start))?.[1] ?? "unknown";
}

const MISSING_OBJECT = /^(?:002003|002043|002037)$/;
const codeOf = (error: SnowflakeError, reason: FailureReason): ErrorCode =>
  MISSING_OBJECT.test(error.code.padStart(6, "0")) && /object|table|view/i.test(error.message)
    ? "unknown-table"
    : /^404\d{3}$/.test(error.code) && reason === "unknown"
      ? "invalid-argument"
      : "backend";

const HINTS: Readonly<Record<string, string>> = {
  "000606": "Specify a warehouse with connect({ warehouse }) or ?warehouse= in the URL.",
  "090073": "Resume the warehouse, or use another one with connect({ warehouse }).",
  "000008": "Run the statements one after the other.",
  "000630": "Increase statementTimeoutMs, or reduce the work of the query.",
  "003001": "Ask for the privilege, or use another role with connect({ role }).",
};
function hintOf({ code }: SnowflakeError, reason: FailureReason): string | undefined {
  const hintByCode = HINTS[code.padStart(6, "0")];
  if (hintByCode) return hintByCode;
  if (reason === "authentication") return "Check the user, the password or key, and the account.";
  return reason === "connection"
    ? "Check the name of the account and that it can be reached from this machine."
    : undefined;
}

/** Converts an error of the service or the driver to an AvocetError. */
export function engineError(error: unknown, sql?: string): AvocetError {
  if (error instanceof AvocetError) return error;
  const snowflakeError = parseError(error);
  const reason = reasonOf(snowflakeError);
  const [headline = "", ...rest] = snowflakeError.message.split("\n");
  const message = /^SQL (?:compilation|execution|access control) error:?$/.test(headline.trim())
    ? rest.join(" ")
    : snowflakeError.message;
  const hint = hintOf(snowflakeError, reason);
  const detail = sql === undefined ? undefined : markPosition(sql, snowflakeError.message);
  const details: ErrorDetails = {
    reason,
    retryable: reason === "connection",
    cause: error,
    ...(hint === undefined ? {} : { hint }),
    ...(detail === undefined ? {} : { detail }),
    ...(sql === undefined ? {} : { sql }),
    ...(snowflakeError.queryId === undefined ? {} : { queryId: snowflakeError.queryId }),
  };
  return new AvocetError(
    codeOf(snowflakeError, reason),
    message || "Snowflake returned an error without a message",
    details,
  );
}

/**
 * The line of the statement that an error refers to, with a caret below the position. Lines are 1-based, positions
 * 0-based.
 */
function markPosition(sql: string, message: string): string | undefined {
  const [, line, position] = /\bline (\d+) at position (-?\d+)/.exec(message) ?? [];
  const text = sql.split("\n")[Number(line) - 1];
  if (line === undefined || text === undefined || Number(position) < 0) return undefined;
  const prefix = `line ${line}: `;
  return `${prefix}${text}\n${" ".repeat(prefix.length + Number(position))}^`;
}

/** The table that a missing-table error names ("" if it names none); undefined for any other error. */
export function missingTable(error: unknown): string | undefined {
  if (!(error instanceof AvocetError) || error.code !== "unknown-table") return undefined;
  const path = /(?:Object|Table|View) '(.+?)' does not exist/is.exec(error.message)?.[1];
  if (path === undefined) return "";
  const [name = ""] = /"(?:[^"]|"")*"$|[^."]+$/.exec(path) ?? [];
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** Converts an error that occurred when a session was opened. */
export function openError(error: unknown, account: string): AvocetError {
  const cause = engineError(error);
  if (cause.code === "invalid-argument") return cause;
  const [headline = ""] = cause.message.split("\n");
  const hint = cause.details.hint;
  return new AvocetError("backend", `Cannot connect to the Snowflake account ${account}: ${headline}`, {
    reason: cause.reason === undefined || cause.reason === "unknown" ? "connection" : cause.reason,
    retryable: cause.retryable,
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Marks an error of a writing statement as not retryable if the statement may have been executed nevertheless. */
export function writeError(error: AvocetError): AvocetError {
  if (error.reason !== "connection" || isSessionOver(error.details.cause)) return error;
  return new AvocetError(error.code, error.message.split("\n")[0] ?? "", {
    ...error.details,
    retryable: false,
    hint: "Check whether the statement was executed before you retry it.",
  });
}
