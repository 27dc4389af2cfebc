import type { DuckDBConnection as Native } from "@duckdb/node-api";

/** An optimizer of the engine that returns wrong results in some versions, and is disabled there. */
export interface EngineGuard {
  /** The name of the optimizer in the setting `disabled_optimizers`. */
  readonly optimizer: string;
  /** The first version with the fault. */
  readonly since: string;
  /** The first version without it. */
  readonly fixedIn: string;
  /** The reports of the wrong results. */
  readonly reports: readonly string[];
}

/** Guards against known wrong results. Each report has a conformance case. */
export const ENGINE_GUARDS: readonly EngineGuard[] = [
  {
    optimizer: "top_n_window_elimination",
    since: "1.5.0",
    fixedIn: "1.5.6",
    reports: [
      "https://github.com/duckdb/duckdb/issues/23588", // equal rows become one
      "https://github.com/duckdb/duckdb/issues/23675", // a row of NULLs from no rows
      "https://github.com/duckdb/duckdb/issues/23677", // a computed key that is NULL loses its row
      "https://github.com/duckdb/duckdb/issues/24363", // rows with a NULL key are dropped
      "https://github.com/duckdb/duckdb/issues/25888", // a row of NULLs from a filtered aggregate
    ],
  },
];

/** Returns the optimizers to disable in a version such as `v1.5.5`. */
export const optimizersToDisable = (
  version: string,
  guards: readonly EngineGuard[] = ENGINE_GUARDS,
): readonly string[] =>
  guards
    .filter(({ since, fixedIn }) => compareVersions(version, since) >= 0 && compareVersions(version, fixedIn) < 0)
    .map(({ optimizer }) => optimizer);

/** Disables the optimizers with known faults in the whole database, in addition to those that are disabled already. */
export async function applyEngineGuards(native: Native): Promise<void> {
  const result = await native.run("SELECT version(), current_setting('disabled_optimizers')");
  const [version, disabled] = [0, 1].map((i) => String(result.getChunk(0).getColumnVector(i).getItem(0)));
  const names = new Set([...(disabled ?? "").split(","), ...optimizersToDisable(version ?? "")]);
  names.delete("");
  if (names.size > 0) await native.run(`SET GLOBAL disabled_optimizers = '${[...names].join(",")}'`);
}

/** Compares the numbers of two versions; a suffix such as `-dev12` is ignored. */
function compareVersions(left: string, right: string): number {
  const [leftNumbers, rightNumbers] = [left, right].map((text) =>
    text.replace(/^v/, "").split(".").map(Number.parseFloat),
  );
  for (const i of [0, 1, 2]) {
    const difference = (leftNumbers?.[i] ?? 0) - (rightNumbers?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
