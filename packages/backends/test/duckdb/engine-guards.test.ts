import { expect, test } from "vitest";
import { ENGINE_GUARDS, optimizersToDisable } from "../../src/duckdb/engine-guards.js";
import { connect } from "../../src/duckdb/index.js";

const disabledOptimizers = async (settings: Record<string, string> = {}): Promise<readonly string[]> => {
  const db = await connect({ settings });
  try {
    const [row] = await (await db.sql("SELECT current_setting('disabled_optimizers') AS names")).execute();
    return String(row?.names).split(",");
  } finally {
    await db.close();
  }
};

test("an optimizer is disabled from the first version with its fault up to the one that fixes it", () => {
  expect(optimizersToDisable("v1.4.4")).toEqual([]);
  expect(optimizersToDisable("v1.5.0")).toEqual(["top_n_window_elimination"]);
  expect(optimizersToDisable("v1.5.5")).toEqual(["top_n_window_elimination"]);
  expect(optimizersToDisable("v1.5.6")).toEqual([]);
  expect(optimizersToDisable("v1.5.6-dev12")).toEqual([]);
  expect(optimizersToDisable("v1.10.0")).toEqual([]);
  expect(optimizersToDisable("v2.0.0-alpha37464")).toEqual([]);
});

test("each guard names the reports of the faults", () => {
  for (const { reports } of ENGINE_GUARDS) expect(reports.length).toBeGreaterThan(0);
});

test("guards are added to the optimizers that the settings disable", async () => {
  const [row] = await (async () => {
    const db = await connect();
    try {
      return await (await db.sql("SELECT version() AS version")).execute();
    } finally {
      await db.close();
    }
  })();
  const guarded = optimizersToDisable(String(row?.version));
  expect(await disabledOptimizers()).toEqual(guarded.length > 0 ? guarded : [""]);
  expect(new Set(await disabledOptimizers({ disabled_optimizers: "join_order" }))).toEqual(
    new Set(["join_order", ...guarded]),
  );
});
