import * as ir from "@avocet/core/ir";

/** Rewrites DISTINCT if a column is JSON, which BigQuery cannot compare: groups by its text. */
export function rewriteDistinct(relation: ir.Distinct): ir.Relation | undefined {
  const { parent } = relation;
  const isJson = (name: string): boolean => parent.schema.get(name)?.kind === "json";
  const names = [...parent.schema.keys()];
  const unusedName = (name: string): string => (parent.schema.has(name) ? unusedName(`${name}_`) : name);
  if (!names.some(isJson)) return undefined;
  const groupBy = new Map<string, ir.Value>();
  const metrics = new Map<string, ir.Value>();
  for (const name of names) {
    const arg = ir.field(parent, name);
    groupBy.set(isJson(name) ? unusedName(`text ${name}`) : name, isJson(name) ? ir.op("JSONText", { arg }) : arg);
    if (isJson(name)) metrics.set(name, ir.op("Arbitrary", { arg }));
  }
  const groups = ir.aggregation(parent, groupBy, metrics, null);
  return ir.selection(groups, new Map(names.map((name) => [name, ir.field(groups, name)])));
}
