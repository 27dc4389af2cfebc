import { AvocetError } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import type { Sql } from "../sql/expr.js";
import { anyNode, hasAggregate, hasImpure, hasWindow } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, containsHiddenWindow } from "./hoist-windows.js";
import { columnUses } from "./inlining.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { isLimited, isOutputKey, isPassThrough } from "./select-draft.js";
import type { Memo } from "./value.js";
import { lowerSort } from "./value.js";

/**
 * Plans a sort. Keys of earlier sorts break ties. Constant keys are dropped: they do not sort, and a bare number would
 * be the ordinal of a column.
 */
export function sort(
  planner: QueryPlanner,
  inputDraft: SelectDraft,
  relation: ir.Sort,
  outerColumns: OuterColumns,
): SelectDraft {
  const compileKeys = (draft: SelectDraft): SortSql[] => {
    const scope = planner.scope([[relation.parent, draft]], outerColumns);
    const memo: Memo = new Map();
    return relation.keys
      .filter((key) => key.value.shape !== "scalar")
      .map((key) => lowerSort(key, scope, memo))
      .filter((key) => !isConstant(key.sql));
  };
  let draft = isLimited(inputDraft)
    ? planner.wrapAsSource(inputDraft, baseName(relation.parent), isUncorrelated(relation.parent))
    : inputDraft;
  const uses = draft.groupsByOutputs
    ? columnUses(
        relation.parent,
        relation.keys.map((k) => k.value),
      )
    : null;
  if (uses && [...uses].some(([name, used]) => used.isNested && isOutputKey(draft, name)))
    draft = planner.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent));
  if (relation.keys.some((k) => ir.hasFlag(k, ir.NodeFlag.subquery)) && !isPassThrough(draft))
    draft = planner.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent));
  let keys = compileKeys(draft);
  const outputs = new Set(draft.columns.values());
  // A key that contains an impure expression, but is not that output itself, would be evaluated a second time.
  if (keys.some((key) => !outputs.has(key.sql) && hasImpure(key.sql))) {
    draft = planner.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent));
    keys = compileKeys(draft);
  }
  if (keys.some((key) => containsHiddenWindow(key.sql) || containsHiddenAggregate(key.sql, draft))) {
    draft = planner.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent));
    keys = compileKeys(draft);
  }
  if (keys.some((key) => containsHiddenWindow(key.sql)))
    throw new AvocetError(
      "unsupported-operation",
      `Sorting by this window function is not supported by ${planner.dialect.name}`,
      {
        hint: "Compute the window function as a column with mutate, and sort by that column.",
      },
    );
  if (draft.distinct && keys.some((key) => !outputs.has(key.sql))) {
    draft = planner.wrapAsSource(draft, baseName(relation.parent), isUncorrelated(relation.parent));
    keys = compileKeys(draft);
  }
  const earlierKeys = draft.orderBy.filter((old) => !keys.some((key) => key.sql === old.sql));
  return { ...draft, orderBy: [...keys, ...earlierKeys] };
}

/** True if a value consists of literals and parameters only. */
const isConstant = (value: Sql): boolean =>
  !anyNode(value, (s) => s.kind === "column" || s.kind === "query" || s.kind === "name") &&
  !hasAggregate(value) &&
  !hasWindow(value) &&
  !hasImpure(value);

/** Plans LIMIT and OFFSET, merged with those of the draft. */
export function applyLimit(draft: SelectDraft, rowLimit: number | null, offset: number): SelectDraft {
  const remaining = draft.limit === null ? null : Math.max(0, draft.limit - offset);
  return {
    ...draft,
    limit: rowLimit === null ? remaining : remaining === null ? rowLimit : Math.min(rowLimit, remaining),
    offset: draft.offset + offset,
  };
}
