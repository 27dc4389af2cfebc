import { ir } from "@avocet/core";
import { sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasWindow } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, containsHiddenWindow, hoist } from "./hoist-windows.js";
import type { Outer, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { hasQueries, isLimited, isOutputKey, isPassThrough, isSimpleScan } from "./select-draft.js";
import { substitutable, usesOf } from "./substitute.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** A filter and those right below it, which nothing else reads: their conditions go into one clause together. */
function filters(low: QueryPlanner, r: ir.Filter): readonly ir.Filter[] {
  const chain = [r];
  const simple = (f: ir.Filter): boolean =>
    f.predicates.every((p) => !ir.hasTrait(p, ir.NodeFlag.window | ir.NodeFlag.subquery | ir.NodeFlag.impure));
  for (let f = r.parent; f.type === "filter" && low.usesOf(f) < 2 && simple(r) && simple(f); f = f.parent)
    chain.push(f);
  return chain.toReversed();
}
/** The relation whose rows a filter, with those right below it, tests. */
export function filtered(low: QueryPlanner, r: ir.Filter): ir.Relation {
  return filters(low, r)[0]?.parent ?? r.parent;
}
/** Conditions: WHERE, HAVING after grouping, QUALIFY on windows, or a SELECT of their own. */
export function filter(low: QueryPlanner, given: SelectDraft, last: ir.Filter, outer: Outer): SelectDraft {
  const chain = filters(low, last);
  const bottom = chain[0]?.parent ?? last.parent;
  const own = new Set<ir.Relation>(chain);
  const moved = (p: ir.Value): ir.Value =>
    chain.length === 1
      ? p
      : ir.rewrite(p, (n) =>
          n.type === "field" && n.relation !== bottom && own.has(n.relation) ? ir.field(bottom, n.name) : n,
        );
  const predicates = chain.flatMap((f) => f.predicates.map(moved));
  const r = { ...last, parent: bottom, predicates };
  const windowed = predicates.some((p) => ir.hasTrait(p, ir.NodeFlag.window));
  const windowNames = new Set([...given.columns].filter(([, v]) => hasWindow(v)).map(([n]) => n));
  const used = usesOf(r.parent, predicates);
  const onWindow = [...used.keys()].some((name) => windowNames.has(name));
  const block = filterable(low, given, r, windowed, onWindow, windowNames.size > 0)
    ? given
    : low.wrap(given, baseName(bottom), isUncorrelated(bottom));
  const again = block !== given;
  const scope = low.scope([[r.parent, block]], outer);
  const memo: Memo = new Map();
  const conditions = predicates.map((p) => lowerValue(p, scope, memo));
  if (windowed || (!again && (onWindow || block.qualify.length > 0))) {
    if (low.dialect.features.qualify) return { ...block, qualify: [...block.qualify, ...conditions] };
    return filterByColumn(low, block, r.parent, conditions);
  }
  if (conditions.some((condition) => containsHiddenAggregate(condition, block))) {
    const apart = low.wrap(block, baseName(bottom), isUncorrelated(bottom));
    const above = low.scope([[r.parent, apart]], outer);
    return { ...apart, where: predicates.map((p) => lowerValue(p, above, new Map())) };
  }
  if (block.groupBy !== null) return { ...block, having: [...block.having, ...conditions] };
  return { ...block, where: [...block.where, ...conditions] };
}
function filterable(
  low: QueryPlanner,
  block: SelectDraft,
  r: ir.Filter,
  windowed: boolean,
  onWindow: boolean,
  hasAnyWindow: boolean,
): boolean {
  if (isLimited(block)) return false;
  const { keysAsOutputs } = block;
  if (keysAsOutputs && [...usesOf(r.parent, r.predicates).keys()].some((name) => isOutputKey(block, name)))
    return false;
  // DuckDB flattens no correlated subquery over a full join.
  if (block.joins.some((j) => j.how === "FULL JOIN") && isUncorrelated(r.parent) && correlated(r)) return false;
  if (r.predicates.some((p) => ir.hasTrait(p, ir.NodeFlag.subquery)) && !(isPassThrough(block) && isSimpleScan(block)))
    return false;
  if (r.predicates.some((p) => ir.hasTrait(p, ir.NodeFlag.impure))) return isSimpleScan(block) && isPassThrough(block);
  if (windowed) return !block.distinct && block.qualify.length === 0 && substitutable(block, r.parent, r.predicates);
  if (hasAnyWindow || block.qualify.length > 0) {
    if (block.distinct) return false;
    if (!onWindow && block.qualify.length === 0) return false;
    return low.dialect.features.qualify && substitutable(block, r.parent, r.predicates);
  }
  if (block.distinct) return block.groupBy === null && substitutable(block, r.parent, r.predicates);
  return block.groupBy !== null ? !hasQueries(block) : substitutable(block, r.parent, r.predicates);
}
const correlated = (r: ir.Filter): boolean =>
  r.predicates.some((p) => [...ir.relationsOf(p)].some((relation) => relation !== r.parent));
/** Filters by windows where the engine has no QUALIFY: the condition becomes a column of the query below. */
export function filterByColumn(
  low: QueryPlanner,
  block: SelectDraft,
  of: ir.Relation,
  conditions: readonly Sql[],
): SelectDraft {
  const columns = new Map(block.columns);
  const names = conditions.map((condition, i) => {
    const name = `qualify_${i + 1}`;
    columns.set(name, condition);
    return name;
  });
  const hides = conditions.some(containsHiddenWindow);
  const ready = hides ? hoist(low, block, columns, baseName(of), isUncorrelated(of)) : { ...block, columns };
  const inner = low.wrap(ready, baseName(of), isUncorrelated(of));
  const where = names.map((name) => inner.columns.get(name) ?? sql`TRUE`);
  const kept = new Map([...inner.columns].filter(([name]) => block.columns.has(name)));
  return { ...inner, columns: kept, where };
}
