import { ir } from "@avocet/core";

/**
 * A step whose windows count groups of peers, with ranges over the number of each group in their place, for engines that lack such frames;
 * the relation itself if there are none.
 */
export function withoutGroupFrames(r: ir.Relation): ir.Relation {
  if (r.type === "selection") {
    const values = new Map([...r.values].map(([name, value]) => [name, replaced(value)]));
    return [...r.values].every(([name, value]) => values.get(name) === value) ? r : ir.selection(r.parent, values);
  }
  if (r.type === "filter") {
    const predicates = r.predicates.map(replaced);
    return predicates.every((p, i) => p === r.predicates[i]) ? r : ir.filter(r.parent, predicates);
  }
  if (r.type === "sort") {
    const keys = r.keys.map(replaced);
    return keys.every((key, i) => key === r.keys[i]) ? r : ir.sort(r.parent, keys);
  }
  return r;
}

const replaced = <T extends ir.Value | ir.SortKey>(value: T): T =>
  ir.hasTrait(value, ir.NodeFlag.window) ? ir.rewrite(value, (n) => (n.type === "window" ? overRange(n) : n)) : value;

function overRange(window: ir.WindowValue): ir.Value {
  const { frame, func, partitionBy, orderBy } = window;
  if (frame?.unit !== "groups") return window;
  if ([frame.start, frame.end].every((bound) => bound === "unbounded" || bound === 0))
    return ir.window(func, partitionBy, orderBy, { ...frame, unit: "range" });
  const number = ir.window(ir.op("DenseRank", {}), partitionBy, orderBy, null);
  return ir.window(func, partitionBy, [ir.sortKey(number)], { ...frame, unit: "range" });
}
