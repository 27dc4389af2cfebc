import { AvocetError } from "@avocet/core";
import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import type * as nodes from "@avocet/core/ir";
import * as ir from "@avocet/core/ir";

/**
 * Rewrites the modes of an aggregation to the first value ordered by descending frequency, then by the value.
 * Snowflake's MODE returns an arbitrary one of several equally frequent values. The frequency is a window function,
 * which becomes a column of a subquery.
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
    throw new AvocetError(
      "unsupported-operation",
      "Snowflake does not support mode together with ROLLUP, CUBE or GROUPING SETS",
      {
        hint: "Compute the mode with groupBy, and join the result.",
      },
    );
  const { arg, where } = args;
  const filter = where ? { where } : {};
  const frequency = ir.window(ir.op("Count", { arg, ...filter }), [...by.values(), arg], [], null);
  const { dtype } = arg;
  const isUnordered =
    isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval";
  const keys = [ir.sortKey(frequency, true), ...(isUnordered ? [] : [ir.sortKey(arg)])];
  return ir.op("First", { arg, ...filter, orderBy: keys });
}
