import { describe, expect, test } from "vitest";
import { bigqueryError, missingTable } from "../../src/bigquery/errors.js";

const apiError = (code: number, reason: string, message: string): Error =>
  Object.assign(new Error(message), { code, errors: [{ reason, message, domain: "global" }] });
const networkError = (code: string): Error =>
  Object.assign(new Error(`request to https://bigquery failed, reason: ${code}`), { code });

describe("errors of BigQuery", () => {
  test.each<[string, Error, string, string, boolean]>([
    ["text", apiError(400, "invalidQuery", "Unrecognized name: x at [1:8]"), "backend", "syntax", false],
    [
      "unqualified",
      apiError(400, "invalidQuery", 'Table "x" must be qualified with a dataset (e.g. dataset.table).'),
      "backend",
      "syntax",
      false,
    ],
    ["values", apiError(400, "invalidQuery", "division by zero: 1 / 0"), "backend", "data", false],
    [
      "table",
      apiError(404, "notFound", "Not found: Table p:d.orders was not found in location US"),
      "unknown-table",
      "syntax",
      false,
    ],
    [
      "dataset",
      apiError(404, "notFound", "Not found: Dataset p:d was not found in location US"),
      "backend",
      "syntax",
      false,
    ],
    ["rights", apiError(403, "accessDenied", "Access Denied: Dataset p:d"), "backend", "authorization", false],
    ["rate", apiError(403, "rateLimitExceeded", "Exceeded rate limits"), "backend", "resources", true],
    ["quota", apiError(403, "quotaExceeded", "Quota exceeded"), "backend", "resources", false],
    [
      "bytes",
      apiError(400, "bytesBilledLimitExceeded", "Query exceeded limit for bytes billed"),
      "backend",
      "resources",
      false,
    ],
    ["passing", apiError(503, "backendError", "Try again"), "backend", "resources", true],
    ["token", apiError(401, "authError", "Invalid Credentials"), "backend", "authentication", false],
    ["there", apiError(409, "duplicate", "Already Exists: Table p:d.t"), "backend", "constraint", false],
    ["ended", apiError(400, "stopped", "Job execution was cancelled"), "backend", "cancelled", false],
    ["network", networkError("ECONNRESET"), "backend", "connection", true],
    ["name", networkError("ENOTFOUND"), "backend", "connection", true],
    [
      "credentials",
      new Error("Could not load the default credentials. Browse to https://…"),
      "backend",
      "authentication",
      false,
    ],
    [
      "key file",
      new Error("ENOENT: no such file or directory, open '/nowhere.json'"),
      "backend",
      "authentication",
      false,
    ],
    ["key", new Error("error:1E08010C:DECODER routines::unsupported"), "backend", "authentication", false],
    ["else", new Error("what?"), "backend", "unknown", false],
  ])("%s", (_, cause, code, reason, retryable) => {
    const error = bigqueryError(cause, "SELECT 1", "job");
    expect([error.code, error.reason, error.retryable]).toEqual([code, reason, retryable]);
    expect(error.details.queryId).toBe("job");
  });
  test("hints say what to do", () => {
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
  ])("%s", (message, table) => {
    expect(missingTable(apiError(404, "notFound", message))).toBe(table);
  });
});
