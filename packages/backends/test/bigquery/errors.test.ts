import { describe, expect, test } from "vitest";
import { bigqueryError, missingTable } from "../../src/bigquery/errors.js";

const apiError = (code: number, reason: string, message: string): Error =>
  Object.assign(new Error(message), { code, errors: [{ reason, message, domain: "global" }] });
const networkError = (code: string): Error =>
  Object.assign(new Error(`request to https://bigquery failed, reason: ${code}`), { code });

describe("errors of BigQuery", () => {
  test.each<[string, Error, string, string, boolean]>([
    ["syntax", apiError(400, "invalidQuery", "Unrecognized name: x at [1:8]"), "backend", "syntax", false],
    [
      "an unqualified table name",
      apiError(400, "invalidQuery", 'Table "x" must be qualified with a dataset (e.g. dataset.table).'),
      "backend",
      "syntax",
      false,
    ],
    ["a value", apiError(400, "invalidQuery", "division by zero: 1 / 0"), "backend", "data", false],
    [
      "a missing table",
      apiError(404, "notFound", "Not found: Table p:d.orders was not found in location US"),
      "unknown-table",
      "syntax",
      false,
    ],
    [
      "a missing dataset",
      apiError(404, "notFound", "Not found: Dataset p:d was not found in location US"),
      "backend",
      "syntax",
      false,
    ],
    ["permissions", apiError(403, "accessDenied", "Access Denied: Dataset p:d"), "backend", "authorization", false],
    ["the request rate", apiError(403, "rateLimitExceeded", "Exceeded rate limits"), "backend", "resources", true],
    ["a quota", apiError(403, "quotaExceeded", "Quota exceeded"), "backend", "resources", false],
    [
      "the bytes limit",
      apiError(400, "bytesBilledLimitExceeded", "Query exceeded limit for bytes billed"),
      "backend",
      "resources",
      false,
    ],
    ["a transient failure", apiError(503, "backendError", "Try again"), "backend", "resources", true],
    ["an invalid token", apiError(401, "authError", "Invalid Credentials"), "backend", "authentication", false],
    ["an existing table", apiError(409, "duplicate", "Already Exists: Table p:d.t"), "backend", "constraint", false],
    ["a cancelled job", apiError(400, "stopped", "Job execution was cancelled"), "backend", "cancelled", false],
    ["a connection reset", networkError("ECONNRESET"), "backend", "connection", true],
    ["an unknown host name", networkError("ENOTFOUND"), "backend", "connection", true],
    [
      "missing credentials",
      new Error("Could not load the default credentials. Browse to https://…"),
      "backend",
      "authentication",
      false,
    ],
    [
      "a missing key file",
      new Error("ENOENT: no such file or directory, open '/nowhere.json'"),
      "backend",
      "authentication",
      false,
    ],
    ["an invalid key", new Error("error:1E08010C:DECODER routines::unsupported"), "backend", "authentication", false],
    ["an unknown cause", new Error("what?"), "backend", "unknown", false],
  ])("an error about %s has its code, reason and retryability", (_, cause, code, reason, retryable) => {
    const error = bigqueryError(cause, "SELECT 1", "job");
    expect([error.code, error.reason, error.retryable]).toEqual([code, reason, retryable]);
    expect(error.details.queryId).toBe("job");
  });
  test("missing credentials and missing datasets have hints", () => {
    expect(bigqueryError(new Error("Could not load the default credentials")).details.hint).toContain("gcloud auth");
    expect(
      bigqueryError(apiError(404, "notFound", "Not found: Dataset p:d was not found in location US")).details.hint,
    ).toContain("location");
  });
  test.each([
    ["Not found: Table p:d.orders was not found in location US", "orders"],
    ["Not found: Table google.com:p:d.orders was not found in location EU", "orders"],
    ["Not found: Table p:d.two words", "two words"],
    ["Not found: Dataset p:d", undefined],
  ])("the missing table is read from the message: %s", (message, table) => {
    expect(missingTable(apiError(404, "notFound", message))).toBe(table);
  });
});
