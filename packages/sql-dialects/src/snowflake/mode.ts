import { AvocetError } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/backend";
import type * as nodes from "@avocet/core/ir";
import * as ir from "@avocet/core/ir";

/**
 * An aggregation whose modes are the first values in an order: those that are most frequent in their group, then the smallest. MODE takes
 * any of several that are equally frequent. How often a value occurs is a window, which becomes a column of a query below.
 */
export function rewriteModes(relation: ir.Aggregation): ir.Aggregation {
  const metrics = new Map([...relation.metrics].map(([name, value]) => [name, replaceModes(value, relation)]));
  const isUnchanged = [...metrics].every(([name, value]) => relation.metrics.get(name) === value);
  return isUnchanged ? relation : ir.aggregation(relation.parent, relation.by, metrics, relation.sets);
}

const isMode = (node: nodes.ValueNode): node is nodes.OpOf<"Mode"> => node.type === "op" && node.op === "Mode";
const replaceModes = (value: ir.Value, relation: ir.Aggregation): ir.Value =>
  ir.rewrite(value, (node) => (isMode(node) ? firstByFrequency(node, relation) : node), {
    enter: (node) => (node.type === "window" || node.type === "subquery" ? node : undefined),
  });

function firstByFrequency({ args }: nodes.OpOf<"Mode">, { by, sets }: ir.Aggregation): ir.Value {
  if (sets)
    throw new AvocetError("unsupported-operation", "snowflake takes no mode beside totals over groups", {
      hint: "Take the mode with groupBy, and join it.",
    });
  const { arg, where } = args;
  const filter = where ? { where } : {};
  const frequency = ir.window(ir.op("Count", { arg, ...filter }), [...by.values(), arg], [], null);
  const { dtype } = arg;
  const isUnordered =
    isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval";
  const keys = [ir.sortKey(frequency, true), ...(isUnordered ? [] : [ir.sortKey(arg)])];
  return ir.op("First", { arg, ...filter, orderBy: keys });
}
