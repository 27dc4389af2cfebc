import { ir, isInteger } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, containsHiddenWindow, hoist } from "./hoist-windows.js";
import type { Outer, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { isLimited, isPassThrough } from "./select-draft.js";
import { substitutable } from "./substitute.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** Columns computed from each row: written out in the SELECT that is there, or in one of their own above it. */
export function project(low: QueryPlanner, given: SelectDraft, r: ir.Selection, outer: Outer): SelectDraft {
  const values = [...r.values].filter(([name]) => low.isNeeded(r, name)).map(([, value]) => value);
  const block = projectable(given, r, values) ? given : low.wrap(given, baseName(r.parent), isUncorrelated(r.parent));
  const columns = projected(low, block, r, outer);
  if (![...columns.values()].some((sql) => containsHiddenWindow(sql) || containsHiddenAggregate(sql, block)))
    return { ...block, columns };
  const whole = isLimited(block) || block.distinct;
  const ready = whole ? low.wrap(block, baseName(r.parent), isUncorrelated(r.parent)) : block;
  return hoist(low, ready, projected(low, ready, r, outer), baseName(r.parent), isUncorrelated(r.parent));
}
function projected(low: QueryPlanner, block: SelectDraft, r: ir.Selection, outer: Outer): Map<string, Sql> {
  const scope = low.scope([[r.parent, block]], outer);
  const memo: Memo = new Map();
  const columns = new Map<string, Sql>();
  for (const [name, value] of r.values) {
    if (!low.isNeeded(r, name)) continue;
    columns.set(name, asColumn(low, value, lowerValue(value, scope, memo)));
  }
  return columns;
}
/** A bare number has whatever width the engine gives it; as a column it has its dtype. */
export const asColumn = (low: QueryPlanner, value: ir.Value, sql: Sql): Sql =>
  value.type === "literal" && value.value !== null && isInteger(value.dtype) ? low.dialect.cast(sql, value.dtype) : sql;
function projectable(block: SelectDraft, r: ir.Selection, values: readonly ir.Value[]): boolean {
  if (block.distinct && !(new Set(values).size === block.columns.size && values.every((v) => v.type === "field")))
    return false;
  const windows = values.some((v) => ir.hasTrait(v, ir.NodeFlag.window));
  if (windows && (isLimited(block) || block.qualify.length > 0 || block.distinct)) return false;
  if (values.some((v) => ir.hasTrait(v, ir.NodeFlag.subquery)) && !(isPassThrough(block) && block.groupBy === null))
    return false;
  return substitutable(block, r.parent, values);
}
