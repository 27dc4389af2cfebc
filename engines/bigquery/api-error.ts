/** An error of BigQuery's API, with a reason such as `invalidQuery`, which determines the HTTP status. */
export class ApiError extends Error {
  readonly reason: string;
  readonly status: number;
  readonly location: string | undefined;

  constructor(reason: string, message: string, location?: string) {
    super(message);
    this.reason = reason;
    this.status = HTTP_STATUS[reason] ?? 400;
    this.location = location;
  }
}

/** https://cloud.google.com/bigquery/docs/error-messages */
const HTTP_STATUS: Readonly<Record<string, number>> = {
  accessDenied: 403,
  backendError: 503,
  billingNotEnabled: 403,
  duplicate: 409,
  internalError: 500,
  jobBackendError: 400,
  notFound: 404,
  notImplemented: 501,
  quotaExceeded: 403,
  rateLimitExceeded: 403,
  responseTooLarge: 403,
  timeout: 400,
};

export const invalidQuery = (message: string): ApiError => new ApiError("invalidQuery", message, "query");
