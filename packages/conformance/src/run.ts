import type { AvocetError, RunOptions } from "@avocet/core";
import { isAvocetError, Table } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";
import type { Case } from "./case.js";
import { difference, rowsDifference } from "./compare.js";

/** The outcome of a case. `refused`: the dialect does not support an operation and raised an error at compile time. */
export type Outcome =
  | { readonly kind: "equal" }
  | { readonly kind: "different"; readonly difference: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Runs one case on a backend. Throws engine errors unchanged, with their SQL.
 * @example await runCase(connection, returnsRows("no rows", memtable([{ a: 1 }]).limit(0), []))
 */
export async function runCase(backend: ConformanceBackend, testCase: Case, options: RunOptions = {}): Promise<Outcome> {
  try {
    const mismatch = await differenceOf(backend, testCase, options);
    return mismatch === null ? { kind: "equal" } : { kind: "different", difference: mismatch };
  } catch (error) {
    if (isAvocetError(error) && error.code === "unsupported-operation")
      return { kind: "refused", reason: error.message };
    throw error;
  }
}

async function differenceOf(backend: ConformanceBackend, testCase: Case, options: RunOptions): Promise<string | null> {
  switch (testCase.kind) {
    case "scenario":
      return difference(await testCase.run(backend), testCase.expected);
    case "rows": {
      const params = testCase.params ? { params: testCase.params } : {};
      const result = await new Table(testCase.table.relation, backend).execute({ ...options, ...params });
      return rowsDifference(result, testCase.expectedRows, testCase.ordered, testCase.tolerance);
    }
    case "error": {
      const error = await failureOf(backend, testCase.table, options);
      if (!error) return `Expected an error (${testCase.expectedErrors.join(", ")}), but the statement succeeded.`;
      if (error.code === "unsupported-operation") throw error;
      const expected: readonly string[] = testCase.expectedErrors;
      const isExpected =
        expected.includes(error.code) || (error.reason !== undefined && expected.includes(error.reason));
      return isExpected ? null : `${error.code} (${error.reason}) instead of ${expected.join(", ")}: ${error.message}`;
    }
  }
}

async function failureOf(
  backend: ConformanceBackend,
  table: { readonly relation: Table["relation"] },
  options: RunOptions,
): Promise<AvocetError | null> {
  try {
    await new Table(table.relation, backend).execute(options);
    return null;
  } catch (error) {
    if (isAvocetError(error)) return error;
    throw error;
  }
}
