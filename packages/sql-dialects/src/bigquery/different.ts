import { ir } from "@avocet/core";

/** The different rows where a column is JSON, which BigQuery cannot compare: groups by its text. */
export function different(r: ir.Distinct): ir.Relation | undefined {
  const { parent } = r;
  const isJson = (name: string): boolean => parent.schema.get(name)?.kind === "json";
  const names = [...parent.schema.keys()];
  const apart = (name: string): string => (parent.schema.has(name) ? apart(`${name}_`) : name);
  if (!names.some(isJson)) return undefined;
  const by = new Map<string, ir.Value>();
  const metrics = new Map<string, ir.Value>();
  for (const name of names) {
    const arg = ir.field(parent, name);
    by.set(isJson(name) ? apart(`text ${name}`) : name, isJson(name) ? ir.op("JSONText", { arg }) : arg);
    if (isJson(name)) metrics.set(name, ir.op("Arbitrary", { arg }));
  }
  const groups = ir.aggregation(parent, by, metrics, null);
  return ir.selection(groups, new Map(names.map((name) => [name, ir.field(groups, name)])));
}
