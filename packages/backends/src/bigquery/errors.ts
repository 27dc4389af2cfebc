import type { ErrorCode, ErrorDetails, FailureReason } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** Why a request or a job failed. */
export interface Failure {
  /** The HTTP status, or a system error code such as `ECONNRESET`. */
  readonly code: number | string | undefined;
  /** BigQuery's reason, such as `invalidQuery`: https://cloud.google.com/bigquery/docs/error-messages */
  readonly reason: string | undefined;
  readonly message: string;
  readonly cause: unknown;
}

/** Extracts the code, reason and message of an error of BigQuery, its client or the network. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const code = propertyOf(error, "code");
  const [firstError]: unknown[] = arrayOrEmpty(propertyOf(error, "errors"));
  const firstMessage = propertyOf(firstError, "message");
  const reason = propertyOf(firstError, "reason");
  return {
    code: typeof code === "number" || typeof code === "string" ? code : undefined,
    reason: typeof reason === "string" ? reason : undefined,
    message: typeof firstMessage === "string" && firstMessage !== "" ? firstMessage : message.trim(),
    cause: error,
  };
}
const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
const arrayOrEmpty = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Reasons of transient errors: the same request may succeed later. */
const TRANSIENT_REASONS: ReadonlySet<string> = new Set([
  "backendError",
  "internalError",
  "jobBackendError",
  "jobInternalError",
  "jobRateLimitExceeded",
  "rateLimitExceeded",
  "tableUnavailable",
]);
const NETWORK_CODE =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)$/;
const NETWORK_MESSAGE = /socket hang up|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|network timeout/;

/** Whether the network failed, so that the request may or may not have arrived. */
export const isNetworkFailure = ({ code, message }: Failure): boolean =>
  (typeof code === "string" && NETWORK_CODE.test(code)) || NETWORK_MESSAGE.test(message);

/** Whether the same request may succeed later. */
export const isTransient = (failure: Failure): boolean =>
  isNetworkFailure(failure) ||
  TRANSIENT_REASONS.has(failure.reason ?? "") ||
  failure.code === 429 ||
  (typeof failure.code === "number" && failure.code >= 500 && failure.code !== 501);

const REASONS: Readonly<Record<string, FailureReason>> = {
  accessDenied: "authorization",
  billingNotEnabled: "authorization",
  authError: "authentication",
  bytesBilledLimitExceeded: "resources",
  quotaExceeded: "resources",
  rateLimitExceeded: "resources",
  jobRateLimitExceeded: "resources",
  resourcesExceeded: "resources",
  responseTooLarge: "resources",
  billingTierLimitExceeded: "resources",
  duplicate: "constraint",
  resourceInUse: "constraint",
  stopped: "cancelled",
  timeout: "timeout",
};
const HINTS: Readonly<Record<string, string>> = {
  accessDenied:
    "Request a role that allows it, such as BigQuery Data Viewer on the dataset and BigQuery Job User on the project.",
  billingNotEnabled: "Enable billing for the project that runs the query.",
  bytesBilledLimitExceeded: "Read less data, or connect with a larger maximumBytesBilled.",
  quotaExceeded: "Wait until the quota is reset, or request a larger one from Google.",
  rateLimitExceeded: "Run fewer queries at once, with the option connections.",
  resourcesExceeded: "Split the query, for example by storing an intermediate result with createTable.",
};

/** The position at the end of BigQuery's messages about the SQL text. */
const TEXT_POSITION = /\bat \[\d+:\d+\]/;
/** Messages about the SQL text that have no position. */
const SYNTAX_MESSAGE =
  /^(Table ".*" must be qualified|Duplicate column name|Invalid (table|dataset|project)|Query (parameter|error)|.* (is|are) not supported|.* not supported |.*cannot be used without|.*not allowed for this operation|Syntax error|Cannot (replace|access|query))/;

/** Converts an error of BigQuery, its client or the network to an AvocetError. */
export function bigqueryError(error: unknown, sql?: string, queryId?: string): AvocetError {
  if (error instanceof AvocetError) return error;
  const failure = failureOf(error);
  const { reason = "", message } = failure;
  const details: ErrorDetails = {
    reason: reasonOf(failure),
    retryable: isTransient(failure),
    cause: error,
    ...(sql === undefined ? {} : { sql }),
    ...(queryId === undefined ? {} : { queryId }),
  };
  if (isCredentialFailure(failure))
    return new AvocetError(
      "backend",
      NO_CREDENTIALS_MESSAGE.test(failure.message) ? MISSING_CREDENTIALS : UNUSABLE_CREDENTIALS,
      {
        ...details,
        reason: "authentication",
        hint: "Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or connect with keyFile.",
        detail: message,
      },
    );
  if (isNetworkFailure(failure))
    return new AvocetError("backend", `BigQuery cannot be reached: ${message}`, {
      ...details,
      reason: "connection",
      hint: "Check the network, and the option apiEndpoint if it is set.",
    });
  const code: ErrorCode = missingTableIn(message) === undefined ? "backend" : "unknown-table";
  const hint = HINTS[reason] ?? (isMissingDataset(message) ? MISSING_DATASET_HINT : undefined);
  return new AvocetError(code, message, { ...details, ...(hint ? { hint } : {}) });
}
const MISSING_CREDENTIALS = "No credentials for BigQuery were found";
const UNUSABLE_CREDENTIALS = "The credentials for BigQuery are invalid";
const MISSING_DATASET_HINT =
  "Check the project and dataset names, and the location: a dataset is only found in its own location.";

const NO_CREDENTIALS_MESSAGE =
  /Could not load the default credentials|Unable to detect a Project Id|missing required authentication/i;
/** Messages of libraries about key files that cannot be read, and of Google about unknown keys. */
const BAD_CREDENTIALS_MESSAGE =
  /ENOENT: .* open |is not a file|DECODER routines|PEM routines|invalid_grant|Could not refresh access token|must contain a (client_email|private_key)/i;
const isCredentialFailure = ({ message }: Failure): boolean =>
  NO_CREDENTIALS_MESSAGE.test(message) || BAD_CREDENTIALS_MESSAGE.test(message);

function reasonOf(failure: Failure): FailureReason {
  const { code, reason = "", message } = failure;
  const mappedReason = REASONS[reason];
  if (mappedReason) return mappedReason;
  if (isNetworkFailure(failure)) return "connection";
  if (code === 401) return "authentication";
  if (code === 403) return "authorization";
  if (reason === "notFound") return "syntax";
  if (reason === "invalidQuery") return TEXT_POSITION.test(message) || SYNTAX_MESSAGE.test(message) ? "syntax" : "data";
  return isTransient(failure) ? "resources" : "unknown";
}

/** The table name in a missing-table message. */
export const missingTableIn = (message: string): string | undefined =>
  /Not found: Table (?:[^\s:]+:)?(?:[^\s.]+\.)?(.+?)(?: was not found.*)?$/.exec(message.split("\n")[0] ?? "")?.[1];
const isMissingDataset = (message: string): boolean => message.startsWith("Not found: Dataset");

/** The table that a missing-table error names; undefined for any other error. */
export const missingTable = (error: unknown): string | undefined =>
  missingTableIn(error instanceof AvocetError ? error.message : failureOf(error).message);
