import * as ir from "@avocet/core/ir";
import { unusedName } from "./name-allocator.js";
import type { QueryPlanner } from "./query-planner.js";

/**
 * Computes windows that are nested inside other windows as columns of a selection below, because SQL does not allow
 * nested window functions. Returns the relation itself if there are none.
 */
export function splitNestedWindows(planner: QueryPlanner, relation: ir.Relation): ir.Relation {
  if (relation.type !== "selection" && relation.type !== "filter" && relation.type !== "sort") return relation;
  const values =
    relation.type === "selection"
      ? [...relation.values.values()]
      : relation.type === "filter"
        ? relation.predicates
        : relation.keys.map((k) => k.value);
  const nested = nestedWindows(values.filter((v) => ir.hasFlag(v, ir.NodeFlag.window)));
  if (nested.size === 0) return relation;
  const { parent } = relation;
  const names = new Map<ir.ValueNode, string>();
  const neededNames = [...parent.schema.keys()].filter((name) => planner.isNeeded(parent, name));
  const entries = new Map<string, ir.Value>(neededNames.map((name) => [name, ir.field(parent, name)]));
  for (const node of nested) {
    const name = unusedName(parent.schema, `part_${names.size + 1}`);
    names.set(node, name);
    entries.set(name, node);
  }
  const inner = ir.selection(parent, entries);
  const rebase = <T extends ir.Value | ir.SortKey>(value: T): T =>
    ir.rewrite(value, (n) => (n.type === "field" && n.relation === parent ? ir.field(inner, n.name) : n), {
      enter: (n) => {
        const name = names.get(n);
        return name === undefined ? undefined : ir.field(inner, name);
      },
      relation: (t) => (t === parent ? inner : t),
    });
  if (relation.type === "selection")
    return ir.selection(inner, new Map([...relation.values].map(([name, value]) => [name, rebase(value)])));
  const step =
    relation.type === "filter"
      ? ir.filter(inner, relation.predicates.map(rebase))
      : ir.sort(inner, relation.keys.map(rebase));
  return ir.selection(step, new Map(neededNames.map((name) => [name, ir.field(step, name)])));
}

/** Returns the outermost windows among those nested inside another window. */
function nestedWindows(values: readonly ir.Value[]): ReadonlySet<ir.WindowValue> {
  const nested = new Set<ir.WindowValue>();
  const seen = new Set<ir.ValueNode>();
  const windowChildren: ir.ValueNode[] = [];
  const walk = (stack: ir.ValueNode[], visit: (node: ir.ValueNode) => boolean): void => {
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (visit(node)) stack.push(...ir.childrenOf(node));
    }
  };
  walk([...values], (node) => {
    if (node.type === "window") windowChildren.push(...ir.childrenOf(node));
    return node.type !== "window";
  });
  seen.clear();
  walk(windowChildren, (node) => {
    if (node.type === "window") nested.add(node);
    return node.type !== "window";
  });
  return nested;
}
