/** The kinds of errors that Avocet throws; `docs/reference/errors.md` describes each of them. */
export type ErrorCode =
  // While building an expression
  | "unknown-column"
  | "unrelated-column"
  | "ambiguous-column"
  | "duplicate-column"
  | "invalid-argument"
  | "invalid-dtype"
  | "invalid-literal"
  | "invalid-shape"
  | "invalid-window"
  | "unknown-method"
  | "invalid-json"
  | "mixed-backends"
  // While compiling it
  | "unsupported-operation"
  | "unknown-dialect"
  | "missing-parameter"
  // While executing it
  | "no-backend"
  | "missing-driver"
  | "unknown-table"
  | "schema-mismatch"
  | "value-out-of-range"
  | "too-many-rows"
  | "invalid-file"
  | "backend";

/** Why an engine refused or aborted a statement. */
export type FailureReason =
  | "connection"
  | "authentication"
  | "authorization"
  | "syntax"
  | "constraint"
  | "conflict"
  | "resources"
  | "data"
  | "cancelled"
  | "timeout"
  | "unknown";

/** Details of an error in addition to its message. */
export interface ErrorDetails {
  /** Further lines: the expression with the culprit marked, or the engine's error message. */
  readonly detail?: string;
  /** How to fix it. */
  readonly hint?: string;
  readonly sql?: string;
  readonly reason?: FailureReason;
  /** True if the same statement may succeed when it is sent again. */
  readonly retryable?: boolean;
  readonly queryId?: string;
  readonly cause?: unknown;
}

// A registered symbol is the same in all installed copies.
const BRAND: unique symbol = Symbol.for("avocet.error") as never;

/** The only error class: `code` is the kind of error, and the message includes a hint. */
export class AvocetError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly [BRAND] = true;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const lines = [message, ...(details.hint ? [details.hint] : []), ...(details.detail ? ["", details.detail] : [])];
    super(lines.join("\n"), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AvocetError";
    this.code = code;
    this.details = details;
  }

  /** Why the engine refused or aborted the statement, if it did. */
  get reason(): FailureReason | undefined {
    return this.details.reason;
  }
  /** Whether the same statement may succeed when it is sent again. */
  get retryable(): boolean {
    return this.details.retryable ?? false;
  }
}

/**
 * Tests whether a value is an error of Avocet, also of another installed copy of it.
 * @example isAvocetError(new Error("no")) // false
 */
export function isAvocetError(error: unknown): error is AvocetError {
  return typeof error === "object" && error !== null && BRAND in error;
}
