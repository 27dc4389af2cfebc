import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

// The client throws plain errors; the kind is the first words of the message, as in "Binder Error: …".
const REASONS: Readonly<Record<string, FailureReason>> = {
  Parser: "syntax",
  Syntax: "syntax",
  Binder: "syntax",
  Catalog: "syntax",
  "Parameter Not Resolved": "syntax",
  "Parameter Not Allowed": "syntax",
  Conversion: "data",
  "Invalid Input": "data",
  "Out of Range": "data",
  "Mismatch Type": "data",
  "Decimal Overflow": "data",
  "Divide by Zero": "data",
  Constraint: "constraint",
  Dependency: "constraint",
  TransactionContext: "conflict",
  Transaction: "conflict",
  "Out of Memory": "resources",
  IO: "resources",
  Permission: "authorization",
  Connection: "connection",
  HTTP: "connection",
  INTERRUPT: "cancelled",
};
const CSV_PROBLEM = /CSV Error|sniffing file|CSV Parser|not utf-8 encoded/;
const NO_FILE = /No files found that match the pattern "(.*)"/;
const NO_TABLE = /(?:Table|View) with name (.+) does not exist/;

/** What the engine said, as an AvocetError with its reason, its words and its hint. */
export function engineError(error: unknown, sql?: string): AvocetError {
  if (error instanceof AvocetError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const reason = reasonOf(text);
  const details: ErrorDetails = {
    reason,
    retryable: reason === "conflict",
    cause: error,
    ...(sql === undefined ? {} : { sql }),
  };
  const missing = NO_FILE.exec(text)?.[1];
  if (missing !== undefined)
    return new AvocetError("invalid-file", `there is no file ${missing}`, {
      ...details,
      hint: "Check the path; a relative one starts at the directory that the process was started in.",
    });
  const [headline = "", ...rest] = text.split("\n");
  const code: ErrorCode = CSV_PROBLEM.test(text) ? "invalid-file" : NO_TABLE.test(text) ? "unknown-table" : "backend";
  const detail = rest.join("\n").trim();
  return new AvocetError(code, headline, { ...details, ...(detail ? { detail } : {}) });
}

/** The name of the table that the engine did not find, if that is what the message says. */
export const missingTable = (error: unknown): string | undefined =>
  error instanceof Error ? NO_TABLE.exec(error.message)?.[1] : undefined;

function reasonOf(message: string): FailureReason {
  const kind = /^([A-Za-z ]+?) Error:/.exec(message)?.[1];
  return (kind !== undefined && REASONS[kind]) || "unknown";
}

/** Why a database could not be opened. */
export function openError(error: unknown, path: string): AvocetError {
  const text = error instanceof Error ? error.message : String(error);
  if (/Could not set lock|Conflicting lock|being used by another process/i.test(text)) {
    const holder = /Conflicting lock is held in (.*?\(PID \d+\))/.exec(text)?.[1];
    return new AvocetError(
      "backend",
      `the database file ${path} is open in another process${holder ? `: ${holder}` : ""}`,
      {
        hint: "Close it there, then try again. DuckDB lets one process write a file, or several read it: { readOnly: true } in each of them.",
        reason: "connection",
        retryable: true,
        cause: error,
      },
    );
  }
  if (text.includes("different configuration"))
    return new AvocetError("backend", `the database file ${path} is open in this process already, with other options`, {
      hint: "Connect with the same options, or close the other connection first.",
      reason: "connection",
      cause: error,
    });
  const hint = text.includes("No such file or directory")
    ? "Make its directory first."
    : text.includes("not a valid DuckDB database")
      ? "Give another path: this file is something else, and it is left as it is."
      : undefined;
  return new AvocetError("backend", `the database ${path} cannot be opened: ${text.split("\n")[0]}`, {
    reason: "connection",
    cause: error,
    ...(hint ? { hint } : {}),
  });
}
