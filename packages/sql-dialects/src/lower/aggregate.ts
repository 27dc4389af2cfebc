import { ir } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { containsHiddenAggregate, hoist } from "./hoist-windows.js";
import { clipped } from "./names.js";
import { asColumn } from "./project.js";
import type { Outer, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import { hasImpures, hasQueries, hasWindows, isSimpleScan } from "./select-draft.js";
import { substitutable } from "./substitute.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** Groups: on FROM, joins and WHERE; an order before them means nothing. */
export function aggregate(low: QueryPlanner, given: SelectDraft, r: ir.Aggregation, outer: Outer): SelectDraft {
  const instead = low.dialect.rewriteAggregation?.(r) ?? r;
  if (instead !== r) return low.block(instead, outer);
  const values = [...r.by.values(), ...r.metrics.values()];
  const constant = [...r.by.values()].some((v) => v.shape === "scalar");
  const stepped = constant ? null : beforeGrouping(low.pruneSelection(r));
  if (stepped) return low.block(stepped, outer);
  const plain =
    isSimpleScan({ ...given, orderBy: [] }) && !hasWindows(given) && !hasQueries(given) && !hasImpures(given);
  let block =
    plain && substitutable(given, r.parent, values) && !byConstant(given, r)
      ? given
      : low.wrap({ ...given }, baseName(r.parent), isUncorrelated(r.parent));
  const apart = keysApart(low, block, r, outer);
  if (apart.size > 0) block = keyColumns(low, block, r, outer, apart);
  const scope = low.scope([[r.parent, block]], outer);
  const memo: Memo = new Map();
  for (const [name, value] of r.by) {
    const moved = apart.has(name) ? block.columns.get(keyName(low, r, name)) : undefined;
    if (moved && value.shape !== "scalar") memo.set(value, moved);
  }
  const columns = new Map<string, Sql>();
  const keys: Sql[] = [];
  for (const [name, value] of r.by) {
    const moved = apart.has(name) ? block.columns.get(keyName(low, r, name)) : undefined;
    const key = moved ?? lowerValue(value, scope, memo);
    keys.push(key);
    columns.set(name, key);
  }
  for (const [name, value] of r.metrics)
    if (low.isNeeded(r, name)) columns.set(name, asColumn(low, value, lowerValue(value, scope, memo)));
  const places = [...r.by.keys()];
  const sets = r.sets?.map((set) => set.map((name) => places.indexOf(name))) ?? null;
  const outputs = low.dialect.features.matchesGroupExpressions === false ? ({ keysAsOutputs: true } as const) : {};
  const grouped = { ...block, ...outputs, columns, orderBy: [], groupBy: keys, sets };
  if (![...columns.values()].some((sql) => containsHiddenAggregate(sql, grouped))) return grouped;
  return hoist(low, grouped, columns, baseName(r.parent), isUncorrelated(r.parent));
}
/** Whether a key is a column that is a constant in the block: engines do not group by one that is bound. */
const byConstant = (block: SelectDraft, r: ir.Aggregation): boolean =>
  [...r.by.values()].some((key) => {
    const kind = key.type === "field" ? block.columns.get(key.name)?.kind : undefined;
    return kind === "literal" || kind === "param";
  });
/** The keys that cannot stand in GROUP BY: constants, and where the engine asks for it what is no column. */
function keysApart(low: QueryPlanner, block: SelectDraft, r: ir.Aggregation, outer: Outer): ReadonlySet<string> {
  const known = low.dialect.features.matchesGroupExpressions !== false;
  const scope = low.scope([[r.parent, block]], outer);
  const memo: Memo = new Map();
  const repeated = new Set<ir.ValueNode>(known ? [] : ir.postorder([...r.metrics.values()]));
  const unknown = (value: ir.Value): boolean => {
    if (known) return false;
    const key = lowerValue(value, scope, memo);
    // GROUPING is of columns, and what a call gives are parts of a value.
    if (key.kind === "column") return r.sets !== null && block.from?.item.kind === "function";
    return r.sets !== null || repeated.has(value);
  };
  return new Set([...r.by].filter(([, value]) => value.shape === "scalar" || unknown(value)).map(([name]) => name));
}
/** Such keys become columns of a source: in GROUP BY a bare number would be the place of a column. */
function keyColumns(
  low: QueryPlanner,
  block: SelectDraft,
  r: ir.Aggregation,
  outer: Outer,
  apart: ReadonlySet<string>,
): SelectDraft {
  const scope = low.scope([[r.parent, block]], outer);
  const memo: Memo = new Map();
  const columns = new Map(block.columns);
  for (const [name, value] of r.by)
    if (apart.has(name)) columns.set(keyName(low, r, name), asColumn(low, value, lowerValue(value, scope, memo)));
  return low.wrap({ ...block, columns }, baseName(r.parent), isUncorrelated(r.parent));
}
/** An aggregation whose arguments hold windows or subqueries, with these as columns of a selection below; null if there are none. */
function beforeGrouping(r: ir.Aggregation): ir.Relation | null {
  const found = new Map<ir.Value, string>();
  for (const node of ir.postorder([...r.by.values(), ...r.metrics.values()]))
    if (
      (node.type === "window" || (node.type === "subquery" && node.shape === "columnar")) &&
      ir.relationsOf(node).has(r.parent)
    )
      found.set(node, `part ${found.size + 1}`);
  for (const value of r.by.values())
    if (ir.hasTrait(value, ir.NodeFlag.subquery) && !found.has(value)) found.set(value, `part ${found.size + 1}`);
  if (found.size === 0) return null;
  const entries = new Map<string, ir.Value>();
  for (const node of ir.postorder([...r.by.values(), ...r.metrics.values()]))
    if (node.type === "field" && node.relation === r.parent) entries.set(node.name, node);
  for (const [value, name] of found) entries.set(name, value);
  const below = ir.selection(r.parent, entries);
  const moved = (value: ir.Value): ir.Value =>
    ir.rewrite(value, (n) => (n.type === "field" && n.relation === r.parent ? ir.field(below, n.name) : n), {
      enter: (n) => {
        const name = found.get(n);
        return name === undefined ? undefined : ir.field(below, name);
      },
      relation: (t) => (t === r.parent ? below : t),
    });
  const each = (list: ir.Entries): ir.Entries => new Map([...list].map(([name, value]) => [name, moved(value)]));
  return ir.aggregation(below, each(r.by), each(r.metrics), r.sets);
}

/** The column of a key below; by its place where the engine has no room for its name. */
function keyName(low: QueryPlanner, r: ir.Aggregation, name: string): string {
  const wanted = `key ${name}`;
  const most = low.dialect.maxIdentifier;
  return most === null || clipped(wanted, most) === wanted ? wanted : `key ${[...r.by.keys()].indexOf(name) + 1}`;
}
