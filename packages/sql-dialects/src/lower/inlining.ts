import * as ir from "@avocet/core/ir";
import { hasImpure, hasQuery, hasWindow, sizeOf } from "../sql/expr.js";
import type { SelectDraft } from "./select-draft.js";
import { isOutputKey, isPassThrough } from "./select-draft.js";

/** Maximum size of an expression that may be duplicated when inlined. */
const MAX_DUPLICATED_SIZE = 4;

/** True if the columns of a draft can be inlined into values without duplicating an expensive or impure expression. */
export function canInline(
  draft: SelectDraft,
  parent: ir.Relation,
  values: readonly (ir.Value | ir.SortKey)[],
): boolean {
  if (isPassThrough(draft)) return true;
  const uses = columnUses(parent, values);
  for (const [name, column] of draft.columns) {
    if (column.kind === "column" || column.kind === "literal") continue;
    const use = uses.get(name);
    if (!use) continue;
    if (use.inWindow && hasWindow(column)) return false;
    if (use.isNested && isOutputKey(draft, name)) return false;
    if (
      use.count > 1 &&
      (hasImpure(column) ||
        hasWindow(column) ||
        hasQuery(column) ||
        sizeOf(column, MAX_DUPLICATED_SIZE + 1) > MAX_DUPLICATED_SIZE)
    )
      return false;
    if (use.isNested && hasImpure(column)) return false;
  }
  return true;
}

/** How values use a column. */
export interface ColumnUse {
  readonly count: number;
  readonly inWindow: boolean;
  /** True if a use is inside an expression, and not the whole value. */
  readonly isNested: boolean;
}
/** Counts the uses of each column of a relation; a column in a subexpression that is used twice counts twice. */
export function columnUses(
  parent: ir.Relation,
  values: readonly (ir.Value | ir.SortKey)[],
): ReadonlyMap<string, ColumnUse> {
  const usersFirst = ir.postorder(values).toReversed();
  const counts = new Map<ir.ValueNode, number>();
  const insideWindows = new Set<ir.ValueNode>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rootCounts = new Map(counts);
  const uses = new Map<string, ColumnUse>();
  for (const node of usersFirst) {
    const count = Math.min(counts.get(node) ?? 1, 1e6);
    for (const child of ir.childrenOf(node)) {
      counts.set(child, (counts.get(child) ?? 0) + count);
      if (node.type === "window" || insideWindows.has(node)) insideWindows.add(child);
    }
  }
  for (const node of usersFirst)
    if (node.type === "field" && node.relation === parent)
      uses.set(node.name, {
        count: counts.get(node) ?? 1,
        inWindow: insideWindows.has(node),
        isNested: (counts.get(node) ?? 1) > (rootCounts.get(node) ?? 0),
      });
  return uses;
}
