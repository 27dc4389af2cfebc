import * as ir from "@avocet/core/ir";
import { sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasWindow } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, containsHiddenWindow, hoist } from "./hoist-windows.js";
import { canInline, columnUses } from "./inlining.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { hasQueries, isLimited, isOutputKey, isPassThrough, isSimpleScan } from "./select-draft.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** A filter and the filters directly below it that nothing else reads, bottom first. They share one clause. */
function mergeableFilters(planner: QueryPlanner, relation: ir.Filter): readonly ir.Filter[] {
  const chain = [relation];
  const isMergeable = (filterNode: ir.Filter): boolean =>
    filterNode.predicates.every((p) => !ir.hasFlag(p, ir.NodeFlag.window | ir.NodeFlag.subquery | ir.NodeFlag.impure));
  for (
    let f = relation.parent;
    f.type === "filter" && planner.readerCount(f) < 2 && isMergeable(relation) && isMergeable(f);
    f = f.parent
  )
    chain.push(f);
  return chain.toReversed();
}
/** The input of a filter and of the filters below it that are merged with it. */
export function filterInput(planner: QueryPlanner, relation: ir.Filter): ir.Relation {
  return mergeableFilters(planner, relation)[0]?.parent ?? relation.parent;
}
/** Plans a filter as WHERE, as HAVING after grouping, as QUALIFY on windows, or in a new SELECT. */
export function filter(
  planner: QueryPlanner,
  inputDraft: SelectDraft,
  topFilter: ir.Filter,
  outerColumns: OuterColumns,
): SelectDraft {
  const chain = mergeableFilters(planner, topFilter);
  const input = chain[0]?.parent ?? topFilter.parent;
  const mergedFilters = new Set<ir.Relation>(chain);
  const rebase = (predicate: ir.Value): ir.Value =>
    chain.length === 1
      ? predicate
      : ir.rewrite(predicate, (n) =>
          n.type === "field" && n.relation !== input && mergedFilters.has(n.relation) ? ir.field(input, n.name) : n,
        );
  const predicates = chain.flatMap((f) => f.predicates.map(rebase));
  const relation = { ...topFilter, parent: input, predicates };
  const usesWindow = predicates.some((p) => ir.hasFlag(p, ir.NodeFlag.window));
  const windowNames = new Set([...inputDraft.columns].filter(([, v]) => hasWindow(v)).map(([n]) => n));
  const uses = columnUses(relation.parent, predicates);
  const readsWindowColumn = [...uses.keys()].some((name) => windowNames.has(name));
  const draft = canFilter(planner, inputDraft, relation, usesWindow, readsWindowColumn, windowNames.size > 0)
    ? inputDraft
    : planner.wrapAsSource(inputDraft, baseName(input), isUncorrelated(input));
  const isWrapped = draft !== inputDraft;
  const scope = planner.scope([[relation.parent, draft]], outerColumns);
  const memo: Memo = new Map();
  const conditions = predicates.map((p) => lowerValue(p, scope, memo));
  if (usesWindow || (!isWrapped && (readsWindowColumn || draft.qualify.length > 0))) {
    if (planner.dialect.features.qualify) return { ...draft, qualify: [...draft.qualify, ...conditions] };
    return filterByColumn(planner, draft, relation.parent, conditions);
  }
  if (conditions.some((condition) => containsHiddenAggregate(condition, draft))) {
    const wrapped = planner.wrapAsSource(draft, baseName(input), isUncorrelated(input));
    const wrappedScope = planner.scope([[relation.parent, wrapped]], outerColumns);
    return { ...wrapped, where: predicates.map((p) => lowerValue(p, wrappedScope, new Map())) };
  }
  if (draft.groupBy !== null) return { ...draft, having: [...draft.having, ...conditions] };
  return { ...draft, where: [...draft.where, ...conditions] };
}
function canFilter(
  planner: QueryPlanner,
  draft: SelectDraft,
  relation: ir.Filter,
  usesWindow: boolean,
  readsWindowColumn: boolean,
  hasAnyWindow: boolean,
): boolean {
  if (isLimited(draft)) return false;
  const { groupsByOutputs } = draft;
  if (
    groupsByOutputs &&
    [...columnUses(relation.parent, relation.predicates).keys()].some((name) => isOutputKey(draft, name))
  )
    return false;
  // DuckDB cannot flatten a correlated subquery over a full join.
  if (
    draft.joins.some((j) => j.joinType === "FULL JOIN") &&
    isUncorrelated(relation.parent) &&
    hasCorrelatedPredicate(relation)
  )
    return false;
  if (
    relation.predicates.some((p) => ir.hasFlag(p, ir.NodeFlag.subquery)) &&
    !(isPassThrough(draft) && isSimpleScan(draft))
  )
    return false;
  if (relation.predicates.some((p) => ir.hasFlag(p, ir.NodeFlag.impure)))
    return isSimpleScan(draft) && isPassThrough(draft);
  if (usesWindow)
    return !draft.distinct && draft.qualify.length === 0 && canInline(draft, relation.parent, relation.predicates);
  if (hasAnyWindow || draft.qualify.length > 0) {
    if (draft.distinct) return false;
    if (!readsWindowColumn && draft.qualify.length === 0) return false;
    return planner.dialect.features.qualify && canInline(draft, relation.parent, relation.predicates);
  }
  if (draft.distinct) return draft.groupBy === null && canInline(draft, relation.parent, relation.predicates);
  return draft.groupBy !== null ? !hasQueries(draft) : canInline(draft, relation.parent, relation.predicates);
}
const hasCorrelatedPredicate = (filterNode: ir.Filter): boolean =>
  filterNode.predicates.some((p) => [...ir.relationsOf(p)].some((relation) => relation !== filterNode.parent));
/** Filters by windows for engines without QUALIFY: the condition becomes a column of the query below. */
export function filterByColumn(
  planner: QueryPlanner,
  draft: SelectDraft,
  relation: ir.Relation,
  conditions: readonly Sql[],
): SelectDraft {
  const columns = new Map(draft.columns);
  const names = conditions.map((condition, i) => {
    const name = `qualify_${i + 1}`;
    columns.set(name, condition);
    return name;
  });
  const hasHiddenWindow = conditions.some(containsHiddenWindow);
  const ready = hasHiddenWindow
    ? hoist(planner, draft, columns, baseName(relation), isUncorrelated(relation))
    : { ...draft, columns };
  const inner = planner.wrapAsSource(ready, baseName(relation), isUncorrelated(relation));
  const where = names.map((name) => inner.columns.get(name) ?? sql`TRUE`);
  const outputColumns = new Map([...inner.columns].filter(([name]) => draft.columns.has(name)));
  return { ...inner, columns: outputColumns, where };
}
