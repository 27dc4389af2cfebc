import * as ir from "@avocet/core/ir";

/** Base relations: referenced directly, never turned into a CTE. */
export const isBaseRelation = (relation: ir.Relation): boolean =>
  relation.type === "table" || relation.type === "recursiveReference";
const dependsOnRecursion = new WeakMap<ir.Relation, boolean>();
/** True if the relation is uncorrelated and outside any recursion, so it can be a top-level CTE. */
export function isUncorrelated(relation: ir.Relation): boolean {
  if (ir.relationsOf(relation).size > 0) return false;
  const stack: ir.Relation[] = [relation];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const inputs = dependsOnRecursion.has(node) ? [] : ir.inputsOf(node);
    const waiting = inputs.filter((input) => !dependsOnRecursion.has(input));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    if (!dependsOnRecursion.has(node)) {
      const readsRecursion =
        node.type === "recursiveReference" || inputs.some((input) => dependsOnRecursion.get(input));
      dependsOnRecursion.set(node, readsRecursion && node.type !== "recursion");
    }
    stack.pop();
  }
  return !dependsOnRecursion.get(relation);
}

/** A name for a query over the relation, taken from the first base relation that it reads. */
export function baseName(relation: ir.Relation): string {
  let node = relation;
  for (;;) {
    if (
      node.type === "table" ||
      node.type === "alias" ||
      node.type === "memtable" ||
      node.type === "recursion" ||
      node.type === "recursiveReference"
    )
      return node.name;
    const [first] = ir.parentsOf(node);
    if (!first) return "query";
    node = first;
  }
}
