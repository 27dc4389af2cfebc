import type { AvocetError, RunOptions } from "@avocet/core";
import { isAvocetError, Table } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";
import type { Case } from "./case.js";
import { difference, rowsDifference } from "./compare.js";

/** What came of a case. A refusal is an operation that the dialect says it cannot do, when it is compiled. */
export type Outcome =
  | { readonly is: "equal" }
  | { readonly is: "different"; readonly how: string }
  | { readonly is: "refused"; readonly why: string };

/**
 * Runs one case on a backend. Errors of the engine are thrown as they are, with their SQL.
 * @example await runCase(connection, gives("none", memtable([{ a: 1 }]).limit(0), []))
 */
export async function runCase(backend: ConformanceBackend, given: Case, options: RunOptions = {}): Promise<Outcome> {
  try {
    const how = await differenceOf(backend, given, options);
    return how === null ? { is: "equal" } : { is: "different", how };
  } catch (error) {
    if (isAvocetError(error) && error.code === "unsupported-operation") return { is: "refused", why: error.message };
    throw error;
  }
}

async function differenceOf(backend: ConformanceBackend, given: Case, options: RunOptions): Promise<string | null> {
  switch (given.kind) {
    case "scenario":
      return difference(await given.run(backend), given.gives);
    case "rows": {
      const params = given.params ? { params: given.params } : {};
      const result = await new Table(given.table.relation, backend).execute({ ...options, ...params });
      return rowsDifference(result, given.rows, given.ordered, given.tolerance);
    }
    case "error": {
      const error = await failureOf(backend, given.table, options);
      if (!error) return `no error, but one of ${given.fails.join(", ")} was expected`;
      if (error.code === "unsupported-operation") throw error;
      const ways: readonly string[] = given.fails;
      const fits = ways.includes(error.code) || (error.reason !== undefined && ways.includes(error.reason));
      return fits ? null : `${error.code} (${error.reason}) instead of ${ways.join(", ")}: ${error.message}`;
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
