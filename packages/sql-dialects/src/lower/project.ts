import { isInteger } from "@avocet/core/dialect";
import * as ir from "@avocet/core/ir";
import type { Sql } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, containsHiddenWindow, hoist } from "./hoist-windows.js";
import { canInline } from "./inlining.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { isLimited, isPassThrough } from "./select-draft.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** Plans a selection: computes columns in the current SELECT if possible, else in a new one above it. */
export function project(
  planner: QueryPlanner,
  inputDraft: SelectDraft,
  relation: ir.Selection,
  outerColumns: OuterColumns,
): SelectDraft {
  const values = [...relation.values].filter(([name]) => planner.isNeeded(relation, name)).map(([, value]) => value);
  const draft = canProject(inputDraft, relation, values)
    ? inputDraft
    : planner.wrapAsSource(inputDraft, baseName(relation.parent), isUncorrelated(relation.parent));
  const columns = projectColumns(planner, draft, relation, outerColumns);
  if (![...columns.values()].some((sql) => containsHiddenWindow(sql) || containsHiddenAggregate(sql, draft)))
    return { ...draft, columns };
  const mustWrap = isLimited(draft) || draft.distinct;
  const ready = mustWrap
    ? planner.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent))
    : draft;
  return hoist(
    planner,
    ready,
    projectColumns(planner, ready, relation, outerColumns),
    baseName(relation.parent),
    isUncorrelated(relation.parent),
  );
}
/** Compiles the needed columns of a selection over a draft. */
function projectColumns(
  planner: QueryPlanner,
  draft: SelectDraft,
  relation: ir.Selection,
  outerColumns: OuterColumns,
): Map<string, Sql> {
  const scope = planner.scope([[relation.parent, draft]], outerColumns);
  const memo: Memo = new Map();
  const columns = new Map<string, Sql>();
  for (const [name, value] of relation.values) {
    if (!planner.isNeeded(relation, name)) continue;
    columns.set(name, castIntegerLiteral(planner, value, lowerValue(value, scope, memo)));
  }
  return columns;
}
/** Casts an integer literal that becomes a column to its dtype; engines choose the width of bare numbers themselves. */
export const castIntegerLiteral = (planner: QueryPlanner, value: ir.Value, sql: Sql): Sql =>
  value.type === "literal" && value.value !== null && isInteger(value.dtype)
    ? planner.dialect.cast(sql, value.dtype)
    : sql;
/** True if the columns of a selection can be computed in the SELECT of the draft. */
function canProject(draft: SelectDraft, relation: ir.Selection, values: readonly ir.Value[]): boolean {
  if (draft.distinct && !(new Set(values).size === draft.columns.size && values.every((v) => v.type === "field")))
    return false;
  const usesWindow = values.some((v) => ir.hasFlag(v, ir.NodeFlag.window));
  if (usesWindow && (isLimited(draft) || draft.qualify.length > 0 || draft.distinct)) return false;
  if (values.some((v) => ir.hasFlag(v, ir.NodeFlag.subquery)) && !(isPassThrough(draft) && draft.groupBy === null))
    return false;
  return canInline(draft, relation.parent, values);
}
