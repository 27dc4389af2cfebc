import { ir } from "@avocet/core";

/** Read anew each time, as a table is, and never as a table expression. */
export const isLeaf = (r: ir.Relation): boolean => r.type === "table" || r.type === "recursiveReference";
const inRecursion = new WeakMap<ir.Relation, boolean>();
/** Hangs on no query around it and on no recursion, so it can stand as a common table expression of the whole statement. */
export function isUncorrelated(r: ir.Relation): boolean {
  if (ir.relationsOf(r).size > 0) return false;
  const stack: ir.Relation[] = [r];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const inputs = inRecursion.has(node) ? [] : ir.inputsOf(node);
    const waiting = inputs.filter((input) => !inRecursion.has(input));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    if (!inRecursion.has(node)) {
      const inside = node.type === "recursiveReference" || inputs.some((input) => inRecursion.get(input));
      inRecursion.set(node, inside && node.type !== "recursion");
    }
    stack.pop();
  }
  return !inRecursion.get(r);
}

/** A name for what a relation gives, from the table that it mostly reads. */
export function baseName(relation: ir.Relation): string {
  let r = relation;
  for (;;) {
    if (
      r.type === "table" ||
      r.type === "alias" ||
      r.type === "memtable" ||
      r.type === "recursion" ||
      r.type === "recursiveReference"
    )
      return r.name;
    const [first] = ir.parentsOf(r);
    if (!first) return "query";
    r = first;
  }
}
