import { AvocetError, ir } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { hasAggregate, hasImpure, hasWindow, some } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, containsHiddenWindow } from "./hoist-windows.js";
import type { Outer, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { isLimited, isOutputKey, isPassThrough } from "./select-draft.js";
import { usesOf } from "./substitute.js";
import type { Memo } from "./value.js";
import { lowerSort } from "./value.js";

/** Sort keys: new ones first, those before break ties. Constants sort nothing, and a bare number would be the place of a column. */
export function sort(low: QueryPlanner, given: SelectDraft, r: ir.Sort, outer: Outer): SelectDraft {
  const lowered = (block: SelectDraft): SortSql[] => {
    const scope = low.scope([[r.parent, block]], outer);
    const memo: Memo = new Map();
    return r.keys
      .filter((key) => key.value.shape !== "scalar")
      .map((key) => lowerSort(key, scope, memo))
      .filter((key) => !isConstant(key.sql));
  };
  let block = isLimited(given) ? low.wrap(given, baseName(r.parent), isUncorrelated(r.parent)) : given;
  const uses = block.keysAsOutputs
    ? usesOf(
        r.parent,
        r.keys.map((k) => k.value),
      )
    : null;
  if (uses && [...uses].some(([name, used]) => used.inside && isOutputKey(block, name)))
    block = low.wrap(block, baseName(r.parent), isUncorrelated(r.parent));
  if (r.keys.some((k) => ir.hasTrait(k, ir.NodeFlag.subquery)) && !isPassThrough(block))
    block = low.wrap(block, baseName(r.parent), isUncorrelated(r.parent));
  let keys = lowered(block);
  const outputs = new Set(block.columns.values());
  // A key is worked out apart from the column that it is made of, where it is more than that column.
  if (keys.some((key) => !outputs.has(key.sql) && hasImpure(key.sql))) {
    block = low.wrap(block, baseName(r.parent), isUncorrelated(r.parent));
    keys = lowered(block);
  }
  if (keys.some((key) => containsHiddenWindow(key.sql) || containsHiddenAggregate(key.sql, block))) {
    block = low.wrap(block, baseName(r.parent), isUncorrelated(r.parent));
    keys = lowered(block);
  }
  if (keys.some((key) => containsHiddenWindow(key.sql)))
    throw new AvocetError("unsupported-operation", `${low.dialect.name} cannot sort by such a window`, {
      hint: "Make the window a column with mutate, and sort by that column.",
    });
  if (block.distinct && keys.some((key) => !outputs.has(key.sql))) {
    block = low.wrap(block, baseName(r.parent), isUncorrelated(r.parent));
    keys = lowered(block);
  }
  const before = block.orderBy.filter((old) => !keys.some((key) => key.sql === old.sql));
  return { ...block, orderBy: [...keys, ...before] };
}

/** Whether a value is made of literals and parameters alone. */
const isConstant = (value: Sql): boolean =>
  !some(value, (s) => s.kind === "column" || s.kind === "query" || s.kind === "name") &&
  !hasAggregate(value) &&
  !hasWindow(value) &&
  !hasImpure(value);

/** A limit upon a limit is one limit. */
export function limited(block: SelectDraft, n: number | null, offset: number): SelectDraft {
  const left = block.limit === null ? null : Math.max(0, block.limit - offset);
  return {
    ...block,
    limit: n === null ? left : left === null ? n : Math.min(n, left),
    offset: block.offset + offset,
  };
}
