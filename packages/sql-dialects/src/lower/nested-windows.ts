import { ir } from "@avocet/core";
import type { QueryPlanner } from "./query-planner.js";

/**
 * A step whose windows stand inside of other windows, with the inner ones as columns of a selection below, as SQL nests none; the
 * relation itself if there are none.
 */
export function splitNestedWindows(low: QueryPlanner, r: ir.Relation): ir.Relation {
  if (r.type !== "selection" && r.type !== "filter" && r.type !== "sort") return r;
  const values =
    r.type === "selection" ? [...r.values.values()] : r.type === "filter" ? r.predicates : r.keys.map((k) => k.value);
  const found = innerWindows(values.filter((v) => ir.hasTrait(v, ir.NodeFlag.window)));
  if (found.size === 0) return r;
  const { parent } = r;
  const names = new Map<ir.ValueNode, string>();
  const read = [...parent.schema.keys()].filter((name) => low.isNeeded(parent, name));
  const entries = new Map<string, ir.Value>(read.map((name) => [name, ir.field(parent, name)]));
  for (const node of found) {
    let name = `part_${names.size + 1}`;
    while (parent.schema.has(name)) name = `_${name}`;
    names.set(node, name);
    entries.set(name, node);
  }
  const below = ir.selection(parent, entries);
  const moved = <T extends ir.Value | ir.SortKey>(value: T): T =>
    ir.rewrite(value, (n) => (n.type === "field" && n.relation === parent ? ir.field(below, n.name) : n), {
      enter: (n) => {
        const name = names.get(n);
        return name === undefined ? undefined : ir.field(below, name);
      },
      relation: (t) => (t === parent ? below : t),
    });
  if (r.type === "selection")
    return ir.selection(below, new Map([...r.values].map(([name, value]) => [name, moved(value)])));
  const step = r.type === "filter" ? ir.filter(below, r.predicates.map(moved)) : ir.sort(below, r.keys.map(moved));
  return ir.selection(step, new Map(read.map((name) => [name, ir.field(step, name)])));
}

/** The outermost of the windows that stand inside of a window. */
function innerWindows(values: readonly ir.Value[]): ReadonlySet<ir.WindowValue> {
  const found = new Set<ir.WindowValue>();
  const seen = new Set<ir.ValueNode>();
  const within: ir.ValueNode[] = [];
  const walk = (stack: ir.ValueNode[], visit: (node: ir.ValueNode) => boolean): void => {
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (visit(node)) stack.push(...ir.childrenOf(node));
    }
  };
  walk([...values], (node) => {
    if (node.type === "window") within.push(...ir.childrenOf(node));
    return node.type !== "window";
  });
  seen.clear();
  walk(within, (node) => {
    if (node.type === "window") found.add(node);
    return node.type !== "window";
  });
  return found;
}
