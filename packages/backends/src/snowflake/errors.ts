import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** As much of an error of snowflake-sdk as is used. */
interface Reported {
  /** A number of the driver's own, or what the service calls the error. */
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
  readonly queryId: string | undefined;
}

/** What an error says that the driver or the service has given. */
function reported(error: unknown): Reported {
  const own = (name: string): unknown =>
    typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
  const data = own("data");
  const queryId = typeof data === "object" && data !== null && "queryId" in data ? data.queryId : undefined;
  return {
    code: String(own("code") ?? ""),
    sqlState: String(own("sqlState") ?? ""),
    message: error instanceof Error ? error.message : String(error),
    queryId: typeof queryId === "string" ? queryId : undefined,
  };
}

/** Why, by the service's own number; what is not here goes by its SQL state. */
const BY_CODE: ReadonlyMap<string, FailureReason> = new Map<string, FailureReason>([
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
const BY_STATE: readonly (readonly [start: string, reason: FailureReason])[] = [
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
/** The session is over: it timed out, or was ended. Nothing of the statement was done. */
const SESSION_OVER = /^(?:390104|390110|390111|390112|390114|390115|407001|407002)$/;
/** The line to the service, or to the place where results lie, is broken. */
const LINE = /^(?:40100[1-4]|40200[12]|ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|ERR_NETWORK)$/;

/** Whether an error says that the session is no more. */
export const isSessionOver = (error: unknown): boolean => SESSION_OVER.test(reported(error).code);

function reasonOf({ code, sqlState }: Reported): FailureReason {
  const own = BY_CODE.get(code.padStart(6, "0"));
  if (own) return own;
  if (SESSION_OVER.test(code) || LINE.test(code)) return "connection";
  if (/^39\d{4}$/.test(code)) return "authentication";
  return BY_STATE.find(([start]) => sqlState.startsWith(start))?.[1] ?? "unknown";
}

const MISSING = /^(?:002003|002043|002037)$/;
const codeOf = (error: Reported, reason: FailureReason): ErrorCode =>
  MISSING.test(error.code.padStart(6, "0")) && /object|table|view/i.test(error.message)
    ? "unknown-table"
    : /^404\d{3}$/.test(error.code) && reason === "unknown"
      ? "invalid-argument"
      : "backend";

const HINTS: Readonly<Record<string, string>> = {
  "000606": "Name a warehouse: connect({ warehouse }) or ?warehouse= in the URL.",
  "090073": "Resume the warehouse, or name another: connect({ warehouse }).",
  "000008": "Run them one after the other.",
  "000630": "Give it more time with statementTimeoutMs, or less to do.",
  "003001": "Ask for the right, or connect with another role: connect({ role }).",
};
function hintOf({ code }: Reported, reason: FailureReason): string | undefined {
  const own = HINTS[code.padStart(6, "0")];
  if (own) return own;
  if (reason === "authentication") return "Check the user, its password or key, and the account.";
  return reason === "connection" ? "Check that the account's name is right and that it can be reached." : undefined;
}

/** What the service or the driver said, as an AvocetError with its reason, its words and a hint. */
export function engineError(error: unknown, sql?: string): AvocetError {
  if (error instanceof AvocetError) return error;
  const told = reported(error);
  const reason = reasonOf(told);
  const [headline = "", ...more] = told.message.split("\n");
  const message = /^SQL (?:compilation|execution|access control) error:?$/.test(headline.trim())
    ? more.join(" ")
    : told.message;
  const hint = hintOf(told, reason);
  const detail = sql === undefined ? undefined : marked(sql, told.message);
  const details: ErrorDetails = {
    reason,
    retryable: reason === "connection",
    cause: error,
    ...(hint === undefined ? {} : { hint }),
    ...(detail === undefined ? {} : { detail }),
    ...(sql === undefined ? {} : { sql }),
    ...(told.queryId === undefined ? {} : { queryId: told.queryId }),
  };
  return new AvocetError(codeOf(told, reason), message || "Snowflake failed without a word", details);
}

/** The line of a statement that an error is in, with a mark below the place. The service counts lines from 1, positions from 0. */
function marked(sql: string, message: string): string | undefined {
  const [, line, position] = /\bline (\d+) at position (-?\d+)/.exec(message) ?? [];
  const text = sql.split("\n")[Number(line) - 1];
  if (line === undefined || text === undefined || Number(position) < 0) return undefined;
  const head = `line ${line}: `;
  return `${head}${text}\n${" ".repeat(head.length + Number(position))}^`;
}

/** The name of the table that the service did not find, if that is what it says. */
export function missingTable(error: unknown): string | undefined {
  if (!(error instanceof AvocetError) || error.code !== "unknown-table") return undefined;
  const path = /(?:Object|Table|View) '(.+?)' does not exist/is.exec(error.message)?.[1];
  if (path === undefined) return "";
  const [last = ""] = /"(?:[^"]|"")*"$|[^."]+$/.exec(path) ?? [];
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last;
}

/** Why a session could not be opened. */
export function openError(error: unknown, account: string): AvocetError {
  const own = engineError(error);
  if (own.code === "invalid-argument") return own;
  const [words = ""] = own.message.split("\n");
  const hint = own.details.hint;
  return new AvocetError("backend", `Snowflake's account ${account} cannot be connected to: ${words}`, {
    reason: own.reason === undefined || own.reason === "unknown" ? "connection" : own.reason,
    retryable: own.retryable,
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** An error of a statement that writes: if the line broke, it may have been done all the same. */
export function writeError(error: AvocetError): AvocetError {
  if (error.reason !== "connection" || isSessionOver(error.details.cause)) return error;
  return new AvocetError(error.code, error.message.split("\n")[0] ?? "", {
    ...error.details,
    retryable: false,
    hint: "Look whether it was done before it is done again.",
  });
}
