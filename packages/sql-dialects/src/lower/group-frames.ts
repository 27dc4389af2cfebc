import * as ir from "@avocet/core/ir";

/**
 * Replaces GROUPS frames with RANGE frames over DENSE_RANK, for engines without GROUPS. Returns the relation itself if
 * it has none.
 */
export function replaceGroupFrames(relation: ir.Relation): ir.Relation {
  if (relation.type === "selection") {
    const values = new Map([...relation.values].map(([name, value]) => [name, withRangeFrames(value)]));
    return [...relation.values].every(([name, value]) => values.get(name) === value)
      ? relation
      : ir.selection(relation.parent, values);
  }
  if (relation.type === "filter") {
    const predicates = relation.predicates.map(withRangeFrames);
    return predicates.every((p, i) => p === relation.predicates[i]) ? relation : ir.filter(relation.parent, predicates);
  }
  if (relation.type === "sort") {
    const keys = relation.keys.map(withRangeFrames);
    return keys.every((key, i) => key === relation.keys[i]) ? relation : ir.sort(relation.parent, keys);
  }
  return relation;
}

const withRangeFrames = <T extends ir.Value | ir.SortKey>(value: T): T =>
  ir.hasFlag(value, ir.NodeFlag.window) ? ir.rewrite(value, (n) => (n.type === "window" ? rangeWindow(n) : n)) : value;

function rangeWindow(window: ir.WindowValue): ir.Value {
  const { frame, func, partitionBy, orderBy } = window;
  if (frame?.unit !== "groups") return window;
  if ([frame.start, frame.end].every((bound) => bound === "unbounded" || bound === 0))
    return ir.window(func, partitionBy, orderBy, { ...frame, unit: "range" });
  const denseRank = ir.window(ir.op("DenseRank", {}), partitionBy, orderBy, null);
  return ir.window(func, partitionBy, [ir.sortKey(denseRank)], { ...frame, unit: "range" });
}
