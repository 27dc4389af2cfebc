import { ir } from "@avocet/core";
import { hasImpure, hasQuery, hasWindow, sizeOf } from "../sql/expr.js";
import type { SelectDraft } from "./select-draft.js";
import { isOutputKey, isPassThrough } from "./select-draft.js";

/** An inner expression that is used several times is written out again only if it is this small. */
const CHEAP = 4;

/** Whether the block's columns may be written out in place of their names: none is repeated unless it is cheap. */
export function substitutable(
  block: SelectDraft,
  parent: ir.Relation,
  values: readonly (ir.Value | ir.SortKey)[],
): boolean {
  if (isPassThrough(block)) return true;
  const uses = usesOf(parent, values);
  for (const [name, column] of block.columns) {
    if (column.kind === "column" || column.kind === "literal") continue;
    const used = uses.get(name);
    if (!used) continue;
    if (used.inWindow && hasWindow(column)) return false;
    if (used.inside && isOutputKey(block, name)) return false;
    if (
      used.count > 1 &&
      (hasImpure(column) || hasWindow(column) || hasQuery(column) || sizeOf(column, CHEAP + 1) > CHEAP)
    )
      return false;
    if (used.inside && hasImpure(column)) return false;
  }
  return true;
}

export interface Used {
  readonly count: number;
  readonly inWindow: boolean;
  readonly inside: boolean;
}
/** How often, and where, values use each column of a relation; a part that is used twice counts twice. */
export function usesOf(parent: ir.Relation, values: readonly (ir.Value | ir.SortKey)[]): ReadonlyMap<string, Used> {
  const order = ir.postorder(values).toReversed();
  const counts = new Map<ir.ValueNode, number>();
  const windowed = new Set<ir.ValueNode>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  const tops = new Map(counts);
  const found = new Map<string, Used>();
  for (const node of order) {
    const count = Math.min(counts.get(node) ?? 1, 1e6);
    for (const child of ir.childrenOf(node)) {
      counts.set(child, (counts.get(child) ?? 0) + count);
      if (node.type === "window" || windowed.has(node)) windowed.add(child);
    }
  }
  for (const node of order)
    if (node.type === "field" && node.relation === parent)
      found.set(node.name, {
        count: counts.get(node) ?? 1,
        inWindow: windowed.has(node),
        inside: (counts.get(node) ?? 1) > (tops.get(node) ?? 0),
      });
  return found;
}
