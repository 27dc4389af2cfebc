/** Every way in which Avocet can refuse or fail; each is described in `docs/reference/errors.md`. */
export type ErrorCode =
  // Building an expression
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
  // Compiling it
  | "unsupported-operation"
  | "unknown-dialect"
  | "missing-parameter"
  // Running it
  | "no-backend"
  | "missing-driver"
  | "unknown-table"
  | "schema-mismatch"
  | "value-out-of-range"
  | "too-many-rows"
  | "invalid-file"
  | "backend";

/** Why an engine refused or broke off a statement. */
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

/** What an error says besides its message. */
export interface ErrorDetails {
  /** More lines: the expression with the culprit marked, or what the engine said. */
  readonly detail?: string;
  /** What to do instead. */
  readonly hint?: string;
  readonly sql?: string;
  readonly reason?: FailureReason;
  /** True where the same statement may succeed if it is sent again. */
  readonly retryable?: boolean;
  readonly queryId?: string;
  readonly cause?: unknown;
}

const BRAND: unique symbol = Symbol.for("avocet.error") as never; // a registered symbol keeps the brand across two installed copies

/** The one error class: `code` says what kind of mistake it is, the message says what to do. */
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

  /** Why the engine refused or broke off, if it did. */
  get reason(): FailureReason | undefined {
    return this.details.reason;
  }
  /** Whether the same statement may succeed if it is sent again. */
  get retryable(): boolean {
    return this.details.retryable ?? false;
  }
}

/**
 * True for an error of Avocet, also one thrown by another installed copy of it.
 * @example isAvocetError(new Error("no")) // false
 */
export function isAvocetError(error: unknown): error is AvocetError {
  return typeof error === "object" && error !== null && BRAND in error;
}
