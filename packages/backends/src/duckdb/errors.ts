import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

// The client throws plain errors; the message begins with their kind, as in "Binder Error: …".
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

/** Converts an error of the engine to an AvocetError. */
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
    return new AvocetError("invalid-file", `There is no file ${missing}`, {
      ...details,
      hint: "Check the path; a relative path starts at the working directory of the process.",
    });
  const [headline = "", ...rest] = text.split("\n");
  const code: ErrorCode = CSV_PROBLEM.test(text) ? "invalid-file" : NO_TABLE.test(text) ? "unknown-table" : "backend";
  const detail = rest.join("\n").trim();
  return new AvocetError(code, headline, { ...details, ...(detail ? { detail } : {}) });
}

/** The name of the missing table, if the error is about one. */
export const missingTable = (error: unknown): string | undefined =>
  error instanceof Error ? NO_TABLE.exec(error.message)?.[1] : undefined;

function reasonOf(message: string): FailureReason {
  const kind = /^([A-Za-z ]+?) Error:/.exec(message)?.[1];
  return (kind !== undefined && REASONS[kind]) || "unknown";
}

/** Converts an error from opening a database to an AvocetError. */
export function openError(error: unknown, path: string): AvocetError {
  const text = error instanceof Error ? error.message : String(error);
  if (/Could not set lock|Conflicting lock|being used by another process/i.test(text)) {
    const holder = /Conflicting lock is held in (.*?\(PID \d+\))/.exec(text)?.[1];
    return new AvocetError(
      "backend",
      `The database file ${path} is open in another process${holder ? `: ${holder}` : ""}`,
      {
        hint: "Close it there and try again. One process may write a file, or several may read it with { readOnly: true }.",
        reason: "connection",
        retryable: true,
        cause: error,
      },
    );
  }
  if (text.includes("different configuration"))
    return new AvocetError("backend", `The database file ${path} is already open in this process, with other options`, {
      hint: "Connect with the same options, or close the other connection first.",
      reason: "connection",
      cause: error,
    });
  const hint = text.includes("No such file or directory")
    ? "Create its directory first."
    : text.includes("not a valid DuckDB database")
      ? "Use another path: this file is not a DuckDB database. It was not changed."
      : undefined;
  return new AvocetError("backend", `Cannot open the database ${path}: ${text.split("\n")[0]}`, {
    reason: "connection",
    cause: error,
    ...(hint ? { hint } : {}),
  });
}
