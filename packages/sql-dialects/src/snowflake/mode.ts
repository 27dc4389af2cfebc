import type { ir as nodes } from "@avocet/core";
import { AvocetError, ir, isArray, isMap, isStruct } from "@avocet/core";

/**
 * An aggregation whose modes are the first values in an order: those that are most frequent in their group, then the smallest. MODE takes
 * any of several that are equally frequent. How often a value occurs is a window, which becomes a column of a query below.
 */
export function modesByCount(relation: ir.Aggregation): ir.Aggregation {
  const metrics = new Map([...relation.metrics].map(([name, value]) => [name, withFirst(value, relation)]));
  const same = [...metrics].every(([name, value]) => relation.metrics.get(name) === value);
  return same ? relation : ir.aggregation(relation.parent, relation.by, metrics, relation.sets);
}

const isMode = (node: nodes.ValueNode): node is nodes.OpOf<"Mode"> => node.type === "op" && node.op === "Mode";
const withFirst = (value: ir.Value, relation: ir.Aggregation): ir.Value =>
  ir.rewrite(value, (node) => (isMode(node) ? first(node, relation) : node), {
    enter: (node) => (node.type === "window" || node.type === "subquery" ? node : undefined),
  });

function first({ args }: nodes.OpOf<"Mode">, { by, sets }: ir.Aggregation): ir.Value {
  if (sets)
    throw new AvocetError("unsupported-operation", "snowflake takes no mode beside totals over groups", {
      hint: "Take the mode with groupBy, and join it.",
    });
  const { arg, where } = args;
  const kept = where ? { where } : {};
  const often = ir.window(ir.op("Count", { arg, ...kept }), [...by.values(), arg], [], null);
  const { dtype } = arg;
  const unordered =
    isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval";
  const keys = [ir.sortKey(often, true), ...(unordered ? [] : [ir.sortKey(arg)])];
  return ir.op("First", { arg, ...kept, orderBy: keys });
}
