import * as ir from "@avocet/core/ir";
import type { Sql } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, hoist } from "./hoist-windows.js";
import { canInline } from "./inlining.js";
import { truncateUtf8 } from "./name-allocator.js";
import { castIntegerLiteral } from "./project.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { hasImpures, hasQueries, hasWindows, isSimpleScan } from "./select-draft.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** Plans an aggregation. The order of the input is dropped, as grouping does not preserve it. */
export function aggregate(
  planner: QueryPlanner,
  inputDraft: SelectDraft,
  relation: ir.Aggregation,
  outerColumns: OuterColumns,
): SelectDraft {
  const rewritten = planner.dialect.rewriteAggregation?.(relation) ?? relation;
  if (rewritten !== relation) return planner.draftOf(rewritten, outerColumns);
  const values = [...relation.by.values(), ...relation.metrics.values()];
  const hasConstantKey = [...relation.by.values()].some((v) => v.shape === "scalar");
  const twoStep = hasConstantKey ? null : hoistBeforeGrouping(planner.pruneSelection(relation));
  if (twoStep) return planner.draftOf(twoStep, outerColumns);
  const isGroupable =
    isSimpleScan({ ...inputDraft, orderBy: [] }) &&
    !hasWindows(inputDraft) &&
    !hasQueries(inputDraft) &&
    !hasImpures(inputDraft);
  let draft =
    isGroupable && canInline(inputDraft, relation.parent, values) && !hasConstantKeyColumn(inputDraft, relation)
      ? inputDraft
      : planner.wrapAsSource({ ...inputDraft }, baseName(relation.parent), isUncorrelated(relation.parent));
  const precomputedKeys = keysToPrecompute(planner, draft, relation, outerColumns);
  if (precomputedKeys.size > 0) draft = precomputeKeys(planner, draft, relation, outerColumns, precomputedKeys);
  const scope = planner.scope([[relation.parent, draft]], outerColumns);
  const memo: Memo = new Map();
  for (const [name, value] of relation.by) {
    const keyColumn = precomputedKeys.has(name) ? draft.columns.get(keyColumnName(planner, relation, name)) : undefined;
    if (keyColumn && value.shape !== "scalar") memo.set(value, keyColumn);
  }
  const columns = new Map<string, Sql>();
  const keys: Sql[] = [];
  for (const [name, value] of relation.by) {
    const keyColumn = precomputedKeys.has(name) ? draft.columns.get(keyColumnName(planner, relation, name)) : undefined;
    const key = keyColumn ?? lowerValue(value, scope, memo);
    keys.push(key);
    columns.set(name, key);
  }
  for (const [name, value] of relation.metrics)
    if (planner.isNeeded(relation, name))
      columns.set(name, castIntegerLiteral(planner, value, lowerValue(value, scope, memo)));
  const keyNames = [...relation.by.keys()];
  const groupingSets = relation.sets?.map((set) => set.map((name) => keyNames.indexOf(name))) ?? null;
  const outputFlag =
    planner.dialect.features.matchesGroupExpressions === false ? ({ groupsByOutputs: true } as const) : {};
  const grouped = { ...draft, ...outputFlag, columns, orderBy: [], groupBy: keys, groupingSets };
  if (![...columns.values()].some((sql) => containsHiddenAggregate(sql, grouped))) return grouped;
  return hoist(planner, grouped, columns, baseName(relation.parent), isUncorrelated(relation.parent));
}
/** True if a grouping key is a constant column of the draft; engines cannot group by a bind parameter. */
const hasConstantKeyColumn = (draft: SelectDraft, relation: ir.Aggregation): boolean =>
  [...relation.by.values()].some((key) => {
    const kind = key.type === "field" ? draft.columns.get(key.name)?.kind : undefined;
    return kind === "literal" || kind === "param";
  });
/** The keys that must be source columns: constants, and expressions if the engine does not match repeated ones. */
function keysToPrecompute(
  planner: QueryPlanner,
  draft: SelectDraft,
  relation: ir.Aggregation,
  outerColumns: OuterColumns,
): ReadonlySet<string> {
  const matchesExpressions = planner.dialect.features.matchesGroupExpressions !== false;
  const scope = planner.scope([[relation.parent, draft]], outerColumns);
  const memo: Memo = new Map();
  const metricNodes = new Set<ir.ValueNode>(matchesExpressions ? [] : ir.postorder([...relation.metrics.values()]));
  const needsColumn = (value: ir.Value): boolean => {
    if (matchesExpressions) return false;
    const key = lowerValue(value, scope, memo);
    // GROUPING takes columns only, and the columns of a table function are fields of a value.
    if (key.kind === "column") return relation.sets !== null && draft.from?.item.kind === "function";
    return relation.sets !== null || metricNodes.has(value);
  };
  return new Set(
    [...relation.by].filter(([, value]) => value.shape === "scalar" || needsColumn(value)).map(([name]) => name),
  );
}
/** Computes keys as columns of a source. In GROUP BY, a bare number would be the ordinal of a column. */
function precomputeKeys(
  planner: QueryPlanner,
  draft: SelectDraft,
  relation: ir.Aggregation,
  outerColumns: OuterColumns,
  keyNames: ReadonlySet<string>,
): SelectDraft {
  const scope = planner.scope([[relation.parent, draft]], outerColumns);
  const memo: Memo = new Map();
  const columns = new Map(draft.columns);
  for (const [name, value] of relation.by)
    if (keyNames.has(name))
      columns.set(
        keyColumnName(planner, relation, name),
        castIntegerLiteral(planner, value, lowerValue(value, scope, memo)),
      );
  return planner.wrapAsSource({ ...draft, columns }, baseName(relation.parent), isUncorrelated(relation.parent));
}
/** Computes windows and subqueries in the arguments of an aggregation in a selection below; null if there are none. */
function hoistBeforeGrouping(relation: ir.Aggregation): ir.Relation | null {
  const hoistedNames = new Map<ir.Value, string>();
  for (const node of ir.postorder([...relation.by.values(), ...relation.metrics.values()]))
    if (
      (node.type === "window" || (node.type === "subquery" && node.shape === "columnar")) &&
      ir.relationsOf(node).has(relation.parent)
    )
      hoistedNames.set(node, `part ${hoistedNames.size + 1}`);
  for (const value of relation.by.values())
    if (ir.hasFlag(value, ir.NodeFlag.subquery) && !hoistedNames.has(value))
      hoistedNames.set(value, `part ${hoistedNames.size + 1}`);
  if (hoistedNames.size === 0) return null;
  const entries = new Map<string, ir.Value>();
  for (const node of ir.postorder([...relation.by.values(), ...relation.metrics.values()]))
    if (node.type === "field" && node.relation === relation.parent) entries.set(node.name, node);
  for (const [value, name] of hoistedNames) entries.set(name, value);
  const inner = ir.selection(relation.parent, entries);
  const rebase = (value: ir.Value): ir.Value =>
    ir.rewrite(value, (n) => (n.type === "field" && n.relation === relation.parent ? ir.field(inner, n.name) : n), {
      enter: (n) => {
        const name = hoistedNames.get(n);
        return name === undefined ? undefined : ir.field(inner, name);
      },
      relation: (t) => (t === relation.parent ? inner : t),
    });
  const rebaseEntries = (list: ir.NamedValues): ir.NamedValues =>
    new Map([...list].map(([name, value]) => [name, rebase(value)]));
  return ir.aggregation(inner, rebaseEntries(relation.by), rebaseEntries(relation.metrics), relation.sets);
}

/** The column name of a precomputed key; numbered if the engine's identifier limit is too short for its name. */
function keyColumnName(planner: QueryPlanner, relation: ir.Aggregation, name: string): string {
  const preferredName = `key ${name}`;
  const maxLength = planner.dialect.maxIdentifier;
  return maxLength === null || truncateUtf8(preferredName, maxLength) === preferredName
    ? preferredName
    : `key ${[...relation.by.keys()].indexOf(name) + 1}`;
}
